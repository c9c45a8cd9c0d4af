"""The database on PostgreSQL: each act runs in a worker thread, in its own transaction."""

import asyncio
from collections.abc import (
    AsyncGenerator,
    AsyncIterator,
    Callable,
    Generator,
    Mapping,
    Sequence,
)
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager
from functools import partial
from itertools import count
from time import sleep
from types import MappingProxyType
from typing import Any, Concatenate, LiteralString, ParamSpec, TypeVar

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg_pool import ConnectionPool, PoolTimeout

from storage.act import run_act
from storage.health import Health
from storage.migrate import Migration, check_migrated, migrate, select_applied
from storage.postgres_alone import Alone
from storage.postgres_tx import ADAPTERS, PostgresTx, RunAgain, is_lost, storage_error
from storage.statement import for_psycopg
from storage.tx import DiskFull, StorageAway, StorageBusy, StorageError, Tx, Value

P = ParamSpec("P")
R = TypeVar("R")

_CONNECTIONS_MAX = 16
_ATTEMPTS = 10
_WAIT_SECONDS = 3.0  # for a server that is away; otherwise each thread has a connection
_RECONNECT_SECONDS = 60.0
_OPEN_SECONDS = 10
_HEALTH_SECONDS = 3.0
_ROWS_A_HOP = 500

# Notice a network that went silent; of several hosts, find the one that accepts writes.
_LINK: Mapping[str, Any] = MappingProxyType(
    {
        "connect_timeout": 5,
        "keepalives_idle": 10,
        "keepalives_interval": 5,
        "keepalives_count": 3,
        "tcp_user_timeout": 20_000,
    }
)
# Stop what blocks others for longer: a lock that is not released, a process that hangs within a
# transaction. Migrations and long reads may take longer.
_PATIENCE = (
    b"SET lock_timeout = '10s'; SET statement_timeout = '30s';"
    b" SET idle_in_transaction_session_timeout = '60s'"
)
_TAKE_TIME = b"SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0"

_BEGIN_WRITE = b"BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"
_BEGIN_READ = b"BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"


class PostgresDatabase:
    """A database that many processes share."""

    def __init__(self, url: str, *, read_only: bool, alone: bool) -> None:
        self._url = make_conninfo(url, **_asked(url, read_only=read_only))
        self._alone = Alone(self._url) if alone else None
        self._read_only = read_only
        self._closing: asyncio.Task[None] | None = None
        self._trouble: StorageError | None = None
        self._threads = ThreadPoolExecutor(_CONNECTIONS_MAX, thread_name_prefix="postgresql")
        self._pool = ConnectionPool(
            self._url,
            min_size=1,
            max_size=_CONNECTIONS_MAX,
            timeout=_WAIT_SECONDS,
            reconnect_timeout=_RECONNECT_SECONDS,
            kwargs={"autocommit": True, "context": ADAPTERS, "client_encoding": "utf8"},
            configure=_be_patient,
            open=False,
        )

    @classmethod
    async def open(
        cls,
        url: str,
        known: Sequence[Migration],
        *,
        migrate_it: bool,
        read_only: bool,
        alone: bool = False,
    ) -> "PostgresDatabase":
        """Connect, and update the tables or check that they are up to date.

        Raises StorageBusy when `alone` is asked for and another process writes this database.
        """
        database = cls(url, read_only=read_only, alone=alone)
        try:
            await database._in_thread(partial(database._prepare, known, migrate_it=migrate_it))
        except BaseException:
            await database.close()
            raise
        return database

    @staticmethod
    async def is_there(url: str) -> bool:
        """Whether the database holds tables of this program, of whichever version."""
        try:
            async with await psycopg.AsyncConnection.connect(
                url, connect_timeout=round(_WAIT_SECONDS), context=ADAPTERS
            ) as connection:
                cursor = await connection.execute(
                    "SELECT to_regclass('schema_migrations') IS NOT NULL"
                )
                row = await cursor.fetchone()
                return row is not None and bool(row[0])
        except psycopg.Error as error:
            raise storage_error(error) from None

    async def write(self, act: Callable[Concatenate[Tx, P], R], /, *a: P.args, **k: P.kwargs) -> R:
        """Run the act, and return its result once it is durable; run it again after a deadlock."""
        if self._read_only:
            raise StorageError("the database is open for reading only")
        return await self._in_thread(partial(self._transact, _BEGIN_WRITE, act, a, k))

    async def read(self, look: Callable[Concatenate[Tx, P], R], /, *a: P.args, **k: P.kwargs) -> R:
        """Run the look on one snapshot, and return its result."""
        return await self._in_thread(partial(self._transact, _BEGIN_READ, look, a, k))

    @asynccontextmanager
    async def long_read(self) -> AsyncGenerator["PostgresLongRead", None]:
        """One snapshot over several long queries, on a connection of its own."""
        try:
            connection = await psycopg.AsyncConnection.connect(
                self._url, context=ADAPTERS, client_encoding="utf8"
            )
        except psycopg.Error as error:
            raise storage_error(error) from None
        async with connection:
            await connection.set_isolation_level(psycopg.IsolationLevel.REPEATABLE_READ)
            await connection.set_read_only(True)
            await connection.execute("SELECT 1")
            yield PostgresLongRead(connection)

    async def health(self) -> Health:
        """Not ok without an answer; after a full disk, not ok until a write succeeds."""
        trouble = self._trouble
        try:
            async with asyncio.timeout(_HEALTH_SECONDS):
                await self.read(lambda tx: tx.value("SELECT count(*) FROM schema_migrations"))
        except StorageError as error:
            trouble = error
        except TimeoutError:
            trouble = StorageError(f"no answer within {_HEALTH_SECONDS:g} s")
        detail = f"{type(trouble).__name__}: {trouble}" if trouble else "ok"
        return Health(ok=trouble is None, detail=detail, engine="postgresql")

    async def close(self) -> None:
        """Finish the work under way, then disconnect."""
        if self._closing is None:
            self._closing = asyncio.create_task(self._close())
        await asyncio.shield(self._closing)

    async def _close(self) -> None:
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(None, self._threads.shutdown)
        await loop.run_in_executor(None, self._pool.close)
        if self._alone is not None:
            await loop.run_in_executor(None, self._alone.release)

    async def _in_thread(self, work: Callable[[], R]) -> R:
        # A caller cancelled while its work waits withdraws it; work that has begun is finished.
        if self._closing is not None:
            raise StorageError("the database is closed")
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)

    def _prepare(self, known: Sequence[Migration], *, migrate_it: bool) -> None:
        try:  # once without the pool, whose error would not say what is wrong
            psycopg.connect(self._url, connect_timeout=_OPEN_SECONDS).close()
        except psycopg.Error as error:
            raise StorageAway(f"PostgreSQL cannot be reached: {error}") from None
        self._ensure_alone()
        self._pool.open()
        if migrate_it:
            migrate(self._schema_transaction, known)
        self._transact(_BEGIN_READ, _check_tables, (known,), {})

    def _transact(
        self, begin: bytes, act: Callable[..., R], a: Sequence[Any], k: dict[str, Any]
    ) -> R:
        """Run the act in a transaction; run it again when the server undid it by itself."""
        for attempt in range(1, _ATTEMPTS):
            try:
                return self._once(begin, act, a, k)
            except RunAgain:
                sleep(0.002 * 2**attempt)
        return self._once(begin, act, a, k)

    def _once(self, begin: bytes, act: Callable[..., R], a: Sequence[Any], k: dict[str, Any]) -> R:
        if begin is _BEGIN_WRITE:
            self._ensure_alone()
        with self._transaction(begin) as tx:
            return run_act(act, tx, a, k)

    def _ensure_alone(self) -> None:
        if self._alone is not None:
            try:
                self._alone.ensure()
            except StorageBusy as busy:
                self._trouble = busy
                raise

    @contextmanager
    def _transaction(self, begin: bytes) -> Generator["_PostgresSchemaTx", None, None]:
        with self._connection() as connection:
            tx = _PostgresSchemaTx(connection)
            tx.begin(begin)
            try:
                yield tx
                if tx.is_broken:
                    raise StorageError("a statement failed, and the act went on without savepoint")
                tx.end()
                _commit(connection)
                if begin is _BEGIN_WRITE:
                    self._trouble = None
            except DiskFull as full:
                self._trouble = full
                raise
            finally:
                tx.end()
                _roll_back(connection)

    @contextmanager
    def _connection(self) -> Generator[psycopg.Connection, None, None]:
        try:
            connection = self._pool.getconn()
        except PoolTimeout:
            raise StorageAway("the PostgreSQL server cannot be reached") from None
        try:
            yield connection
        finally:
            was_lost = connection.closed
            self._pool.putconn(connection)
            if was_lost:
                self._pool.check()  # the other connections of the pool were probably lost too
                if self._alone is not None:
                    self._alone.doubt()

    @contextmanager
    def _schema_transaction(self) -> Generator["_PostgresSchemaTx", None, None]:
        with self._transaction(_BEGIN_WRITE) as tx:
            tx.script(_TAKE_TIME)
            yield tx


class PostgresLongRead:
    """One snapshot, streamed through server-side cursors."""

    def __init__(self, connection: psycopg.AsyncConnection) -> None:
        self._connection = connection
        self._numbers = count(1)

    async def rows(self, sql: LiteralString, /, **p: Value) -> AsyncIterator[tuple[Any, ...]]:
        """Stream the rows of the answer, some hundreds at a time."""
        try:
            async with self._connection.cursor(f"rows_{next(self._numbers)}") as cursor:
                cursor.itersize = _ROWS_A_HOP
                await cursor.execute(for_psycopg(sql), p)
                async for row in cursor:
                    yield row
        except psycopg.Error as error:
            raise storage_error(error) from None


class _PostgresSchemaTx(PostgresTx):
    def begin(self, how: bytes) -> None:
        self._execute(how, None)

    def script(self, text: str | bytes) -> None:
        self._execute(text if isinstance(text, bytes) else text.encode(), None)


def _commit(connection: psycopg.Connection) -> None:
    try:
        connection.execute("COMMIT")
    except psycopg.Error as error:
        if is_lost(connection, error):
            raise StorageAway(
                "the connection was lost at COMMIT: the act may be recorded or not"
            ) from None
        raise storage_error(error) from None


def _be_patient(connection: psycopg.Connection) -> None:
    connection.execute(_PATIENCE)


def _asked(url: str, *, read_only: bool) -> dict[str, Any]:
    """The connection options that the URL does not set itself."""
    ours = {**_LINK} if read_only else {**_LINK, "target_session_attrs": "read-write"}
    said = conninfo_to_dict(url)
    return {name: value for name, value in ours.items() if name not in said}


def _roll_back(connection: psycopg.Connection) -> None:
    if not connection.closed:
        try:
            connection.rollback()  # does nothing after a successful commit
        except psycopg.Error:
            connection.close()  # the pool opens another; the server undoes the open transaction


def _check_tables(tx: Tx, known: Sequence[Migration]) -> None:
    exists = tx.value("SELECT to_regclass('schema_migrations') IS NOT NULL")
    check_migrated(known, select_applied(tx) if exists else [])
