"""A group's money: closing meetings of fifteen, a year's books as a workbook, importing postings.

The peers are django-hordak on a durable PostgreSQL, and hledger on the same postings. A peer that
cannot be installed is reported and left out.
"""

import asyncio
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import AsyncGenerator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import date
from itertools import islice
from pathlib import Path
from time import perf_counter
from typing import Final

from groups.books import acts as books
from groups.books.model import Book, Printing
from ledger.balances import balance
from ledger.books import post
from ledger.journal import hledger_journal
from ledger.model import Entry
from papers.xlsx import workbook
from storage.database import Database, open_database
from storage.tx import Tx
from tests.benchmarks.bench_ledger import AT, entries
from tests.benchmarks.rounds import DISK, Line, Rounds, shown
from tests.cluster import Server
from tests.groups.a_year import WEEKS, a_year, at
from tests.groups.sisters import SAVING, Sisters, after, sisters

ROUNDS: Final = 7
MEMBERS: Final = 15
GROUPS: Final = "abcdefgh"
IMPORTED: Final = 100_000
CHUNK: Final = 500
BOOKS_ROUNDS: Final = 3
LOOKS: Final = 2_000
HORDAK: Final = ("django-hordak==2.0.0", "psycopg[binary]>=3.2,<4")
ALONE, TOGETHER, HLEDGER = "one after another", "eight groups at once", "hledger"


# --- meetings -----------------------------------------------------------------------------------


async def meetings(database: Database) -> Rounds:
    """Close meetings of fifteen, by one caller and by eight at once; return meetings a second."""
    rounds = Rounds()
    every = [await sisters(database, group_id=name, members=MEMBERS) for name in GROUPS]
    for week in range(2 * ROUNDS + 1):
        opened = [await one.open_meeting(after(7 * week)) for one in every]
        body = [one.body(MEMBERS * SAVING * (week + 1), members=MEMBERS) for one in every]
        closing = [
            one.close(meeting, register, after(7 * week))
            for one, meeting, register in zip(every, opened, body, strict=True)
        ]
        began = perf_counter()
        if week % 2:
            for one in closing:
                await one
        else:
            await asyncio.gather(*closing)
        if week:  # the first week is only a warm-up
            rounds.add(ALONE if week % 2 else TOGETHER, len(GROUPS) / (perf_counter() - began))
    return rounds


async def looks(database: Database, group: Sisters) -> float:
    """How many times a second the cash box's balance is read."""
    began = perf_counter()
    for _ in range(LOOKS):
        await database.read(balance, group.group_id, "cash")
    return LOOKS / (perf_counter() - began)


# --- a year's books -----------------------------------------------------------------------------


async def year_of_books(database: Database, folder: Path) -> tuple[float, float | None]:
    """The seconds for a year's books as a workbook, and for hledger's four reports or None."""
    await a_year(database)
    printing = Printing("g", tuple(Book), date(2026, 4, 1), at(WEEKS).date(), None)
    rounds = Rounds()
    journal = folder / "year.journal"
    async with database.long_read() as read:
        text = "".join([line async for line in hledger_journal(read)])
    journal.write_text(text, encoding="utf-8")
    for _ in range(BOOKS_ROUNDS):
        began = perf_counter()
        workbook(await database.read(books.printed, printing), "hi")
        rounds.add("ours", perf_counter() - began)
        if shutil.which("hledger"):
            began = perf_counter()
            for report in ("register", "balance", "balancesheet", "incomestatement"):
                hledger(journal, report, "-O", "csv")
            rounds.add(HLEDGER, perf_counter() - began)
    return rounds.median("ours"), rounds.median(HLEDGER) if shutil.which("hledger") else None


# --- 100,000 postings ---------------------------------------------------------------------------


async def imported(database: Database, offered: Sequence[Entry]) -> float:
    """The postings written a second, in chunks; their keys let a chunk be repeated."""
    began = perf_counter()
    for first in range(0, len(offered), CHUNK):
        await database.write(_post_all, offered[first : first + CHUNK])
    return len(offered) / (perf_counter() - began)


def _post_all(tx: Tx, some: Sequence[Entry]) -> None:
    for entry in some:
        post(tx, entry, at=AT)


async def read_by_hledger(database: Database, folder: Path) -> float | None:
    """The same postings that hledger reads and checks a second; None where it is missing."""
    if not shutil.which("hledger"):
        return None
    journal = folder / "imported.journal"
    with journal.open("w", encoding="utf-8") as file:
        async with database.long_read() as read:
            async for line in hledger_journal(read):
                file.write(line)
    began = perf_counter()
    hledger(journal, "check")
    return IMPORTED / (perf_counter() - began)


def hledger(journal: Path, *words: str) -> None:
    """Let hledger read a journal, and drop its output."""
    program = shutil.which("hledger")
    assert program is not None
    subprocess.run([program, "-f", journal, *words], check=True, stdout=subprocess.DEVNULL)


# --- the peer that only this benchmark installs --------------------------------------------------


def hordak_python() -> Path | None:
    """Install django-hordak into its own folder; return its Python, or None where this fails."""
    folder = DISK / "hordak"
    python = folder / "bin" / "python"
    if (folder / "ready").exists():
        return python
    with suppress(OSError, subprocess.CalledProcessError):
        subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True)
        install = (python, "-m", "pip", "install", "-qq", "--disable-pip-version-check")
        subprocess.run([*install, *HORDAK], check=True, stderr=subprocess.DEVNULL)
        (folder / "ready").touch()
        return python
    return None


def by_hordak() -> Mapping[str, float]:
    """Its speeds on a durable PostgreSQL; empty where it cannot be installed."""
    python = hordak_python()
    if python is None:
        print("  (django-hordak cannot be installed here: its lines are left out)")
        return {}
    server = Server.planned()
    try:
        server.ensure_started()
        server.create("hordak")
        script = Path(__file__).with_name("hordak_peer.py")
        ended = subprocess.run(
            [python, script, server.home, "hordak"], check=True, stdout=subprocess.PIPE, text=True
        )
        speeds: dict[str, float] = json.loads(ended.stdout)
        return speeds
    finally:
        server.remove()


# --- the table ------------------------------------------------------------------------------------


async def measured(folder: Path, peer: Mapping[str, float]) -> list[Line]:
    """Measure all three, each in its own database, and return the table's lines."""
    table_lines: list[Line] = []
    async with _opened(folder / "meetings.db") as database:
        rounds = await meetings(database)
        looked = await looks(database, Sisters(database, GROUPS[0]))
    name, hordak = f"meetings of {MEMBERS} closed", "django-hordak, 15 savings"
    alone = rounds.median(ALONE)
    table_lines += _beside(f"{name}, {ALONE}", alone, "/s", hordak, peer.get("meetings"), 3.0)
    table_lines += _beside(f"{name}, {TOGETHER}", rounds.median(TOGETHER), "/s", ALONE, alone)
    table_lines += _beside(
        "balances read", looked, "/s", "django-hordak", peer.get("balances"), 50.0
    )
    async with _opened(folder / "year.db") as database:
        ours, theirs = await year_of_books(database, folder)
    table_lines += _beside(
        "a year's books as a workbook", ours, "s", "hledger, four reports", theirs
    )
    async with _opened(folder / "imported.db") as database:
        speed = await imported(database, list(islice(entries("import"), IMPORTED)))
        checked = await read_by_hledger(database, folder)
    name = f"{IMPORTED:,} postings imported"
    table_lines += _beside(name, speed, "/s", "django-hordak, by lists", peer.get("imported"))
    table_lines += _beside(name, speed, "/s", "hledger, reading them", checked)
    return table_lines


def _beside(
    name: str, figure: float, unit: str, other: str, peer: float | None, bound: float | None = None
) -> Iterator[Line]:
    yield Line(name, figure, unit) if peer is None else Line(name, figure, unit, other, peer, bound)


@asynccontextmanager
async def _opened(path: Path) -> AsyncGenerator[Database]:
    database = await open_database(f"sqlite:///{path}")
    try:
        yield database
    finally:
        await database.close()


def lines() -> list[Line]:
    """Measure, and return the lines of the table."""
    DISK.mkdir(exist_ok=True)
    peer = by_hordak()
    with tempfile.TemporaryDirectory(dir=DISK) as folder:
        return asyncio.run(measured(Path(folder), peer))


if __name__ == "__main__":
    for line in lines():
        print(shown(line))
