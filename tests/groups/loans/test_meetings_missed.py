"""A loan bears the same whenever the clock steps, and however late a register is closed."""

import pytest

from groups.charter.acts import register_charter
from groups.lending.acts import pages
from groups.loans.model.loan import Loan, LoanState
from storage.database import Database
from storage.tx import Tx
from tests.groups.lenders import Lenders, lenders, pays
from tests.groups.lending.test_loan_days import look
from tests.groups.loans.test_interest_days import closed_late
from tests.groups.sisters import CHARTER, NOON, after


async def by_the_week(database: Database) -> Lenders:
    """A group that lends by the week, an equal part of the principal each time."""
    group = await lenders(database)

    def agree(tx: Tx) -> None:
        text = CHARTER.read_text().replace('rhythm = "monthly" ', 'rhythm = "weekly" ')
        text = text.replace('plan = "equal_instalment"', 'plan = "equal_principal"')
        version = register_charter(tx, text.replace('version = "', 'version = "weekly-'), NOON)
        tx.run("UPDATE groups SET charter = :version", version=version)

    await group.sisters.write(agree)
    return group


@pytest.mark.parametrize("closed", [35, 66, 100])
async def test_a_loan_that_is_paid_off_in_a_meeting_is_so_however_late_it_is_closed(
    database: Database, closed: int
) -> None:
    group = await lenders(database)
    loan = await group.handed_over()

    # The first period ended on 20 December; she pays on the 25th, in the first meeting after it.
    await closed_late(group, loan, 35, 3060_00, closed=closed)

    assert await group.state(loan) is LoanState.REPAID
    assert (await group.balances())["interest-income"] == 60_00
    assert await group.is_sound()


async def test_a_correction_into_a_closing_on_a_day_that_moved_closes_the_loan(
    database: Database,
) -> None:
    group = await lenders(database)
    loan = await group.handed_over()
    meeting = await group.meet(after(35), pays(loan, 560_00))
    await look(group, 66)

    await group.correct(meeting, pays(loan, 3060_00), at=after(67))

    assert await group.state(loan) is LoanState.REPAID
    assert (await group.balances())["interest-income"] == 60_00


@pytest.mark.parametrize("steps", [(), range(1, 29), (7, 15, 28), (28,)], ids=str)
async def test_a_week_without_a_meeting_does_not_move_the_interest(
    database: Database, steps: tuple[int, ...]
) -> None:
    group = await by_the_week(database)
    loan = await group.handed_over()
    for day in steps:
        await look(group, day)
    await group.meet(after(28), pays(loan, 100_00))
    await look(group, 29)

    # ₹3,000 over 26 weeks at 2 % a month: 0.4615 % a week, and each week ₹115 less is owed, as if
    # it was paid: 13.85 + 13.31 + 12.78 + 12.25 = 52.19.
    assert (await group.book(loan)).accrued == (14_00, 13_00, 13_00, 12_00)
    assert await group.is_sound()


@pytest.mark.parametrize("closed", [21, 28, 34, 35, 36])
async def test_weeks_that_end_before_the_register_is_closed_bear_the_same(
    database: Database, closed: int
) -> None:
    group = await by_the_week(database)
    loan = await group.handed_over()
    await closed_late(group, loan, 21, 600_00, closed=closed)
    await look(group, 36)

    # After three weeks ₹600 are paid, ₹40 of them interest; then ₹2,440 are left, and after a week
    # without a meeting ₹2,423, as if ₹577 were paid: 13.85 + 13.31 + 12.78 + 11.26 + 11.18 = 62.38.
    assert sum((await group.book(loan)).accrued) == 62_00
    assert await group.is_sound()


async def test_what_was_due_in_a_meeting_that_was_not_held_moves_by_two_weeks_at_most(
    database: Database,
) -> None:
    group = await by_the_week(database)
    loan = await group.handed_over()
    await look(group, 22)

    # The first of ₹115 and ₹14 was due on day 7. No meeting is held; on day 22 it is late.
    assert [await late(group, loan, day) for day in (7, 8, 14, 15, 21)] == [0] * 5
    assert await late(group, loan, 22) == 129_00


async def late(group: Lenders, loan: Loan, day: int) -> int:
    """Return what the loan's page shows as late on a day, in paise."""
    leader = group.sisters.actor(1)
    page = await group.sisters.read(pages.loan_page, leader, loan.id, at=after(day))
    return page.line.late
