"""Loans from the proposal to the approval: asked for, voted on, decided by people."""

from dataclasses import replace

import pytest

from groups import loans
from groups.loans import ballot
from groups.model.lending import Asked, Ballot
from groups.model.loan import Loan, LoanFund, LoanState, Purpose
from groups.model.people import MemberState
from groups.model.refusals import (
    BadAnswer,
    BorrowerVotes,
    LoanMovedOn,
    NotEligible,
    NotFound,
    NotYours,
    ReasonMissing,
)
from groups.rules.ballot import Vote
from groups.store.digested import DIGESTED
from ledger.accounts import cash_box, opening_balances, savings
from ledger.books import post
from ledger.model import Entry, Posting, Reason, paise
from ledger.verify import verify
from storage.database import Database
from storage.tx import Tx
from tests.groups.sisters import FRIDAY, NOON, Sisters, after, sisters

ASKED = Asked(LoanFund.OWN, 3000_00, 6, Purpose.TAILORING, "A sewing machine")


async def with_savings(database: Database, amount: int = 1000_00) -> Sisters:
    """A group in which each member has saved so much long ago."""
    group = await sisters(database)

    def save(tx: Tx) -> None:
        for n in range(1, 7):
            moved = Posting(cash_box(), savings(group.member(n)), paise(amount))
            why = (Reason.OPENING, FRIDAY, (moved,), "clock")
            post(tx, Entry(f"opening:{n}", group.group_id, *why), at=after(-90))

    await group.write(save)
    return group


async def propose(group: Sisters, by: int, borrower: int, asked: Asked = ASKED) -> Loan:
    return await group.write(
        loans.propose,
        group.actor(by),
        group.group_id,
        group.member(borrower),
        asked,
        new_id=group.new_id,
        at=NOON,
    )


async def say(group: Sisters, n: int, loan: Loan, said: Vote = Vote.YES) -> Ballot:
    return await group.write(
        loans.vote, group.actor(n), loan.id, said, new_id=group.new_id, at=after(0.01 * n)
    )


async def test_a_member_asks_and_all_the_others_may_vote(database: Database) -> None:
    group = await with_savings(database)
    loan = await propose(group, 3, 3)

    assert (loan.state, loan.member_id) == (LoanState.PROPOSED, group.member(3))
    assert await group.read(ballot, group.actor(4), loan.id) == Ballot(loan, 0, 5, after(7).date())


async def test_two_thirds_carry_a_small_loan_of_the_groups_own_money(database: Database) -> None:
    group = await with_savings(database)
    loan = await propose(group, 1, 3)
    for n in (1, 2, 4):
        assert (await say(group, n, loan)).is_carried is None
    await say(group, 5, loan)

    ended = await say(group, 6, loan, Vote.NO)

    assert (ended.loan.state, ended.is_carried) == (LoanState.APPROVED, True)
    assert (ended.yes, ended.no, ended.abstained) == (4, 1, 0)
    async with database.long_read() as read:
        assert (await verify(read, DIGESTED)).is_sound


async def test_the_same_money_is_not_promised_twice(database: Database) -> None:
    group = await with_savings(database)
    await propose(group, 3, 3)
    await propose(group, 4, 4)

    with pytest.raises(NotEligible) as refusal:
        await propose(group, 5, 5, replace(ASKED, amount=100_00))

    assert refusal.value == NotEligible(("free_cash",))
