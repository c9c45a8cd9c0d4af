"""Her voice message on a loan's purpose: played only to those who vote and decide on it."""

from datetime import datetime
from typing import Final

from groups.loans.model.loan import Loan, LoanState
from groups.loans.store.loans import select_group_of_loan, select_loan, select_proposal
from groups.messages.effects import say_to_person
from groups.messages.model import Facts, Urgency
from groups.people.facts.door import enter_to_read
from groups.people.facts.names import read_member
from groups.people.model.people import Actor
from groups.people.model.refusals import NotFound
from groups.people.rules.rights import Right, may, require
from ledger import words
from storage.tx import Tx

_HEARD: Final = frozenset({LoanState.PROPOSED, LoanState.CARRIED})


def send(tx: Tx, actor: Actor, loan_id: str, *, at: datetime) -> bool:
    """Send her the voice message in private; False if the bot cannot write to her.

    NotFound if there is no voice message, or the loan is decided already.
    """
    loan, _ = _heard(tx, actor, loan_id)
    borrower = read_member(tx, loan.member_id)
    facts: Facts = {
        "loan_id": loan.id,
        "number": borrower.number,
        "name": borrower.name,
        "amount": loan.terms.principal,
    }
    key = f"loan:{loan.id}:voice:{actor.person_id}:{at.isoformat()}"
    to = actor.person_id
    return say_to_person(tx, to, "loan_voice", facts, key=key, urgency=Urgency.ANSWER, at=at)


def voice(tx: Tx, actor: Actor, loan_id: str) -> str:
    """Telegram's id of the voice message, for the sender; refuses what `send` refuses."""
    _, voice_id = _heard(tx, actor, loan_id)
    return voice_id


def _heard(tx: Tx, actor: Actor, loan_id: str) -> tuple[Loan, str]:
    """A loan before its decision and its voice message; her own loan in any state."""
    group_id = select_group_of_loan(tx, loan_id)
    if group_id is None:
        raise NotFound
    _, actor_roles = enter_to_read(tx, actor, group_id, Right.SEE_LOANS)
    loan = select_loan(tx, loan_id)
    assert loan is not None, "loans are never deleted"
    is_hers = actor_roles.member is not None and actor_roles.member.id == loan.member_id
    if not is_hers and not may(actor_roles, Right.DECIDE_LOAN):
        require(actor_roles, Right.VOTE)
    proposal = select_proposal(tx, loan)
    voice_id = words.read(tx, proposal.voice_id) if proposal.voice_id else None  # None: erased
    if voice_id is None or not (is_hers or loan.state in _HEARD):
        raise NotFound
    return loan, voice_id
