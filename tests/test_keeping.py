"""`backup` and `restore`: beside a running bot, into an empty place only, verified both times."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

import keeping
from groups.messages.acts import inbox
from storage import postgres_copy, sqlite_copy
from storage.database import open_database
from storage.tx import StorageBusy
from tests.forger import Hand, opened
from tests.groups import living
from tests.ledger.making import by_hand
from tests.shell import call

AT = datetime(2026, 11, 20, 10, 30, tzinfo=UTC)
NEWER = "INSERT INTO schema_migrations VALUES (9999, 'to_come', 'x', 1)"


@pytest.fixture
async def village(
    engine: str,
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    request: pytest.FixtureRequest,
) -> AsyncIterator[str]:
    """Yield the address of a village with weeks of past, once on each engine."""
    async for url in living.copied(engine, tmp_path, tmp_path_factory, request):
        yield url


@pytest.fixture
async def file(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> AsyncIterator[Path]:
    """Yield the file of the same village, for tests of files only."""
    async for _ in living.copied("sqlite", tmp_path, tmp_path_factory, request):
        yield tmp_path / "village.db"


@pytest.fixture
def empty(engine: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """Return the address of an empty place for a database."""
    if engine == "sqlite":
        return f"sqlite:///{tmp_path / 'empty.db'}"
    url: str = request.getfixturevalue("postgres_url")
    return url


def told(url: str | Path, *words: str | Path) -> tuple[int, list[str]]:
    """Return a command's exit code and output lines, on a database."""
    address = f"sqlite:///{url}" if isinstance(url, Path) else url
    result = call(*map(str, words), DATABASE_URL=address)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, (result.stdout or result.output).splitlines()


def names_in(folder: Path) -> list[str]:
    """Return the names of a folder's files."""
    return sorted(path.name for path in folder.iterdir())


def copy_by_hand(url: str, target: Path) -> None:
    """Copy a database as an operator does without `backup`."""
    if url.startswith("sqlite"):
        sqlite_copy.copy(Path(url.removeprefix("sqlite:///")), target)
    else:
        postgres_copy._run(url, "pg_dump", "-Fc", f"--file={target}")


# --- backup and restore ---------------------------------------------------------------------------


async def test_what_is_copied_beside_a_writer_comes_back_whole(
    village: str, empty: str, tmp_path: Path
) -> None:
    writer = await open_database(village)
    await writer.write(inbox.store, [(1, 7, "{}")], at=AT)

    backup = await asyncio.to_thread(told, village, "backup", tmp_path / "copy")
    await writer.write(inbox.store, [(2, 7, "{}")], at=AT)
    await writer.close()
    restored = await asyncio.to_thread(told, empty, "restore", tmp_path / "copy")
    again = await open_database(empty)
    waiting = [one.update_id for one in await again.read(inbox.waiting, 10)]
    await again.close()

    assert (backup[0], restored[0], waiting) == (0, 0, [1])
    assert restored[1][:-2] == backup[1][:-1]


def test_a_copy_tells_the_seal_that_verify_finds_again(file: Path, tmp_path: Path) -> None:
    seal = told(file, "backup", tmp_path / "copy.db")[1][0].split()[3].rstrip(",")

    assert told(tmp_path / "copy.db", "verify", "--seal", seal)[0] == 0


def test_a_place_that_is_not_empty_is_left_as_it_is(village: str, tmp_path: Path) -> None:
    copy_by_hand(village, tmp_path / "copy")

    status, lines = told(village, "restore", tmp_path / "copy")

    assert (status, "nothing is written over" in lines[0]) == (1, True)


def test_a_newer_version_s_database_is_not_copied(village: str, tmp_path: Path) -> None:
    by_hand(village, NEWER)

    assert "9999_to_come" in told(village, "backup", tmp_path / "copy")[1][0]
    assert not (tmp_path / "copy").exists()


def test_a_newer_version_s_copy_is_not_brought_back(
    village: str, empty: str, tmp_path: Path
) -> None:
    by_hand(village, NEWER)
    copy_by_hand(village, tmp_path / "copy")

    assert "9999_to_come" in told(empty, "restore", tmp_path / "copy")[1][0]
    assert "there are no books" in told(tmp_path / "empty.db", "verify")[1][0]


@pytest.mark.parametrize("words", [("backup", "there/"), ("restore", "none")])
def test_what_is_not_there_is_named(
    empty: str, tmp_path: Path, words: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    status, lines = told(empty, *words)

    assert (status, len(lines)) == (1, 1)
    assert names_in(tmp_path) == []


def test_what_is_no_backup_is_refused(empty: str, tmp_path: Path) -> None:
    (tmp_path / "letter").write_text("This is a letter, and no database at all." * 100)

    assert told(empty, "restore", tmp_path / "letter")[0] == 1


# --- a file ---------------------------------------------------------------------------------------


def test_a_file_that_stands_is_not_written_over(file: Path, tmp_path: Path) -> None:
    (tmp_path / "letter").write_text("Dear Sunita")

    assert "nothing is written over" in told(file, "backup", tmp_path / "letter")[1][0]
    assert (tmp_path / "letter").read_text() == "Dear Sunita"


def test_a_log_left_beside_a_place_keeps_it_from_being_filled(file: Path, tmp_path: Path) -> None:
    told(file, "backup", tmp_path / "copy.db")
    (tmp_path / "new.db-wal").write_bytes(b"of another database")

    assert "new.db-wal" in told(tmp_path / "new.db", "restore", tmp_path / "copy.db")[1][0]


@pytest.mark.parametrize("words", [("new/",), ("new", "--keep", "3"), ("a/new/",)])
def test_a_slash_or_a_number_to_keep_makes_a_folder(
    words: tuple[str, ...], file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    status, lines = told(file, "backup", *words)

    folder = tmp_path / words[0]
    assert (status, [Path(lines[-1].split(": ")[0]).resolve().parent]) == (0, [folder.resolve()])
    assert len(names_in(folder)) == 1


async def test_what_another_process_holds_is_waited_for(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(keeping, "_TRY_SECONDS", 0.0)
    tries = iter(range(3))

    async def take() -> str:
        if next(tries) < 2:
            raise StorageBusy("it is held")
        return "taken"

    assert await keeping.when_free(take) == "taken"
    assert capsys.readouterr().err == "it is held. Waiting 5 seconds for it to end.\n"


async def test_what_is_never_released_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "_FREE_SECONDS", 0.0)
    monkeypatch.setattr(keeping, "_TRY_SECONDS", 0.0)

    async def take() -> str:
        raise StorageBusy("it is held")

    with pytest.raises(StorageBusy, match="it is held"):
        await keeping.when_free(take)


def test_a_folder_keeps_the_newest(file: Path, tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    folder.mkdir()
    old = [f"saakh-2026010{n}-000000Z.db" for n in (1, 2, 3)]
    for name in (*old, "of-the-operator.db"):
        (folder / name).touch()

    status, lines = told(file, "backup", folder, "--keep", "3")

    newest = Path(lines[-1].split(": ")[0]).name
    assert (status, names_in(folder)) == (0, ["of-the-operator.db", *old[1:], newest])


def test_without_a_place_it_goes_beside_the_database(file: Path, tmp_path: Path) -> None:
    _, lines = told(file, "backup")

    assert Path(lines[-1].split(": ")[0]).parent == tmp_path / "backups"


def test_books_that_are_not_sound_are_set_apart_and_push_nothing_out(
    file: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "kept"
    folder.mkdir()
    (folder / "saakh-20260101-000000Z.db").touch()
    with opened(file) as books:
        Hand(books, "entries").changes()

    status, lines = told(file, "backup", folder, "--keep", "1")

    assert (status, lines[-2]) == (1, "The books are NOT sound.")
    assert len(names_in(folder)) == 2
    assert lines[-1].split(": ")[0].endswith(".unsound")


def test_books_that_are_not_sound_are_not_put_in_place(file: Path, tmp_path: Path) -> None:
    told(file, "backup", tmp_path / "copy.db")
    with opened(tmp_path / "copy.db") as books:
        Hand(books, "balances").changes()

    status, lines = told(tmp_path / "new.db", "restore", tmp_path / "copy.db")

    assert (status, "The books are NOT sound." in lines) == (1, True)
    assert not (tmp_path / "new.db").exists()


def test_a_database_of_another_program_is_not_brought_back(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "other.db")) as other, other:
        other.execute("CREATE TABLE letters (n BIGINT)")

    assert told(tmp_path / "new.db", "restore", tmp_path / "other.db")[0] == 1
    assert names_in(tmp_path) == ["new.db.lock", "other.db"]


def test_a_torn_page_is_told_by_verify(file: Path) -> None:
    with file.open("r+b") as opened_file:
        opened_file.seek(4096 * 40 + 10)
        opened_file.write(b"\xff" * 16)

    assert told(file, "verify")[0] == 1


# --- PostgreSQL's own tools -----------------------------------------------------------------------


def test_without_the_tools_it_is_said_what_to_run(
    cluster: object, postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told(postgres_url, "migrate")
    monkeypatch.setattr(postgres_copy, "TOOLS", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))

    status, lines = told(postgres_url, "backup", tmp_path / "copy")

    assert (status, "apt-get install postgresql-client" in lines[0]) == (1, True)
