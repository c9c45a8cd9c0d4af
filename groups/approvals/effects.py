"""The card by which a second person is asked: who gets it, and what the asker hears in the end."""

from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final

from groups.approvals.model import LOAN_CHANGES, Asked, Request, RequestKind, RequestState
from groups.approvals.rules import is_for_officers, may_be_second, tells_of_a_death
from groups.approvals.store import insert_request, select_waiting_request
from groups.messages.effects import say_to_person
from groups.messages.model import Facts, Json, Urgency
from groups.oldbooks.rules.cutoff_body import unpacked
from groups.people.facts.names import name_of
from groups.people.model.deed import Deed
from groups.people.model.group import Group
from groups.people.model.people import Member, Phone
from groups.people.store.members import select_active_members, select_member
from groups.people.store.persons import select_person
from groups.people.store.roles import select_roles
from groups.registers.store.meetings import select_meeting
from ledger.words import read
from storage.tx import Tx


def ask_second(
    tx: Tx,
    deed: Deed,
    kind: RequestKind,
    subject: str,
    body: Mapping[str, Json],
    *,
    word_id: str | None = None,
) -> Asked:
    """Let something wait for a second person and ask for one; asked before, it waits as it did."""
    waiting = select_waiting_request(tx, deed.group.id, kind, subject)
    if waiting is not None:
        return Asked(waiting, is_new=False)
    request = Request(
        id=deed.new_id(),
        group_id=deed.group.id,
        kind=kind,
        subject=subject,
        body=body,
        word_id=word_id,
        state=RequestState.WAITING,
        asked_by=deed.by_id,
        asked_at=deed.at,
    )
    insert_request(tx, request)
    say_request(tx, deed.group, request, at=deed.at)
    return Asked(request, is_new=True)


def say_request(tx: Tx, group: Group, request: Request, *, at: datetime) -> int:
    """Ask those who may confirm, each in private, by the card `confirm_<kind>`; say how many.

    Where nobody in the group has a phone of her own to confirm on, the facilitator is asked; so
    she is, before all members, where an office-bearer would have to.
    """
    card = card_of(tx, group, request)
    near, able = _whom(tx, request)
    persons = [[member.person_id for member in near], [member.person_id for member in able]]
    facilitator = [] if group.facilitator_id in {None, request.asked_by} else [group.facilitator_id]
    persons.insert(1 if is_for_officers(request) else 2, [it for it in facilitator if it])
    for several in persons:
        told = sum(say_card(tx, person_id, request, card, at=at) for person_id in several)
        if told:
            return told
    return 0


def say_card(
    tx: Tx,
    person_id: str,
    request: Request,
    card: Mapping[str, Json],
    *,
    key: str = "first",
    at: datetime,
) -> bool:
    """Write the card to one person; False if she got it before or cannot be reached."""
    return say_to_person(
        tx,
        person_id,
        f"confirm_{request.kind.value}",
        card,
        key=f"confirm:{request.id}:{person_id}:{key}",
        urgency=Urgency.ANSWER,
        at=at,
    )


def say_decision(tx: Tx, group: Group, request: Request, *, at: datetime) -> None:
    """Tell the one who asked what came of it, and of what."""
    asker = select_member(tx, request.asked_by)
    facts: Facts = {"asked": card_of(tx, group, request), "state": request.state.value}
    to = asker.person_id if asker else request.asked_by
    say_to_person(tx, to, "request_decided", facts, key=f"decided:{request.id}", at=at)


def card_of(tx: Tx, group: Group, request: Request) -> Facts:
    """What a card says: `request_id`, `kind`, `group`, `asked_by`, and the facts of its kind."""
    return {
        "request_id": request.id,
        "kind": request.kind.value,
        "group": group.name,
        "asked_by": name_of(tx, request.asked_by),
        **_FACTS[request.kind](tx, request),
    }


def _whom(tx: Tx, request: Request) -> tuple[list[Member], list[Member]]:
    """Those who are asked first, and all whose word could count."""
    able = [
        member
        for member in select_active_members(tx, request.group_id)
        if member.phone is Phone.OWN and may_be_second(request, member.id)
    ]
    is_added = request.kind is RequestKind.MEMBER and request.body["how"] == "added"
    if is_added or (request.kind is RequestKind.LEAVING and not tells_of_a_death(request)):
        return able, []  # any sister who knows her
    offices = select_roles(tx, request.group_id)
    if request.kind in _OF_OFFICERS_ALONE or tells_of_a_death(request):
        return [member for member in able if member.id in offices], []  # nobody else may
    pair = {request.body.get("one_id"), request.body.get("other_id")}
    near = [member for member in able if member.id in offices or member.id in pair]
    return near, able


# --- what each kind of card says ----------------------------------------------------------------


def _member_facts(tx: Tx, request: Request) -> Facts:
    return {**_name(tx, request.subject), "how": str(request.body["how"])}


def _leaving_facts(tx: Tx, request: Request) -> Facts:
    erases, is_dead = bool(request.body.get("erases")), tells_of_a_death(request)
    return {**_name(tx, request.subject), "erases": erases, "is_dead": is_dead}


def _kinship_facts(tx: Tx, request: Request) -> Facts:
    body = request.body
    one, other = _name(tx, str(body["one_id"])), _name(tx, str(body["other_id"]))
    return {
        "one": one["name"],
        "one_number": one["number"],
        "other": other["name"],
        "other_number": other["number"],
        "tie": str(body["tie"]),
        "act": str(body["act"]),
    }


def _role_facts(tx: Tx, request: Request) -> Facts:
    body = request.body
    named = _name(tx, str(body["member_id"]))
    return {**named, "role": str(body["role"]), "act": str(body["act"])}


def _claim_facts(tx: Tx, request: Request) -> Facts:
    claimer = select_person(tx, str(request.body["person_id"]))
    member = select_member(tx, request.subject)
    is_lost = member is not None and member.phone is Phone.OWN
    phone = claimer.name if claimer else ""
    return {**_name(tx, request.subject), "phone": phone, "is_lost": is_lost}


def _register_facts(tx: Tx, request: Request) -> Facts:
    meeting = select_meeting(tx, request.subject)
    return {
        "meeting_id": request.subject,
        "day": meeting.day.isoformat() if meeting else None,
        "reason": read(tx, request.word_id) if request.word_id else None,
    }


def _pin_facts(tx: Tx, request: Request) -> Facts:
    return _name(tx, request.subject)


def _loan_facts(tx: Tx, request: Request) -> Facts:
    """Whose loan, why, and what would become of it; in which meeting the group said so."""
    body = request.body
    meeting = select_meeting(tx, str(body["meeting_id"])) if "meeting_id" in body else None
    return {
        **_name(tx, str(body["borrower_id"])),
        "loan_id": request.subject,
        "reason": read(tx, request.word_id) if request.word_id else None,
        "day": meeting.day.isoformat() if meeting else None,
        **{name: body.get(name) for name in _TOLD_OF_LOANS},
    }


def _cutoff_facts(tx: Tx, request: Request) -> Facts:
    """What the old books come to, and how many are to become members by them; no names."""
    told = unpacked(request.body, lambda *_: "")
    return {
        "day": told.day.isoformat(),
        "members": len(told.members),
        "new": sum(one.member_id is None for one in told.members),
        "savings": told.savings,
        "lent": told.lent,
        "cash": told.cash,
        "bank": told.bank,
        "reason": read(tx, request.word_id) if request.word_id else None,
    }


def _share_out_facts(tx: Tx, request: Request) -> Facts:
    """What is shared out in all and how; each one's part is shown to who keeps the books."""
    body = request.body
    told = {name: body[name] for name in ("payout", "basis", "total", "paid")}
    reason = read(tx, request.word_id) if request.word_id else None
    return {**told, "members": len(body["parts"]), "reason": reason}


def _name(tx: Tx, member_id: str) -> Facts:
    member = select_member(tx, member_id)
    assert member is not None, "members are never deleted"
    return {"member_id": member.id, "number": member.number, "name": member.name}


_OF_OFFICERS_ALONE: Final = LOAN_CHANGES | {
    RequestKind.CLAIM,
    RequestKind.CUTOFF,
    RequestKind.SHARE_OUT,
}
_TOLD_OF_LOANS: Final = ("interest", "principal", "months", "grace_months", "yes", "no")
_FACTS: Final[Mapping[RequestKind, Callable[[Tx, Request], Facts]]] = MappingProxyType(
    {
        RequestKind.MEMBER: _member_facts,
        RequestKind.LEAVING: _leaving_facts,
        RequestKind.KINSHIP: _kinship_facts,
        RequestKind.ROLE: _role_facts,
        RequestKind.CLAIM: _claim_facts,
        RequestKind.REGISTER: _register_facts,
        RequestKind.PIN: _pin_facts,
        RequestKind.WAIVER: _loan_facts,
        RequestKind.RESCHEDULE: _loan_facts,
        RequestKind.WRITE_OFF: _loan_facts,
        RequestKind.CUTOFF: _cutoff_facts,
        RequestKind.SHARE_OUT: _share_out_facts,
    }
)
