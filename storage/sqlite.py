"""The database on SQLite: one writer, short reads on the event loop, long reads in threads."""

import asyncio
import sqlite3
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Generator, Sequence
from contextlib import ExitStack, asynccontextmanager, closing, contextmanager
from pathlib import Path
from typing import Any, Concatenate, LiteralString, ParamSpec, TypeVar
from urllib.parse import quote

import aiosqlite

from storage.group_commit import GroupCommit
from storage.health import Health
from storage.lock_file import LockFile
from storage.migrate import Migration, check_migrated, migrate, select_applied, statements
from storage.sqlite_tx import SqliteTx, storage_error
from storage.statement import checked
from storage.tx import StorageError, StorageStopped, Tx, Value

P = ParamSpec("P")
R = TypeVar("R")

# How long to wait, on the loop, for a writer outside this program (a sqlite3 shell).
_BUSY_SECONDS = 0.25
_LONG_BUSY_SECONDS = 5.0
_ROWS_A_HOP = 500
# Pages in the write-ahead log before they are copied into the file (16 MB). SQLite's own number is
# 1000. With more, a page that changes often is copied once for many commits, and the disk is waited
# for less often.
_LOG_PAGES = 4000


class SqliteDatabase:
    """A SQLite file that this process writes alone, or only reads."""

    def __init__(
        self,
        path: Path,
        reader: sqlite3.Connection,
        writer: GroupCommit | None = None,
        lock: LockFile | None = None,
    ) -> None:
        self._path = path
        self._reader = reader
        self._read_cursor = reader.cursor()
        self._writer = writer
        self._lock = lock
        self._closing: asyncio.Task[None] | None = None

    @classmethod
    def open(
        cls,
        path: Path,
        known: Sequence[Migration],
        *,
        migrate_it: bool = True,
        factory: type[sqlite3.Connection] = sqlite3.Connection,
    ) -> "SqliteDatabase":
        """Open for writing, in the running event loop; StorageBusy if another process writes."""
        path = path.resolve()
        if not path.parent.is_dir():
            raise StorageError(f"there is no directory {path.parent} for the database")
        with ExitStack() as opened:
            lock = LockFile(path)
            opened.callback(lock.release)
            writer = opened.enter_context(closing(_connect_writer(path, factory)))
            if migrate_it:
                migrate(lambda: _schema_transaction(writer), known)
            reader = opened.enter_context(closing(_connect_reader(path)))
            check_migrated(known, _applied(reader))
            opened.pop_all()  # from here on, the database object closes them
            return cls(path, reader, GroupCommit(writer), lock)

    @staticmethod
    def is_there(path: Path) -> bool:
        """Whether the file holds tables of this program, of whichever version."""
        if not path.exists():
            return False
        with closing(_connect_reader(path.resolve())) as reader:
            try:
                tables = reader.execute(
                    "SELECT count(*) FROM sqlite_schema WHERE name = 'schema_migrations'"
                )
                return bool(tables.fetchone()[0])
            except sqlite3.Error as error:
                raise storage_error(error) from error

    @classmethod
    def open_read_only(cls, path: Path, known: Sequence[Migration]) -> "SqliteDatabase":
        """Open for reading while others may write; refuse tables of another version."""
        path = path.resolve()
        if not path.exists():
            raise StorageError(f"there is no database {path}")
        with ExitStack() as opened:
            reader = opened.enter_context(closing(_connect_reader(path)))
            check_migrated(known, _applied(reader))
            opened.pop_all()
            return cls(path, reader)

    async def write(self, act: Callable[Concatenate[Tx, P], R], /, *a: P.args, **k: P.kwargs) -> R:
        """Run the act, and return its result once it is durable."""
        if self._writer is None:
            raise StorageError("the database is open for reading only")
        result: R = await self._writer.write(act, a, k)
        return result

    async def read(self, look: Callable[Concatenate[Tx, P], R], /, *a: P.args, **k: P.kwargs) -> R:
        """Run the look on one snapshot, on the event loop; so the look must be short."""
        if self._closing is not None:
            raise StorageError("the database is closed")
        with _reading(self._reader, self._read_cursor) as tx:
            return look(tx, *a, **k)

    @asynccontextmanager
    async def long_read(self) -> AsyncGenerator["SqliteLongRead", None]:
        """One snapshot over several long queries, on a connection and a thread of its own."""
        try:
            connection = await aiosqlite.connect(
                _uri(self._path), uri=True, isolation_level=None, timeout=_LONG_BUSY_SECONDS
            )
        except sqlite3.Error as error:
            raise storage_error(error) from error
        try:
            await connection.execute("PRAGMA query_only = ON")
            await connection.execute("BEGIN")
            await connection.execute_fetchall("SELECT count(*) FROM sqlite_schema")
            yield SqliteLongRead(connection)
        finally:
            await asyncio.shield(connection.close())

    async def health(self) -> Health:
        """Not ok when reading fails; after a failed write, not ok until a write succeeds."""
        trouble = self._writer.trouble if self._writer else None
        try:
            await self.read(lambda tx: tx.value("SELECT count(*) FROM schema_migrations"))
        except StorageError as error:
            trouble = error
        detail = f"{type(trouble).__name__}: {trouble}" if trouble else "ok"
        is_stopped = isinstance(trouble, StorageStopped)
        return Health(ok=trouble is None, detail=detail, engine="sqlite", is_stopped=is_stopped)

    async def close(self) -> None:
        """Write the waiting acts, then close; the writer closes last, which removes the log."""
        if self._closing is None:
            self._closing = asyncio.create_task(self._close())
        await asyncio.shield(self._closing)

    async def _close(self) -> None:
        self._reader.close()
        if self._writer is not None:
            await self._writer.close()
        if self._lock is not None:
            self._lock.release()


class SqliteLongRead:
    """One snapshot, streamed."""

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection

    async def rows(self, sql: LiteralString, /, **p: Value) -> AsyncIterator[tuple[Any, ...]]:
        """Stream the rows of the answer, some hundreds at a time."""
        try:
            async with self._connection.execute(checked(sql), p) as cursor:
                while chunk := await cursor.fetchmany(_ROWS_A_HOP):
                    for row in chunk:
                        yield tuple(row)
        except sqlite3.Error as error:
            raise storage_error(error) from error


def schema_of(connection: sqlite3.Connection) -> set[tuple[Any, ...]]:
    """Every table, index and trigger with the SQL that created it."""
    return set(connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema"))


def schema_made_by(known: Sequence[Migration]) -> set[tuple[Any, ...]]:
    """The schema of a new database that only the migrations have made."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as fresh:
        migrate(lambda: _schema_transaction(fresh), known)
        return schema_of(fresh)


class _SqliteSchemaTx(SqliteTx):
    def script(self, text: str) -> None:
        for statement in statements(text):
            self._mark(checked(statement))


def _uri(path: Path) -> str:
    return f"file:{quote(str(path))}?mode=ro"


def _connect_writer(path: Path, factory: type[sqlite3.Connection]) -> sqlite3.Connection:
    try:
        connection = sqlite3.connect(
            path,
            timeout=_BUSY_SECONDS,
            isolation_level=None,
            check_same_thread=False,
            cached_statements=512,
            factory=factory,
        )
        (mode,) = connection.execute("PRAGMA journal_mode = WAL").fetchone()
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        # Without this, INSERT OR REPLACE would delete rows past the triggers that forbid it.
        connection.execute("PRAGMA recursive_triggers = ON")
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute(f"PRAGMA wal_autocheckpoint = {_LOG_PAGES}")
    except sqlite3.Error as error:
        raise storage_error(error) from error
    if mode != "wal":
        raise StorageError(f"the file system of {path} cannot carry a write-ahead log")
    return connection


def _connect_reader(path: Path) -> sqlite3.Connection:
    try:
        connection = sqlite3.connect(
            _uri(path), uri=True, timeout=_BUSY_SECONDS, isolation_level=None, cached_statements=512
        )
        connection.execute("PRAGMA query_only = ON")
        connection.execute("PRAGMA temp_store = MEMORY")
    except sqlite3.Error as error:
        raise storage_error(error) from error
    return connection


@contextmanager
def _reading(
    connection: sqlite3.Connection, cursor: sqlite3.Cursor
) -> Generator[SqliteTx, None, None]:
    tx = SqliteTx(connection, cursor)
    try:
        cursor.execute("BEGIN")
        yield tx
    except sqlite3.Error as error:
        raise storage_error(error) from error
    finally:
        tx.end()
        if connection.in_transaction:
            cursor.execute("ROLLBACK")


@contextmanager
def _schema_transaction(connection: sqlite3.Connection) -> Generator[_SqliteSchemaTx, None, None]:
    cursor = connection.cursor()
    tx = _SqliteSchemaTx(connection, cursor)
    try:
        cursor.execute("BEGIN IMMEDIATE")
        yield tx
        cursor.execute("COMMIT")
    except sqlite3.Error as error:
        raise storage_error(error) from error
    finally:
        tx.end()
        if connection.in_transaction:
            cursor.execute("ROLLBACK")


def _applied(connection: sqlite3.Connection) -> list[Any]:
    with _reading(connection, connection.cursor()) as tx:
        exists = tx.value("SELECT 1 FROM sqlite_schema WHERE name = 'schema_migrations'")
        return list(select_applied(tx)) if exists else []
