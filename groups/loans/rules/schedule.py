"""A loan's schedule: the day, principal and interest of each instalment, to the paisa.

Interest is an exact fraction. Rounded is what it comes to since the schedule began, so that what
rounding leaves over goes from period to period: at any time the interest differs from the exact by
less than one rounding unit. Instalments are rounded so too, so that the last is as the others.

Terms from before do not carry: each instalment is rounded by itself, and the last takes the rest.
"""

from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import Final

from groups.calendar.model import Rhythm
from groups.charter.model.terms import Grace, Plan, Rounding
from groups.loans.model.terms import Instalment, Method, Per, Rate, Terms

MONTHS_A_YEAR: Final = 12
BASIS: Final = 10_000  # basis points in one


def periods_in(months: int, rhythm: Rhythm) -> int:
    """The nearest whole number of periods in so many months: 13 weeks in 3 months."""
    return round(Fraction(months * rhythm.rounds_a_year, MONTHS_A_YEAR))


def share_each(rate: Rate, rhythm: Rhythm) -> Fraction:
    """The interest of one period of the rhythm, as a share of what is owed."""
    a_year = MONTHS_A_YEAR if rate.per is Per.MONTH else 1
    return Fraction(rate.basis_points * a_year, BASIS * rhythm.rounds_a_year)


# A run asks for every schedule of its group twice, and computing one takes most of a millisecond.
@lru_cache(maxsize=4096)
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
    days = due_days(terms, paid_out, count)
    lines = zip(range(1, count + 1), days, principals, interests, strict=True)
    return tuple(
        Instalment(number=number, day=day, principal=principal, interest=interest)
        for number, day, principal, interest in lines
        if principal or interest
    )


def due_days(terms: Terms, began: date, count: int) -> tuple[date, ...]:
    """The days on which instalments fall due; a month without that day uses its last."""
    return tuple(due_day(terms, began, number) for number in range(1, count + 1))


def due_day(terms: Terms, began: date, number: int) -> date:
    """The last day of a period, counted from 1; day 0 is the one on which the schedule began.

    Months are counted from the day that the terms hang on, never from a day that a short month
    moved: 31 January, 28 February, 31 March.
    """
    if terms.rhythm is Rhythm.MONTHLY:
        hook = terms.hangs_on or began
        return months_after(hook, _months_between(hook, began) + number)
    return began + number * timedelta(days=7 if terms.rhythm is Rhythm.WEEKLY else 14)


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last of a shorter month."""
    year, month = divmod(day.year * MONTHS_A_YEAR + day.month - 1 + months, MONTHS_A_YEAR)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def full_months(since: date, day: date) -> int:
    """How many full months have passed."""
    months = _months_between(since, day)
    return months if months_after(since, months) <= day else months - 1


def _months_between(since: date, day: date) -> int:
    """By how many calendar months a day is in a later month."""
    return (day.year - since.year) * MONTHS_A_YEAR + day.month - since.month


def rounded(amount: Fraction, to: int, rounding: Rounding) -> int:
    """Round an amount to a whole multiple of `to`."""
    return _rounded(amount.numerator, amount.denominator, to, rounding)


def _rounded(numerator: int, denominator: int, to: int, rounding: Rounding) -> int:
    """The same for an amount as a quotient; whole numbers are ten times as fast as fractions."""
    below, part = divmod(numerator, denominator * to)
    half = 2 * part - denominator * to
    is_up = {
        Rounding.UP: part > 0,
        Rounding.DOWN: False,
        Rounding.HALF_UP: half >= 0,
        Rounding.HALF_EVEN: half > 0 or (half == 0 and below % 2 == 1),
    }[rounding]
    return (below + is_up) * to


def _principals(terms: Terms, count: int, resting: int) -> tuple[int, ...]:
    paying = count - resting
    is_annuity = terms.method is Method.REDUCING and terms.plan is Plan.EQUAL_INSTALMENT
    if terms.carries:
        parts = _even_annuity(terms, paying, resting) if is_annuity else _even(terms, paying)
    elif is_annuity:
        parts = tuple(_annuity(terms, paying))
    else:
        parts = tuple(_equal(terms, terms.principal, paying))
    return (0,) * resting + parts


def _even(terms: Terms, count: int) -> tuple[int, ...]:
    """The principal in equal parts, rounded in all, not each time: they differ by one unit."""
    in_all = [
        rounded(Fraction(number * terms.principal, count), terms.round_to, Rounding.HALF_UP)
        for number in range(count)
    ]
    return tuple(after - before for before, after in pairwise((*in_all, terms.principal)))


def _even_annuity(terms: Terms, count: int, resting: int) -> tuple[int, ...]:
    """The principal parts of an annuity that is rounded in all, not each time.

    So instalments differ by one unit, and the payments never differ from the exact ones by more.
    """
    share = terms.principal * _annuity_share(share_each(terms.rate, terms.rhythm), count)
    parts: list[int] = []
    owed, run, paid = terms.principal, resting * terms.principal, 0
    for number in range(1, count):
        interest = carried_interest(terms, run, owed)
        in_all = rounded(number * share, terms.round_to, Rounding.HALF_UP)
        part = min(max(in_all - paid - interest, 0), owed)
        parts.append(part)
        run, owed, paid = run + owed, owed - part, paid + interest + part
    return (*parts, owed)


def _annuity(terms: Terms, count: int) -> Iterator[int]:
    """The principal parts of equal instalments; interest is on the reducing balance."""
    share = _annuity_share(share_each(terms.rate, terms.rhythm), count)
    instalment = rounded(terms.principal * share, terms.round_to, terms.rounding)
    owed = terms.principal
    for _ in range(count - 1):
        part = min(max(instalment - interest_on(terms, owed), 0), owed)
        yield part
        owed -= part
    yield owed


def _annuity_share(each: Fraction, count: int) -> Fraction:
    """The exact instalment of an annuity, as a share of what was lent."""
    growth = (1 + each) ** count
    return each * growth / (growth - 1) if each else Fraction(1, count)


def _equal(terms: Terms, total: int, count: int) -> Iterator[int]:
    """A total in equal parts; the last part takes the rounding difference."""
    part = rounded(Fraction(total, count), terms.round_to, terms.rounding)
    left = total
    for _ in range(count - 1):
        yield min(part, left)
        left -= min(part, left)
    yield left


def flat_interest(terms: Terms) -> tuple[int, ...]:
    """The interest of each period on the principal that was lent, in paise."""
    periods = periods_in(terms.months, terms.rhythm)
    if terms.carries:
        return tuple(
            carried_interest(terms, number * terms.principal, terms.principal)
            for number in range(periods)
        )
    whole = terms.principal * share_each(terms.rate, terms.rhythm) * periods
    return tuple(_equal(terms, rounded(whole, terms.round_to, terms.rounding), periods))


def interest_on(terms: Terms, owed: int) -> int:
    """The interest of one period on what is owed, in paise."""
    each = share_each(terms.rate, terms.rhythm)
    return rounded(owed * each, terms.round_to, terms.rounding)


def carried_interest(terms: Terms, run: int, owed: int) -> int:
    """The interest of one period in paise, with what rounding left over of the periods before.

    `run` is the sum of what was owed in each period before it, `owed` what is owed in it.
    """
    each, to, rounding = share_each(terms.rate, terms.rhythm), terms.round_to, terms.rounding
    before, after = (
        _rounded(amount * each.numerator, each.denominator, to, rounding)
        for amount in (run, run + owed)
    )
    return after - before


def _interests(terms: Terms, principals: Sequence[int]) -> tuple[int, ...]:
    if terms.method.is_flat:
        return flat_interest(terms)
    owed = accumulate(principals, lambda left, part: left - part, initial=terms.principal)
    if terms.carries:
        each_owed = list(owed)[:-1]
        runs = accumulate(each_owed, initial=0)
        return tuple(carried_interest(terms, *one) for one in zip(runs, each_owed, strict=False))
    return tuple(interest_on(terms, left) for left, _ in zip(owed, principals, strict=False))


def _put_off(interests: Sequence[int], resting: int) -> tuple[int, ...]:
    """Move the interest of the months of grace to the first instalment after them."""
    put_off = sum(interests[: resting + 1])
    return (*(0,) * resting, put_off, *interests[resting + 1 :])
