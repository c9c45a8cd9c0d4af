"""A scoring run as it is kept; the group's grade and the causes of points, as pages show them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Run:
    """A scoring run as it is kept; `cut` in micro-seconds, `standing` as JSON.

    `base_rate` is the programme's default rate b in millionths; `lent` and `broken` are the loans
    of the group that it counted and the runs before it did not.
    """

    group_id: str
    period: date
    number: int
    charter: str
    base_rate: int
    cut: int
    digest: str
    standing: str
    lent: int = 0
    broken: int = 0


@dataclass(frozen=True, slots=True)
class GradePillar:
    """One of the group's five pillars: `marks` of 20 in hundredths, None if nothing was due."""

    code: str  # meetings, saving, lending, repayment, books
    marks: int | None
    figures: Mapping[str, int]  # the raw counts beside the marks, e.g. held, due, present


@dataclass(frozen=True, slots=True)
class GroupGrade:
    """The group's grade at the end of a period; `marks` of 100 in hundredths."""

    period: date
    marks: int | None
    letter: str | None  # A, B, C; None with too few meetings or pillars
    pillars: tuple[GradePillar, ...]


@dataclass(frozen=True, slots=True)
class CauseShown:
    """A cause of a change of points: exact centi-points, and the whole points shown."""

    code: str
    points: int
    shown: int
