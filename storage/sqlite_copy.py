"""Copies of a SQLite database: made while it is written, looked through, put in their place."""

import os
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from storage.migrate import Migration
from storage.sqlite import schema_made_by, schema_of
from storage.sqlite_tx import storage_error
from storage.tx import StorageError

_BUSY_SECONDS = 30.0
_BESIDE = ("-wal", "-shm", "-journal", ".lock")
_FAULTS_MAX = 20


def copy(source: Path, target: Path) -> None:
    """Write one moment of a database into a new file, on the disk when it returns.

    Whoever writes the source goes on. Refuses a source that is not there or is none of ours.
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
    """What SQLite itself finds wrong with a file, its pages, indexes and references."""
    try:
        with closing(_connect(path)) as connection:
            told = connection.execute("PRAGMA integrity_check(20)").fetchall()
            strays = connection.execute("PRAGMA foreign_key_check").fetchmany(_FAULTS_MAX)
    except (sqlite3.Error, UnicodeDecodeError) as error:  # a broken text breaks its own message
        return [str(error) if isinstance(error, sqlite3.Error) else "a text that is none"]
    found = [line for (text,) in told if text != "ok" for line in str(text).splitlines()]
    return [
        *found,
        *(f"{table} row {row} names no {parent} that is there" for table, row, parent, _ in strays),
    ]


def made_otherwise(path: Path, known: Sequence[Migration]) -> list[str]:
    """The tables, indexes and triggers that do not read word for word as the migrations do."""
    wanted = schema_made_by(known)
    try:
        with closing(_connect(path)) as connection:
            stands = schema_of(connection)
    except (sqlite3.Error, UnicodeDecodeError):
        return []  # `damage` tells of it
    return sorted({str(row[1]) for row in wanted ^ stands})


def put_in_place(made: Path, place: Path) -> None:
    """Give a finished file its name, for good; StorageError where one stands already."""
    refuse_taken(place)
    make_durable(made)
    made.rename(place)
    _sync(place.parent)


def refuse_missing(source: Path) -> None:
    """Refuse a source that is no file."""
    if not source.is_file():
        raise StorageError(f"there is no database {source}")


def refuse_taken(place: Path) -> None:
    """Refuse a place where a database is, or where something of one was left."""
    for path in (place, *(place.with_name(place.name + more) for more in _BESIDE[:3])):
        if path.exists() and (path != place or path.stat().st_size):
            raise StorageError(f"there is a {path.name} already, and nothing is written over")


def make_durable(path: Path) -> None:
    """Wait until a file is on the disk."""
    _sync(path)


def remove(path: Path) -> None:
    """Take a file away that was not finished, and what lies beside it."""
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
