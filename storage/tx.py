"""What a use case sees of the database: an open transaction, its values and its errors."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from typing import Any, Final, LiteralString, Protocol, TypeVar

T = TypeVar("T")

Value = str | int | bytes | float | None

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Tx(Protocol):
    """An open transaction; it is over when its act returns.

    SQL is the subset that both engines understand, with `:name` parameters. Rows are tuples of
    `Value`, the same on both engines; a truth value is 0 or 1.
    """

    @property
    def engine(self) -> str:
        """`sqlite` or `postgresql`."""
        ...

    def run(self, sql: LiteralString, /, **p: Value) -> int:
        """Carry out a statement and say how many rows it changed."""
        ...

    def many(self, sql: LiteralString, rows: Iterable[Mapping[str, Value]], /) -> None:
        """Carry out a statement once for each of the rows."""
        ...

    def rows(self, sql: LiteralString, /, **p: Value) -> list[tuple[Any, ...]]:
        """Every row of the answer."""
        ...

    def all(self, into: Callable[..., T], sql: LiteralString, /, **p: Value) -> list[T]:
        """`into(*row)` for every row of the answer."""
        ...

    def one(self, into: Callable[..., T], sql: LiteralString, /, **p: Value) -> T | None:
        """`into(*row)` for the first row of the answer; None without one."""
        ...

    def value(self, sql: LiteralString, /, **p: Value) -> Any:
        """The first column of the first row; None without one."""
        ...

    def lock(self, name: str) -> None:
        """Let no other transaction that locks this name run until this one is over."""
        ...

    def savepoint(self) -> AbstractContextManager[None]:
        """Undo only the statements inside when an exception leaves it; the exception goes on up."""
        ...


class StorageError(Exception):
    """The database failed; nothing of the act is recorded.

    There is one exception, and its message says so: the answer to a COMMIT was lost.
    """


class ConstraintBroken(StorageError):
    """A constraint or an append-only trigger of the database refused the statement."""


class DiskFull(StorageError):
    """The disk was full; the same act may be tried again when there is room."""


class StorageStopped(StorageError):
    """The disk failed at a commit; nothing can be written until the process restarts."""


class StorageBusy(StorageError):
    """Another process holds the database."""


class StorageAway(StorageError):
    """The database server does not answer; the same act may be tried again when it does."""


# What passes without anybody's doing; the same act may be tried again.
TROUBLE: Final = (DiskFull, StorageAway, StorageBusy, StorageStopped)


class OldDatabase(StorageError):
    """The database lacks migrations that this program needs."""


class NewerDatabase(StorageError):
    """The database was migrated by a newer version of this program."""


class ChangedMigration(StorageError):
    """An applied migration has another text today."""


def micros(t: datetime) -> int:
    """Microseconds since 1970 in UTC; refuses a time without a zone."""
    return (t - _EPOCH) // _MICROSECOND


def moment(us: int) -> datetime:
    """The time in UTC of microseconds since 1970."""
    return _EPOCH + timedelta(microseconds=us)
