"""The card by which a second person is asked: who gets it, and what the asker hears in the end."""

from collections.abc import Mapping
from datetime import datetime

from groups.model.group import Group
from groups.model.people import Member, Phone
from groups.model.second_person import Decided, Request, RequestKind
from groups.rules.second_person import may_be_second
from groups.store.members import select_active_members, select_member
from groups.store.outbox import Json, Urgency, say_to_person
from groups.store.people import select_person
from groups.store.roles import select_roles
from storage.tx import Tx


def say_request(
    tx: Tx, group: Group, request: Request, facts: Mapping[str, Json], *, at: datetime
) -> int:
    """Ask those who may confirm, each in private, by the card `confirm_<kind>`; say how many.

    Where nobody in the group has a phone of her own to confirm on, the facilitator is asked.
    """
    card = {
        **facts,
        "request_id": request.id,
        "group": group.name,
        "asked_by": name_of(tx, request.asked_by),
    }
    told = sum(_say_card(tx, member.person_id, request, card, at) for member in _whom(tx, request))
    if not told and group.facilitator_id and group.facilitator_id != request.asked_by:
        return int(_say_card(tx, group.facilitator_id, request, card, at))
    return told


def say_decision(
    tx: Tx, group: Group, decided: Decided, facts: Mapping[str, Json], *, at: datetime
) -> None:
    """Tell the one who asked what came of it."""
    request = decided.request
    asker = select_member(tx, request.asked_by)
    said = {**facts, "kind": request.kind.value, "state": request.state.value, "group": group.name}
    say_to_person(
        tx,
        asker.person_id if asker else request.asked_by,
        "request_decided",
        said,
        key=f"decided:{request.id}",
        at=at,
    )


def name_of(tx: Tx, signed: str) -> str:
    """The name behind a signature: a member's id, or a facilitator's person id."""
    member = select_member(tx, signed)
    if member is not None:
        return member.name
    person = select_person(tx, signed)
    return person.name if person else ""


def _say_card(
    tx: Tx, person_id: str, request: Request, card: Mapping[str, Json], at: datetime
) -> bool:
    return say_to_person(
        tx,
        person_id,
        f"confirm_{request.kind.value}",
        card,
        key=f"confirm:{request.id}:{person_id}",
        urgency=Urgency.ANSWER,
        at=at,
    )


def _whom(tx: Tx, request: Request) -> list[Member]:
    able = [
        member
        for member in select_active_members(tx, request.group_id)
        if member.phone is Phone.OWN and may_be_second(request, member.id)
    ]
    if request.kind is RequestKind.MEMBER and request.body.get("how") == "added":
        return able  # any sister who knows her
    offices = select_roles(tx, request.group_id)
    named = request.body.values()
    near = [m for m in able if m.id in offices or m.id in named]
    return near or able
