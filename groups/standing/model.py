"""The group's grade, a member's points with their causes, and what a scoring run comes to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final


@dataclass(frozen=True, slots=True)
class Run:
    """A scoring run as stored; `cut` in micro-seconds, `grade_json` is the group's grade.

    `base_rate` is the programme's default rate b in millionths; `lent` and `broken` are the loans
    of the group that it counted and the runs before it did not. `block` is the number of the run in
    which the sisters' word was read that stands in this one; None in runs from before blocks.
    """

    group_id: str
    period: date
    number: int
    charter: str
    base_rate: int
    cut: int
    digest: str
    grade_json: str
    lent: int = 0
    broken: int = 0
    block: int | None = None

    @property
    def is_reading(self) -> bool:
        """Whether the sisters' word is read in this run."""
        return self.block == self.number


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


class Pillar(StrEnum):
    """The pillars in the order of all columns; the value is the pillar's name in accounts."""

    MEETINGS = "meetings"
    SAVING = "saving"
    INSTALMENTS = "instalments"
    BROKEN_PROMISES = "broken_promises"
    WORD = "word"


Five = tuple[int, int, int, int, int]  # centi-points, one for each pillar
NOTHING: Final[Five] = (0, 0, 0, 0, 0)


class Cause(StrEnum):
    """A cause of a change of points, in the order in which the line names them."""

    CAME = "came"
    MISSED_MEETING = "missed_meeting"
    SAVED = "saved"
    MISSED_SAVING = "missed_saving"
    PAID_INSTALMENT = "paid_instalment"
    MISSED_INSTALMENT = "missed_instalment"
    BROKE_PROMISE = "broke_promise"
    MADE_GOOD = "made_good"  # a loan once broken is repaid in full
    SISTERS_WORD = "sisters_word"
    CORRECTED = "corrected"  # recorded, or put right, after the earlier period was scored
    OLDER_WEEKS = "older_weeks"
    NEW_RULES = "new_rules"  # another charter than the period before


@dataclass(frozen=True, slots=True)
class CausePart:
    """One cause in one pillar, in centi-points; `times` is its number of events."""

    cause: Cause
    pillar: Pillar
    times: int
    centi: int


@dataclass(frozen=True, slots=True)
class Shown:
    """One cause as the line names it: exact centi-points, and whole points to read."""

    cause: Cause
    times: int
    centi: int
    whole: int


@dataclass(frozen=True, slots=True)
class WeeklyLine:
    """The line of one period: all parts, the causes to read, and her totals before and after."""

    parts: tuple[CausePart, ...]
    causes: tuple[Shown, ...]
    before: int
    after: int

    @property
    def change(self) -> int:
        """The change of her balance, in centi-points: the sum of the parts."""
        return self.after - self.before

    @property
    def is_as_before(self) -> bool:
        """Whether the whole points that are shown stay the same: "as strong as before"."""
        return round(self.before / 100) == round(self.after / 100)


@dataclass(frozen=True, slots=True)
class WordsHeld:
    """The number of vouches with a voice that a member has received."""

    count: int
    opening: int  # those that open a loan: not of kin
    homes: int  # from how many other households these come


NO_WORDS: Final = WordsHeld(0, 0, 0)


@dataclass(frozen=True, slots=True)
class WordRead:
    """A member's sisters' word as it was read: the pillar in centi-points, and what she holds."""

    centi: int
    held: WordsHeld


NO_WORD: Final = WordRead(0, NO_WORDS)


@dataclass(frozen=True, slots=True)
class Result:
    """A member's result of a run, in centi-points; `causes`: code, times, centi, whole."""

    member_id: str
    balances: Five
    lent: int
    words: WordsHeld
    causes: tuple[tuple[str, int, int, int], ...]


@dataclass(frozen=True, slots=True)
class Weighed:
    """The result of a run; `grade_json` is the group's grade as it is stored.

    `lent` is how many loans were handed over up to the period's end, `broken` how many of them are
    in default.
    """

    digest: str
    grade_json: str
    results: tuple[Result, ...]
    lines: Mapping[str, WeeklyLine]
    lent: int = 0
    broken: int = 0
