"""The books of a group whose old paper books were taken over."""

import pytest

from groups.books.model import Book
from groups.loans.model.loan import Loan
from groups.loans.store.loans import select_loans_of_group
from groups.registers.model.money import MoneyKind, MoneyLine
from storage.database import Database
from tests.groups import books_tie
from tests.groups.accounts_of_a_year import table
from tests.groups.book_cells import amounts_of, heads
from tests.groups.lenders import Lenders
from tests.groups.old_books import CUT_OFF, ask, decide, old_books
from tests.groups.oldbooks.test_openings import meet_on
from tests.groups.sisters import SAVING, after, sisters

LAST = after(1).date()


async def begun(database: Database) -> tuple[Lenders, Loan]:
    """Take an old group's books over, hold a meeting; also return the loan of ₹4,500 left."""
    group = await sisters(database)
    assert await ask(group, old_books()) == ()
    await decide(group)
    loans = await group.read(select_loans_of_group, "g")
    (loan,) = [one for one in loans if one.terms.principal == 4_500_00]
    pays = MoneyLine(MoneyKind.REPAYMENT, 500_00, loan.member_id, loan.id)
    await meet_on(group, pays, counted=1_500_00 + 12 * SAVING + 500_00)
    return Lenders(group), loan


async def test_what_was_taken_over_was_neither_lent_nor_paid_in(database: Database) -> None:
    group, loan = await begun(database)
    own, hers = (
        await table(group, Book.PASSBOOK, first=CUT_OFF, last=LAST, member=loan.member_id)
    ).sections

    columns = ("lent", "principal_paid", "principal_otherwise", "principal_left")
    assert amounts_of(hers.total, hers, *columns) == [0, 500_00, 4_500_00, 4_000_00]
    saved = amounts_of(own.total, own, "paid_in", "paid_out", "otherwise", "balance")
    assert saved == [20_00, 0, 1_040_00, 1_060_00]


async def test_loans_taken_over_are_open_and_demanded(database: Database) -> None:
    group, _ = await begun(database)
    (demand,) = (await table(group, Book.DEMAND, first=CUT_OFF, last=LAST)).sections
    figures, _ = (await table(group, Book.MONTHLY, first=CUT_OFF, last=LAST)).sections

    collected = amounts_of(demand.total, demand, "collected")[0]
    assert collected == heads(figures)["loans_repaid"] == 500_00


@pytest.mark.both_engines
async def test_the_books_of_an_old_group_tie(database: Database) -> None:
    group, _ = await begun(database)
    leader = group.sisters.actor(1)

    assert await group.sisters.read(books_tie.faults, leader, CUT_OFF, LAST) == []
