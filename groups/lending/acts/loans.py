"""Loans from the proposal to the approval: asked for, voted on, decided by people.

No money moves here: the hand-over and the payments are in meetings (`meetings/acts/meetings.py`).
The loan's state alone reserves the promised amount.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from groups.approvals.model import NotOnThisPhone
from groups.calendar.model import GroupWork
from groups.calendar.rules.days import day_in
from groups.charter.rules.charter import Charter
from groups.charter.store import select_charter, select_charter_of_version
from groups.lending.effects.telling import BALLOT, say_loan, say_voted
from groups.lending.facts.borrower_record import record_of
from groups.lending.model.eligibility import Outlook
from groups.lending.model.proposal import Ballot, LoanAskedFor, Preview, Vote
from groups.lending.rules.ballot import count_votes, is_carried, is_decided, yes_needed
from groups.lending.rules.eligibility import eligibility, outlook
from groups.lending.rules.lending import (
    check_voter,
    missing_confirmation,
    needs_facilitator,
    next_state,
    terms_of,
    voters,
)
from groups.lending.store import ballots
from groups.lending.store.ballots import Confirmation, VoteGiven
from groups.loans.effects.loans import record_loan, record_step
from groups.loans.model.count import Count
from groups.loans.model.loan import Loan, LoanState, LoanStep
from groups.loans.model.refusals import NotEligible
from groups.loans.rules.schedule import schedule
from groups.loans.store.loans import (
    Proposal,
    StepTaken,
    select_ballots_open,
    select_group_of_loan,
    select_groups_voting,
    select_loan,
    select_steps,
)
from groups.messages.store import pinned_message as status
from groups.people.facts.door import enter, enter_to_read, member_in, signature
from groups.people.facts.names import read_group
from groups.people.model.deed import Deed
from groups.people.model.group import Group
from groups.people.model.people import CLOCK, Actor, Member, MemberState
from groups.people.model.refusals import NotFound, NotYours, ReasonMissing
from groups.people.rules.rights import Right, require
from groups.people.store.members import select_member, select_members_with_say
from groups.people.store.roles import select_roles
from groups.turns.facts import phone_of
from ledger import words
from storage.tx import Tx


def preview(
    tx: Tx, actor: Actor, group_id: str, member_id: str, asked: LoanAskedFor, *, at: datetime
) -> tuple[Preview, Outlook]:
    """Preview a loan and check its conditions: her own, or another's if she may propose it.

    Of another's she reads only whether it is open.
    """
    group, actor_roles = enter_to_read(tx, actor, group_id, Right.SEE_LOANS)
    member = _borrower(tx, group, member_id)
    is_own = actor_roles.member is not None and actor_roles.member.id == member.id
    require(actor_roles, Right.ASK_LOAN if is_own else Right.PROPOSE_LOAN)
    charter = select_charter(tx, group_id)
    terms = terms_of(asked, charter)
    lines = schedule(terms, day_in(group.zone, at))
    eligible = eligibility(
        asked.fund, asked.amount, record_of(tx, group, member, asked.fund, charter, at=at), charter
    )
    return Preview(terms, lines), outlook(eligible, is_own=is_own)


def propose(
    tx: Tx,
    actor: Actor,
    group_id: str,
    member_id: str,
    asked: LoanAskedFor,
    *,
    new_id: Callable[[], str],
    at: datetime,
) -> Loan:
    """Propose a loan, one's own or as an office-bearer for another, and open the ballot.

    The amount is promised from now on and not free for others. NotEligible with the codes of what
    is missing, to the borrower alone; BadAnswer names an invalid value.
    """
    group, actor_roles = enter(tx, actor, group_id, Right.SEE_LOANS)
    member = _borrower(tx, group, member_id)
    is_own = actor_roles.member is not None and actor_roles.member.id == member.id
    require(actor_roles, Right.ASK_LOAN if is_own else Right.PROPOSE_LOAN)
    charter = select_charter(tx, group_id)
    terms = terms_of(asked, charter)
    eligible = eligibility(
        asked.fund, asked.amount, record_of(tx, group, member, asked.fund, charter, at=at), charter
    )
    if not eligible.is_open:
        hers = eligible.missing if is_own else ()
        raise NotEligible(tuple(reason.condition.value for reason in hers))
    day = day_in(group.zone, at)
    loan = Loan(
        id=new_id(),
        group_id=group.id,
        member_id=member.id,
        fund=asked.fund,
        terms=terms,
        purpose=asked.purpose,
        state=LoanState.PROPOSED,
        ladder_step=eligible.step,
        charter=charter.version,
        proposed_by=signature(actor_roles),
        proposed_day=day,
        ballot_until=day + timedelta(charter.loans.ballot.days),
    )
    deed = Deed(group, loan.proposed_by, new_id, at)
    word_id = _kept(tx, deed, asked.words)
    voice = _kept(tx, deed, asked.voice_id or "")
    record_loan(tx, group.id, Proposal(loan, word_id, voice), at=at)
    say_loan(tx, group, loan, BALLOT, _open_ballot(tx, loan, _count(tx, loan)), at=at)
    status.upsert_wanted(tx, group.id, at)
    return loan


def vote(
    tx: Tx,
    actor: Actor,
    loan_id: str,
    said: Vote,
    *,
    how: str = "self",
    turn_id: str = "",
    new_id: Callable[[], str],
    at: datetime,
) -> Ballot:
    """Give her vote, or change it while the ballot is open; end the ballot if its result is sure.

    Her vote is stored as erasable words; only the count reads it. Refuses the borrower, a closed
    ballot, and in a turn the borrower's phone (NotOnThisPhone): she may know the pictures.
    """
    group, actor_roles = enter(tx, actor, _group_of(tx, loan_id), Right.VOTE)
    loan = _read(tx, loan_id)
    member = member_in(actor_roles)
    check_voter(loan, member, day_in(group.zone, at))
    if loan.member_id in phone_of(tx, turn_id):
        raise NotOnThisPhone
    if _votes(tx, loan).get(member.id) is not said:
        word_id = words.keep_words(tx, new_id(), group.id, said.value, new_id(), at=at)
        cast = VoteGiven(new_id(), member.id, word_id, how, day_in(group.zone, at))
        ballots.insert_vote(tx, loan, cast, at=at)
        status.upsert_wanted(tx, group.id, at)
    count = _count(tx, loan)
    charter = select_charter_of_version(tx, loan.charter)
    if is_decided(count, charter.loans.ballot):
        return _end(tx, Deed(group, CLOCK, new_id, at), loan, count, charter)
    now = _open_ballot(tx, loan, count)
    say_voted(tx, group, now, at=at)
    return now


def groups_voting(tx: Tx, *, at: datetime) -> list[GroupWork]:
    """The groups with open ballots."""
    del at  # the groups' own days decide
    return select_groups_voting(tx)


def is_ballot_over(tx: Tx, work: GroupWork, *, at: datetime) -> bool:
    """Whether the last day of a group's first ballot is over."""
    del tx
    return work.day < day_in(work.zone, at).isoformat()


def end_ballots(tx: Tx, group_id: str, *, new_id: Callable[[], str], at: datetime) -> int:
    """End the ballots of a group whose last day is over; return how many."""
    tx.lock(f"group:{group_id}")
    group = read_group(tx, group_id)
    today = day_in(group.zone, at)
    over = [loan_id for loan_id, until in select_ballots_open(tx, group_id) if until < today]
    for loan_id in over:
        loan = _read(tx, loan_id)
        charter = select_charter_of_version(tx, loan.charter)
        _end(tx, Deed(group, CLOCK, new_id, at), loan, _count(tx, loan), charter)
    return len(over)


def decide(
    tx: Tx,
    actor: Actor,
    loan_id: str,
    *,
    is_yes: bool,
    reason: str,
    new_id: Callable[[], str],
    at: datetime,
) -> Loan:
    """The facilitator approves what the group has carried, or returns it with a reason.

    The same decision again changes nothing; ReasonMissing for a no without a reason. A loan of her
    own is never before her: nobody moderates a group that she is in.
    """
    group, actor_roles = enter(tx, actor, _group_of(tx, loan_id), Right.DECIDE_LOAN)
    loan = _read(tx, loan_id)
    step = LoanStep.APPROVE if is_yes else LoanStep.RETURN
    if _has_taken(tx, loan, step, signature(actor_roles)):
        return loan
    next_state(loan, step)
    if not is_yes and not reason.strip():
        raise ReasonMissing
    moved = _take(tx, Deed(group, signature(actor_roles), new_id, at), loan, step, reason=reason)
    say_loan(tx, group, moved, f"loan_{moved.state}", reason=reason.strip(), at=at)
    return moved


def cancel(
    tx: Tx, actor: Actor, loan_id: str, *, reason: str, new_id: Callable[[], str], at: datetime
) -> Loan:
    """Cancel a loan before its hand-over: the borrower her own, others with a reason."""
    group, actor_roles = enter(tx, actor, _group_of(tx, loan_id), Right.SEE_LOANS)
    loan = _read(tx, loan_id)
    is_own = actor_roles.member is not None and actor_roles.member.id == loan.member_id
    if not is_own:
        require(actor_roles, Right.CANCEL_LOAN)
    if _has_taken(tx, loan, LoanStep.CANCEL, signature(actor_roles)):
        return loan
    next_state(loan, LoanStep.CANCEL)
    if not is_own and not reason.strip():
        raise ReasonMissing
    deed = Deed(group, signature(actor_roles), new_id, at)
    moved = _take(tx, deed, loan, LoanStep.CANCEL, reason=reason)
    shown_reason = "" if is_own else reason.strip()
    say_loan(tx, group, moved, "loan_cancelled", reason=shown_reason, at=at)
    return moved


def confirm(
    tx: Tx,
    actor: Actor,
    loan_id: str,
    *,
    turn_id: str = "",
    new_id: Callable[[], str],
    at: datetime,
) -> str:
    """Confirm the hand-over of an approved loan, as its borrower or as an office-bearer.

    Returns who has yet to confirm: borrower, officers, officer, or nobody (empty). A second time
    changes nothing. NotYours for others; NotOnThisPhone for an office-bearer in her turn on the
    phone of the borrower or of another office-bearer, who may know her pictures.
    """
    group, actor_roles = enter(tx, actor, _group_of(tx, loan_id), Right.CONFIRM_HAND_OVER)
    loan = _read(tx, loan_id)
    next_state(loan, LoanStep.PAY_OUT)
    member = member_in(actor_roles)
    as_whom = "borrower" if member.id == loan.member_id else "officer"
    if as_whom == "officer" and not actor_roles.roles:
        raise NotYours(needs="office_bearer")
    offices = select_roles(tx, group.id)
    gains = phone_of(tx, turn_id) & {loan.member_id, *offices}
    if as_whom == "officer" and gains:
        raise NotOnThisPhone
    said = Confirmation(new_id(), member.id, as_whom, "turn" if turn_id else "self")
    ballots.insert_confirmation(tx, loan, said, at=at)
    return missing_confirmation(loan, ballots.select_confirmations(tx, loan.id), offices)


def ballot(tx: Tx, actor: Actor, loan_id: str) -> Ballot:
    """The state of a ballot, for a member of the group or its facilitator."""
    enter_to_read(tx, actor, _group_of(tx, loan_id), Right.SEE_LOANS)
    loan = _read(tx, loan_id)
    for taken in select_steps(tx, loan.id):
        if taken.count is not None:
            return _ended(tx, loan, taken.count, is_carried=taken.step is not LoanStep.REJECT)
    return _open_ballot(tx, loan, _count(tx, loan))


def _borrower(tx: Tx, group: Group, member_id: str) -> Member:
    member = select_member(tx, member_id)
    if member is None or member.group_id != group.id or member.state is not MemberState.ACTIVE:
        raise NotFound
    return member


def _group_of(tx: Tx, loan_id: str) -> str:
    group_id = select_group_of_loan(tx, loan_id)
    if group_id is None:
        raise NotFound
    return group_id


def _read(tx: Tx, loan_id: str) -> Loan:
    loan = select_loan(tx, loan_id)
    assert loan is not None, "loans are never deleted"
    return loan


def _kept(tx: Tx, deed: Deed, text: str) -> str | None:
    if not text.strip():
        return None
    return words.keep_words(
        tx, deed.new_id(), deed.group.id, text.strip(), deed.new_id(), at=deed.at
    )


def _votes(tx: Tx, loan: Loan) -> dict[str, Vote]:
    """The vote of each member, as long as it is not erased."""
    given = (
        (vote.member_id, words.read(tx, vote.word_id)) for vote in ballots.select_votes(tx, loan.id)
    )
    return {member_id: Vote(said) for member_id, said in given if said is not None}


def _count(tx: Tx, loan: Loan) -> Count:
    """Count the votes of members who may vote now; former and frozen members no longer count."""
    given = _votes(tx, loan)
    able = [member.id for member in voters(select_members_with_say(tx, loan.group_id), loan)]
    return count_votes([given[member_id] for member_id in able if member_id in given], len(able))


def _open_ballot(tx: Tx, loan: Loan, count: Count) -> Ballot:
    charter = select_charter_of_version(tx, loan.charter)
    needed = yes_needed(count.voters, charter.loans.ballot)
    return Ballot(loan, count.voted, count.voters, loan.ballot_until, needed)


def _end(tx: Tx, deed: Deed, loan: Loan, count: Count, charter: Charter) -> Ballot:
    carried = is_carried(count, charter.loans.ballot)
    step = LoanStep.REJECT
    if carried:
        asks = needs_facilitator(loan, charter)
        step = LoanStep.CARRY if asks else LoanStep.CARRY_FINALLY
    moved = _take(tx, deed, loan, step, count=count)
    ended = _ended(tx, moved, count, is_carried=carried)
    say_loan(
        tx, deed.group, moved, "loan_carried" if carried else "loan_rejected", ended, at=deed.at
    )
    return ended


def _ended(tx: Tx, loan: Loan, count: Count, *, is_carried: bool) -> Ballot:
    ended = replace(_open_ballot(tx, loan, count), is_carried=is_carried)
    if count.is_secret:
        return ended
    return replace(ended, yes=count.yes, no=count.no, abstained=count.abstained)


def _take(
    tx: Tx, deed: Deed, loan: Loan, step: LoanStep, *, reason: str = "", count: Count | None = None
) -> Loan:
    """Take a step that the life-cycle allows, and record it."""
    taken = StepTaken(
        id=deed.new_id(),
        loan_id=loan.id,
        step=step,
        state=next_state(loan, step),
        day=day_in(deed.group.zone, deed.at),
        by_id=deed.by_id,
        word_id=_kept(tx, deed, reason),
        count=count,
    )
    record_step(tx, loan.group_id, taken, at=deed.at)
    status.upsert_wanted(tx, loan.group_id, deed.at)
    return _read(tx, loan.id)


def _has_taken(tx: Tx, loan: Loan, step: LoanStep, by_id: str) -> bool:
    """Whether this person took this same step last: a second tap."""
    taken = select_steps(tx, loan.id)
    return bool(taken) and (taken[-1].step, taken[-1].by_id) == (step, by_id)
