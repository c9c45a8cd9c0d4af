"""Vouches by proxy: recorded by another's hand, for a member with neither phone nor PIN."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Spoken:
    """The answer to the person who recorded a proxy vouch.

    `is_new` is False if the vouch is in force already; `until_day` None means that it is
    withdrawn.
    """

    giver: str
    receiver: str
    until_day: date | None
    is_new: bool


@dataclass(frozen=True, slots=True)
class Proxy:
    """A proxy vouch that waits for the facilitator; `receiver` is empty if it must stay secret."""

    vouch_id: str
    number: int
    giver: str
    receiver: str
    hand: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ProxyPage:
    """The proxy vouches that wait, and the givers and receivers of those that may be recorded."""

    waiting: tuple[Proxy, ...]
    givers: tuple[tuple[str, int, str], ...]  # member id, number, name
    receivers: tuple[tuple[str, int, str], ...]
    may_settle: bool
    may_speak: bool


@dataclass(frozen=True, slots=True)
class ProxySettled:
    """A proxy vouch confirmed or struck out; `is_new` is False if it was so already."""

    giver: str
    is_confirmed: bool
    is_new: bool


@dataclass(frozen=True, slots=True)
class Rests:
    """What waits in all groups of a facilitator: proxy vouches to settle, locked PINs."""

    words: int
    locked: int
