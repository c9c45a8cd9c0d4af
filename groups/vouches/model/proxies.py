"""A sister's word by another's hand: who spoke, whose hand it was, and what waits to be settled."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Spoken:
    """What she is told whose hand it was; not new: that word stands already. No day: taken back."""

    giver: str
    receiver: str
    until_day: date | None
    is_new: bool


@dataclass(frozen=True, slots=True)
class Proxy:
    """A word that waits for the facilitator; `receiver` empty for those who may not know it."""

    vouch_id: str
    number: int
    giver: str
    receiver: str
    hand: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ProxyPage:
    """What waits for the facilitator, and whose word may be recorded by hand, for whom."""

    waiting: tuple[Proxy, ...]
    givers: tuple[tuple[str, int, str], ...]  # member id, number, name
    receivers: tuple[tuple[str, int, str], ...]
    may_settle: bool
    may_speak: bool


@dataclass(frozen=True, slots=True)
class ProxySettled:
    """A word confirmed, or struck out; not new: it was so already."""

    giver: str
    is_confirmed: bool
    is_new: bool


@dataclass(frozen=True, slots=True)
class Rests:
    """What a facilitator finds in all her groups: words to be settled, PINs that are locked."""

    words: int
    locked: int
