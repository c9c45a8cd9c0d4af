"""Change a paid-out loan with a reason and a second person: waive, reschedule, write off.

People decide who gets a waiver, how much, and why; here it is checked, shown and recorded.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from groups.approvals.model import Asked, RequestKind
from groups.approvals.store import select_waiting_requests
from groups.lending.effects.changes import (
    Out,
    ask_change,
    check_change,
    look_at,
    may_decide,
    present_in,
)
from groups.lending.facts.approvals import LOAN_CHANGES
from groups.lending.model.changes import Change, Said, Spread
from groups.lending.rules.changes import check_spread
from groups.loans.model.loan import Loan, LoanState
from groups.loans.model.refusals import LoanMovedOn
from groups.loans.model.terms import Instalment
from groups.loans.rules.loan_books import anew
from groups.loans.rules.outstanding import Owed, owed_in_all
from groups.loans.store.loans import select_group_of_loan, select_loan
from groups.people.facts.door import enter, enter_to_read, signature
from groups.people.facts.names import read_member
from groups.people.model.deed import Deed
from groups.people.model.group import Group
from groups.people.model.people import Actor, ActorRoles, Member
from groups.people.model.refusals import NotFound, ReasonMissing
from groups.people.rules.rights import Right, may
from groups.registers.store.meetings import select_briefs
from groups.vouches.model.refusals import NotByHerOwnHand
from storage.tx import Tx

MEETINGS_SHOWN: Final = 8


@dataclass(frozen=True, slots=True)
class Heard:
    """A meeting that may have decided on a loan; `present` leaves out the borrower."""

    meeting_id: str
    day: date
    present: int


@dataclass(frozen=True, slots=True)
class ChangeForm:
    """The possible changes of a loan; `owed` today in paise. `waits`: kinds already asked for."""

    loan: Loan
    borrower: Member
    owed: Owed
    months_most: int
    grace_most: int
    meetings: tuple[Heard, ...]  # empty for persons who may not write off
    waits: tuple[RequestKind, ...]


def form(tx: Tx, actor: Actor, loan_id: str, *, at: datetime) -> ChangeForm:
    """The possible changes of a paid-out loan, for office-bearers and the facilitator."""
    group, standing, loan = _look(tx, actor, loan_id)
    out = _out(tx, group, loan, at)
    rules = out.charter.loans.terms
    waiting = select_waiting_requests(tx, group.id)
    return ChangeForm(
        loan=loan,
        borrower=read_member(tx, loan.member_id),
        owed=out.owed,
        months_most=rules.months_at_most,
        grace_most=rules.grace_months_at_most,
        meetings=tuple(_meetings(tx, loan)) if may(standing, Right.WRITE_OFF_LOAN) else (),
        waits=tuple(
            one.kind for one in waiting if one.kind in LOAN_CHANGES and one.subject == loan.id
        ),
    )


def preview(
    tx: Tx, actor: Actor, loan_id: str, change: Spread, *, at: datetime
) -> tuple[Instalment, ...]:
    """The schedule that would replace the current one."""
    group, _, loan = _look(tx, actor, loan_id)
    out = _out(tx, group, loan, at)
    check_spread(change, owed_in_all(out.book), out.charter.loans.terms)
    return anew(out.book, change.months, change.grace_months).lines


def ask(
    tx: Tx,
    actor: Actor,
    loan_id: str,
    change: Change,
    reason: str,
    *,
    new_id: Callable[[], str],
    at: datetime,
) -> Asked:
    """Ask for a change of a paid-out loan; a second person confirms it, not the borrower.

    A different request replaces the one that waits, which lapses. Only the facilitator asks to
    write off, as the group decided in a meeting. ReasonMissing, LoanMovedOn, NotByHerOwnHand for
    the borrower herself, and the refusals of the change itself.
    """
    act = Right.WRITE_OFF_LOAN if isinstance(change, Said) else Right.CHANGE_LOAN
    group, actor_roles = enter(tx, actor, _group_of(tx, loan_id), act)
    loan = _read(tx, loan_id)
    if actor_roles.member is not None and actor_roles.member.id == loan.member_id:
        raise NotByHerOwnHand
    if not reason.strip():
        raise ReasonMissing
    check_change(tx, _out(tx, group, loan, at), change)
    deed = Deed(group, signature(actor_roles), new_id, at)
    return ask_change(tx, deed, loan, change, reason.strip())


def _look(tx: Tx, actor: Actor, loan_id: str) -> tuple[Group, ActorRoles, Loan]:
    group, actor_roles = enter_to_read(tx, actor, _group_of(tx, loan_id), Right.CHANGE_LOAN)
    return group, actor_roles, _read(tx, loan_id)


def _out(tx: Tx, group: Group, loan: Loan, at: datetime) -> Out:
    if loan.state is not LoanState.PAID_OUT:
        raise LoanMovedOn(loan.state.value)
    return look_at(tx, group, loan, at=at)


def _meetings(tx: Tx, loan: Loan) -> list[Heard]:
    briefs = select_briefs(tx, loan.group_id, MEETINGS_SHOWN)
    return [
        Heard(one.id, one.day, present_in(tx, loan, one.id))
        for one in briefs
        if may_decide(loan, one.state, one.day)
    ]


def _group_of(tx: Tx, loan_id: str) -> str:
    group_id = select_group_of_loan(tx, loan_id)
    if group_id is None:
        raise NotFound
    return group_id


def _read(tx: Tx, loan_id: str) -> Loan:
    loan = select_loan(tx, loan_id)
    assert loan is not None, "loans are never deleted"
    return loan
