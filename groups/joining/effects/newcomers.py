"""What the group and a new member are told, and the say that the facilitator gives her."""

from collections.abc import Sequence

from groups.joining.effects import memberships
from groups.joining.model import JOIN
from groups.messages.effects import say_to_group, say_to_person
from groups.messages.model import Facts, Json, Urgency
from groups.people.facts.names import name_of, others_of
from groups.people.model.deed import Deed
from groups.people.model.dialogue import Dialogue
from groups.people.model.people import Member, MemberStep, Tie
from groups.people.store.dialogues import select_dialogue, upsert_dialogue
from groups.people.store.kinships import select_ties_of
from storage.tx import Tx


def give_say(tx: Tx, deed: Deed, member: Member) -> None:
    """Record that the facilitator has confirmed a member, and tell the group."""
    memberships.record(tx, deed, member, MemberStep.CONFIRM.value)
    facts: Facts = {
        "by": name_of(tx, deed.by_id),
        "number": member.number,
        "name": member.name,
    }
    key = f"say:{member.id}:{deed.at.isoformat()}"
    say_to_group(tx, deed.group.id, "joining_say", facts, key=key, at=deed.at)


def say_added(tx: Tx, deed: Deed, member: Member) -> None:
    """Tell the group whom an office-bearer adds, before anybody confirms her."""
    facts: Facts = {
        "by": name_of(tx, deed.by_id),
        "number": member.number,
        "name": member.name,
    }
    key = f"added:{member.id}"
    say_to_group(tx, deed.group.id, "joining_added", facts, key=key, at=deed.at)


def say_added_by_sheet(tx: Tx, deed: Deed, names: Sequence[str], *, key: str) -> None:
    """Tell the group who became a member by the sheet of its old books."""
    facts: Facts = {"names": list(names)}
    say_to_group(tx, deed.group.id, "joining_sheet", facts, key=f"{key}:new", at=deed.at)


def welcome(tx: Tx, deed: Deed, member: Member) -> None:
    """Tell her who waited that she is confirmed, and ask for her kin, if she is asked nothing."""
    facts: Facts = {"name": deed.group.name, "number": member.number, "waits": False}
    say_to_person(tx, member.person_id, "joined", facts, urgency=Urgency.ANSWER, at=deed.at)
    others = others_of(tx, member)
    if not others or select_dialogue(tx, member.person_id) is not None:
        return
    ties = Dialogue(member.person_id, JOIN, deed.group.id, "ties", {})
    upsert_dialogue(tx, ties, at=deed.at)
    kin = {it for it, tie in select_ties_of(tx, deed.group.id, member.id) if tie is Tie.KIN}
    rows: list[Json] = [[it.member_id, it.number, it.name, it.member_id in kin] for it in others]
    facts = {"tie": Tie.KIN.value, "others": rows}
    say_to_person(tx, member.person_id, "join_ties", facts, urgency=Urgency.ANSWER, at=deed.at)
