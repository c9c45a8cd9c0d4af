"""The cards of what waits: the same, with the same buttons, by which each thing came first."""

from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final

from groups.approvals.facts import card_of
from groups.approvals.store import select_request
from groups.disputes.effects import card_facts, read_open
from groups.disputes.store import select_dispute
from groups.founding.facts import admission_facts
from groups.lending.effects.telling import decide_facts, facts_of
from groups.loans.model.loan import Loan
from groups.loans.store.loans import select_loan
from groups.messages.effects import say_to_person
from groups.messages.model import SINCE, Facts, Urgency
from groups.pending.effects import pending_facts
from groups.pending.store import select_pending
from groups.people.facts.names import read_group, read_member
from groups.reminding.facts.waits import Look
from groups.reminding.model import WaitRow, What
from groups.reminding.rules import lines_of
from storage.tx import Tx


def say_again(
    tx: Tx,
    look: Look,
    row: WaitRow,
    person_id: str,
    *,
    key: str | None = None,
    urgency: Urgency = Urgency.DIGEST,
    at: datetime,
) -> None:
    """Send a person the card of one thing that waits for her, with the day since which it does."""
    kind, facts = CARDS[row.what](tx, look, row.subject, person_id, at)
    facts = facts | {SINCE: row.since.isoformat()}
    say_to_person(tx, person_id, kind, facts, key=key, urgency=urgency, at=at)


def say_all_waits(
    tx: Tx, person_id: str, rows: tuple[WaitRow, ...], *, key: str, at: datetime
) -> None:
    """Send a person the list of all that waits for her, in one message; it names nobody."""
    facts: Facts = {
        "lines": [
            [read_group(tx, it.group_id).name, it.what.value, it.count, it.since.isoformat()]
            for it in lines_of(rows)
        ]
    }
    say_to_person(tx, person_id, "still_waits", facts, key=key, urgency=Urgency.DIGEST, at=at)


_Card = tuple[str, Facts]
_CardOf = Callable[[Tx, Look, str, str, datetime], _Card]


def _admission(tx: Tx, look: Look, subject: str, person_id: str, at: datetime) -> _Card:
    del subject, person_id, at
    return "admit_group", admission_facts(tx, look.group)


def _request(tx: Tx, look: Look, subject: str, person_id: str, at: datetime) -> _Card:
    del person_id, at
    request = select_request(tx, subject)
    assert request is not None, "requests are never deleted"
    card = card_of(tx, look.group, request, look.approvals[request.kind])
    return f"confirm_{request.kind}", card


def _change(tx: Tx, look: Look, subject: str, person_id: str, at: datetime) -> _Card:
    del at
    pending = select_pending(tx, subject)
    assert pending is not None, "pending changes are never deleted"
    is_hers = person_id in {read_member(tx, it).person_id for it in pending.concerned}
    may_hurry = look.delays[pending.kind].may_hurry and (is_hers or person_id not in pending.askers)
    facts = pending_facts(tx, look.group, pending)
    return "pending_again", facts | {"is_hers": is_hers, "may_hurry": may_hurry}


def _ballot(tx: Tx, look: Look, subject: str, person_id: str, at: datetime) -> _Card:
    del person_id, at
    return "loan_ballot", facts_of(tx, look.group, _loan(tx, subject))


def _carried_loan(tx: Tx, look: Look, subject: str, person_id: str, at: datetime) -> _Card:
    del person_id
    loan = _loan(tx, subject)
    facts = facts_of(tx, look.group, loan)
    return "loan_decide", facts | decide_facts(tx, look.group, loan, at=at)


def _hand_over(tx: Tx, look: Look, subject: str, person_id: str, at: datetime) -> _Card:
    del at
    loan = _loan(tx, subject)
    is_hers = read_member(tx, loan.member_id).person_id == person_id
    return "loan_confirm", facts_of(tx, look.group, loan) | {"is_hers": is_hers}


def _dispute(tx: Tx, look: Look, subject: str, person_id: str, at: datetime) -> _Card:
    del look, person_id, at
    dispute = select_dispute(tx, subject)
    assert dispute is not None, "disputes are never deleted"
    return "disputed", card_facts(read_open(tx, dispute))


def _words(tx: Tx, look: Look, subject: str, person_id: str, at: datetime) -> _Card:
    del tx, subject, person_id, at
    return "proxies_wait", {"group_id": look.group.id, "group": look.group.name}


CARDS: Final[Mapping[What, _CardOf]] = MappingProxyType(
    {
        What.ADMISSION: _admission,
        What.REQUEST: _request,
        What.CHANGE: _change,
        What.BALLOT: _ballot,
        What.LOAN: _carried_loan,
        What.HAND_OVER: _hand_over,
        What.DISPUTE: _dispute,
        What.WORD: _words,
    }
)


def _loan(tx: Tx, loan_id: str) -> Loan:
    loan = select_loan(tx, loan_id)
    assert loan is not None, "loans are never deleted"
    return loan
