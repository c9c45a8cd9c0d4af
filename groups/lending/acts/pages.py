"""The pages of loans: lists, one loan with its history, the form to ask. They only read."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from groups.calendar.rules.days import day_in
from groups.charter.rules.charter import Charter
from groups.charter.store import select_charter, select_charter_of_version
from groups.disputes.model import LineKind
from groups.disputes.store import select_open_subjects
from groups.funds.facts.free_money import free_money
from groups.lending.model.pages import (
    FundShown,
    LoanForm,
    LoanLine,
    LoanMays,
    LoanMoved,
    LoanPage,
    LoansPage,
    NewSchedule,
    OwnLoan,
    OwnLoans,
    ScheduleLine,
    StepShown,
)
from groups.lending.rules.lending import cooling_off_until, missing_confirmation
from groups.lending.store.ballots import select_confirmations, select_votes
from groups.loans.facts.loans_now import LoanNow, lent, loans_now, payable_in
from groups.loans.facts.statement import select_loan_entries
from groups.loans.model.loan import LOAN_STEPS, RESERVED, Loan, LoanState, LoanStep
from groups.loans.rules.arrears import age, at_risk
from groups.loans.rules.outstanding import accrued_by, closes_with, due, is_paid_by
from groups.loans.store.loans import (
    LENT,
    StepTaken,
    select_group_of_loan,
    select_proposal,
    select_steps,
    select_terms,
)
from groups.people.facts.door import enter_to_read
from groups.people.facts.names import name_of
from groups.people.model.group import Group
from groups.people.model.people import Actor, ActorRoles, Member, Name
from groups.people.model.refusals import NotFound
from groups.people.rules.rights import Right, may
from groups.people.store.members import select_active_members, select_members_ever
from groups.people.store.roles import select_roles
from groups.registers.model.money import LoanFund
from ledger import words
from storage.tx import Tx, moment

ENDED_SHOWN: Final = 30
_OPEN: Final = RESERVED | {LoanState.PAID_OUT}
_AGREED: Final = frozenset({LoanState.CARRIED, LoanState.APPROVED})
_ENDED: Final = frozenset(LoanState) - {LoanState.PROPOSED, LoanState.PAID_OUT} - _AGREED
_SHOWN_TO_ALL: Final = frozenset({LoanState.PROPOSED, *_AGREED, LoanState.REJECTED})


@dataclass(frozen=True, slots=True)
class _Seen:
    """A person who reads a group's loans, and the day on which she does."""

    group: Group
    actor_roles: ActorRoles
    names: dict[str, Member]
    payable: Callable[[date], date]
    payable_now: Callable[[date], date]  # if a meeting is held today, in which she can pay
    day: date

    @property
    def own_id(self) -> str | None:
        """Her member id; None if she is no member."""
        return self.actor_roles.member.id if self.actor_roles.member else None

    @property
    def sees_books(self) -> bool:
        """Whether she may see what others owe."""
        return may(self.actor_roles, Right.SEE_LOAN_BOOKS)


def loans_page(tx: Tx, actor: Actor, group_id: str, *, at: datetime) -> LoansPage:
    """Her own loans and the open ballots; for book-keepers also what is lent and in arrears."""
    group, actor_roles = enter_to_read(tx, actor, group_id, Right.SEE_LOANS)
    charter = select_charter(tx, group_id)
    seen = _seen(tx, group, actor_roles, charter, at)
    every = loans_now(tx, group, charter, seen.day)
    lines = [_line(seen, each) for each in every]
    of_others = [line for line in lines if not line.is_hers]
    out = [each for each in every if each.loan.state is LoanState.PAID_OUT]
    ended = _in_state(of_others, *_ENDED)
    risk = at_risk(lent(out)) if seen.sees_books else 0
    return LoansPage(
        group=group,
        is_member=actor_roles.member is not None,
        may_vote=may(actor_roles, Right.VOTE),
        may_ask=may(actor_roles, Right.ASK_LOAN),
        may_propose=may(actor_roles, Right.PROPOSE_LOAN),
        hers=tuple(line for line in reversed(lines) if line.is_hers),
        ballots=_in_state(lines, LoanState.PROPOSED),
        agreed=_in_state(of_others, *_AGREED),
        out=_in_state(of_others, LoanState.PAID_OUT) if seen.sees_books else (),
        ended=ended[::-1][:ENDED_SHOWN] if seen.sees_books else (),
        at_risk=round(10_000 * risk),
        free=free_money(tx, group_id, (each.loan for each in every)) if seen.sees_books else None,
    )


def own_loans(tx: Tx, actor: Actor, group_id: str, *, at: datetime) -> OwnLoans:
    """Her own open loans, and the ballots of others in which she may vote."""
    group, actor_roles = enter_to_read(tx, actor, group_id, Right.SEE_LOANS)
    charter = select_charter(tx, group_id)
    seen = _seen(tx, group, actor_roles, charter, at)
    every = loans_now(tx, group, charter, seen.day)
    own_id = seen.own_id
    votes = own_id is not None and may(actor_roles, Right.VOTE)
    return OwnLoans(
        hers=tuple(
            OwnLoan(_line(seen, each), _from_day(tx, each.loan))
            for each in every
            if each.loan.member_id == own_id and each.loan.state in _OPEN
        ),
        ballots=tuple(
            LoanLine(each.loan, member.number, member.name, is_hers=False)
            for each in every
            if each.loan.state is LoanState.PROPOSED and votes and each.loan.member_id != own_id
            for member in (seen.names[each.loan.member_id],)
        ),
        may_ask=may(actor_roles, Right.ASK_LOAN),
    )


def loan_page(tx: Tx, actor: Actor, loan_id: str, *, at: datetime) -> LoanPage:
    """One loan: all of it for its borrower and the book-keepers, its ballot for others.

    NotFound for others after the hand-over: they may not see what she pays.
    """
    group_id = select_group_of_loan(tx, loan_id)
    if group_id is None:
        raise NotFound
    group, actor_roles = enter_to_read(tx, actor, group_id, Right.SEE_LOANS)
    charter = select_charter(tx, group_id)
    seen = _seen(tx, group, actor_roles, charter, at)
    every = loans_now(tx, group, charter, seen.day)
    now = next(each for each in every if each.loan.id == loan_id)
    line = _line(seen, now)
    is_whole = line.is_hers or seen.sees_books
    if not is_whole and now.loan.state not in _SHOWN_TO_ALL:
        raise NotFound
    proposal, said = select_proposal(tx, now.loan), select_confirmations(tx, loan_id)
    approved = now.loan.state is LoanState.APPROVED
    missing = missing_confirmation(now.loan, said, select_roles(tx, group_id)) if approved else ""
    return LoanPage(
        line=line,
        group=group,
        is_whole=is_whole,
        words=_words(tx, proposal.word_id),
        has_voice=proposal.voice_id is not None,
        proposed_by=name_of(tx, now.loan.proposed_by),
        has_voted=seen.own_id in {vote.member_id for vote in select_votes(tx, loan_id)},
        may=_mays(
            seen,
            now.loan,
            {one.by_id for one in said},
            has_voice=proposal.voice_id is not None,
        ),
        missing=missing,
        confirmed=tuple(seen.names[one.by_id].name for one in said) if approved else (),
        from_day=_from_day(tx, now.loan),
        schedule=_schedule(seen, now) if is_whole else (),
        moved=_moved(tx, seen, now) if is_whole else (),
        spread=_spread(tx, seen, now) if is_whole else (),
        steps=tuple(_step(tx, taken) for taken in select_steps(tx, loan_id)) if is_whole else (),
    )


def loan_form(tx: Tx, actor: Actor, group_id: str, *, at: datetime) -> LoanForm:
    """The loan that she may ask for, for herself or as an office-bearer for another."""
    group, actor_roles = enter_to_read(tx, actor, group_id, Right.SEE_LOANS)
    charter = select_charter(tx, group_id)
    every = loans_now(tx, group, charter, day_in(group.zone, at))
    free = free_money(tx, group_id, (each.loan for each in every))
    own = actor_roles.member.id if actor_roles.member and may(actor_roles, Right.ASK_LOAN) else None
    others: Iterable[Member] = ()
    if may(actor_roles, Right.PROPOSE_LOAN):
        others = (one for one in select_active_members(tx, group_id) if one.id != own)
    always = {LoanFund.OWN, LoanFund.DSC}
    rules = charter.loans.terms
    return LoanForm(
        own=own,
        others=tuple(Name(one.id, one.number, one.name) for one in others),
        funds=tuple(
            FundShown(fund, free[fund]) for fund in LoanFund if fund in always or free[fund]
        ),
        months_most=rules.months_at_most,
        grace_most=rules.grace_months_at_most,
        rhythm=rules.rhythm,
        plan=rules.plan,
    )


def _seen(tx: Tx, group: Group, actor_roles: ActorRoles, charter: Charter, at: datetime) -> _Seen:
    names = {member.id: member for member in select_members_ever(tx, group.id)}
    day = day_in(group.zone, at)
    return _Seen(
        group=group,
        actor_roles=actor_roles,
        names=names,
        payable=payable_in(tx, group, charter, today=day),
        payable_now=payable_in(tx, group, charter, day),
        day=day,
    )


def _line(seen: _Seen, now: LoanNow) -> LoanLine:
    loan, member = now.loan, seen.names[now.loan.member_id]
    is_hers = loan.member_id == seen.own_id
    line = LoanLine(loan, member.number, member.name, is_hers)
    if loan.state is not LoanState.PAID_OUT or not (is_hers or seen.sees_books):
        return line
    assert now.book is not None, "a loan that is out was handed over"
    unpaid = [one.line for one in _schedule(seen, now) if not one.is_paid]
    due_day = max(map(seen.payable, (seen.day, unpaid[0].day))) if unpaid else None
    owed = due(accrued_by(now.book, due_day, seen.payable), due_day) if due_day else None
    return LoanLine(
        loan,
        member.number,
        member.name,
        is_hers,
        left=now.left,
        due=owed.amount if owed else 0,
        due_day=due_day,
        late=now.late.owed.amount if now.late else 0,
        closes=closes_with(now.book, seen.day, seen.payable_now),
        age=age(now.late.days if now.late else 0).value,
    )


def _in_state(lines: Iterable[LoanLine], *states: LoanState) -> tuple[LoanLine, ...]:
    return tuple(line for line in lines if line.loan.state in states)


def _mays(seen: _Seen, loan: Loan, said: set[str], *, has_voice: bool) -> LoanMays:
    actor_roles = seen.actor_roles
    is_hers, steps = loan.member_id == seen.own_id, LOAN_STEPS[loan.state]
    speaks = is_hers or bool(actor_roles.roles)
    is_able = may(actor_roles, Right.CONFIRM_HAND_OVER) and seen.own_id not in said
    is_ballot = loan.state is LoanState.PROPOSED and seen.day <= loan.ballot_until
    is_open = loan.state in {LoanState.PROPOSED, LoanState.CARRIED}
    decides = may(actor_roles, Right.VOTE) or may(actor_roles, Right.DECIDE_LOAN)
    return LoanMays(
        vote=is_ballot and not is_hers and may(actor_roles, Right.VOTE),
        decide=LoanStep.APPROVE in steps and not is_hers and may(actor_roles, Right.DECIDE_LOAN),
        cancel=LoanStep.CANCEL in steps and (is_hers or may(actor_roles, Right.CANCEL_LOAN)),
        confirm=LoanStep.PAY_OUT in steps and speaks and is_able,
        listen=has_voice and (is_hers or (is_open and decides)),
        change=LoanStep.SETTLE in steps and not is_hers and may(actor_roles, Right.CHANGE_LOAN),
    )


def _from_day(tx: Tx, loan: Loan) -> date | None:
    if loan.state is not LoanState.APPROVED:
        return None
    return cooling_off_until(loan, select_charter_of_version(tx, loan.charter))


def _schedule(seen: _Seen, now: LoanNow) -> tuple[ScheduleLine, ...]:
    if now.book is None:
        return ()
    last = now.book.lines[-1].day
    book = accrued_by(now.book, last, seen.payable)
    return tuple(
        ScheduleLine(line, seen.payable(line.day), is_paid_by(book, line, max(seen.day, last)))
        for line in book.lines
    )


def _moved(tx: Tx, seen: _Seen, now: LoanNow) -> tuple[LoanMoved, ...]:
    marked = select_open_subjects(tx, seen.own_id) if seen.own_id else frozenset[str]()
    return tuple(
        LoanMoved(
            entry=one.key,
            day=one.day,
            reason=one.reason.value,
            principal=one.principal,
            interest=one.interest,
            memo=_words(tx, one.memo),
            is_reversed=one.is_reversed,
            is_disputed=f"{LineKind.LOAN}:{one.key}" in marked,
        )
        for one in select_loan_entries(tx, now.loan)
    )


def _spread(tx: Tx, seen: _Seen, now: LoanNow) -> tuple[NewSchedule, ...]:
    return tuple(
        NewSchedule(
            day=day_in(seen.group.zone, moment(one.recorded_at)),
            principal=one.terms.principal,
            months=one.terms.months,
            by=name_of(tx, one.by_id),
            second=name_of(tx, one.second_id) if one.second_id else "",
            reason=_words(tx, one.word_id),
        )
        for one in select_terms(tx, now.loan.id)
        if one.version > LENT and one.word_id  # a loan handed over again has no reason
    )


def _step(tx: Tx, taken: StepTaken) -> StepShown:
    second = name_of(tx, taken.second_id) if taken.second_id else ""
    by = name_of(tx, taken.by_id)
    return StepShown(taken.step, taken.day, by, second, _words(tx, taken.word_id))


def _words(tx: Tx, word_id: str | None) -> str:
    return (words.read(tx, word_id) if word_id else None) or ""
