"""Whether a member's record opens a loan: each condition with its value and its limit.

The result is shown with its reasons to those who decide; it never decides by itself. Each condition
that is not met says what is missing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from groups.charter.rules.charter import Charter
from groups.lending.model.eligibility import (
    Condition,
    ConditionChecked,
    Eligibility,
    Outlook,
)
from groups.registers.model.money import LoanFund
from groups.standing.rules.next_acts import Vouched, next_step


@dataclass(frozen=True, slots=True)
class Record:
    """The facts that decide a loan, read when it is proposed; in paise and centi-points."""

    own_savings: int
    open_loans: int  # of the fund asked for
    her_overdue: int
    group_overdue: Fraction  # of all lent, 0 to 1
    free_cash: int  # of the fund asked for, less what is promised to others
    months: int  # full months since she joined
    points: int
    standing: int
    vouched: Vouched
    steps_closed: int  # steps of the ladder that she has closed on time


def eligibility(fund: LoanFund, amount: int, record: Record, charter: Charter) -> Eligibility:
    """The conditions of a loan of `amount` paise from a fund, for a member with this record."""
    if fund is LoanFund.DSC:
        return _of_the_ladder(amount, record, charter)
    reasons = tuple(_of_a_fund(fund, amount, record, charter))
    return Eligibility(reasons)


def outlook(eligible: Eligibility, *, is_own: bool) -> Outlook:
    """Return what may be shown of the conditions to the borrower, or to another."""
    return Outlook(eligible.is_open, eligible if is_own else None)


def _of_a_fund(
    fund: LoanFund, amount: int, record: Record, charter: Charter
) -> Iterator[ConditionChecked]:
    internal = charter.loans.internal
    times = Fraction(str(internal.times_own_savings))
    limit = int(times * record.own_savings)
    if fund is LoanFund.OWN:
        yield ConditionChecked(Condition.SAVINGS, amount, limit, is_at_most=True)
    else:
        yield _group_overdue(record, charter)
    yield ConditionChecked(Condition.MONTHS, record.months, internal.months_in_group_least)
    yield from _whatever_fund(amount, record, internal.open_at_most)


def _of_the_ladder(amount: int, record: Record, charter: Charter) -> Eligibility:
    dsc = charter.loans.dsc
    step = next_step(dsc, record.steps_closed, record.points, record.standing, record.vouched)
    rung = step.step
    asks_more = step.vouches_missing + step.households_missing > 0
    reasons = (
        ConditionChecked(Condition.STEP, amount, 100 * rung.rupees, is_at_most=True),
        ConditionChecked(Condition.POINTS, record.points, round(100 * rung.points)),
        ConditionChecked(Condition.STANDING, record.standing, round(100 * rung.standing)),
        ConditionChecked(Condition.VOUCHES, int(not asks_more), 1),
        ConditionChecked(Condition.MONTHS, record.months, dsc.months_in_group_least),
        _group_overdue(record, charter),
        *_whatever_fund(amount, record, dsc.open_at_most),
    )
    return Eligibility(
        reasons,
        step=step.number,
        conduct_weeks_missing=step.conduct_weeks_missing if asks_more else 0,
        conduct_replaces=dsc.vouches.conduct_replaces if asks_more else 0,
    )


def _whatever_fund(amount: int, record: Record, open_at_most: int) -> Iterator[ConditionChecked]:
    yield ConditionChecked(
        Condition.OPEN_LOANS, record.open_loans, open_at_most - 1, is_at_most=True
    )
    yield ConditionChecked(Condition.HER_OVERDUE, record.her_overdue, 0, is_at_most=True)
    yield ConditionChecked(Condition.FREE_CASH, record.free_cash, amount)


def _group_overdue(record: Record, charter: Charter) -> ConditionChecked:
    share = round(10_000 * record.group_overdue)
    most = round(100 * charter.health.overdue_percent_at_most)
    return ConditionChecked(Condition.GROUP_OVERDUE, share, most, is_at_most=True)
