"""A turn: a member enters her own PIN on another's phone and does one act as herself.

Tries and turns use the real clock (`now`); recorded facts use business time (`at`).
"""

from collections.abc import Callable
from datetime import datetime

from groups.people.facts.door import enter, see, signature
from groups.people.model.people import Actor
from groups.people.model.refusals import NotFound
from groups.people.rules.rights import Right, may
from groups.people.store.groups import select_group
from groups.people.store.members import select_member
from groups.people.store.persons import is_account_of, is_linked
from groups.turns.facts import read_active
from groups.turns.model import Pin, PinRefused, Turn, TurnNow, TurnOff, TurnOpened, TurnOver
from groups.turns.rules import (
    TURN,
    after_wrong,
    digest_of,
    is_over,
    is_right,
    refused,
    soonest_try,
)
from groups.turns.store import pins, turns
from storage.tx import Tx, micros, moment


def open_turn(
    tx: Tx,
    actor: Actor,
    group_id: str,
    member_id: str,
    pin: Pin,
    key: bytes,
    *,
    new_id: Callable[[], str],
    now: datetime,
) -> TurnOpened | PinRefused:
    """Begin a member's turn on the actor's phone if the PIN is right; it ends any other turn.

    A wrong try is recorded, and counts on all phones. TurnOff for a member who has a phone of her
    own and has not turned this on. NotFound alike for a member without a PIN,
    one who is not active, and a person outside the group.
    """
    enter(tx, actor, group_id, Right.LEND_PHONE)
    member = read_active(tx, group_id, member_id)
    stored_pin = pins.select_pin(tx, member.id)
    is_turn_on = stored_pin is not None and stored_pin.is_turn_on
    if not is_turn_on and is_linked(tx, member.person_id):
        raise TurnOff(member.name)
    if stored_pin is None or stored_pin.digest is None:
        raise NotFound
    not_before = soonest_try(stored_pin.wrong, moment(stored_pin.not_before), now)
    rests = refused(stored_pin.wrong, not_before, now)
    if rests is not None:
        pins.update_tries(tx, member.id, stored_pin.wrong, not_before=micros(not_before))
        return rests
    if not is_right(stored_pin, digest_of(pin, member.id, key)):
        not_before, pin_refused = after_wrong(stored_pin.wrong + 1, now)
        pins.update_tries(tx, member.id, stored_pin.wrong + 1, not_before=micros(not_before))
        return pin_refused
    pins.update_tries(tx, member.id, 0, not_before=0)
    turns.update_ended(tx, actor.person_id)
    turn = Turn(new_id(), group_id, member.id, actor.person_id, now + TURN)
    turns.insert_turn(tx, turn)
    return TurnOpened(turn.id, member.person_id, turn.until)


def check(tx: Tx, turn_id: str, telegram_id: int, *, now: datetime) -> Turn:
    """The current turn on the phone of this account; TurnOver if there is none."""
    turn = turns.select_turn(tx, turn_id)
    if turn is None or is_over(turn.until, now) or not is_account_of(tx, telegram_id, turn.held_by):
        raise TurnOver
    return turn


def spend(tx: Tx, turn_id: str, telegram_id: int, *, at: datetime, now: datetime) -> None:
    """Use the turn for this transaction's act; TurnOver if it is used already.

    So it is if the phone's holder may lend hers no more: she has left or is frozen since.
    """
    unlocked_turn = check(tx, turn_id, telegram_id, now=now)
    tx.lock(f"group:{unlocked_turn.group_id}")
    turn = check(tx, turn_id, telegram_id, now=now)
    _, holder = see(tx, Actor(turn.held_by), turn.group_id)
    if not may(holder, Right.LEND_PHONE):
        raise TurnOver
    turns.insert_turn_act(tx, turn, signature(holder), at=at)


def end(tx: Tx, turn_id: str, telegram_id: int, *, now: datetime) -> None:
    """End a turn before its time; the phone is its holder's again."""
    turns.update_ended(tx, check(tx, turn_id, telegram_id, now=now).held_by)


def whose(tx: Tx, turn_id: str, telegram_id: int, *, now: datetime) -> TurnNow:
    """The member of the current turn, and its language; TurnOver if it is over."""
    turn = check(tx, turn_id, telegram_id, now=now)
    member, group = select_member(tx, turn.member_id), select_group(tx, turn.group_id)
    assert member is not None, "members are never deleted"
    assert group is not None, "groups are never deleted"
    return TurnNow(member.name, turns.select_language(tx, member.person_id, group.language))


def language_in(tx: Tx, person_id: str, group_id: str) -> str:
    """The language of a member's turn: her own, or her group's if hers is not known."""
    group = select_group(tx, group_id)
    assert group is not None, "a turn is in a group"
    return turns.select_language(tx, person_id, group.language)
