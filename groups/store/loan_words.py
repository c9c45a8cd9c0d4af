"""Who is told what of a loan: the group of its ballot, those it concerns of the rest."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final

from groups.model.group import Group
from groups.model.lending import Ballot
from groups.model.loan import Loan, LoanState
from groups.store.loans import select_proposal
from groups.store.members import select_member
from groups.store.outbox import Facts, Urgency, say_to_group, say_to_person
from ledger.words import read
from storage.tx import Tx

_TO_THE_GROUP: Final = frozenset({"loan_ballot", "loan_carried", "loan_rejected", "loan_cancelled"})
_TO_HER: Final = frozenset({"loan_approved", "loan_returned", "loan_carried", "loan_rejected"})
_ASKS: Final[Mapping[LoanState, str]] = MappingProxyType({LoanState.CARRIED: "loan_decide"})


def say_loan(
    tx: Tx, group: Group, loan: Loan, kind: str, ballot: Ballot | None = None, *, at: datetime
) -> None:
    """Tell whom it concerns; a facilitator who has to decide is asked by a card of her own."""
    facts = facts_of(tx, group, loan, ballot)
    key = f"loan:{loan.id}:{kind}"
    if kind in _TO_THE_GROUP:
        say_to_group(tx, group.id, kind, facts, key=key, at=at)
    if kind in _TO_HER:
        to = _person_of(tx, loan)
        say_to_person(tx, to, f"{kind}_hers", facts, key=f"{key}:hers", at=at)
    asks = _ASKS.get(loan.state)
    if asks is not None and group.facilitator_id is not None:
        ask = (tx, group.facilitator_id, asks, facts)
        say_to_person(*ask, key=f"loan:{loan.id}:{asks}", urgency=Urgency.ANSWER, at=at)


def facts_of(tx: Tx, group: Group, loan: Loan, ballot: Ballot | None = None) -> Facts:
    """What a message about a loan says."""
    member = select_member(tx, loan.member_id)
    assert member is not None, "members are never deleted"
    word_id = select_proposal(tx, loan).word_id
    told: Facts = {}
    if ballot is not None:
        told = {"yes": ballot.yes, "no": ballot.no, "abstained": ballot.abstained}
    return {
        "loan_id": loan.id,
        "group": group.name,
        "number": member.number,
        "name": member.name,
        "amount": loan.terms.principal,
        "months": loan.terms.months,
        "fund": loan.fund.value,
        "purpose": loan.purpose.value,
        "words": read(tx, word_id) if word_id else None,
        "until": loan.ballot_until.isoformat(),
        **told,
    }


def _person_of(tx: Tx, loan: Loan) -> str:
    member = select_member(tx, loan.member_id)
    assert member is not None, "members are never deleted"
    return member.person_id
