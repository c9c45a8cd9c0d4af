"""The charter's numbers for meetings, vouches and ballots."""

from dataclasses import dataclass
from typing import Annotated


@dataclass(frozen=True, slots=True)
class Between:
    """A number from least to most, both included."""

    least: float
    most: float


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of a few fixed words."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Later:
    """A key that charters from before do not have; in them its default holds."""


@dataclass(frozen=True, slots=True)
class MeetingCharter:
    """The quorum, as two whole numbers, and how far the cash may differ without a second person.

    The percent is of what the books expect in the box; the larger of both limits counts.
    """

    quorum_numerator: Annotated[int, Between(1, 100)] = 2
    quorum_denominator: Annotated[int, Between(1, 100)] = 3
    cash_difference_rupees: Annotated[int, Between(0, 10_000_000)] = 200
    cash_difference_percent: Annotated[float, Between(0, 100)] = 5.0


@dataclass(frozen=True, slots=True)
class VouchingCharter:
    """How many vouches (beads) a member has, for how many days, and when they are read."""

    beads: Annotated[int, Between(1, 50)] = 5
    days: Annotated[int, Between(7, 3660)] = 180
    remind_days: Annotated[int, Between(1, 90)] = 14
    block_weeks: Annotated[int, Between(1, 52)] = 4


@dataclass(frozen=True, slots=True)
class BallotCharter:
    """The share of yes votes that carries, as two whole numbers, and the days of a ballot."""

    share_numerator: Annotated[int, Between(1, 100)] = 2
    share_denominator: Annotated[int, Between(1, 100)] = 3
    days: Annotated[int, Between(1, 60)] = 7
