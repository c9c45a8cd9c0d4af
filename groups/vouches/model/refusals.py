"""Refusals of vouches and of words by another hand."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from groups.people.model.refusals import Refusal


@dataclass(unsafe_hash=True)
class NotASister(Refusal):
    """Who wrote the message that she answered: bot, hidden, or a stranger to the group."""

    code: ClassVar[str] = "not_a_sister"
    who: str


@dataclass(unsafe_hash=True)
class VouchForOneself(Refusal):
    """Nobody gives her word for herself."""

    code: ClassVar[str] = "vouch_for_oneself"


@dataclass(unsafe_hash=True)
class NoBeadsLeft(Refusal):
    """All her beads stand; one can be taken back at any time."""

    code: ClassVar[str] = "no_beads_left"
    beads: int
    next_free: date


@dataclass(unsafe_hash=True)
class NoSuchVouch(Refusal):
    """She has no word standing for this person."""

    code: ClassVar[str] = "no_such_vouch"


@dataclass(unsafe_hash=True)
class SpeaksHerself(Refusal):
    """She has a phone or pictures of her own: nobody else records her word."""

    code: ClassVar[str] = "speaks_herself"
    name: str


@dataclass(unsafe_hash=True)
class NotByHerOwnHand(Refusal):
    """A word for her who would record it: another office-bearer does it."""

    code: ClassVar[str] = "not_by_her_own_hand"
