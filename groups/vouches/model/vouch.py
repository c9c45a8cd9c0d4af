"""A vouch: one bead of the giver's five, in force for one sister for a time."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Vouch:
    """A vouch as it was given; `record` in millionths, fixed on that day."""

    id: str
    group_id: str
    giver_id: str
    receiver_id: str
    day: date
    until_day: date
    record: int
    is_proxy: bool
    recorded_at: int


@dataclass(frozen=True, slots=True)
class VouchGiven:
    """The answer to the giver; nobody else gets it."""

    name: str
    until_day: date
    beads_left: int
    beads: int
    is_new: bool  # False: it was in force already, or was renewed
    is_renewed: bool
    counts: bool  # False: she has no voice yet
    voice_weeks: int  # of own meetings and savings until she has a voice
    counts_from: date  # the day at whose end the sisters' word is read next


@dataclass(frozen=True, slots=True)
class MyBoardRow:
    """A sister as one giver sees her: whether the giver's vouch for her is in force, until when."""

    member_id: str
    number: int
    name: str
    stands: bool
    until_day: date | None
    may_renew: bool


@dataclass(frozen=True, slots=True)
class MyBoard:
    """The board of one giver, for her eyes only."""

    group_id: str
    rows: tuple[MyBoardRow, ...]
    beads_left: int
    beads: int
    counts: bool
    voice_weeks: int  # of own meetings and savings until she has a voice
    days: int  # for which a vouch is in force
    next_reading: date  # the day at whose end her beads are read next
    rests: str = ""  # why she gives no word now: frozen, no_say; she may only take back
