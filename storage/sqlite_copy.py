"""Copies of a SQLite database: made while others write, checked, and put in their place."""

import os
import shutil
import sqlite3
from collections.abc import Generator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

from storage.migrate import Migration
from storage.sqlite import schema_made_by, schema_of
from storage.sqlite_tx import storage_error
from storage.tx import StorageBusy, StorageError

_BUSY_SECONDS = 30.0
_ROOM_BYTES = 64 * 1024  # with less, SQLite cannot open a database for writing
_BESIDE = ("-wal", "-shm", "-journal", ".lock")
_FAULTS_MAX = 20


def copy(source: Path, target: Path) -> None:
    """Write one snapshot of a database into a new file, durable when this returns.

    Writers of the source go on. Refuses a source that is missing or is not a database of this
    program.
    """
    refuse_missing(source)
    try:
        with closing(_connect(source)) as connection:
            connection.execute("SELECT count(*) FROM schema_migrations")
            connection.execute("VACUUM INTO ?", (str(target),))
    except sqlite3.Error as error:
        remove(target)
        raise storage_error(error) from error
    make_durable(target)


def damage(path: Path) -> list[str]:
    """The errors that SQLite itself finds in a file, its pages, indexes and references."""
    try:
        with closing(_connect(path)) as connection:
            integrity_rows = connection.execute("PRAGMA integrity_check(20)").fetchall()
            strays = connection.execute("PRAGMA foreign_key_check").fetchmany(_FAULTS_MAX)
    except (sqlite3.Error, UnicodeDecodeError) as error:  # a broken text also breaks its message
        return [str(error) if isinstance(error, sqlite3.Error) else "a text that is none"]
    faults = [line for (text,) in integrity_rows if text != "ok" for line in str(text).splitlines()]
    return [
        *faults,
        *(f"{table} row {row} names no {parent} that is there" for table, row, parent, _ in strays),
    ]


def made_otherwise(path: Path, known: Sequence[Migration]) -> list[str]:
    """The names of tables, indexes and triggers whose SQL differs from the migrations'."""
    wanted = schema_made_by(known)
    try:
        with closing(_connect(path)) as connection:
            stands = schema_of(connection)
    except (sqlite3.Error, UnicodeDecodeError):
        return []  # `damage` reports it
    return sorted({str(row[1]) for row in wanted ^ stands})


def put_in_place(made: Path, place: Path) -> None:
    """Give a finished file its name, durably; StorageError where a database already is."""
    refuse_taken(place)
    make_durable(made)
    made.rename(place)
    _sync(place.parent)


def refuse_unwritable(file: Path) -> None:
    """Refuse a folder in a database's place, and a database that this user may not write.

    To read it is to write too: SQLite keeps its log beside the file.
    """
    if not file.exists():
        return
    if file.is_dir():
        raise StorageError(f"{file} is a folder: DATABASE_URL names the file of the books")
    if not (os.access(file, os.R_OK | os.W_OK) and os.access(file.parent, os.W_OK)):
        raise StorageError(
            f"{file} cannot be written by this user, or not the folder that it is in. Nothing was "
            "done. To read the books this is needed too"
        )


@contextmanager
def full_disk_named(url: str) -> Generator[None]:
    """Let an error of opening a file name the full disk that it comes from.

    SQLite calls it an I/O error if there is no room for the file that its processes share.
    """
    folder = Path(url.removeprefix("sqlite:///")).resolve().parent
    try:
        yield
    except StorageBusy:
        raise
    except StorageError as error:
        if not folder.is_dir() or shutil.disk_usage(folder).free > _ROOM_BYTES:
            raise
        raise StorageError(f"the disk of {folder} is full. Make room, then try again") from error


def size_of(file: Path) -> int:
    """The bytes of a file."""
    return file.stat().st_size


def refuse_missing(source: Path) -> None:
    """Refuse a source that is not a file."""
    if not source.is_file():
        raise StorageError(f"there is no database {source}")


def refuse_taken(place: Path) -> None:
    """Refuse a place that holds a database or remains of one."""
    for path in (place, *(place.with_name(place.name + more) for more in _BESIDE[:3])):
        if path.exists() and (path != place or path.stat().st_size):
            raise StorageError(f"there is a {path.name} already, and nothing is written over")


def make_durable(path: Path) -> None:
    """Wait until a file is on the disk."""
    _sync(path)


def remove(path: Path) -> None:
    """Remove an unfinished file and the files beside it."""
    for each in (path, *(path.with_name(path.name + more) for more in _BESIDE)):
        each.unlink(missing_ok=True)


def _connect(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(
        f"file:{quote(str(path.resolve()))}?mode=ro",
        uri=True,
        timeout=_BUSY_SECONDS,
        isolation_level=None,
    )


def _sync(path: Path) -> None:
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
