"""A real SQLite connection whose N-th statement fails, or whose commit waits at a gate."""

import sqlite3
import threading
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from storage.database import Database
from storage.sqlite import SqliteDatabase
from storage.tx import Tx


class Fault(StrEnum):
    """What a failing statement does to its transaction."""

    FULL = "no room; the transaction stands"
    FULL_CLOSED = "no room; SQLite has rolled the transaction back"
    INPUT_OUTPUT = "the disk fails; the transaction stands"
    INPUT_OUTPUT_CLOSED = "the disk fails; SQLite has rolled the transaction back"
    INPUT_OUTPUT_AFTER = "the disk fails after it has done its work"
    MEMORY = "no memory; SQLite has rolled the transaction back"

    @property
    def closes(self) -> bool:
        """Whether the fault ends the transaction."""
        return self in {Fault.FULL_CLOSED, Fault.INPUT_OUTPUT_CLOSED, Fault.MEMORY}

    def error(self) -> Exception:
        """The exception that Python's driver would raise."""
        if self is Fault.MEMORY:
            return MemoryError()
        full = self in {Fault.FULL, Fault.FULL_CLOSED}
        error = sqlite3.OperationalError("database or disk is full" if full else "disk I/O error")
        error.sqlite_errorcode = sqlite3.SQLITE_FULL if full else sqlite3.SQLITE_IOERR_FSYNC
        return error


@dataclass
class Plan:
    """What shall fail on the next connection, and a record of its statements."""

    fail_at: int = 0
    fail_for: int = 1
    fault: Fault = Fault.FULL
    statements: list[str] = field(default_factory=list)
    gate: threading.Event = field(default_factory=threading.Event)
    at_gate: threading.Event = field(default_factory=threading.Event)
    left_gate: threading.Event = field(default_factory=threading.Event)  # a commit has returned
    pages_max: int = 0
    connection: sqlite3.Connection | None = None

    def __post_init__(self) -> None:
        self.gate.set()

    def arm(self, fail_at: int, fault: Fault) -> None:
        """Count statements from now on; the one with this number fails, and `fail_for` in all."""
        self.statements.clear()
        self.at_gate.clear()
        self.fail_at, self.fault = fail_at, fault

    def direct(self, sql: str) -> None:
        """Run a statement directly on the writer's connection."""
        assert self.connection is not None
        self.connection.execute(sql)

    @property
    def failed(self) -> str:
        """The statement that failed; empty when there were too few statements."""
        reached = 0 < self.fail_at <= len(self.statements)
        return self.statements[self.fail_at - 1] if reached else ""

    @property
    def commits(self) -> int:
        """The number of commits, each of which waited for the disk."""
        return self.statements.count("COMMIT")


def planned_connection(plan: Plan) -> type[sqlite3.Connection]:
    """Return a connection class that follows the plan."""

    class PlannedCursor(sqlite3.Cursor):
        def execute(self, sql: str, parameters: Any = (), /) -> "PlannedCursor":
            plan.statements.append(sql)
            if sql == "COMMIT":
                plan.at_gate.set()
                assert plan.gate.wait(20)
            if not 0 < plan.fail_at <= len(plan.statements) < plan.fail_at + plan.fail_for:
                done = super().execute(sql, parameters)
                if sql == "COMMIT":
                    plan.left_gate.set()
                return done
            if plan.fault is Fault.INPUT_OUTPUT_AFTER:
                super().execute(sql, parameters)
            elif plan.fault.closes and self.connection.in_transaction:
                super().execute("ROLLBACK")
            raise plan.fault.error()

    class PlannedConnection(sqlite3.Connection):
        def __init__(self, *arguments: Any, **named: Any) -> None:
            super().__init__(*arguments, **named)
            plan.connection = self
            if plan.pages_max:
                super().execute(f"PRAGMA max_page_count = {plan.pages_max}")

        def cursor(self, factory: Any = PlannedCursor) -> Any:
            return super().cursor(factory)

    return PlannedConnection


def open_planned(path: Path, plan: Plan) -> Database:
    """Open a database with one table; its writer follows the plan once the plan is armed."""
    connection = sqlite3.connect(path)
    connection.execute(
        "CREATE TABLE IF NOT EXISTS note (id BIGINT NOT NULL, part BIGINT NOT NULL, text TEXT)"
    )
    connection.commit()
    connection.close()
    opened = SqliteDatabase.open(path, (), factory=planned_connection(plan))
    plan.arm(0, Fault.FULL)
    return opened


def add(tx: Tx, number: int, text: str = "") -> int:
    """Record two rows; a test must find both or neither."""
    for part in (1, 2):
        tx.run(
            "INSERT INTO note (id, part, text) VALUES (:id, :part, :text)",
            id=number,
            part=part,
            text=text,
        )
    return number


def whole(tx: Tx) -> list[Any]:
    """Return the recorded acts in order; an act recorded in part or twice is an error."""
    parts = tx.rows("SELECT id, part FROM note ORDER BY rowid")
    numbers = [number for number, _ in parts[::2]]
    assert parts == [(number, part) for number in numbers for part in (1, 2)]
    assert len(set(numbers)) == len(numbers)
    return numbers
