"""What a loan's schedule says: when how much is due, of principal and of interest, to the paisa.

Interest is a fraction until it is rounded once an instalment; the last instalment takes what
rounding left over, so that the schedule always sums to principal and interest exactly.
"""

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from itertools import accumulate
from typing import Final

MONTHS_A_YEAR: Final = 12
BASIS: Final = 10_000  # basis points in one


class Method(StrEnum):
    """What interest is counted on."""

    REDUCING = "reducing"  # what is still owed
    FLAT = "flat"  # what was lent, to the end


class Plan(StrEnum):
    """What stays the same from instalment to instalment."""

    EQUAL_INSTALMENT = "equal_instalment"
    EQUAL_PRINCIPAL = "equal_principal"


class Rhythm(StrEnum):
    """How often an instalment is due; it need not be the meeting's."""

    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY = "monthly"


class Per(StrEnum):
    """What time a rate is for."""

    MONTH = "month"
    YEAR = "year"


class Grace(StrEnum):
    """What rests in the months of grace."""

    PRINCIPAL = "principal"  # interest is paid as it falls due
    ALL = "all"  # interest of those months falls due with the first instalment after them


class Rounding(StrEnum):
    """Which way an amount between two whole ones goes."""

    HALF_EVEN = "half_even"
    HALF_UP = "half_up"
    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Rate:
    """Interest in basis points (200 is 2 %) for a month or a year."""

    basis_points: int
    per: Per = Per.MONTH

    def each(self, rhythm: Rhythm) -> Fraction:
        """The share of what is owed that one period of the rhythm costs."""
        a_year = MONTHS_A_YEAR if self.per is Per.MONTH else 1
        return Fraction(self.basis_points * a_year, BASIS * periods_a_year(rhythm))


@dataclass(frozen=True, slots=True)
class Terms:
    """What was agreed for a loan. Amounts in paise; `round_to` is the smallest amount paid."""

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


def periods_a_year(rhythm: Rhythm) -> int:
    """How many instalments of a rhythm make a year."""
    return {Rhythm.WEEKLY: 52, Rhythm.FORTNIGHTLY: 26, Rhythm.MONTHLY: 12}[rhythm]


def periods_in(months: int, rhythm: Rhythm) -> int:
    """How many whole periods come nearest to so many months: 13 weeks to 3 of them."""
    return round(Fraction(months * periods_a_year(rhythm), MONTHS_A_YEAR))


def schedule(terms: Terms, paid_out: date) -> tuple[Instalment, ...]:
    """Every instalment of a loan handed over on a day; those with nothing due are left out.

    Reducing balance with equal instalments is the annuity P·r / (1 − (1 + r)^−n); flat interest is
    P·r·n in equal parts; equal principal is P / n. No instalment is below nothing.
    """
    count = periods_in(terms.months, terms.rhythm)
    resting = min(periods_in(terms.grace_months, terms.rhythm), count - 1)
    principals = _principals(terms, count, resting)
    interests = _interests(terms, principals)
    if terms.grace is Grace.ALL:
        interests = _put_off(interests, resting)
    days = due_days(paid_out, terms.rhythm, count)
    lines = zip(range(1, count + 1), days, principals, interests, strict=True)
    return tuple(Instalment(*line) for line in lines if line[2] or line[3])


def due_days(paid_out: date, rhythm: Rhythm, count: int) -> tuple[date, ...]:
    """The days on which instalments fall due; a month without that day uses its last."""
    if rhythm is Rhythm.MONTHLY:
        return tuple(months_after(paid_out, number) for number in range(1, count + 1))
    step = timedelta(days=7 if rhythm is Rhythm.WEEKLY else 14)
    return tuple(paid_out + number * step for number in range(1, count + 1))


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last of a shorter month."""
    year, month = divmod(day.year * MONTHS_A_YEAR + day.month - 1 + months, MONTHS_A_YEAR)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def rounded(amount: Fraction, to: int, rounding: Rounding) -> int:
    """The whole multiple of `to` that an amount becomes."""
    below, part = divmod(amount, to)
    half = Fraction(to, 2)
    is_up = {
        Rounding.UP: part > 0,
        Rounding.DOWN: False,
        Rounding.HALF_UP: part >= half,
        Rounding.HALF_EVEN: part > half or (part == half and below % 2 == 1),
    }[rounding]
    return int(below + is_up) * to


def _principals(terms: Terms, count: int, resting: int) -> tuple[int, ...]:
    paying = count - resting
    is_annuity = terms.method is Method.REDUCING and terms.plan is Plan.EQUAL_INSTALMENT
    after = _annuity(terms, paying) if is_annuity else _equal(terms, terms.principal, paying)
    return (0,) * resting + tuple(after)


def _annuity(terms: Terms, count: int) -> Iterator[int]:
    """The principal in equal instalments of principal and interest on what is still owed."""
    each = terms.rate.each(terms.rhythm)
    growth = (1 + each) ** count
    share = each * growth / (growth - 1) if each else Fraction(1, count)
    instalment = rounded(terms.principal * share, terms.round_to, terms.rounding)
    owed = terms.principal
    for _ in range(count - 1):
        part = min(max(instalment - _interest(terms, owed), 0), owed)
        yield part
        owed -= part
    yield owed


def _equal(terms: Terms, total: int, count: int) -> Iterator[int]:
    """A total in equal parts; what rounding leaves over is in the last."""
    part = rounded(Fraction(total, count), terms.round_to, terms.rounding)
    left = total
    for _ in range(count - 1):
        yield min(part, left)
        left -= min(part, left)
    yield left


def _interests(terms: Terms, principals: Sequence[int]) -> tuple[int, ...]:
    count = len(principals)
    if terms.method is Method.FLAT:
        whole = rounded(
            terms.principal * terms.rate.each(terms.rhythm) * count, terms.round_to, terms.rounding
        )
        return tuple(_equal(terms, whole, count))
    owed = accumulate(principals, lambda left, part: left - part, initial=terms.principal)
    return tuple(_interest(terms, left) for left, _ in zip(owed, principals, strict=False))


def _interest(terms: Terms, owed: int) -> int:
    return rounded(owed * terms.rate.each(terms.rhythm), terms.round_to, terms.rounding)


def _put_off(interests: Sequence[int], resting: int) -> tuple[int, ...]:
    """The interest of the months of grace falls due with the first instalment after them."""
    put_off = sum(interests[: resting + 1])
    return (*(0,) * resting, put_off, *interests[resting + 1 :])
