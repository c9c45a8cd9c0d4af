"""Durable postings a second through the real ledger.post, beside plain sqlite3.

The sides take turns in one process on one disk; the ratios of their medians count.
"""

import asyncio
import sqlite3
import tempfile
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from statistics import median
from time import perf_counter

from ledger import accounts
from ledger.books import post
from ledger.model import Entry, Posting, Reason, rupees
from storage.database import Database, open_database
from storage.sqlite_tx import SqliteTx
from tests.benchmarks.rounds import DISK, Line, percentile, shown

ROUNDS = 9
AT = datetime(2026, 11, 20, 10, tzinfo=UTC)
CALLERS = {1: 200, 8: 800, 64: 2400, 512: 4096}  # callers at once: postings in a round
GROUPS, MEMBERS = 84, 12


@dataclass(slots=True)
class Figures:
    """The results of each way, one for each round: postings a second, or seconds for one."""

    rates: dict[str, list[float]] = field(default_factory=dict)
    seconds: dict[str, list[float]] = field(default_factory=dict)

    def rate(self, way: str) -> float:
        """Return the median rate of a way."""
        return median(self.rates[way])

    def add(self, way: str, count: int, took: float) -> None:
        """Add the result of one round."""
        self.rates.setdefault(way, []).append(count / took)


@dataclass(frozen=True, slots=True)
class Sides:
    """The same tables in three files: behind the door, under a plain connection, and bare."""

    database: Database
    plain: sqlite3.Connection
    bare: sqlite3.Connection


def entries(prefix: str) -> Iterator[Entry]:
    """Return savings of many groups without end; no key comes twice."""
    n = 0
    while True:
        group, member = n % GROUPS, n // GROUPS % MEMBERS
        moved = Posting(accounts.cash_box(), accounts.savings(f"m{group}-{member}"), rupees(20))
        key = f"meeting:{prefix}:{n}:saving:{member}"
        yield Entry(key, f"g{group}", Reason.SAVING, AT.date(), (moved,), f"m{group}-0")
        n += 1


async def callers(database: Database, count: int, offered: list[Entry]) -> list[float]:
    """Let so many callers post at once, each one by one; return each posting's seconds."""
    seconds: list[float] = []
    waiting = iter(offered)

    async def caller() -> None:
        for entry in waiting:
            begun = perf_counter()
            await database.write(post, entry, at=AT)
            seconds.append(perf_counter() - begun)

    await asyncio.gather(*(caller() for _ in range(count)))
    return seconds


def commit_each(
    connection: sqlite3.Connection, offered: list[Entry], one: Callable[[SqliteTx, Entry], object]
) -> list[float]:
    """Write each entry in a transaction of its own; return the seconds of each."""
    cursor = connection.cursor()
    seconds: list[float] = []
    for entry in offered:
        begun = perf_counter()
        cursor.execute("BEGIN IMMEDIATE")
        one(SqliteTx(connection, cursor), entry)
        cursor.execute("COMMIT")
        seconds.append(perf_counter() - begun)
    return seconds


def one_transaction(
    connection: sqlite3.Connection, offered: list[Entry], one: Callable[[SqliteTx, Entry], object]
) -> float:
    """Write all entries in one transaction; return the seconds of all."""
    cursor = connection.cursor()
    begun = perf_counter()
    cursor.execute("BEGIN IMMEDIATE")
    tx = SqliteTx(connection, cursor)
    for entry in offered:
        one(tx, entry)
    cursor.execute("COMMIT")
    return perf_counter() - begun


def real(tx: SqliteTx, entry: Entry) -> None:
    """Post as the product does."""
    post(tx, entry, at=AT)


def bare(tx: SqliteTx, entry: Entry) -> None:
    """Write only the five statements of a posting: no key, no chain, no check."""
    cursor, (moved,) = tx._cursor, entry.postings
    row = cursor.execute("INSERT INTO bare_entries (key) VALUES (?)", (entry.key,)).lastrowid
    line = "INSERT INTO bare_lines VALUES (?, ?, ?, ?)"
    move = "UPDATE bare_balances SET minor = minor + ? WHERE account = ?"
    cash = f"{entry.group_id}:{moved.debit}"
    for n, (name, change) in enumerate(
        ((cash, moved.amount.minor), (moved.credit, -moved.amount.minor))
    ):
        cursor.execute(line, (row, n, name, change))
        cursor.execute(move, (change, name))


def one_round(loop: asyncio.AbstractEventLoop, sides: Sides, figures: Figures, n: int) -> None:
    """Give every way one turn."""
    supply = entries(str(n))
    for count, postings in CALLERS.items():
        offered = list(islice(supply, postings))
        begun = perf_counter()
        seconds = loop.run_until_complete(callers(sides.database, count, offered))
        figures.add(f"{count} callers", postings, perf_counter() - begun)
        figures.seconds.setdefault(f"{count} callers", []).extend(seconds)
        for name, connection, one in (("", sides.plain, real), ("bare ", sides.bare, bare)):
            some = list(islice(supply, 150))
            seconds = commit_each(connection, some, one)
            figures.add(f"{name}commit each", len(some), sum(seconds))
            figures.seconds.setdefault(f"{name}commit each", []).extend(seconds)
            many = list(islice(supply, 2400))
            took = one_transaction(connection, many, one)
            figures.add(f"{name}one transaction", len(many), took)


def told(figures: Figures) -> Iterator[Line]:
    """Return the table's lines."""
    each, whole = figures.rate("commit each"), figures.rate("one transaction")
    for count in CALLERS:
        way = f"{count} callers"
        rate, is_bound = figures.rate(way), count == 64
        name = f"durable postings, {count} caller{'s' if count > 1 else ''}"
        yield Line(name, rate, "/s", "a commit each", each, 3.0 if is_bound else None)
        yield Line(name, rate, "/s", "one big transaction", whole, 0.3 if is_bound else None)
    direct, alone = (1000 * median(figures.seconds[way]) for way in ("commit each", "1 callers"))
    yield Line("one caller, p50", alone, "ms", "a direct commit", direct, 2.5, is_most=True)
    crowd = 1000 * percentile(figures.seconds["64 callers"], 99)
    yield Line("64 callers, p99", crowd, "ms", "a direct commit", direct)
    bare_each, bare_whole = (
        figures.rate(f"bare {way}") for way in ("commit each", "one transaction")
    )
    rate = figures.rate("64 callers")
    yield Line("durable postings, 64 callers", rate, "/s", "five bare statements each", bare_each)
    yield Line("durable postings, 64 callers", rate, "/s", "the same in one", bare_whole)


@contextmanager
def sides_in(folder: Path, loop: asyncio.AbstractEventLoop) -> Generator[Sides]:
    """Open the three files, each as durable as the real door."""
    door, plain = (f"sqlite:///{folder / name}.db" for name in ("door", "plain"))
    loop.run_until_complete(loop.run_until_complete(open_database(plain)).close())
    database = loop.run_until_complete(open_database(door))
    try:
        with (
            closing(durable(folder / "plain.db")) as beside,
            closing(durable(folder / "bare.db")) as bottom,
        ):
            make_bare(bottom)
            yield Sides(database, beside, bottom)
    finally:
        loop.run_until_complete(database.close())


def durable(path: Path) -> sqlite3.Connection:
    """Open a plain connection that is as durable as the real one."""
    connection = sqlite3.connect(path, isolation_level=None, cached_statements=512)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA temp_store = MEMORY")
    return connection


def make_bare(connection: sqlite3.Connection) -> None:
    """Make the tables of the five bare statements, and every account."""
    connection.executescript("""
        CREATE TABLE bare_entries (id INTEGER PRIMARY KEY, key TEXT UNIQUE);
        CREATE TABLE bare_lines (entry BIGINT, n BIGINT, account TEXT, minor BIGINT,
            PRIMARY KEY (entry, n)) WITHOUT ROWID;
        CREATE INDEX bare_line ON bare_lines (account, entry);
        CREATE TABLE bare_balances (account TEXT PRIMARY KEY, minor BIGINT) WITHOUT ROWID;
    """)
    made = list(islice(entries(""), GROUPS * MEMBERS))
    names = {f"{entry.group_id}:cash" for entry in made} | {
        entry.postings[0].credit for entry in made
    }
    connection.execute("BEGIN")
    connection.executemany("INSERT INTO bare_balances VALUES (?, 0)", [(name,) for name in names])
    connection.execute("COMMIT")


def lines() -> list[Line]:
    """Measure, and return the lines of the table."""
    DISK.mkdir(exist_ok=True)
    figures = Figures()
    with (
        tempfile.TemporaryDirectory(dir=DISK) as folder,
        closing(asyncio.new_event_loop()) as loop,
        sides_in(Path(folder), loop) as sides,
    ):
        for n in range(ROUNDS):
            one_round(loop, sides, figures, n)
    return list(told(figures))


if __name__ == "__main__":
    for line in lines():
        print(shown(line))
