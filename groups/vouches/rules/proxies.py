"""Whose word may be recorded by another's hand, and by whose."""

from groups.people.model.people import Member, MemberState, Phone
from groups.people.model.refusals import NotByHerOwnHand, NotFound, SpeaksHerself


def may_be_spoken_for(member: Member, *, has_pin: bool) -> bool:
    """Whether she has no way of her own: neither a phone nor four pictures."""
    return member.state is MemberState.ACTIVE and member.phone is Phone.NONE and not has_pin


def check_spoken_for(member: Member | None, group_id: str, *, has_pin: bool) -> Member:
    """Refuse whoever is not here, and whoever can speak herself."""
    if member is None or member.group_id != group_id or member.state is not MemberState.ACTIVE:
        raise NotFound
    if not may_be_spoken_for(member, has_pin=has_pin):
        raise SpeaksHerself(member.name)
    return member


def check_hand(hand_id: str, receiver: Member) -> None:
    """Refuse the hand of her whom the word is for: another office-bearer records it."""
    if hand_id == receiver.id:
        raise NotByHerOwnHand
