"""A transaction on PostgreSQL: the same values as on SQLite, its errors as StorageError."""

from collections.abc import Callable, Generator, Iterable, Mapping
from contextlib import AbstractContextManager, contextmanager
from typing import Any, LiteralString, TypeVar

import psycopg
from psycopg.abc import Buffer
from psycopg.adapt import AdaptersMap, Dumper, Loader
from psycopg.pq import TransactionStatus
from psycopg.types.numeric import Int8Dumper

from storage.statement import for_psycopg
from storage.tx import ConstraintBroken, DiskFull, StorageAway, StorageBusy, StorageError, Value

T = TypeVar("T")

_KINDS: Mapping[str, type[StorageError]] = {
    "23": ConstraintBroken,
    "P0001": ConstraintBroken,  # RAISE EXCEPTION, by a trigger
    "53100": DiskFull,
    "55P03": StorageBusy,
}


# Operator intervention, connection exceptions, and a server that became read-only (a replica took
# over).
_GOING = ("57P0", "08", "25006")


class RunAgain(StorageError):
    """The server undid the transaction, through no fault of the act."""


class Lost(RunAgain, StorageAway):
    """The connection was lost, and with it the transaction."""


def storage_error(error: psycopg.Error) -> StorageError:
    """Turn the error into a StorageError without the values that PostgreSQL puts into it."""
    state = error.sqlstate or ""
    if isinstance(error, psycopg.errors.DeadlockDetected | psycopg.errors.SerializationFailure):
        return RunAgain(f"{state} {error.diag.message_primary}")
    kind = _KINDS.get(state) or _KINDS.get(state[:2]) or StorageError
    return kind(error.diag.message_primary or str(error))


def is_lost(connection: psycopg.Connection, error: psycopg.Error) -> bool:
    """Whether the server is gone or shutting down; if so, close the connection."""
    if (error.sqlstate or "").startswith(_GOING):
        connection.close()
    return connection.closed


class _BoolDumper(Dumper):
    oid = psycopg.postgres.types["int8"].oid

    def dump(self, obj: object) -> bytes:
        return b"1" if obj else b"0"


class _BoolLoader(Loader):
    def load(self, data: Buffer) -> int:
        return int(bytes(data) == b"t")


class _NumericLoader(Loader):
    def load(self, data: Buffer) -> int | float:
        text = bytes(data)
        return int(text) if text.lstrip(b"-").isdigit() else float(text)


def _adapters() -> AdaptersMap:
    adapters = AdaptersMap(psycopg.adapters)
    adapters.register_dumper(int, Int8Dumper)  # one width: in :a * :b a smallint would overflow
    adapters.register_dumper(bool, _BoolDumper)
    adapters.register_loader("bool", _BoolLoader)
    adapters.register_loader("numeric", _NumericLoader)
    return adapters


ADAPTERS = _adapters()


class PostgresTx:
    """A `Tx` over a connection on which the caller has begun a transaction."""

    __slots__ = ("_connection", "_cursor")

    engine = "postgresql"

    def __init__(self, connection: psycopg.Connection) -> None:
        self._connection = connection
        self._cursor = connection.cursor()

    def run(self, sql: LiteralString, /, **p: Value) -> int:
        """Carry out a statement and say how many rows it changed."""
        return max(self._execute(for_psycopg(sql), p).rowcount, 0)

    def many(self, sql: LiteralString, rows: Iterable[Mapping[str, Value]], /) -> None:
        """Carry out a statement once for each of the rows."""
        try:
            self._cursor.executemany(for_psycopg(sql), rows)
        except psycopg.Error as error:
            raise self._failed(error) from None

    def rows(self, sql: LiteralString, /, **p: Value) -> list[tuple[Any, ...]]:
        """Every row of the answer."""
        cursor = self._execute(for_psycopg(sql), p)
        return cursor.fetchall() if cursor.description else []

    def all(self, into: Callable[..., T], sql: LiteralString, /, **p: Value) -> list[T]:
        """`into(*row)` for every row of the answer."""
        return [into(*row) for row in self.rows(sql, **p)]

    def one(self, into: Callable[..., T], sql: LiteralString, /, **p: Value) -> T | None:
        """`into(*row)` for the first row of the answer; None without one."""
        rows = self.rows(sql, **p)
        return into(*rows[0]) if rows else None

    def value(self, sql: LiteralString, /, **p: Value) -> Any:
        """The first column of the first row; None without one."""
        rows = self.rows(sql, **p)
        return rows[0][0] if rows else None

    def lock(self, name: str) -> None:
        """Let no other transaction that locks this name run until this one is over."""
        self.rows("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))", name=name)

    def savepoint(self) -> AbstractContextManager[None]:
        """Undo only the statements inside when an exception leaves it; the exception goes on up."""
        return self._savepoint()

    @contextmanager
    def _savepoint(self) -> Generator[None, None, None]:
        self._execute(b"SAVEPOINT part", None)
        try:
            yield
        except BaseException:
            if not self._cursor.closed and not self._connection.closed:
                self._execute(b"ROLLBACK TO part", None)
                self._execute(b"RELEASE part", None)
            raise
        self._execute(b"RELEASE part", None)

    @property
    def is_broken(self) -> bool:
        """Whether a statement failed and nothing undid it; such a transaction cannot commit."""
        return self._connection.info.transaction_status is not TransactionStatus.INTRANS

    def end(self) -> None:
        """Refuse every further statement: the act is over."""
        self._cursor.close()

    def _execute(self, sql: bytes, p: Mapping[str, Value] | None) -> psycopg.Cursor:
        try:
            return self._cursor.execute(sql, p)
        except psycopg.Error as error:
            raise self._failed(error) from None

    def _failed(self, error: psycopg.Error) -> StorageError:
        if self._cursor.closed:
            return StorageError("this transaction is over")
        if is_lost(self._connection, error):
            return Lost("the connection to the database was lost")
        return storage_error(error)
