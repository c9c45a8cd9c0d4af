"""Effects of a decision on a requested PIN: set it, let it wait, drop it; the group is locked."""

from groups.approvals.model import Request
from groups.messages.effects import say_to_group, say_to_person
from groups.messages.model import Facts
from groups.pending.effects import begin, end_pending_of, pending_in_time, take_step
from groups.pending.model import Pending, PendingStep
from groups.people.facts.names import name_of, read_member
from groups.people.model.deed import Deed
from groups.people.model.people import Member, MemberState
from groups.people.store.persons import is_linked
from groups.turns.facts import PICTURES
from groups.turns.store import pins, turns
from storage.tx import Tx


def begin_pictures(tx: Tx, deed: Deed, member: Member, request: Request) -> Pending | None:
    """Begin the wait of pictures for a member who has a phone or pictures; None for her first ones.

    Without a phone she cannot be asked: the facilitator is, and can stop them.
    """
    if _is_first(tx, member) and not is_linked(tx, member.person_id):
        return None
    return begin(tx, deed, PICTURES, member, {}, {}, request=request)


def say_chosen(tx: Tx, deed: Deed, member: Member, request: Request) -> None:
    """Tell the group on whose phone pictures were chosen for a member who has no phone.

    Nothing else would reach her: whoever reads it asks her.
    """
    if is_linked(tx, member.person_id):
        return
    facts: Facts = {
        "by": name_of(tx, deed.by_id),
        "number": member.number,
        "name": member.name,
        "is_first": _is_first(tx, member),
    }
    say_to_group(tx, deed.group.id, "turns_pictures", facts, key=f"pin:{request.id}", at=deed.at)


def decide_pin(tx: Tx, deed: Deed, request: Request, *, is_yes: bool) -> bool:
    """Set the requested PIN, let it wait, or drop it; False if it is not requested any more."""
    member = read_member(tx, request.subject)
    if not _is_asked(tx, member):
        end_pending_of(tx, deed, request)
        return False
    if not is_yes:
        end_pending_of(tx, deed, request)
        pins.update_not_set(tx, member.id)
        return True
    asker_deed = Deed(deed.group, request.asked_by, deed.new_id, deed.at)
    pending = pending_in_time(tx, deed, request)
    pending = pending or begin_pictures(tx, asker_deed, member, request)
    if pending is None:
        _put_in_force(tx, deed, member, asked_by=request.asked_by, key=request.id)
    else:
        take_step(tx, deed, pending, PendingStep.AGREE)
    return True


def carry_pictures(tx: Tx, deed: Deed, pending: Pending) -> bool:
    """Put the pictures in force that waited; False if they are not requested any more."""
    member = read_member(tx, pending.member_id)
    if not _is_asked(tx, member):
        return False
    _put_in_force(tx, deed, member, asked_by=pending.asked_by, key=pending.id)
    return True


def stop_pictures(tx: Tx, _deed: Deed, pending: Pending) -> None:
    """Drop the pictures that waited; those in force stay."""
    pins.update_not_set(tx, pending.member_id)


def set_own(tx: Tx, deed: Deed, member: Member, digest: str) -> None:
    """Put a member's own pictures in force in the place of any others; her open turn ends."""
    is_first = _is_first(tx, member)
    pins.insert_asked(tx, deed.group.id, member.id, digest)
    pins.update_set(tx, member.id, at=deed.at)
    turns.update_ended_of_member(tx, member.id)  # whoever opened it knew the pictures of before
    pins.insert_pin_act(tx, deed, member.id, "set" if is_first else "reset")


def _put_in_force(tx: Tx, deed: Deed, member: Member, *, asked_by: str, key: str) -> None:
    is_first = _is_first(tx, member)
    pins.update_set(tx, member.id, at=deed.at)
    turns.update_ended_of_member(tx, member.id)  # whoever opened it knew the pictures of before
    pins.insert_pin_act(tx, deed, member.id, "set" if is_first else "reset")
    facts: Facts = {"group": deed.group.name, "asked_by": name_of(tx, asked_by)}
    say_to_person(tx, member.person_id, "pin_set", facts, key=f"pin:{key}", at=deed.at)


def _is_asked(tx: Tx, member: Member) -> bool:
    stored_pin = pins.select_pin(tx, member.id)
    is_there = stored_pin is not None and stored_pin.asked is not None
    return is_there and member.state is MemberState.ACTIVE


def _is_first(tx: Tx, member: Member) -> bool:
    stored_pin = pins.select_pin(tx, member.id)
    return stored_pin is None or stored_pin.digest is None
