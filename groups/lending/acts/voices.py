"""Her voice on what a loan is for: played to those who vote and decide on it, nobody else."""

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
    """Send her the voice in private; False where the bot cannot reach her there.

    NotFound where there is no voice, or where nothing is left to be decided.
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
    """Telegram's id of what she said, as the message goes out; refused as in `send`."""
    _, voice_id = _heard(tx, actor, loan_id)
    return voice_id


def _heard(tx: Tx, actor: Actor, loan_id: str) -> tuple[Loan, str]:
    """A loan that is being decided on, and her voice; her own is played to her always."""
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
