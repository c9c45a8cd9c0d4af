"""A PIN of four pictures: set on her own phone, or on any phone once a second person confirms."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from groups.approvals.effects import ask_second
from groups.approvals.model import Asked, RequestKind, RequestState
from groups.approvals.store import select_waiting_request, update_request
from groups.calendar.rules.days import day_in
from groups.pending.effects import end_pending_of
from groups.pending.facts import check_not_stopped
from groups.people.facts.door import enter, enter_to_read, member_in, see, signature
from groups.people.model.deed import Deed
from groups.people.model.people import Actor, Member
from groups.people.model.refusals import NotFound
from groups.people.rules.rights import Right, may
from groups.people.store.members import select_active_members
from groups.turns.effects import begin_pictures, say_chosen, set_own
from groups.turns.facts import PICTURES, PIN, read_active
from groups.turns.model import KeptPin, LentName, LentPage, OwnPinSet, Pin, PinSet
from groups.turns.rules import check_new, digest_of, is_locked
from groups.turns.store import pins, turns
from storage.tx import Tx


def names(tx: Tx, actor: Actor, group_id: str) -> tuple[LentName, ...]:
    """The members who may take a turn on this phone, by number, with the state of their PINs."""
    group, _ = enter_to_read(tx, actor, group_id, Right.LEND_PHONE)
    pins_by_member = pins.select_pins(tx, group_id)
    linked = pins.select_linked(tx, group_id)
    return tuple(
        replace(
            _lent(member, pins_by_member.get(member.id), group.zone),
            has_phone=member.id in linked,
            is_own=member.person_id == actor.person_id,
        )
        for member in select_active_members(tx, group_id)
    )


def names_page(tx: Tx, actor: Actor, group_id: str) -> LentPage:
    """The same as a page; it links to proxies if she may record or confirm them."""
    _, actor_roles = see(tx, actor, group_id)
    may_hand = may(actor_roles, Right.VOUCH_FOR) or may(actor_roles, Right.SETTLE_PROXY)
    return LentPage(names(tx, actor, group_id), may_hand)


def name(tx: Tx, actor: Actor, group_id: str, member_id: str) -> LentName:
    """One of these members; NotFound for others."""
    for one in names(tx, actor, group_id):
        if one.member_id == member_id:
            return one
    raise NotFound


def ask_pin(
    tx: Tx,
    actor: Actor,
    group_id: str,
    member_id: str,
    pin: tuple[Pin, Pin],
    key: bytes,
    *,
    new_id: Callable[[], str],
    at: datetime,
) -> Asked | OwnPinSet:
    """Set her own PIN, entered twice; or ask to set another member's, on any phone.

    The old PIN counts until a second person confirms the new one, and until a day has passed in
    which she can stop it on her own phone, or the facilitator. First pictures of a member without a
    phone do not wait; the group is told of all that are chosen for one. While one request waits,
    another changes nothing.
    Refuses four times one picture (PinTooSimple), members who are not active, and for a week who
    asks again after it was stopped (StoppedBefore).
    """
    group, actor_roles = enter(tx, actor, group_id, Right.LEND_PHONE)
    member = read_active(tx, group_id, member_id)
    first, again = pin
    check_new(first, again)
    deed = Deed(group, signature(actor_roles), new_id, at)
    if member.person_id == actor.person_id:
        _let_asked_lapse(tx, deed, member)
        set_own(tx, deed, member, digest_of(first, member.id, key))
        return OwnPinSet(member.id)
    check_not_stopped(tx, deed, PICTURES.kind, member)
    asked = ask_second(tx, deed, PIN, member.id, {"member_id": member.id})
    if asked.is_new:
        pins.insert_asked(tx, group_id, member.id, digest_of(first, member.id, key))
        pins.insert_pin_act(tx, deed, member.id, "asked")
        begin_pictures(tx, deed, member, asked.request)
        say_chosen(tx, deed, member, asked.request)
    return asked


def allow_turn(
    tx: Tx,
    actor: Actor,
    group_id: str,
    is_on: bool,  # noqa: FBT001 - its name says it at each call
    *,
    new_id: Callable[[], str],
    at: datetime,
) -> bool:
    """Let her turn be opened on others' phones though she has her own, or no longer.

    It ends a turn of hers that is open. False if it was so before; NotAMember for a facilitator
    who is none.
    """
    group, actor_roles = enter(tx, actor, group_id, Right.LEND_PHONE)
    member = read_active(tx, group_id, member_in(actor_roles).id)
    stored_pin = pins.select_pin(tx, member.id)
    if (stored_pin is not None and stored_pin.is_turn_on) is is_on:
        return False
    pins.upsert_turn_on(tx, group_id, member.id, is_on=is_on)
    turns.update_ended_of_member(tx, member.id)
    deed = Deed(group, member.id, new_id, at)
    pins.insert_pin_act(tx, deed, member.id, "turn_on" if is_on else "turn_off")
    return True


def _let_asked_lapse(tx: Tx, deed: Deed, member: Member) -> None:
    """Let others' pictures for her lapse: her own count."""
    older = select_waiting_request(tx, deed.group.id, RequestKind.PIN, member.id)
    if older is not None:
        update_request(tx, older.id, RequestState.LAPSED, decided_by=deed.by_id, at=deed.at)
        end_pending_of(tx, deed, older)


def _lent(member: Member, stored_pin: KeptPin | None, zone: str) -> LentName:
    stands = PinSet(None, is_asked=False, is_locked=False)
    if stored_pin is not None:
        stands = PinSet(
            day_in(zone, stored_pin.set_at) if stored_pin.set_at else None,
            is_asked=stored_pin.asked is not None,
            is_locked=is_locked(stored_pin.wrong),
        )
    is_turn_on = stored_pin is not None and stored_pin.is_turn_on
    return LentName(member.id, member.number, member.name, stands, is_turn_on=is_turn_on)
