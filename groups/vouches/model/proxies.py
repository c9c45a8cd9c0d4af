"""Vouches by proxy: recorded by another's hand, for a member with neither phone nor PIN."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Spoken:
    """The answer to the person who recorded a proxy vouch, or that it is taken back.

    It is the same whether the vouch stands or not: only the facilitator learns that.
    """

    giver: str
    receiver: str


@dataclass(frozen=True, slots=True)
class Proxy:
    """A proxy vouch that waits for the facilitator, or its taking back (`is_back`)."""

    vouch_id: str
    number: int
    giver: str
    receiver: str
    hand: str
    at: datetime
    is_back: bool = False


@dataclass(frozen=True, slots=True)
class ProxyPage:
    """The proxy vouches that wait, for the facilitator alone; givers and receivers to choose."""

    waiting: tuple[Proxy, ...]
    givers: tuple[tuple[str, int, str], ...]  # member id, number, name
    receivers: tuple[tuple[str, int, str], ...]
    may_settle: bool
    may_speak: bool


@dataclass(frozen=True, slots=True)
class ProxySettled:
    """A proxy vouch, or its taking back, decided; `is_new` is False if it was so already."""

    giver: str
    is_confirmed: bool
    is_new: bool


@dataclass(frozen=True, slots=True)
class Rests:
    """What waits in all groups of a facilitator: proxy vouches to settle, locked PINs."""

    words: int
    locked: int
