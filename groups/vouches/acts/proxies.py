"""A vouch by another's hand (proxy): recorded without PIN, it counts once confirmed.

It is marked, read aloud before the next close, and weighs nothing until the facilitator has asked
the giver and confirmed it.
"""

from collections.abc import Callable
from datetime import date, datetime

from groups.calendar.rules.days import day_in
from groups.charter.store import select_charter
from groups.messages.effects import say_to_person
from groups.messages.model import Facts, Urgency
from groups.people.facts.door import enter, enter_to_read, member_in, signature
from groups.people.facts.moderators import groups_moderated_by, moderators_of
from groups.people.facts.names import read_member
from groups.people.model.group import Group
from groups.people.model.people import Actor, ActorRoles, Member
from groups.people.model.refusals import AlreadyDecided, NotFound
from groups.people.rules.rights import Right, may, require
from groups.people.store.members import select_active_members, select_member
from groups.standing.facts.voucher_record import read_record
from groups.turns.model import KeptPin
from groups.turns.rules import is_locked
from groups.turns.store import pins
from groups.vouches.model.proxies import Proxy, ProxyPage, ProxySettled, Rests, Spoken
from groups.vouches.model.vouch import Vouch
from groups.vouches.rules.vouching import (
    check_bead_left,
    check_hand,
    check_receiver,
    check_spoken_for,
    in_force_for,
    may_be_spoken_for,
    may_renew,
    until_day,
)
from groups.vouches.store import proxies, vouches
from groups.vouches.store.proxies import ProxyAct
from storage.tx import Tx, micros


def page(tx: Tx, actor: Actor, group_id: str, *, at: datetime) -> ProxyPage:
    """The proxies that wait, for the facilitator; for officers the possible givers.

    An officer does not read what waits: a word that stands would be missing there.
    """
    group, actor_roles = enter_to_read(tx, actor, group_id, Right.SEE_MEMBERS)
    may_settle, may_speak = may(actor_roles, Right.SETTLE_PROXY), may(actor_roles, Right.VOUCH_FOR)
    if not may_settle and not may_speak:
        require(actor_roles, Right.SETTLE_PROXY if actor_roles.is_concerned else Right.VOUCH_FOR)
    day = day_in(group.zone, at)
    stored_pins = pins.select_pins(tx, group_id)
    members = select_active_members(tx, group_id)
    hand = actor_roles.member.id if actor_roles.member else ""
    return ProxyPage(
        waiting=proxies.select_waiting(tx, group_id, day) if may_settle else (),
        givers=tuple(
            _name(one)
            for one in members
            if may_be_spoken_for(one, has_pin=_has_pin(stored_pins, one))
        ),
        receivers=tuple(_name(one) for one in members if one.id != hand),
        may_settle=may_settle,
        may_speak=may_speak,
    )


def waiting(tx: Tx, actor: Actor, group_id: str, *, at: datetime) -> tuple[Proxy, ...]:
    """The proxies that wait for the facilitator; empty for other readers."""
    group, actor_roles = enter_to_read(tx, actor, group_id, Right.SEE_MEMBERS)
    if not may(actor_roles, Right.SETTLE_PROXY):
        return ()
    return proxies.select_waiting(tx, group_id, day_in(group.zone, at))


def everywhere(tx: Tx, actor: Actor, *, at: datetime) -> Rests:
    """How many proxies wait, and how many PINs are locked, in all groups that she moderates."""
    groups = groups_moderated_by(tx, actor.person_id)
    return Rests(
        words=sum(
            len(proxies.select_waiting(tx, group.id, day_in(group.zone, at))) for group in groups
        ),
        locked=sum(
            is_locked(pin.wrong)
            for group in groups
            for pin in pins.select_pins(tx, group.id).values()
        ),
    )


def speak(
    tx: Tx,
    actor: Actor,
    group_id: str,
    giver_id: str,
    receiver_id: str,
    *,
    new_id: Callable[[], str],
    at: datetime,
) -> Spoken:
    """Record a vouch for a giver without phone and PIN; one that stands stays as it is.

    The answer is the same for one that stands, and so is NoBeadsLeft: who records learns nothing
    of the giver's other words. Refuses what a vouch of her own refuses, a giver who can vouch
    herself, and a hand that is the giver's or the receiver's own.
    """
    group, actor_roles = enter(tx, actor, group_id, Right.VOUCH_FOR)
    giver = _may_speak_for(tx, group_id, giver_id)
    receiver = check_receiver(giver, select_member(tx, receiver_id))
    check_hand(member_in(actor_roles).id, giver, receiver)
    day, charter = day_in(group.zone, at), select_charter(tx, group_id)
    given = vouches.select_standing(tx, group_id, giver.id, day)
    check_bead_left(given, charter.vouches)
    stands, by = in_force_for(given, receiver.id), signature(actor_roles)
    if stands is not None and not may_renew(stands, day, charter.vouches):
        again = ProxyAct(new_id(), group_id, stands.id, "again", by)
        proxies.insert_proxy_act(tx, again, at=at)
        return Spoken(giver.name, receiver.name)
    if stands is not None:
        vouches.insert_end(tx, stands, "renewed", end_id=new_id(), at=at)
    vouch = Vouch(
        id=new_id(),
        group_id=group_id,
        giver_id=giver.id,
        receiver_id=receiver.id,
        day=day,
        until_day=until_day(day, charter.vouches),
        record=read_record(tx, group_id, giver.id, charter, day=day, at=micros(at)),
        is_proxy=True,
        recorded_at=micros(at),
    )
    vouches.insert_vouch(tx, vouch, at=at)
    proxies.insert_proxy_act(tx, ProxyAct(new_id(), group_id, vouch.id, "spoken", by), at=at)
    _say_waits(tx, group, day, at=at)
    return Spoken(giver.name, receiver.name)


def take_back(
    tx: Tx,
    actor: Actor,
    group_id: str,
    giver_id: str,
    receiver_id: str,
    *,
    new_id: Callable[[], str],
    at: datetime,
) -> Spoken:
    """Ask that a giver's proxy is taken back; the facilitator asks her and decides.

    The answer is the same whether one stands or not. Refuses a hand that is the giver's or the
    receiver's own.
    """
    group, actor_roles = enter(tx, actor, group_id, Right.VOUCH_FOR)
    giver, receiver = _may_speak_for(tx, group_id, giver_id), select_member(tx, receiver_id)
    if receiver is None or receiver.group_id != group_id:
        raise NotFound
    check_hand(member_in(actor_roles).id, giver, receiver)
    day = day_in(group.zone, at)
    given = vouches.select_standing(tx, group_id, giver.id, day)
    stands = in_force_for([vouch for vouch in given if vouch.is_proxy], receiver.id)
    if stands is not None and proxies.select_last_back(tx, stands.id) != "back":
        back = ProxyAct(new_id(), group_id, stands.id, "back", signature(actor_roles))
        proxies.insert_proxy_act(tx, back, at=at)
        _say_waits(tx, group, day, at=at)
    return Spoken(giver.name, receiver.name)


def decide(
    tx: Tx,
    actor: Actor,
    vouch_id: str,
    is_yes: bool,  # noqa: FBT001 - its name says it at each call
    *,
    new_id: Callable[[], str],
    at: datetime,
) -> ProxySettled:
    """Confirm a proxy, which counts from then on, or strike it out.

    The same answer twice changes nothing; AlreadyDecided for the other answer, and for a vouch
    that has ended.
    """
    vouch, group, actor_roles = _enter_to_settle(tx, actor, vouch_id)
    act, before = "confirmed" if is_yes else "struck", proxies.select_settled(tx, vouch_id)
    giver = read_member(tx, vouch.giver_id)
    if before == act:
        return ProxySettled(giver.name, is_yes, is_new=False)
    given = vouches.select_standing(tx, group.id, vouch.giver_id, day_in(group.zone, at))
    if before is not None or vouch not in given:
        raise AlreadyDecided
    by = signature(actor_roles)
    proxies.insert_proxy_act(tx, ProxyAct(new_id(), group.id, vouch_id, act, by), at=at)
    if not is_yes:
        vouches.insert_end(tx, vouch, "struck", end_id=new_id(), at=at)
    return ProxySettled(giver.name, is_yes, is_new=True)


def decide_back(
    tx: Tx,
    actor: Actor,
    vouch_id: str,
    is_yes: bool,  # noqa: FBT001 - its name says it at each call
    *,
    new_id: Callable[[], str],
    at: datetime,
) -> ProxySettled:
    """Take a proxy back, as its giver has said when she was asked, or keep it.

    The same answer twice changes nothing; AlreadyDecided for the other answer, for a vouch that has
    ended, and where nobody asked to take it back.
    """
    vouch, group, actor_roles = _enter_to_settle(tx, actor, vouch_id)
    act, last = "taken" if is_yes else "kept", proxies.select_last_back(tx, vouch_id)
    giver = read_member(tx, vouch.giver_id)
    if last == act:
        return ProxySettled(giver.name, is_yes, is_new=False)
    given = vouches.select_standing(tx, group.id, vouch.giver_id, day_in(group.zone, at))
    if last != "back" or vouch not in given:
        raise AlreadyDecided
    decided = ProxyAct(new_id(), group.id, vouch_id, act, signature(actor_roles))
    proxies.insert_proxy_act(tx, decided, at=at)
    if is_yes:
        vouches.insert_end(tx, vouch, "withdrawn", end_id=new_id(), at=at)
    return ProxySettled(giver.name, is_yes, is_new=True)


def _enter_to_settle(tx: Tx, actor: Actor, vouch_id: str) -> tuple[Vouch, Group, ActorRoles]:
    """A proxy and its group, locked, for who may settle it; NotFound if there is no such proxy."""
    vouch = vouches.select_by_hand(tx, vouch_id)
    if vouch is None:
        raise NotFound
    group, actor_roles = enter(tx, actor, vouch.group_id, Right.SETTLE_PROXY)
    return vouch, group, actor_roles


def _say_waits(tx: Tx, group: Group, day: date, *, at: datetime) -> None:
    """Notify who moderates the group once a day that proxies wait for her next visit."""
    facts: Facts = {"group_id": group.id, "group": group.name}
    for person_id in moderators_of(tx, group):
        key = f"proxies:{group.id}:{day.isoformat()}:{person_id}"
        say_to_person(tx, person_id, "proxies_wait", facts, key=key, urgency=Urgency.DIGEST, at=at)


def _may_speak_for(tx: Tx, group_id: str, giver_id: str) -> Member:
    stored_pin = pins.select_pin(tx, giver_id)
    has_pin = stored_pin is not None and stored_pin.digest is not None
    return check_spoken_for(select_member(tx, giver_id), group_id, has_pin=has_pin)


def _has_pin(stored_pins: dict[str, KeptPin], member: Member) -> bool:
    return member.id in stored_pins and stored_pins[member.id].digest is not None


def _name(member: Member) -> tuple[str, int, str]:
    return member.id, member.number, member.name
