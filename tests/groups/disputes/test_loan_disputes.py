"""A loan's line is marked as wrong by the borrower alone, until it is corrected or waived."""

from functools import partial

import pytest

from groups.disputes import acts as disputes
from groups.disputes.effects import CORRECTED
from groups.disputes.model import LineKind, NotPutRight
from groups.lending.acts.pages import loan_page
from groups.lending.model.changes import LetOff
from groups.loans.model.loan import Loan
from groups.people.model.refusals import AlreadyDecided, NotFound
from storage.database import Database
from tests.groups.lenders import Lenders, lenders, pays
from tests.groups.lending.test_loan_changes import change
from tests.groups.lending.test_loans import refused
from tests.groups.sisters import after


async def marks(group: Lenders, key: str, *, by: int = 3) -> str:
    """Let a member mark a line of a loan as wrong; return the dispute's id."""
    sisters = group.sisters
    asked = await sisters.write(
        disputes.ask,
        sisters.actor(by),
        sisters.group_id,
        f"{LineKind.LOAN}:{key}",
        new_id=sisters.new_id,
        at=after(32),
    )
    return asked.id


async def keys(group: Lenders, loan: Loan) -> dict[str, str]:
    """Return the keys of member 3's loan lines, by their reasons."""
    sisters = group.sisters
    page = await sisters.read(loan_page, sisters.actor(3), loan.id, at=after(32))
    return {one.reason: one.entry for one in page.moved}


async def test_a_repayment_marked_as_wrong_closes_with_the_meeting_put_right(
    database: Database,
) -> None:
    group = await lenders(database)
    loan = await group.handed_over()
    meeting = await group.meet(after(31), pays(loan, 560_00))
    key = (await keys(group, loan))["loan_repaid"]
    await marks(group, key)
    sisters = group.sisters
    page = await sisters.read(loan_page, sisters.actor(3), loan.id, at=after(32))
    (waits,) = await sisters.read(disputes.waiting, sisters.actor(0), sisters.group_id)

    await group.correct(meeting, pays(loan, 660_00))

    assert [one.entry for one in page.moved if one.is_disputed] == [key]
    assert (waits.line.amount, waits.line.meeting_id) == (560_00, meeting.id)
    assert await sisters.read(disputes.waiting, sisters.actor(0), sisters.group_id) == ()
    assert await refused(marks(group, key)) == AlreadyDecided()


async def test_interest_charged_wrongly_is_put_right_by_letting_it_off(database: Database) -> None:
    group = await lenders(database)
    loan, sisters = await group.handed_over(), group.sisters
    await group.meet(after(31))
    dispute = await marks(group, (await keys(group, loan))["loan_interest_due"])
    decide = partial(disputes.decide, new_id=sisters.new_id, at=after(33))
    decision = (sisters.actor(0), dispute, CORRECTED, "the month was counted twice")

    before = await refused(sisters.write(decide, *decision))
    await change(group, loan, LetOff(60_00, 0), at=after(33))
    await sisters.write(decide, *decision)

    assert before == NotPutRight()
    assert len(await sisters.said("dispute_decided")) == 1


@pytest.mark.parametrize("key", ["nothing", "opening"])
async def test_a_line_that_is_of_no_loan_of_hers_is_not_there(database: Database, key: str) -> None:
    group = await lenders(database)
    loan = await group.handed_over()
    hers = (await keys(group, loan))["loan_paid_out"]

    assert await refused(marks(group, key)) == NotFound()
    assert await refused(marks(group, hers, by=4)) == NotFound()
