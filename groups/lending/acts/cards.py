"""The facts on a loan's chat cards, and whether she may decide it or take it back."""

from dataclasses import dataclass

from groups.lending.acts.loans import ballot
from groups.lending.effects.telling import facts_of
from groups.loans.model.loan import Loan
from groups.loans.store.loans import select_group_of_loan, select_loan
from groups.messages.model import Facts
from groups.people.facts.door import enter_to_read
from groups.people.facts.names import read_group
from groups.people.model.people import Actor, ActorRoles
from groups.people.model.refusals import NotFound
from groups.people.rules.rights import Right, require
from storage.tx import Tx


@dataclass(frozen=True, slots=True)
class ToCancel:
    """A loan that she may take back: her own, or another's with a reason."""

    loan: Loan
    is_hers: bool


def ballot_card(tx: Tx, actor: Actor, loan_id: str) -> Facts:
    """The facts of a ballot's card, for a member of the group or its facilitator."""
    open_ballot = ballot(tx, actor, loan_id)
    return facts_of(tx, read_group(tx, open_ballot.loan.group_id), open_ballot.loan, open_ballot)


def loan_card(tx: Tx, actor: Actor, loan_id: str) -> Facts:
    """The facts of a loan's card without its ballot, for the same readers."""
    loan, _ = _look(tx, actor, loan_id)
    return facts_of(tx, read_group(tx, loan.group_id), loan)


def to_decide(tx: Tx, actor: Actor, loan_id: str) -> Loan:
    """A loan on which she decides as the facilitator."""
    loan, standing = _look(tx, actor, loan_id)
    require(standing, Right.DECIDE_LOAN)
    return loan


def to_cancel(tx: Tx, actor: Actor, loan_id: str) -> ToCancel:
    """A loan that she may take back: her own, or another's if she has the right."""
    loan, standing = _look(tx, actor, loan_id)
    is_hers = standing.member is not None and standing.member.id == loan.member_id
    if not is_hers:
        require(standing, Right.CANCEL_LOAN)
    return ToCancel(loan, is_hers)


def _look(tx: Tx, actor: Actor, loan_id: str) -> tuple[Loan, ActorRoles]:
    group_id = select_group_of_loan(tx, loan_id)
    if group_id is None:
        raise NotFound
    _, actor_roles = enter_to_read(tx, actor, group_id, Right.SEE_LOANS)
    loan = select_loan(tx, loan_id)
    assert loan is not None, "loans are never deleted"
    return loan, actor_roles
