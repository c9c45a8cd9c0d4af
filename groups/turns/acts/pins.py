"""A PIN of four pictures: asked for on any phone, set once a second person confirms."""

from collections.abc import Callable
from datetime import datetime

from groups.approvals.effects import ask_second
from groups.approvals.model import Asked
from groups.calendar.rules.days import day_in
from groups.people.facts.door import enter, enter_to_read, see, signature
from groups.people.model.deed import Deed
from groups.people.model.people import Actor, Member
from groups.people.model.refusals import NotFound
from groups.people.rules.rights import Right, may
from groups.people.store.members import select_active_members
from groups.turns.facts import PIN, read_active
from groups.turns.model import KeptPin, LentName, LentPage, Pin, PinSet
from groups.turns.rules import check_new, digest_of, is_locked
from groups.turns.store import pins
from storage.tx import Tx


def names(tx: Tx, actor: Actor, group_id: str) -> tuple[LentName, ...]:
    """The members who may take a turn on this phone, by number, with the state of their PINs."""
    group, _ = enter_to_read(tx, actor, group_id, Right.LEND_PHONE)
    pins_by_member = pins.select_pins(tx, group_id)
    return tuple(
        _lent(member, pins_by_member.get(member.id), group.zone)
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
) -> Asked:
    """Ask to set a member's PIN, entered twice, on any phone.

    The old PIN counts until a second person confirms the new one; while one request waits, another
    changes nothing. Refuses four times one picture (PinTooSimple) and members who are not active.
    """
    group, actor_roles = enter(tx, actor, group_id, Right.LEND_PHONE)
    member = read_active(tx, group_id, member_id)
    first, again = pin
    check_new(first, again)
    deed = Deed(group, signature(actor_roles), new_id, at)
    asked = ask_second(tx, deed, PIN, member.id, {"member_id": member.id})
    if asked.is_new:
        pins.insert_asked(tx, group_id, member.id, digest_of(first, member.id, key))
        pins.insert_pin_act(tx, deed, member.id, "asked")
    return asked


def _lent(member: Member, stored_pin: KeptPin | None, zone: str) -> LentName:
    stands = PinSet(None, is_asked=False, is_locked=False)
    if stored_pin is not None:
        stands = PinSet(
            day_in(zone, stored_pin.set_at) if stored_pin.set_at else None,
            is_asked=stored_pin.asked is not None,
            is_locked=is_locked(stored_pin.wrong),
        )
    return LentName(member.id, member.number, member.name, stands)
