"""The agreed terms of a loan, and a line of the schedule that follows from them."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from groups.calendar.model import Rhythm
from groups.charter.model.terms import Grace, Plan, Rounding


class Method(StrEnum):
    """The amount on which interest is computed."""

    REDUCING = "reducing"  # the outstanding principal
    FLAT = "flat"  # the principal that was lent, as long as any of it is outstanding
    FLAT_TO_THE_END = "flat_to_the_end"  # that for the whole term, also if it is closed early

    @property
    def is_flat(self) -> bool:
        """Whether payments do not lower the interest of a period."""
        return self is not Method.REDUCING


class Per(StrEnum):
    """The time that a rate is for."""

    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Rate:
    """Interest in basis points (200 is 2 %) for a month or a year."""

    basis_points: int
    per: Per = Per.MONTH


@dataclass(frozen=True, slots=True)
class Terms:
    """The agreed terms of a loan; `principal` and the smallest unit paid, `round_to`, in paise.

    A new schedule `hangs_on` the day of the hand-over: monthly due days have its day of the month.
    None: they have that of the day on which the schedule began. Where it `carries`, what rounding
    leaves over goes from period to period; else the last instalment takes it.
    """

    principal: int
    months: int
    rate: Rate
    rhythm: Rhythm = Rhythm.MONTHLY
    method: Method = Method.REDUCING
    plan: Plan = Plan.EQUAL_INSTALMENT
    grace_months: int = 0
    grace: Grace = Grace.PRINCIPAL
    round_to: int = 1
    rounding: Rounding = Rounding.HALF_UP
    hangs_on: date | None = None
    carries: bool = False

    def __post_init__(self) -> None:
        assert self.principal > 0, "a loan of nothing"
        assert self.months > 0, "a loan for no time"
        assert 0 <= self.grace_months < self.months, "grace must end before the loan does"
        assert self.rate.basis_points >= 0, "interest below nothing"
        assert self.round_to > 0, "rounding to nothing"


@dataclass(frozen=True, slots=True)
class Instalment:
    """One line of the schedule: its number from 1, its day, and what falls due, in paise."""

    number: int
    day: date
    principal: int
    interest: int

    @property
    def amount(self) -> int:
        """All that falls due, in paise."""
        return self.principal + self.interest
