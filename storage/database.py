"""The door to the database: what an edge may ask of it, and how to open one."""

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

# A thread that has the GIL gives it up after this long: beside a busy event loop, Python's own 5 ms
# starve the thread that waits for COMMIT.
_SWITCH_SECONDS = 0.0005


class LongRead(Protocol):
    """One snapshot over several long queries."""

    def rows(self, sql: LiteralString, /, **p: Value) -> AsyncIterator[tuple[Any, ...]]:
        """The rows of the answer, streamed."""
        ...


class Database(Protocol):
    """Acts and looks are plain functions over an open transaction; see `storage.tx`."""

    async def write(self, act: Callable[Concatenate[Tx, P], R], /, *a: P.args, **k: P.kwargs) -> R:
        """The act's result, durable when it is returned.

        An exception undoes the act and comes up as it is; StorageError when the database is the
        cause. Cancelled at any moment, all of it is recorded or nothing. The act may be run again,
        so it must do nothing outside its transaction.
        """
        ...

    async def read(self, look: Callable[Concatenate[Tx, P], R], /, *a: P.args, **k: P.kwargs) -> R:
        """What a short look finds, in one snapshot that cannot be written to."""
        ...

    def long_read(self) -> AbstractAsyncContextManager[LongRead]:
        """A snapshot for exports, reports and checks, beside which everything else goes on."""
        ...

    async def health(self) -> Health:
        """Whether it can be read and written."""
        ...

    async def close(self) -> None:
        """Finish what is under way, refuse the rest, close; twice is once."""
        ...


async def open_database(
    url: str,
    *,
    migrate: bool = True,
    read_only: bool = False,
    alone: bool = False,
    migrations: Path = MIGRATIONS,
) -> Database:
    """Open `sqlite:///relative.db`, `sqlite:////absolute.db` or `postgresql://…`.

    Missing migrations are applied unless told otherwise; without that, a database that lacks some
    is refused. A SQLite file has one writing process at a time; PostgreSQL only if asked to be
    `alone`. Raises StorageBusy, StorageAway, NewerDatabase, OldDatabase, ChangedMigration,
    StorageError. Shortens the interpreter's thread switch interval for the whole process.
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
