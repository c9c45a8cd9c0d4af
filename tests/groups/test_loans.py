"""Loans from the proposal to the approval: asked for, voted on, decided by people."""

from dataclasses import replace
from datetime import datetime

import pytest

from groups import loans, meetings
from groups.loans import ballot
from groups.model.lending import Asked, Ballot
from groups.model.loan import Loan, LoanFund, LoanState, Purpose
from groups.model.money import MoneyKind, MoneyLine
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
from groups.rules.money_lines import cash_effect
from groups.store.digested import DIGESTED
from groups.store.loan_books import select_books
from groups.store.loans import select_loan, select_terms
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


async def approved(group: Sisters, borrower: int = 3, asked: Asked = ASKED) -> Loan:
    """A loan that the group has carried and everybody has confirmed."""
    loan = await propose(group, borrower, borrower, asked)
    for n in range(1, 7):
        if n != borrower:
            ended = await say(group, n, loan)
    for n in (1, 2, borrower):
        await group.write(loans.confirm, group.actor(n), loan.id, new_id=group.new_id, at=NOON)
    return ended.loan


async def test_a_loan_is_handed_over_and_paid_back_in_meetings(database: Database) -> None:
    group = await with_savings(database)
    loan = await approved(group)
    hand_over = MoneyLine(MoneyKind.HAND_OVER, 3000_00, loan.member_id, loan.id)
    await meet(group, NOON, hand_over)

    for n in range(1, 6):
        pays = MoneyLine(MoneyKind.REPAYMENT, 536_00, loan.member_id, loan.id)
        await meet(group, after(31 * n), pays)
    last = await group.read(select_loan, loan.id)

    assert last is not None
    books = await group.read(lambda tx: select_books(tx, loan, select_terms(tx, loan.id)))
    assert books[0].accrued[:2] == (60_00, 50_00)
    async with database.long_read() as read:
        assert (await verify(read, DIGESTED)).is_sound
    print(books, last.state)


async def meet(group: Sisters, at: datetime, *money: MoneyLine) -> None:
    meeting = await group.open_meeting(at)
    page = await group.read(meetings.register, group.actor(1), meeting.id, at=at)
    body = replace(group.body(0), money=money)
    change = sum(map(cash_effect, money))
    await group.close(meeting, replace(body, cash_counted=page.cash_expected + change), at)
