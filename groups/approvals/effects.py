"""Ask a second person: write the request, send its card, notify the asker of the decision."""

from collections.abc import Mapping
from datetime import datetime

from groups.approvals.facts import Approval, card_of, whom_to_ask
from groups.approvals.model import Asked, Request, RequestState
from groups.approvals.store import insert_request, select_waiting_request, update_request
from groups.messages.effects import say_to_person
from groups.messages.model import Facts, Json, Urgency
from groups.people.model.deed import Deed
from groups.people.model.group import Group
from groups.people.store.members import select_member
from ledger.words import keep_words
from storage.tx import Tx


def ask_second(
    tx: Tx,
    deed: Deed,
    approval: Approval,
    subject: str,
    body: Mapping[str, Json],
    *,
    word_id: str | None = None,
) -> Asked:
    """Write a request and ask for a second person; leave one that waits for `subject` as it is."""
    waiting = select_waiting_request(tx, deed.group.id, approval.kind, subject)
    if waiting is not None:
        return Asked(waiting, is_new=False)
    return _ask(tx, deed, approval, subject, body, word_id)


def ask_anew(
    tx: Tx,
    deed: Deed,
    approval: Approval,
    subject: str,
    body: Mapping[str, Json],
    *,
    reason: str = "",
) -> Asked:
    """Write a request in the place of the one that waits for `subject`, which lapses.

    If the same person asks the same again, the request that waits is left as it is.
    """
    waiting = select_waiting_request(tx, deed.group.id, approval.kind, subject)
    if waiting is not None:
        if (waiting.body, waiting.asked_by) == (body, deed.by_id):
            return Asked(waiting, is_new=False)
        lapse(tx, deed, approval, subject)
    word_id = None
    if reason:
        word_id = keep_words(tx, deed.new_id(), deed.group.id, reason, deed.new_id(), at=deed.at)
    return _ask(tx, deed, approval, subject, body, word_id)


def lapse(tx: Tx, deed: Deed, approval: Approval, subject: str) -> None:
    """Let the request that waits for `subject` lapse, if there is one."""
    waiting = select_waiting_request(tx, deed.group.id, approval.kind, subject)
    if waiting is not None:
        lapsed = RequestState.LAPSED
        update_request(tx, waiting.id, lapsed, decided_by=deed.by_id, at=deed.at)


def say_card(
    tx: Tx,
    person_id: str,
    request: Request,
    card: Mapping[str, Json],
    *,
    key: str = "first",
    at: datetime,
) -> bool:
    """Send the card to one person; False if she got it before or cannot be reached."""
    return say_to_person(
        tx,
        person_id,
        f"confirm_{request.kind.value}",
        card,
        key=f"confirm:{request.id}:{person_id}:{key}",
        urgency=Urgency.ANSWER,
        at=at,
    )


def say_decision(
    tx: Tx, group: Group, request: Request, approval: Approval, *, at: datetime
) -> None:
    """Notify the asker of the decision on her request."""
    asker = select_member(tx, request.asked_by)
    card = card_of(tx, group, request, approval)
    facts: Facts = {"asked": card, "state": request.state.value}
    to = asker.person_id if asker else request.asked_by
    say_to_person(tx, to, "request_decided", facts, key=f"decided:{request.id}", at=at)


def _ask(
    tx: Tx,
    deed: Deed,
    approval: Approval,
    subject: str,
    body: Mapping[str, Json],
    word_id: str | None,
) -> Asked:
    request = Request(
        id=deed.new_id(),
        group_id=deed.group.id,
        kind=approval.kind,
        subject=subject,
        body=body,
        word_id=word_id,
        state=RequestState.WAITING,
        asked_by=deed.by_id,
        asked_at=deed.at,
    )
    insert_request(tx, request)
    _say_request(tx, deed.group, request, approval, at=deed.at)
    return Asked(request, is_new=True)


def _say_request(
    tx: Tx, group: Group, request: Request, approval: Approval, *, at: datetime
) -> None:
    """Ask in private those who may confirm, by the card `confirm_<kind>`."""
    card = card_of(tx, group, request, approval)
    for several in whom_to_ask(tx, group, request, approval):
        if sum(say_card(tx, person_id, request, card, at=at) for person_id in several):
            return
