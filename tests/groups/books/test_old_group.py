"""The books of a group whose old paper books were taken over."""

from datetime import date

import pytest

from groups.books.model import Book, CodeWord
from groups.loans.model.loan import Loan
from groups.loans.store.loans import select_loans_of_group
from groups.oldbooks.model import Column, SheetPart
from groups.registers.model.money import MoneyKind, MoneyLine
from storage.database import Database
from tests.groups import books_tie
from tests.groups.accounts_of_a_year import table
from tests.groups.book_cells import DAY, amounts_of, heads
from tests.groups.lenders import Lenders
from tests.groups.old_books import CUT_OFF, ask, changed, decide, old_books
from tests.groups.oldbooks.test_openings import meet_on
from tests.groups.sisters import SAVING, after, sisters
from tests.groups.ticking import tick

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


async def handed_in_again(database: Database) -> Lenders:
    """On 20 November a sheet is taken over; on the 23rd it is again, with ₹500 less owed by one."""
    group = await sisters(database)
    assert await ask(group, old_books()) == ()
    await decide(group)
    right = changed(old_books(), SheetPart.LOANS, 3, Column.LEFT, "4000")
    right = changed(right, SheetPart.GROUP, 11, Column.EARNED, "520")
    assert await ask(group, right, reason="Radha has paid 500 more", at=after(3)) == ()
    await decide(group, at=after(3))
    return Lenders(group)


@pytest.mark.parametrize("last", [CUT_OFF, CUT_OFF + 3 * DAY, after(3).date()])
async def test_no_day_has_two_sheets_in_its_books(database: Database, last: date) -> None:
    group = await handed_in_again(database)
    owed, has, *_ = (await table(group, Book.BALANCE_SHEET, first=CUT_OFF, last=last)).sections

    assert heads(has) == {
        "cash": 1_500_00,
        "bank": 4_500_00,
        "loan:<member>:<loan>:principal": 9_000_00,
    }
    assert heads(owed)["savings:<member>"] == 12_480_00
    figures, at_its_end = (await table(group, Book.MONTHLY, first=CUT_OFF, last=last)).sections
    assert heads(figures)["loans_given"] == 0
    assert (CodeWord("open_loans"), 3) in at_its_end.rows


async def test_a_sheet_handed_in_again_is_demanded_once(database: Database) -> None:
    group = await handed_in_again(database)
    leader, last = group.sisters.actor(1), date(2027, 1, 20)
    await group.sisters.write(tick, "interest", new_id=group.sisters.new_id, at=after(61))
    (demand,) = (await table(group, Book.DEMAND, first=CUT_OFF, last=last)).sections

    # Two months are over. Of ₹4,000 in six months at 2 % ₹634 and ₹647 and twice ₹80; of ₹3,000 in
    # three at 1.5 % ₹985 and ₹1,000 and twice ₹45; of ₹2,000 in ten without interest twice ₹200.
    due = sorted(amounts_of(row, demand, "fell_due", "collected") for row in demand.rows)
    assert due == [[400_00, 0], [1441_00, 0], [2075_00, 0]]
    assert await group.sisters.read(books_tie.faults, leader, CUT_OFF, last) == []
