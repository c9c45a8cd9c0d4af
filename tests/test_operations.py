"""The PostgreSQL commands of docs/operations.md, run as they are written there."""

import shlex
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.cluster import Server, command_line, run

DOC = (Path(__file__).parent.parent / "docs" / "operations.md").read_text()
ACTS = 200
RECEIVES = "SELECT 1 FROM pg_stat_replication WHERE application_name = 'pg_receivewal'"


def documented(beginning: str, **places: object) -> list[str]:
    """Return a command of the document, with this test's paths in it."""
    (line,) = {line for line in DOC.splitlines() if line.startswith(beginning)}
    words = shlex.split(line)
    return [str(places.get(word, word)) for word in words]


@pytest.fixture
def primary() -> Iterator[Server]:
    """Yield a server with an empty table."""
    server = Server.planned()
    server.ensure_started()
    with psycopg.connect(server.create("saakh")) as connection:
        connection.execute("CREATE TABLE act (n BIGINT)")
    yield server
    server.remove()


def test_what_was_acknowledged_is_brought_back_from_base_and_log(primary: Server) -> None:
    again = Server.planned()
    again._make_folder()
    wal, base = again.home / "wal", again.home / "base"
    places = {"primary": primary.home, "wal": wal, "base": base}
    run("mkdir", wal)
    run(*documented("pg_receivewal -h primary -U saakh --slot=saakh --create-slot", **places))
    receives = documented("pg_receivewal -h primary -U saakh --slot=saakh -D", **places)
    receiver = subprocess.Popen(command_line(*receives), cwd="/", stderr=subprocess.DEVNULL)
    try:
        run(*documented("pg_basebackup -h primary -U saakh -D base", **places))
        run(*documented("psql -h primary", **places, saakh="saakh"), "-d", "postgres")
        acknowledged = _acts(primary)
        primary.kill()
    finally:
        receiver.terminate()
        receiver.wait()

    _bring_back(again, base, wal)
    with psycopg.connect(again.url("saakh")) as connection:
        restored = [row[0] for row in connection.execute("SELECT n FROM act ORDER BY n")]
    again.remove()

    assert restored == acknowledged


def test_the_standby_s_commands_are_those_that_the_torture_runs() -> None:
    assert documented("pg_basebackup -h primary -U saakh -D standby/data")[-3:] == [
        "-R",
        "-c",
        "fast",
    ]


def _acts(server: Server) -> list[int]:
    with psycopg.connect(server.url("saakh"), autocommit=True) as connection:
        while not connection.execute(RECEIVES).fetchone():
            time.sleep(0.02)
        for number in range(ACTS):
            connection.execute("INSERT INTO act VALUES (%s)", [number])
    return list(range(ACTS))


def _bring_back(again: Server, base: Path, wal: Path) -> None:
    shutil.rmtree(again.data)
    run("cp", "-a", base, again.data)
    for partial in wal.glob("*.partial"):
        partial.rename(partial.with_suffix(""))
    with (again.data / "postgresql.conf").open("a") as settings:
        settings.write(f"restore_command = 'cp {wal}/%f %p'\n")
    run("touch", again.data / "recovery.signal")
    again.start_again()
