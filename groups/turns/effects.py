"""Effects of a decision on a requested PIN; the group is locked."""

from groups.approvals.model import Request
from groups.messages.effects import say_to_person
from groups.messages.model import Facts
from groups.people.facts.names import name_of, read_member
from groups.people.model.deed import Deed
from groups.people.model.people import MemberState
from groups.turns.store import pins
from storage.tx import Tx


def decide_pin(tx: Tx, deed: Deed, request: Request, *, is_yes: bool) -> bool:
    """Set the requested PIN, or drop it; False if it is not requested any more."""
    member = read_member(tx, request.subject)
    stored_pin = pins.select_pin(tx, member.id)
    if stored_pin is None or stored_pin.asked is None or member.state is not MemberState.ACTIVE:
        return False
    if not is_yes:
        pins.update_not_set(tx, member.id)
        return True
    pins.update_set(tx, member.id, at=deed.at)
    pins.insert_pin_act(tx, deed, member.id, "set" if stored_pin.digest is None else "reset")
    facts: Facts = {"group": deed.group.name, "asked_by": name_of(tx, request.asked_by)}
    say_to_person(tx, member.person_id, "pin_set", facts, key=f"pin:{request.id}", at=deed.at)
    return True
