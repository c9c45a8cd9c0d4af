"""A vote after the ballot's last day does not count, even before the clock closes the ballot."""

from groups.lending.model.proposal import Vote
from groups.lending.rules.lending import BALLOT_OVER
from groups.loans.model.loan import LoanState
from groups.loans.model.refusals import LoanMovedOn
from storage.database import Database
from tests.groups.lenders import lenders
from tests.groups.lending.test_loans import refused
from tests.groups.sisters import after


async def test_on_the_last_day_a_vote_still_counts(database: Database) -> None:
    group = await lenders(database)
    loan = await group.propose()

    assert (await group.say(1, loan, at=after(7))).voted == 1


async def test_after_the_last_day_no_vote_is_taken_nor_changed(database: Database) -> None:
    group = await lenders(database)
    loan = await group.propose()
    await group.say(1, loan)

    late = [await refused(group.say(n, loan, Vote.NO, at=after(8))) for n in (1, 2)]

    assert late == [LoanMovedOn(BALLOT_OVER)] * 2
    assert len(await group.sisters.rows("SELECT id FROM loan_votes")) == 1
    assert await group.state(loan) is LoanState.PROPOSED
