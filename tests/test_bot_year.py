"""A year of a group's money in other programs: they accept it, and get the same sums."""

import csv
import subprocess
from collections import Counter
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Final

from groups.books import acts as books
from groups.books.model import Book, CodeWord, Section, Table, WantedBook
from groups.loans.model.loan import LoanState
from ledger.accounts import account
from ledger.balances import balances_of
from ledger.journal import beancount_journal, hledger_journal, journal_account
from ledger.model import Amount
from storage.database import Database
from tests.groups.a_year import WEEKS, Year, a_year, at
from tests.ledger.test_journal import written
from tests.test_bot_exports import program

LAST: Final = at(WEEKS).date()
STATES: Final = {
    "closed": LoanState.REPAID,
    "late": LoanState.PAID_OUT,
    "out": LoanState.PAID_OUT,
    "lost": LoanState.WRITTEN_OFF,
    "returned": LoanState.RETURNED,
    "rejected": LoanState.REJECTED,
    "cancelled": LoanState.CANCELLED,
    "carried": LoanState.CARRIED,
    "approved": LoanState.APPROVED,
    "proposed": LoanState.PROPOSED,
}


def accepted(name: str, *words: str) -> str:
    """Return another program's output; it must accept the books."""
    return subprocess.run(
        [program(name), *words], check=True, capture_output=True, text=True
    ).stdout


async def sheet_of(year: Year) -> dict[str, int]:
    """Return the balance sheet by account, in paise, with income and expenses."""
    sisters = year.group.sisters
    wanted = WantedBook(Book.BALANCE_SHEET, date(2026, 4, 1), LAST, None)
    sheet: Table = await sisters.read(books.book, sisters.actor(1), sisters.group_id, wanted)
    by_account: dict[str, int] = {}
    for section in sheet.sections:
        by_account |= dict(_heads(section))
    return by_account


def _heads(section: Section) -> list[tuple[str, int]]:
    heads = [(row[0], row[1]) for row in section.rows]
    return [
        (head.code, amount.minor)
        for head, amount in heads
        if isinstance(head, CodeWord) and isinstance(amount, Amount) and head.code != "surplus"
    ]


async def hledgers_of(year: Year, journal: Path) -> dict[str, int]:
    """Return the same sums by hledger, under the chart's names."""
    words = ("bal", "--flat", "--no-total", "-O", "csv", "cur:INR")
    output = accepted("hledger", "-f", str(journal), *words)
    group_id = year.group.sisters.group_id
    balances = await year.group.sisters.read(balances_of, group_id)
    heads = {journal_account(group_id, name): account(name).place for name in balances}
    sums: Counter[str] = Counter()
    for name, amount in list(csv.reader(StringIO(output)))[1:]:
        number, _, unit = amount.replace(",", "").partition(" ")
        assert unit == "INR"
        grows = 1 if name.startswith(("Assets", "Expenses")) else -1
        sums[heads[name].pattern] += grows * round(100 * float(number))
    return {head: total for head, total in sums.items() if total}


async def test_other_programs_accept_a_year_with_loans_in_every_state(
    database: Database, tmp_path: Path
) -> None:
    year = await a_year(database)
    states = {name: await year.state(name) for name in year.loans}
    journal = await written(database, tmp_path / "year.journal", hledger_journal)
    ledger = await written(database, tmp_path / "year.beancount", beancount_journal)

    accepted("hledger", "-f", str(journal), "check", "--strict")
    accepted("bean-check", str(ledger))

    assert states == STATES
    assert await sheet_of(year) == await hledgers_of(year, journal)
    assert await year.group.is_sound()
