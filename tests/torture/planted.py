"""The bot with a fault of storage planted in it: `python -m tests.torture.planted FAULT run`.

The faults sit between the house and SQLite, where the product has no switch for them. Each is what
a hurried writer of storage might have done, with its window held open for some milliseconds.
"""

import re
import sqlite3
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import storage.database
from bot import main
from storage.migrate import Migration
from storage.sqlite import SqliteDatabase

PROGRAM: Final = (sys.executable, "-m", "tests.torture.planted")
_WINDOW: Final = 0.02
_LONG_WINDOW: Final = 0.2  # where nobody on the loop waits for it
_PUT_OFF: Final = 0.3
_DONE: Final = re.compile(r"UPDATE inbox SET state = 'done'")
_UNTOUCHED: Final = "CASE WHEN ? IS NULL THEN state ELSE state END"
_AGAIN: Final = "UPDATE inbox SET tries = tries WHERE ? IS NOT NULL AND update_id = ?"
_MARK: Final = re.compile(r"(SAVEPOINT|RELEASE)\s+(\w+)")


class EarlyCursor(sqlite3.Cursor):
    """Acknowledges before the commit: most COMMITs are put off to a later one."""

    _since = 0.0
    _is_update = False

    def execute(self, sql: str, parameters: Any = (), /) -> "EarlyCursor":
        """Carry out a statement; a COMMIT of updates only if the last one is a while ago."""
        self._is_update = self._is_update or "inbox" in sql
        if sql == "COMMIT" and self._is_update:
            if time.monotonic() - self._since < _PUT_OFF:
                return self
            self._since = time.monotonic()
        if sql.startswith("BEGIN") and self.connection.in_transaction:
            return self
        super().execute(sql, parameters)
        return self


class TwiceCursor(sqlite3.Cursor):
    """Marks an update as done in a commit of its own, after its effect: a crash repeats it."""

    _late: list[Any] = []  # noqa: RUF012 - the one writer's

    def execute(self, sql: str, parameters: Any = (), /) -> "TwiceCursor":
        """Carry out a statement; what marks an update as done is kept until after the commit."""
        if _DONE.match(sql):
            self._late.append((sql, tuple(parameters)))
            return super().execute(sql.replace("'done', done_at = ?", _UNTOUCHED), parameters)
        super().execute(sql, parameters)
        if sql == "COMMIT" and self._late:
            time.sleep(_LONG_WINDOW)
            super().execute("BEGIN IMMEDIATE")
            for late, values in self._late:
                super().execute(late, values)
            self._late.clear()
            super().execute("COMMIT")
        return self


class SplitCursor(sqlite3.Cursor):
    """Commits in the middle of an act: that the update is done, and only then its effect."""

    _marks: list[str] = []  # noqa: RUF012 - the one writer's

    def execute(self, sql: str, parameters: Any = (), /) -> "SplitCursor":
        """Carry out a statement; after an update is marked as done, commit and begin again."""
        self._follow(sql)
        super().execute(sql, parameters)
        if _DONE.match(sql):
            changed = self.rowcount
            super().execute("COMMIT")
            time.sleep(_WINDOW)
            super().execute("BEGIN IMMEDIATE")
            for mark in self._marks:
                super().execute(f"SAVEPOINT {mark}")
            if changed:  # and rowcount says so
                super().execute(_AGAIN, parameters)
        return self

    def _follow(self, sql: str) -> None:
        if sql.startswith("BEGIN"):
            self._marks.clear()
        found = _MARK.match(sql)
        if found is None:
            return
        if found[1] == "SAVEPOINT":
            self._marks.append(found[2])
        else:
            del self._marks[self._marks.index(found[2]) :]


def _with_cursor(kind: type[sqlite3.Cursor]) -> type[sqlite3.Connection]:
    class Planted(sqlite3.Connection):
        def cursor(self, factory: Any = kind) -> Any:
            return super().cursor(factory)

    return Planted


def _relaxed() -> type[sqlite3.Connection]:
    """Does not wait for the disk: synchronous = NORMAL."""

    class Relaxed(sqlite3.Connection):
        def execute(self, sql: str, parameters: Any = (), /) -> sqlite3.Cursor:
            relaxed = sql.replace("synchronous = FULL", "synchronous = NORMAL")
            return super().execute(relaxed, parameters)

    return Relaxed


class BoundedCursor(sqlite3.Cursor):
    """Has room for as many pages as a file `pages` beside the database says, if there is one."""

    def execute(self, sql: str, parameters: Any = (), /) -> "BoundedCursor":
        """Carry out a statement; the bound is looked up at each BEGIN."""
        if sql.startswith("BEGIN"):
            super().execute(f"PRAGMA max_page_count = {self._pages()}").fetchall()
        super().execute(sql, parameters)
        return self

    def _pages(self) -> int:
        (_, _, file) = super().execute("PRAGMA database_list").fetchone()
        told = Path(file).with_name("pages")
        return int(told.read_text()) if told.exists() else 1_000_000


class CarelessCursor(BoundedCursor):
    """Takes a full disk for a small matter: a statement that found no room is passed over."""

    def execute(self, sql: str, parameters: Any = (), /) -> "CarelessCursor":
        """Carry out a statement, or not; the transaction goes on as if it had been."""
        try:
            super().execute(sql, parameters)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_FULL:
                raise
            if not self.connection.in_transaction:
                super().execute("BEGIN IMMEDIATE")
        return self


FAULTS: Final[Mapping[str, Callable[[], type[sqlite3.Connection]]]] = MappingProxyType(
    {
        "early": lambda: _with_cursor(EarlyCursor),
        "twice": lambda: _with_cursor(TwiceCursor),
        "split": lambda: _with_cursor(SplitCursor),
        "relaxed": _relaxed,
        "careless": lambda: _with_cursor(CarelessCursor),
        "bounded": lambda: _with_cursor(BoundedCursor),
    }
)


def plant(fault: str) -> None:
    """Let every database that is opened for writing have the fault."""

    class PlantedDatabase(SqliteDatabase):
        @classmethod
        def open(
            cls,
            path: Path,
            known: Sequence[Migration],
            *,
            migrate_it: bool = True,
            factory: type[sqlite3.Connection] = sqlite3.Connection,
        ) -> SqliteDatabase:
            assert factory is sqlite3.Connection, "nobody else has planted anything"
            return super().open(path, known, migrate_it=migrate_it, factory=FAULTS[fault]())

    storage.database.__dict__["SqliteDatabase"] = PlantedDatabase


if __name__ == "__main__":
    plant(sys.argv[1])
    main(sys.argv[2:])
