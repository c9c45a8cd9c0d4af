"""Refusals of vouches and proxy vouches."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from groups.people.model.refusals import Refusal


@dataclass(unsafe_hash=True)
class NotASister(Refusal):
    """The author of the answered message is no member; `who` is bot, hidden or stranger."""

    code: ClassVar[str] = "not_a_sister"
    who: str


@dataclass(unsafe_hash=True)
class VouchForOneself(Refusal):
    """Nobody can vouch for herself."""

    code: ClassVar[str] = "vouch_for_oneself"


@dataclass(unsafe_hash=True)
class NoBeadsLeft(Refusal):
    """All her beads (vouches) are given; she can take one back at any time."""

    code: ClassVar[str] = "no_beads_left"
    beads: int
    next_free: date


@dataclass(unsafe_hash=True)
class NoSuchVouch(Refusal):
    """She has no vouch in force for this person."""

    code: ClassVar[str] = "no_such_vouch"


@dataclass(unsafe_hash=True)
class SpeaksHerself(Refusal):
    """She has her own phone or PIN: nobody else records her vouch."""

    code: ClassVar[str] = "speaks_herself"
    name: str


@dataclass(unsafe_hash=True)
class NotByHerOwnHand(Refusal):
    """The recorder would receive the vouch: another office-bearer must record it."""

    code: ClassVar[str] = "not_by_her_own_hand"
