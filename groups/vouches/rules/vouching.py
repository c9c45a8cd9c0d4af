"""For whom a member may vouch, and how long a vouch is in force; pure rules."""

from collections.abc import Sequence
from datetime import date, timedelta

from groups.charter.model.numbers import VouchingCharter
from groups.people.model.people import Member, MemberState, Phone
from groups.people.model.refusals import MemberFrozen, NotFound
from groups.vouches.model.refusals import (
    NoBeadsLeft,
    NoSuchVouch,
    NotByHerOwnHand,
    SpeaksHerself,
    VouchForOneself,
)
from groups.vouches.model.vouch import Vouch


def check_receiver(giver: Member, receiver: Member | None) -> Member:
    """Return the member she means, if she may vouch for her.

    Refuses a person who is not a confirmed member of the group (NotFound), the giver herself
    (VouchForOneself), and a member who is frozen or has left (MemberFrozen).
    """
    if receiver is None or receiver.group_id != giver.group_id:
        raise NotFound
    if receiver.state is MemberState.WAITING:
        raise NotFound
    if receiver.id == giver.id:
        raise VouchForOneself
    if receiver.state is not MemberState.ACTIVE:
        raise MemberFrozen(receiver.name)
    return receiver


def check_bead_left(in_force: Sequence[Vouch], charter: VouchingCharter) -> None:
    """Refuse if all her beads are given; NoBeadsLeft says on which day the next one is free."""
    if len(in_force) >= charter.beads:
        next_free = min(vouch.until_day for vouch in in_force) + timedelta(days=1)
        raise NoBeadsLeft(charter.beads, next_free)


def in_force_for(in_force: Sequence[Vouch], receiver_id: str) -> Vouch | None:
    """Her vouch in force for one sister, if there is one."""
    return next((vouch for vouch in in_force if vouch.receiver_id == receiver_id), None)


def vouch_in_force(in_force: Sequence[Vouch], receiver_id: str) -> Vouch:
    """Her vouch in force for one sister; NoSuchVouch if there is none."""
    vouch = in_force_for(in_force, receiver_id)
    if vouch is None:
        raise NoSuchVouch
    return vouch


def may_renew(vouch: Vouch, day: date, charter: VouchingCharter) -> bool:
    """Whether a tap renews the vouch: it ends within the days of the reminder."""
    return (vouch.until_day - day).days <= charter.remind_days


def until_day(day: date, charter: VouchingCharter) -> date:
    """The last day on which a vouch given on this day is in force."""
    return day + timedelta(days=charter.days)


def beads_left(beads_given: int, charter: VouchingCharter) -> int:
    """The beads she has left; never below 0, even if a charter lowered their number."""
    return max(0, charter.beads - beads_given)


def may_be_spoken_for(member: Member, *, has_pin: bool) -> bool:
    """Whether another may record her vouch: she has neither a phone nor a PIN."""
    return member.state is MemberState.ACTIVE and member.phone is Phone.NONE and not has_pin


def check_spoken_for(member: Member | None, group_id: str, *, has_pin: bool) -> Member:
    """Return the member, if another may record her vouch.

    Refuses a person who is not an active member here (NotFound), and a member with a phone or a PIN
    (SpeaksHerself).
    """
    if member is None or member.group_id != group_id or member.state is not MemberState.ACTIVE:
        raise NotFound
    if not may_be_spoken_for(member, has_pin=has_pin):
        raise SpeaksHerself(member.name)
    return member


def check_hand(hand_id: str, giver: Member, receiver: Member) -> None:
    """Refuse the hand of either: another office-bearer must record what the giver says."""
    if hand_id in {giver.id, receiver.id}:
        raise NotByHerOwnHand
