"""A member's four-picture PIN, and her turn on another's phone: frozen values, no I/O."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar, Final, Self

from groups.people.model.refusals import BadAnswer, Refusal

PICTURES: Final = (
    *("sun", "moon", "star", "tree"),
    *("house", "fish", "flower", "pot"),
    *("boat", "bell", "leaf", "lamp"),
)
LENGTH: Final = 4


@dataclass(frozen=True, slots=True)
class Pin:
    """Four pictures in their order."""

    pictures: tuple[str, ...]

    def __post_init__(self) -> None:
        assert len(self.pictures) == LENGTH
        assert all(picture in PICTURES for picture in self.pictures)

    @classmethod
    def of(cls, tapped: str) -> Self:
        """Return the PIN of "sun,moon,fish,pot"; refuse `BadAnswer` for anything else."""
        pictures = tuple(tapped.split(","))
        if len(pictures) != LENGTH or not set(pictures) <= set(PICTURES):
            raise BadAnswer("pin")
        return cls(pictures)


@dataclass(frozen=True, slots=True)
class KeptPin:
    """A member's PIN as it is stored: digests, and the number of wrong tries.

    `digest` is in force, `asked` waits for a second person; None if there is none. Before
    `not_before`, real time in micro-seconds, no try is allowed; 0 means now.
    """

    member_id: str
    group_id: str
    digest: str | None
    asked: str | None
    set_at: datetime | None
    wrong: int
    not_before: int
    is_turn_on: bool  # counts only while she has a phone of her own


@dataclass(frozen=True, slots=True)
class PinSet:
    """What she sees of her PIN: the day it was set, whether another waits, whether it is locked."""

    set_day: date | None
    is_asked: bool
    is_locked: bool


@dataclass(frozen=True, slots=True)
class LentName:
    """A member in the list of those whose turn it can be."""

    member_id: str
    number: int
    name: str
    pin: PinSet
    has_phone: bool = False  # an account of her own is linked
    is_turn_on: bool = False  # and she lets her turn be opened on another's phone
    is_own: bool = False  # the reader herself

    @property
    def is_open(self) -> bool:
        """Whether her turn can be opened on another's phone, once she has pictures."""
        return not self.has_phone or self.is_turn_on


@dataclass(frozen=True, slots=True)
class LentPage:
    """Members who may take a turn; `may_hand`: the reader may record or decide proxies."""

    names: tuple[LentName, ...]
    may_hand: bool


@dataclass(frozen=True, slots=True)
class OwnPinSet:
    """She has set her pictures on her own phone: they count at once."""

    member_id: str


@dataclass(frozen=True, slots=True)
class TurnOpened:
    """The pictures were right: it is her turn until `until`, in real time."""

    turn_id: str
    person_id: str
    until: datetime


@dataclass(frozen=True, slots=True)
class PinRefused:
    """Wrong pictures, or no try allowed now; recorded already, so it is no exception.

    `tries_left` may be made at once. If it is 0, she must wait `wait_seconds`; if that is None, two
    persons must set a new PIN.
    """

    tries_left: int
    wait_seconds: int | None


@dataclass(frozen=True, slots=True)
class Turn:
    """A member's turn on a phone that another holds; `until` is real time."""

    id: str
    group_id: str
    member_id: str
    held_by: str  # the person whose phone it is
    until: datetime


@dataclass(frozen=True, slots=True)
class TurnNow:
    """A current turn: the member's name and her language."""

    name: str
    language: str


@dataclass(unsafe_hash=True)
class PinTooSimple(Refusal):
    """The PIN is four times the same picture."""

    code: ClassVar[str] = "pin_too_simple"


@dataclass(unsafe_hash=True)
class TurnOff(Refusal):
    """She has a phone of her own, and has not turned on her turn on others' phones."""

    code: ClassVar[str] = "turn_off"
    name: str


@dataclass(unsafe_hash=True)
class TurnOver(Refusal):
    """A sister's turn on this phone is over: used, ended, or out of time."""

    code: ClassVar[str] = "turn_over"
