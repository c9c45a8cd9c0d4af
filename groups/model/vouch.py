"""A vouch: one bead of the giver's five, standing for one sister for a time."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Vouch:
    """Her word as it was given; `record` in millionths, fixed on that day."""

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
    """What the giver is told, and she alone."""

    name: str
    until_day: date
    beads_left: int
    beads: int
    is_new: bool  # False: it stood already, or was renewed
    is_renewed: bool
    counts: bool  # False: her bead has no voice yet
    voice_weeks: int  # of meetings and savings of her own, from which on it has
