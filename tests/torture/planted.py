"""The bot with a planted storage fault: `python -m tests.torture.planted FAULT run`.

The faults are planted between the house and SQLite, where the product has no switch for them. Each
is a likely mistake of a storage writer, and lasts some milliseconds longer than in real code.
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
    """Acknowledges before the commit: most COMMITs are delayed to a later one."""

    _since = 0.0
    _is_update = False

    def execute(self, sql: str, parameters: Any = (), /) -> "EarlyCursor":
        """Run a statement; run a COMMIT of updates only if the last one is some time ago."""
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
    """Marks an update as done in a second commit, after its effect, so that a crash repeats it."""

    _late: list[Any] = []  # noqa: RUF012 - the one writer's

    def execute(self, sql: str, parameters: Any = (), /) -> "TwiceCursor":
        """Run a statement; delay the one that marks an update as done until after the commit."""
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


class UnmarkedCursor(sqlite3.Cursor):
    """Never marks an update as done, so that the next start carries it out again."""

    def execute(self, sql: str, parameters: Any = (), /) -> "UnmarkedCursor":
        """Run a statement; let the one that marks an update as done change nothing."""
        is_mark = _DONE.match(sql) is not None
        unmarked = sql.replace("'done', done_at = ?", _UNTOUCHED) if is_mark else sql
        super().execute(unmarked, parameters)
        return self


class SplitCursor(sqlite3.Cursor):
    """Commits in the middle of an act: first the mark that the update is done, then its effect."""

    _marks: list[str] = []  # noqa: RUF012 - the one writer's

    def execute(self, sql: str, parameters: Any = (), /) -> "SplitCursor":
        """Run a statement; after an update is marked as done, commit and begin again."""
        self._follow(sql)
        super().execute(sql, parameters)
        if _DONE.match(sql):
            changed = self.rowcount
            super().execute("COMMIT")
            time.sleep(_WINDOW)
            super().execute("BEGIN IMMEDIATE")
            for mark in self._marks:
                super().execute(f"SAVEPOINT {mark}")
            if changed:  # so that rowcount says so
                super().execute(_AGAIN, parameters)
        return self

    def _follow(self, sql: str) -> None:
        if sql.startswith("BEGIN"):
            self._marks.clear()
        match = _MARK.match(sql)
        if match is None:
            return
        if match[1] == "SAVEPOINT":
            self._marks.append(match[2])
        else:
            del self._marks[self._marks.index(match[2]) :]


def _with_cursor(kind: type[sqlite3.Cursor]) -> type[sqlite3.Connection]:
    class Planted(sqlite3.Connection):
        def cursor(self, factory: Any = kind) -> Any:
            return super().cursor(factory)

    return Planted


def _relaxed() -> type[sqlite3.Connection]:
    """Return a connection that does not wait for the disk: synchronous = NORMAL."""

    class Relaxed(sqlite3.Connection):
        def execute(self, sql: str, parameters: Any = (), /) -> sqlite3.Cursor:
            relaxed = sql.replace("synchronous = FULL", "synchronous = NORMAL")
            return super().execute(relaxed, parameters)

    return Relaxed


class BoundedCursor(sqlite3.Cursor):
    """Limits the database to the pages that the file `pages` beside it names, if it exists."""

    def execute(self, sql: str, parameters: Any = (), /) -> "BoundedCursor":
        """Run a statement; read the limit at each BEGIN."""
        if sql.startswith("BEGIN"):
            super().execute(f"PRAGMA max_page_count = {self._pages()}").fetchall()
        super().execute(sql, parameters)
        return self

    def _pages(self) -> int:
        (_, _, file) = super().execute("PRAGMA database_list").fetchone()
        pages_file = Path(file).with_name("pages")
        return int(pages_file.read_text()) if pages_file.exists() else 1_000_000


class CarelessCursor(BoundedCursor):
    """Ignores a full disk: skips a statement that found no room."""

    def execute(self, sql: str, parameters: Any = (), /) -> "CarelessCursor":
        """Run a statement or skip it; the transaction goes on in both cases."""
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
        "unmarked": lambda: _with_cursor(UnmarkedCursor),
        "split": lambda: _with_cursor(SplitCursor),
        "relaxed": _relaxed,
        "careless": lambda: _with_cursor(CarelessCursor),
        "bounded": lambda: _with_cursor(BoundedCursor),
    }
)


def plant(fault: str) -> None:
    """Plant the fault in every database that is opened for writing."""

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
