"""What a closing collects is dated on its day, and no interest is taken before it was added."""

from collections.abc import Sequence
from datetime import date, datetime

import pytest

from groups.books.model import Book
from groups.loans.model.loan import Loan, LoanState
from ledger.accounts import loan_of
from storage.database import Database
from tests.groups.accounts_of_a_year import table
from tests.groups.books.test_books import sums
from tests.groups.lenders import Lenders, hands, lenders, pays
from tests.groups.lending.test_flat_loans import WHOLE, flat
from tests.groups.sisters import after
from tests.groups.ticking import tick

# Days after 20 November 2026: the loan is handed over on day 0, its first period ends on day 30.
Line = tuple[str, str, int]  # day, reason, paise


async def interest_of(group: Lenders) -> list[Line]:
    """Return every entry that moves interest due: day, reason, change of it; in order of days."""
    rows = await group.sisters.rows(
        "SELECT e.day, e.reason, p.minor, p.debit FROM entries e JOIN postings p"
        " ON p.entry_id = e.id WHERE p.debit LIKE '%:interest-due' OR p.credit LIKE"
        " '%:interest-due' ORDER BY e.day, e.id"
    )
    return [
        (day, reason, minor if debit.endswith("interest-due") else -minor)
        for day, reason, minor, debit in rows
    ]


async def never_below_nothing(group: Lenders) -> bool:
    """Whether no part of a loan is below nothing at the end of any day."""
    moved = await group.sisters.rows(
        "SELECT e.day, p.debit, p.credit, p.minor FROM entries e JOIN postings p"
        " ON p.entry_id = e.id ORDER BY e.day, e.id"
    )
    stands: dict[str, int] = {}
    for day in sorted({day for day, *_ in moved}):
        for _, debit, credit, minor in (row for row in moved if row[0] == day):
            stands[debit] = stands.get(debit, 0) + minor
            stands[credit] = stands.get(credit, 0) - minor
        if any(amount < 0 for name, amount in stands.items() if loan_of(name)):
            return False
    return True


async def closed_late(
    group: Lenders, loan: Loan, held: float, amount: int, *, closed: float
) -> None:
    """Hold a meeting in which she pays, and close it some days later, after the clock's steps."""
    meeting = await group.sisters.open_meeting(after(held))
    await look(group, after(closed))
    body = await group.body(meeting, [pays(loan, amount)], after(held))
    await group.sisters.close(meeting, body, after(closed))


async def look(group: Lenders, at: datetime) -> None:
    """Let the clock post the interest that is due."""
    await group.sisters.write(tick, "interest", new_id=group.sisters.new_id, at=at)


async def test_the_interest_of_a_closing_is_dated_on_its_day(database: Database) -> None:
    group = await lenders(database)
    loan = await group.handed_over()
    await group.meet(after(14), pays(loan, 3060_00))
    await look(group, after(60))

    assert await interest_of(group) == [
        ("2026-12-04", "loan_interest_due", 60_00),
        ("2026-12-04", "loan_repaid", -60_00),
    ]
    at_the_end = date(2026, 12, 10)  # before the period would have ended
    _, has, income, _ = (await table(group, Book.BALANCE_SHEET, last=at_the_end)).sections
    assert "loan:<member>:<loan>:interest-due" not in sums(has)
    assert sums(income) == {"interest-income": 60_00}
    assert await group.is_sound()


@pytest.mark.parametrize("amount", [3300_00, 3200_00])
async def test_the_interest_of_a_whole_term_is_dated_on_the_day_that_collects_it(
    database: Database, amount: int
) -> None:
    group = await flat(database, WHOLE)
    loan = await group.handed_over()
    await group.meet(after(14), pays(loan, amount))

    days = {day for day, *_ in await interest_of(group)}
    assert days == {"2026-12-04"}
    assert await never_below_nothing(group)


async def test_a_closing_recorded_late_takes_the_interest_that_the_clock_added_since(
    database: Database,
) -> None:
    group = await lenders(database)
    loan = await group.handed_over()
    await closed_late(group, loan, 14, 3060_00, closed=33)

    assert await interest_of(group) == [
        ("2026-12-04", "loan_interest_due", 60_00),
        ("2026-12-04", "loan_repaid", -60_00),
        ("2026-12-20", "loan_interest_due", 60_00),  # the clock's, and taken back on its day
        ("2026-12-20", "reversal", -60_00),
    ]
    assert await group.state(loan) is LoanState.REPAID
    assert await never_below_nothing(group)
    assert await group.is_sound()


async def test_a_payment_recorded_late_changes_interest_from_the_day_it_was_added(
    database: Database,
) -> None:
    group = await lenders(database)
    loan = await group.handed_over()
    await look(group, after(30))
    await closed_late(group, loan, 35, 1060_00, closed=63)

    assert await interest_of(group) == [
        ("2026-12-20", "loan_interest_due", 60_00),
        ("2026-12-25", "loan_repaid", -60_00),
        ("2027-01-20", "loan_interest_due", 60_00),
        ("2027-01-20", "reversal", -60_00),
        ("2027-01-20", "loan_interest_due", 50_00),  # what she paid more counts from 25 December
    ]
    assert await never_below_nothing(group)


@pytest.mark.parametrize("days", [15, 29, 30, 31, 45, 95])
async def test_a_correction_into_a_closing_is_dated_when_it_is_made(
    database: Database, days: int
) -> None:
    group = await lenders(database)
    loan = await group.handed_over()
    meeting = await group.meet(after(14), pays(loan, 500_00))
    await look(group, after(days))
    await group.correct(meeting, pays(loan, 3060_00), at=after(days))

    made = after(days).date().isoformat()
    lines = await interest_of(group)
    assert lines[-1][0] == made
    assert all(day <= made for day, *_ in lines)
    assert sum(change for *_, change in lines) == 0
    assert await never_below_nothing(group)
    assert await group.is_sound()


async def test_a_closing_taken_back_and_made_again_leaves_nothing_ahead(
    database: Database,
) -> None:
    group = await lenders(database)
    loan = await group.handed_over()
    meeting = await group.meet(after(14), pays(loan, 3060_00))
    payments: Sequence[int] = (500_00, 3060_00, 0, 3060_00)
    for days, amount in zip((16, 17, 18, 19), payments, strict=True):
        lines = [pays(loan, amount)] if amount else []
        await group.correct(meeting, *lines, at=after(days))
        assert max(day for day, *_ in await interest_of(group)) <= f"2026-12-{days - 10:02}"
        assert await never_below_nothing(group)

    assert await group.state(loan) is LoanState.REPAID
    assert await group.is_sound()


async def test_a_hand_over_taken_back_is_so_on_the_day_of_the_correction(
    database: Database,
) -> None:
    group = await lenders(database)
    loan = await group.carried()
    await group.confirmed(loan, 1, 2, 3)
    first = await group.meet(after(0), hands(loan))
    await look(group, after(30))
    await group.correct(first, at=after(31))

    assert await interest_of(group) == [
        ("2026-12-20", "loan_interest_due", 60_00),
        ("2026-12-21", "reversal", -60_00),
    ]
    assert await never_below_nothing(group)
