"""One process writes a SQLite file; a second process is refused and learns why."""

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest

from storage.database import open_database
from storage.tx import StorageBusy, StorageError

ROOT = Path(__file__).parent.parent.parent

HOLDER = """
import asyncio, sys
from pathlib import Path
from storage.database import open_database

async def hold():
    database = await open_database(sys.argv[1], migrations=Path(sys.argv[2]))
    await database.write(lambda tx: tx.run("CREATE TABLE note (id BIGINT)"))
    print("open", flush=True)
    await asyncio.sleep(60)

asyncio.run(hold())
"""


@pytest.fixture
def url(tmp_path: Path) -> str:
    """The URL of a file that does not exist yet."""
    return f"sqlite:///{tmp_path / 'one.db'}"


async def test_a_second_process_is_refused_until_the_first_has_died(
    url: str, tmp_path: Path
) -> None:
    holder = await asyncio.create_subprocess_exec(
        sys.executable, "-c", HOLDER, url, str(tmp_path), stdout=subprocess.PIPE, cwd=ROOT
    )
    assert holder.stdout is not None
    assert await holder.stdout.readline() == b"open\n"
    with pytest.raises(StorageBusy, match=f"pid {holder.pid}"):
        await open_database(url, migrations=tmp_path)
    holder.kill()
    await holder.wait()

    database = await open_database(url, migrations=tmp_path)
    assert await database.read(lambda tx: tx.rows("SELECT id FROM note")) == []
    await database.close()


async def test_closing_lets_the_next_one_in(url: str, tmp_path: Path) -> None:
    for _ in range(2):
        database = await open_database(url, migrations=tmp_path)
        with pytest.raises(StorageBusy, match=r"one\.db"):
            await open_database(url, migrations=tmp_path)
        await database.close()


async def test_an_opening_that_fails_lets_the_next_one_in(url: str, tmp_path: Path) -> None:
    broken = tmp_path / "0001_broken.sql"
    broken.write_text("CREATE TABLE;")
    with pytest.raises(StorageError):
        await open_database(url, migrations=tmp_path)
    broken.unlink()

    await (await open_database(url, migrations=tmp_path)).close()


async def test_a_file_that_is_no_database_is_refused(url: str, tmp_path: Path) -> None:
    (tmp_path / "one.db").write_bytes(b"not a database" * 100)

    with pytest.raises(StorageError, match="not a database"):
        await open_database(url, migrations=tmp_path)


async def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match=r"no directory .*nowhere"):
        await open_database(f"sqlite:///{tmp_path}/nowhere/one.db")


async def test_a_missing_file_is_not_made_by_reading(url: str, tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="no database"):
        await open_database(url, read_only=True, migrations=tmp_path)

    assert not (tmp_path / "one.db").exists()
