"""Entries for the tests, books in memory, and writes that go past every trigger."""

import sqlite3
from collections.abc import AsyncIterator, Generator
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime
from typing import Any, LiteralString

import psycopg

from ledger import accounts
from ledger.books import reverse
from ledger.model import Amount, Entry, Posted, Posting, Reason, points, rupees
from storage.migrate import MIGRATIONS, known_migrations
from storage.sqlite_tx import SqliteTx
from storage.tx import Tx, Value

AT = datetime(2026, 11, 20, 10, 30, tzinfo=UTC)
DAY = date(2026, 11, 20)
GROUP = "g1"
TWENTY = rupees(20)


def saving(
    key: str = "meeting:1:saving:m1",
    member: str = "m1",
    amount: Amount = TWENTY,
    *,
    group: str = GROUP,
    by: str = "m9",
    memo: str | None = None,
) -> Entry:
    """Return the entry of a member's saving in a meeting."""
    paid = Posting(accounts.cash_box(), accounts.savings(member), amount)
    return Entry(key, group, Reason.SAVING, DAY, (paid,), by, memo)


def score(key: str = "score:1:m1", member: str = "m1", *, group: str = GROUP) -> Entry:
    """Return an entry with a member's points in two pillars."""
    gained = tuple(
        Posting(accounts.points_issued(), accounts.points_account(member, pillar), points(centi))
        for pillar, centi in (("meetings", 500), ("saving", 600))
    )
    return Entry(key, group, Reason.SCORE, DAY, gained, "clock")


def take_back(tx: Tx, key: str, *, by: str = "m2", memo: str | None = None) -> Posted:
    """Reverse an entry on the same day."""
    return reverse(tx, GROUP, key, day=DAY, by=by, memo=memo, at=AT)


@contextmanager
def books_in_memory() -> Generator[SqliteTx]:
    """Open empty books in memory with a transaction begun; close them afterwards."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        for migration in known_migrations(MIGRATIONS, "sqlite")[:1]:
            connection.executescript(migration.script)
        connection.execute("BEGIN")
        yield SqliteTx(connection, connection.cursor())


class ReadInMemory:
    """A long read over an open transaction."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx

    async def rows(self, sql: LiteralString, /, **p: Value) -> AsyncIterator[tuple[Any, ...]]:
        """Return the rows of the answer."""
        for row in self._tx.rows(sql, **p):
            yield row


def by_hand(url: str, *statements: LiteralString) -> None:
    """Change a closed database past its triggers, as a deceiver would."""
    if url.startswith("postgresql"):
        with psycopg.connect(url) as server:
            server.execute("SET session_replication_role = replica")  # no trigger runs
            for statement in statements:
                server.execute(statement)
        return
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as file, file:
        for (name,) in file.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'trigger'"
        ).fetchall():
            file.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            assert file.execute(statement).rowcount != 0, f"touches nothing: {statement}"
