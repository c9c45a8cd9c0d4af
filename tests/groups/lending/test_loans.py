"""Loans from the proposal to the approval: asked for, voted on, decided by people."""

import json
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from groups.approvals.model import NotOnThisPhone
from groups.calendar.model import Rhythm
from groups.charter.model.terms import Plan
from groups.lending.acts import loans
from groups.lending.model.eligibility import Outlook
from groups.lending.model.proposal import Ballot, Vote
from groups.loans.model.loan import Loan, LoanState
from groups.loans.model.refusals import BorrowerVotes, LoanMovedOn, NotEligible
from groups.people.model.people import MemberState
from groups.people.model.refusals import (
    BadAnswer,
    ConcernedHerself,
    NotFound,
    NotYours,
    ReasonMissing,
    Refusal,
)
from groups.registers.model.money import LoanFund
from groups.turns.model import Turn
from groups.turns.store import turns
from storage.database import Database
from storage.tx import Tx
from tests.groups.lenders import ASKED, Lenders, lenders
from tests.groups.sisters import NOON, after
from tests.groups.ticking import tick


async def refused(awaited: Any) -> Refusal:
    """Return the refusal in which an act ends."""
    with pytest.raises(Refusal) as refusal:
        await awaited
    return refusal.value


async def test_a_member_asks_and_all_the_others_may_vote(database: Database) -> None:
    group = await lenders(database)
    loan = await group.propose()

    ballot = await group.sisters.read(loans.ballot, group.sisters.actor(4), loan.id)

    assert ballot == Ballot(loan, 0, 5, after(7).date(), needed=4)
    assert len(await group.sisters.said("loan_ballot")) == 1


async def test_of_a_ballot_that_was_taken_back_nothing_is_counted(database: Database) -> None:
    group = await lenders(database)
    loan, sisters = await group.propose(), group.sisters
    await sisters.write(
        loans.cancel, sisters.actor(3), loan.id, reason="", new_id=sisters.new_id, at=NOON
    )

    ballot = await sisters.read(loans.ballot, sisters.actor(4), loan.id)

    assert (ballot.loan.state, ballot.is_carried, ballot.yes) == (LoanState.CANCELLED, None, None)


async def test_two_thirds_carry_a_small_loan_of_the_groups_own_money(database: Database) -> None:
    group = await lenders(database)
    loan = await group.propose()
    open_ballots = [await group.say(n, loan) for n in (1, 2, 4, 5)]

    ended = await group.say(6, loan, Vote.NO)

    assert [it.is_carried for it in open_ballots] == [None] * 4
    assert (ended.loan.state, ended.is_carried) == (LoanState.APPROVED, True)
    assert (ended.yes, ended.no, ended.abstained) == (4, 1, 0)
    assert await group.sisters.read(loans.ballot, group.sisters.actor(4), loan.id) == ended
    assert await group.is_sound()


async def test_a_ballot_that_cannot_be_won_any_more_ends(database: Database) -> None:
    group = await lenders(database)
    loan = await group.propose()
    await group.say(1, loan, Vote.NO)

    ended = await group.say(2, loan, Vote.ABSTAIN)

    assert (ended.loan.state, ended.is_carried) == (LoanState.REJECTED, False)
    assert await refused(group.say(4, loan)) == LoanMovedOn("rejected")


async def test_a_vote_can_be_changed_and_given_twice_it_counts_once(database: Database) -> None:
    group = await lenders(database)
    loan = await group.propose()
    await group.say(1, loan, Vote.NO)
    await group.say(1, loan, Vote.YES, at=after(0.1))

    ballot = await group.say(1, loan, Vote.YES, at=after(0.1))

    assert ballot.voted == 1
    assert len(await group.sisters.rows("SELECT id FROM loan_votes")) == 2


async def test_in_whose_name_another_asks_she_hears_it_herself_and_takes_it_back(
    database: Database,
) -> None:
    group = await lenders(database)
    loan = await group.propose(3, by=1)
    heard = [to for to, *_ in await group.sisters.said("loan_ballot_hers")]
    sisters = group.sisters
    back = await sisters.write(
        loans.cancel, sisters.actor(3), loan.id, reason="", new_id=sisters.new_id, at=NOON
    )

    assert heard == ["gp3"]
    assert back.state is LoanState.CANCELLED


async def test_what_she_asks_for_herself_is_not_told_to_her(database: Database) -> None:
    group = await lenders(database)
    await group.propose(3)

    assert await group.sisters.said("loan_ballot_hers") == []


async def test_nobody_votes_on_her_own_loan(database: Database) -> None:
    group = await lenders(database)
    loan = await group.propose(3)

    assert await refused(group.say(3, loan)) == BorrowerVotes()


async def test_who_has_left_since_counts_no_more(database: Database) -> None:
    group = await lenders(database)
    loan = await group.propose()
    await group.say(1, loan, Vote.NO)
    await group.sisters.set_state(1, MemberState.LEFT)

    ballot = await group.sisters.read(loans.ballot, group.sisters.actor(4), loan.id)

    assert (ballot.voted, ballot.voters) == (0, 4)


async def test_among_four_voters_only_the_result_is_told(database: Database) -> None:
    group = await lenders(database)
    await group.sisters.set_state(6, MemberState.FROZEN)
    loan = await group.propose()
    for n in (1, 2, 4):
        await group.say(n, loan)

    ended = await group.say(5, loan)

    assert (ended.is_carried, ended.yes, ended.needed) == (True, None, 3)


@pytest.mark.both_engines
async def test_a_ballot_ends_by_itself_after_its_last_day(database: Database) -> None:
    group = await lenders(database)
    loan = await group.propose()
    for n in (1, 2, 4, 5):
        await group.say(n, loan)
    end = group.sisters.new_id

    on_its_day = await group.sisters.write(tick, "ballots", new_id=end, at=after(7))
    the_day_after = await group.sisters.write(tick, "ballots", new_id=end, at=after(8))

    assert (on_its_day, the_day_after) == (0, 1)
    assert await group.state(loan) is LoanState.APPROVED


async def test_the_same_money_is_not_promised_twice(database: Database) -> None:
    group = await lenders(database)
    await group.propose(3)
    await group.propose(4)

    refusal = await refused(group.propose(5, replace(ASKED, amount=100_00)))

    assert refusal == NotEligible(("free_cash",))


async def test_what_is_rejected_or_cancelled_is_free_again(database: Database) -> None:
    group = await lenders(database)
    first, second = await group.propose(3), await group.propose(4)
    for n in (1, 2):
        await group.say(n, first, Vote.NO)
    await cancel(group, 4, second.id)

    assert (await group.propose(5)).state is LoanState.PROPOSED
    assert (await group.propose(6)).state is LoanState.PROPOSED


async def cancel(group: Lenders, by: int, loan_id: str, reason: str = "") -> Any:
    sisters = group.sisters
    return await sisters.write(
        loans.cancel, sisters.actor(by), loan_id, reason=reason, new_id=sisters.new_id, at=NOON
    )


async def test_an_office_bearer_cancels_with_a_reason_and_no_other(database: Database) -> None:
    group = await lenders(database)
    loan = await group.propose(3)

    assert await refused(cancel(group, 4, loan.id)) == NotYours(needs="office_bearer")
    assert await refused(cancel(group, 1, loan.id)) == ReasonMissing()
    assert (await cancel(group, 1, loan.id, "She moved away")).state is LoanState.CANCELLED
    assert (await cancel(group, 1, loan.id, "She moved away")).state is LoanState.CANCELLED


async def decide(group: Lenders, by: int, loan_id: str, *, is_yes: bool, reason: str = "") -> Any:
    sisters = group.sisters
    act = partial(loans.decide, is_yes=is_yes, reason=reason, new_id=sisters.new_id, at=after(1))
    return await sisters.write(act, sisters.actor(by), loan_id)


async def test_above_the_limit_a_facilitator_has_the_last_word(database: Database) -> None:
    group = await lenders(database, saved=4000_00)
    loan = await group.carried(3, replace(ASKED, amount=10_001_00))

    assert loan.state is LoanState.CARRIED
    assert len(await group.sisters.said("loan_decide")) == 1
    assert await refused(decide(group, 1, loan.id, is_yes=True)) == NotYours(needs="facilitator")
    assert (await decide(group, 0, loan.id, is_yes=True)).state is LoanState.APPROVED
    assert (await decide(group, 0, loan.id, is_yes=True)).approved_day == after(1).date()
    assert await group.is_sound()


async def test_a_facilitator_is_asked_beside_what_she_must_weigh(database: Database) -> None:
    group = await lenders(database, saved=4000_00)
    await group.carried(3, replace(ASKED, amount=10_001_00))
    [(_, _, facts)] = await group.sisters.said("loan_decide")

    assert json.loads(facts)["record"] == {
        "savings": 4000_00,
        "points": 0,
        "late": 0,
        "free": 6 * 4000_00 - 10_001_00,
        "group_late": 0.0,
    }


async def test_a_facilitator_decides_no_loan_of_a_group_that_she_is_in(database: Database) -> None:
    group = await lenders(database, saved=4000_00)
    head = await group.sisters.stand_in()
    loan = await group.carried(3, replace(ASKED, amount=10_001_00))
    approve = partial(
        loans.decide, is_yes=True, reason="", new_id=group.sisters.new_id, at=after(1)
    )

    assert [person for person, _, _ in await group.sisters.said("loan_decide")] == [head.person_id]
    assert await refused(decide(group, 0, loan.id, is_yes=True)) == ConcernedHerself()
    assert await group.state(loan) is LoanState.CARRIED
    assert (await group.sisters.write(approve, head, loan.id)).state is LoanState.APPROVED


async def test_a_facilitator_returns_a_loan_with_a_reason(database: Database) -> None:
    group = await lenders(database, saved=4000_00)
    loan = await group.carried(3, replace(ASKED, amount=10_001_00))

    assert await refused(decide(group, 0, loan.id, is_yes=False)) == ReasonMissing()
    returned = await decide(group, 0, loan.id, is_yes=False, reason="Too much at once")
    assert returned.state is LoanState.RETURNED
    assert await refused(decide(group, 0, loan.id, is_yes=True)) == LoanMovedOn("returned")


async def test_a_loan_is_previewed_with_its_reasons(database: Database) -> None:
    group = await lenders(database)
    sisters = group.sisters
    hers = (sisters.actor(3), sisters.group_id, sisters.member(3))
    asked = replace(ASKED, amount=4000_00, rhythm=Rhythm.WEEKLY, plan=Plan.EQUAL_PRINCIPAL)

    preview, outlook = await sisters.read(loans.preview, *hers, asked, at=NOON)

    assert outlook.hers is not None
    assert [reason.condition for reason in outlook.hers.missing] == ["savings"]
    assert (len(preview.lines), preview.terms.rhythm) == (26, Rhythm.WEEKLY)


async def test_a_dsc_loan_asks_for_points(database: Database) -> None:
    group = await lenders(database, grant=20_000_00)

    refusal = await refused(group.propose(3, replace(ASKED, fund=LoanFund.DSC, amount=2000_00)))

    assert refusal == NotEligible(("points", "standing", "vouches"))


@pytest.mark.parametrize("amount", [2000_00, 100_000_00])
@pytest.mark.parametrize("fund", LoanFund)
async def test_an_office_bearer_reads_no_condition_of_another(
    database: Database, fund: LoanFund, amount: int
) -> None:
    group = await lenders(database, grant=20_000_00)
    sisters = group.sisters
    asked = replace(ASKED, fund=fund, amount=amount)
    of_her = (sisters.group_id, sisters.member(3), asked)
    _, of_her_own = await sisters.read(loans.preview, sisters.actor(3), *of_her, at=NOON)

    _, seen = await sisters.read(loans.preview, sisters.actor(1), *of_her, at=NOON)

    assert seen == Outlook(of_her_own.is_open, hers=None)
    assert seen.is_open or await refused(group.propose(3, asked, by=1)) == NotEligible(())


async def confirmed_in_turn(group: Lenders, loan: Loan, n: int, *, phone: int) -> str:
    """Let a member confirm the hand-over in her turn on the phone of another."""
    sisters = group.sisters
    turn = Turn(
        sisters.new_id(), sisters.group_id, sisters.member(n), sisters.actor(phone).person_id, NOON
    )

    def act(tx: Tx) -> str:
        turns.insert_turn(tx, turn)
        turns.insert_turn_act(tx, turn, sisters.member(phone), at=NOON)
        return loans.confirm(
            tx, sisters.actor(n), loan.id, turn_id=turn.id, new_id=sisters.new_id, at=NOON
        )

    return await sisters.write(act)


async def test_one_phone_is_not_two_office_bearers_and_the_borrower(database: Database) -> None:
    group = await lenders(database)
    loan = await group.carried(3)
    await group.confirmed(loan, 1)

    for phone in (1, 3):
        with pytest.raises(NotOnThisPhone):
            await confirmed_in_turn(group, loan, 2, phone=phone)
    assert await confirmed_in_turn(group, loan, 3, phone=1) == "officer"
    assert await confirmed_in_turn(group, loan, 2, phone=5) == ""


async def test_only_office_bearers_propose_for_another(database: Database) -> None:
    group = await lenders(database)

    assert await refused(group.propose(3, by=4)) == NotYours(needs="office_bearer")
    assert (await group.propose(3, by=2)).proposed_by == group.sisters.member(2)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"amount": 0}, "amount"),
        ({"amount": 100_50}, "amount"),
        ({"months": 25}, "months"),
        ({"months": 1, "grace_months": 1}, "grace_months"),
    ],
)
async def test_what_makes_no_sense_is_refused(
    database: Database, changed: dict[str, Any], field: str
) -> None:
    group = await lenders(database)

    assert await refused(group.propose(3, replace(ASKED, **changed))) == BadAnswer(field)


async def test_strangers_and_unknown_loans_are_refused_alike(database: Database) -> None:
    group = await lenders(database)
    await group.sisters.set_state(6, MemberState.LEFT)

    assert await refused(group.propose(6, by=1)) == NotFound()
    assert await refused(cancel(group, 1, "unknown")) == NotFound()


async def test_the_borrower_and_two_office_bearers_say_that_it_is_handed_over(
    database: Database,
) -> None:
    group = await lenders(database)
    loan = await group.carried()

    assert await refused(group.confirmed(loan, 4)) == NotYours(needs="office_bearer")
    assert await group.confirmed(loan, 1) == "borrower"
    assert await group.confirmed(loan, 3) == "officer"
    assert await group.confirmed(loan, 1) == "officer"
    assert await group.confirmed(loan, 2) == ""
