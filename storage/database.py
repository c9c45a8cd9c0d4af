"""The door to the database: what an edge may call, and how to open a database."""

import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any, Concatenate, LiteralString, ParamSpec, Protocol, TypeVar

from storage.health import Health
from storage.migrate import MIGRATIONS, known_migrations
from storage.postgres import PostgresDatabase
from storage.sqlite import SqliteDatabase
from storage.tx import StorageError, Tx, Value

P = ParamSpec("P")
R = TypeVar("R")

# How long a thread may keep the GIL. Beside a busy event loop, Python's own 5 ms are too long: the
# thread that waits for COMMIT would starve.
_SWITCH_SECONDS = 0.0005


class LongRead(Protocol):
    """One snapshot over several long queries."""

    def rows(self, sql: LiteralString, /, **p: Value) -> AsyncIterator[tuple[Any, ...]]:
        """Stream the rows of the answer."""
        ...


class Database(Protocol):
    """Acts and looks are plain functions over an open transaction; see `storage.tx`."""

    async def write(self, act: Callable[Concatenate[Tx, P], R], /, *a: P.args, **k: P.kwargs) -> R:
        """Run the act, and return its result once it is durable.

        An exception undoes the act and is raised unchanged. StorageError means that the database
        failed. A cancelled act is recorded whole or not at all. The database may run an act twice,
        so an act must do nothing outside its transaction.
        """
        ...

    async def read(self, look: Callable[Concatenate[Tx, P], R], /, *a: P.args, **k: P.kwargs) -> R:
        """Run a short look on one read-only snapshot, and return its result."""
        ...

    def long_read(self) -> AbstractAsyncContextManager[LongRead]:
        """Open a snapshot for exports, reports and checks; other work goes on beside it."""
        ...

    async def health(self) -> Health:
        """Whether the database can be read and written."""
        ...

    async def close(self) -> None:
        """Finish the acts under way, refuse new ones, and close; a second call changes nothing."""
        ...


async def is_there(url: str) -> bool:
    """Whether a database of this program stands at an address; whatever else is there, it does not.

    Raises StorageError where that cannot be known.
    """
    engine, _, rest = url.partition("://")
    if engine in ("postgresql", "postgres"):
        return await PostgresDatabase.is_there(url)
    return SqliteDatabase.is_there(Path(rest[1:]))


async def open_database(
    url: str,
    *,
    migrate: bool = True,
    read_only: bool = False,
    alone: bool = False,
    migrations: Path = MIGRATIONS,
) -> Database:
    """Open `sqlite:///relative.db`, `sqlite:////absolute.db` or `postgresql://…`.

    Missing migrations are applied; with `migrate=False`, a database that lacks some is refused.
    Only one process may write a SQLite file; PostgreSQL allows one only with `alone=True`. Raises
    StorageBusy, StorageAway, NewerDatabase, OldDatabase, ChangedMigration, StorageError. Shortens
    the interpreter's thread switch interval for the whole process.
    """
    sys.setswitchinterval(_SWITCH_SECONDS)
    engine, _, rest = url.partition("://")
    if engine in ("postgresql", "postgres"):
        known = known_migrations(migrations, "postgresql")
        return await PostgresDatabase.open(
            url, known, migrate_it=migrate and not read_only, read_only=read_only, alone=alone
        )
    if engine != "sqlite" or not rest.startswith("/") or len(rest) < 2 or ":memory:" in rest:
        raise StorageError(
            "a database is named sqlite:///FILE or postgresql://USER@HOST/NAME, "
            f"not {engine or 'nothing'}:…"
        )
    path = Path(rest[1:])
    known = known_migrations(migrations, "sqlite")
    if read_only:
        return SqliteDatabase.open_read_only(path, known)
    return SqliteDatabase.open(path, known, migrate_it=migrate)
