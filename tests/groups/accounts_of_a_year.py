"""A group with money of every kind, for the tests of its books."""

from dataclasses import replace
from datetime import date

from groups.books import acts as books
from groups.books.model import Book, Table, WantedBook
from groups.loans.model.loan import Loan
from groups.registers.model.money import Code, LoanFund, MoneyKind, MoneyLine, MoneyPlace
from storage.database import Database
from tests.groups.lenders import Lenders, lenders, pays
from tests.groups.sisters import after

FIRST, LAST = date(2026, 11, 1), date(2027, 3, 31)


async def lively(database: Database) -> tuple[Lenders, Loan]:
    """Six members: a loan with one instalment paid in full, one in part; every kind of line."""
    group = await lenders(database)
    loan = await group.handed_over()
    of_many = (
        pays(loan, 536_00),
        MoneyLine(MoneyKind.FINE, 10_00, "gm4", code=Code.LATE),
        MoneyLine(MoneyKind.SOCIAL_IN, 60_00),
        MoneyLine(MoneyKind.RECEIPT, 50_00, code=Code.GIFT),
        MoneyLine(MoneyKind.EXPENSE, 15_00, code=Code.STATIONERY),
        MoneyLine(
            MoneyKind.FUND_RECEIVED, 5000_00, fund=LoanFund.REVOLVING_FUND, place=MoneyPlace.BANK
        ),
        MoneyLine(MoneyKind.DEPOSIT, 1000_00, "gm1"),
    )
    await group.meet(after(31), *of_many)
    meeting = await group.sisters.open_meeting(after(62))
    body = await group.body(meeting, (pays(loan, 300_00),), after(62))
    saved = tuple(replace(line, saved=20_00) for line in body.lines)
    both = replace(body, lines=saved, cash_counted=body.cash_counted + 120_00)
    await group.sisters.close(meeting, both, after(62))
    return group, loan


async def table(
    group: Lenders,
    book: Book,
    *,
    first: date = FIRST,
    last: date = LAST,
    member: str | None = None,
    by: int = 1,
) -> Table:
    """Return a book as the president, or the given member, sees it."""
    sisters = group.sisters
    wanted = WantedBook(book, first, last, member)
    return await sisters.read(books.book, sisters.actor(by), sisters.group_id, wanted)
