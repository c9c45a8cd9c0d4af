"""A transaction on SQLite, and its errors as StorageError."""

import sqlite3
from collections.abc import Callable, Generator, Iterable, Mapping
from contextlib import AbstractContextManager, contextmanager
from typing import Any, LiteralString, TypeVar

from storage.statement import for_sqlite
from storage.tx import ConstraintBroken, DiskFull, StorageBusy, StorageError, Value

T = TypeVar("T")

_KINDS: dict[int, type[StorageError]] = {
    sqlite3.SQLITE_FULL: DiskFull,
    sqlite3.SQLITE_BUSY: StorageBusy,
    sqlite3.SQLITE_LOCKED: StorageBusy,
    sqlite3.SQLITE_CONSTRAINT: ConstraintBroken,
}


def _closed_cursor() -> sqlite3.Cursor:
    connection = sqlite3.connect(":memory:", check_same_thread=False)
    cursor = connection.cursor()
    connection.close()
    return cursor


# The cursor of a transaction that is over: every statement on it raises an error.
_OVER = _closed_cursor()


def primary_code(error: BaseException) -> int:
    """SQLite's primary result code; 0 where the error is not SQLite's own."""
    return int(getattr(error, "sqlite_errorcode", 0) or 0) & 0xFF


def storage_error(error: sqlite3.Error) -> StorageError:
    """Turn the error into the StorageError of its kind."""
    return _KINDS.get(primary_code(error), StorageError)(str(error))


class SqliteTx:
    """A `Tx` over a connection on which the caller has begun a transaction."""

    __slots__ = ("_connection", "_cursor")

    engine = "sqlite"

    def __init__(self, connection: sqlite3.Connection, cursor: sqlite3.Cursor) -> None:
        self._connection = connection
        self._cursor = cursor

    def run(self, sql: LiteralString, /, **p: Value) -> int:
        """Carry out a statement and say how many rows it changed."""
        written, bind = for_sqlite(sql)
        try:
            cursor = self._cursor.execute(written, bind(p))
            if cursor.description:
                cursor.fetchall()
        except (sqlite3.Error, KeyError) as error:
            raise self._failed(error) from error
        return max(cursor.rowcount, 0)

    def many(self, sql: LiteralString, rows: Iterable[Mapping[str, Value]], /) -> None:
        """Carry out a statement once for each of the rows."""
        written, bind = for_sqlite(sql)
        try:
            self._cursor.executemany(written, map(bind, rows))
        except (sqlite3.Error, KeyError) as error:
            raise self._failed(error) from error

    def rows(self, sql: LiteralString, /, **p: Value) -> list[tuple[Any, ...]]:
        """Every row of the answer."""
        return self._fetch(sql, p)

    def all(self, into: Callable[..., T], sql: LiteralString, /, **p: Value) -> list[T]:
        """`into(*row)` for every row of the answer."""
        return [into(*row) for row in self._fetch(sql, p)]

    def one(self, into: Callable[..., T], sql: LiteralString, /, **p: Value) -> T | None:
        """`into(*row)` for the first row of the answer; None without one."""
        rows = self._fetch(sql, p)
        return into(*rows[0]) if rows else None

    def value(self, sql: LiteralString, /, **p: Value) -> Any:
        """The first column of the first row; None without one."""
        rows = self._fetch(sql, p)
        return rows[0][0] if rows else None

    def lock(self, name: str) -> None:
        """Nothing to do: there is one writer."""

    def savepoint(self) -> AbstractContextManager[None]:
        """Undo only the statements inside when an exception leaves it; the exception goes on up."""
        return self._savepoint()

    @contextmanager
    def _savepoint(self) -> Generator[None, None, None]:
        self._mark("SAVEPOINT part")
        try:
            yield
        except BaseException:
            if self._cursor is not _OVER and self._connection.in_transaction:
                self._mark("ROLLBACK TO part")
                self._mark("RELEASE part")
            raise
        self._mark("RELEASE part")

    def end(self) -> None:
        """Refuse every further statement, as the act is over or its transaction is gone."""
        self._cursor = _OVER

    def _mark(self, sql: str) -> None:
        try:
            self._cursor.execute(sql)
        except sqlite3.Error as error:
            raise self._failed(error) from error

    def _fetch(self, sql: str, p: Mapping[str, Value]) -> list[tuple[Any, ...]]:
        # Always fetch to the end: a half-read statement would block COMMIT.
        written, bind = for_sqlite(sql)
        try:
            return self._cursor.execute(written, bind(p)).fetchall()
        except (sqlite3.Error, KeyError) as error:
            raise self._failed(error) from error

    def _failed(self, error: sqlite3.Error | KeyError) -> StorageError:
        if self._cursor is _OVER:
            return StorageError("this transaction is over")
        if isinstance(error, KeyError):
            return StorageError(f"the statement was given no value for :{error.args[0]}")
        if not self._connection.in_transaction:
            self.end()  # or later statements would commit by themselves, if the act swallows this
        return storage_error(error)
