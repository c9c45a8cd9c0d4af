"""Schedules compared with an independent computation of each method, over random terms."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import numpy_financial as npf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from groups.calendar.model import Rhythm
from groups.charter.model.terms import Grace, Plan, Rounding
from groups.loans.model.terms import Instalment, Method, Per, Rate, Terms
from groups.loans.rules.schedule import due_days, months_after, periods_in, rounded, schedule

DAY = date(2026, 1, 31)
PER_MONTH = {Rhythm.WEEKLY: 12 / 52, Rhythm.FORTNIGHTLY: 12 / 26, Rhythm.MONTHLY: 1.0}


@st.composite
def terms(draw: st.DrawFn) -> Terms:
    """Draw any terms that a group may agree."""
    months = draw(st.integers(1, 36))
    return Terms(
        principal=draw(st.integers(100_00, 1_00_000_00)),
        months=months,
        rate=Rate(draw(st.integers(0, 500)), draw(st.sampled_from(Per))),
        rhythm=draw(st.sampled_from(Rhythm)),
        method=draw(st.sampled_from(Method)),
        plan=draw(st.sampled_from(Plan)),
        grace_months=draw(st.integers(0, min(months - 1, 6))),
        grace=draw(st.sampled_from(Grace)),
        round_to=draw(st.sampled_from((1, 100))),
        rounding=draw(st.sampled_from(Rounding)),
    )


def a_period(agreed: Terms) -> float:
    """Return the rate of one period, computed without the rules."""
    a_month = agreed.rate.basis_points / 10_000 / (1 if agreed.rate.per is Per.MONTH else 12)
    return a_month * PER_MONTH[agreed.rhythm]


@given(terms())
def test_a_schedule_pays_back_what_was_lent_and_nothing_is_below_zero(agreed: Terms) -> None:
    lines = schedule(agreed, DAY)

    assert sum(line.principal for line in lines) == agreed.principal
    assert all(line.principal >= 0 and line.interest >= 0 for line in lines)


@given(terms())
def test_instalments_come_in_the_order_of_their_days(agreed: Terms) -> None:
    lines = schedule(agreed, DAY)

    assert [line.day for line in lines] == sorted({line.day for line in lines})
    assert lines[0].day > DAY


@given(st.integers(500_00, 1_00_000_00), st.integers(1, 36), st.integers(1, 400))
def test_equal_instalments_on_the_reducing_balance_are_the_annuity(
    principal: int, months: int, basis_points: int
) -> None:
    agreed = Terms(principal, months, Rate(basis_points))
    lines = schedule(agreed, DAY)
    rate = basis_points / 10_000
    numbers = range(1, months + 1)

    assert [line.amount for line in lines[:-1]] == pytest.approx(
        [-npf.pmt(rate, months, principal)] * (months - 1), abs=0.51
    )
    assert [line.interest for line in lines] == pytest.approx(
        [-npf.ipmt(rate, number, months, principal) for number in numbers], abs=months + 1
    )


@given(terms())
def test_interest_on_the_reducing_balance_is_the_rate_on_what_is_owed(agreed: Terms) -> None:
    owed, interest, expected = agreed.principal, Fraction(0), 0.0
    if agreed.method.is_flat or agreed.grace is Grace.ALL:
        return
    for line in schedule(agreed, DAY):
        expected += owed * a_period(agreed)
        interest += line.interest
        owed -= line.principal

    count = periods_in(agreed.months, agreed.rhythm)
    assert float(interest) == pytest.approx(expected, abs=count * agreed.round_to + 1)


@given(terms())
def test_flat_interest_is_the_rate_on_what_was_lent_to_the_end(agreed: Terms) -> None:
    if agreed.method is Method.REDUCING:
        return
    count = periods_in(agreed.months, agreed.rhythm)
    interest = sum(line.interest for line in schedule(agreed, DAY))

    expected = agreed.principal * a_period(agreed) * count
    assert interest == pytest.approx(expected, abs=agreed.round_to + 0.01)


@given(terms())
def test_equal_principal_is_the_same_in_all_but_the_last(agreed: Terms) -> None:
    if agreed.plan is Plan.EQUAL_INSTALMENT and agreed.method is Method.REDUCING:
        return
    parts = [line.principal for line in schedule(agreed, DAY) if line.principal]

    assert len(set(parts[:-1])) <= 1
    assert parts[-1] <= parts[0] + len(parts) * agreed.round_to


def test_the_interest_of_the_grace_months_waits_for_the_first_instalment_after_them() -> None:
    rate = Rate(200)
    rests = schedule(Terms(6000_00, 4, rate, grace_months=2, grace=Grace.ALL), DAY)
    pays = schedule(Terms(6000_00, 4, rate, grace_months=2), DAY)

    assert [line.amount for line in pays[:2]] == [120_00, 120_00]
    assert (rests[0].number, rests[0].interest) == (3, 360_00)
    assert sum(line.amount for line in rests) == sum(line.amount for line in pays)


def test_a_loan_without_interest_is_paid_back_in_equal_parts() -> None:
    lines = schedule(Terms(2000_00, 3, Rate(0), round_to=100), date(2026, 11, 20))

    assert lines == (
        Instalment(1, date(2026, 12, 20), 667_00, 0),
        Instalment(2, date(2027, 1, 20), 667_00, 0),
        Instalment(3, date(2027, 2, 20), 666_00, 0),
    )


def test_a_small_loan_rounded_up_may_end_before_its_time() -> None:
    lines = schedule(Terms(5_00, 9, Rate(0), round_to=100, rounding=Rounding.UP), DAY)

    assert [line.amount for line in lines] == [100] * 5


def test_a_month_without_that_day_uses_its_last() -> None:
    assert due_days(Terms(100, 3, Rate(0)), DAY, 3) == (
        date(2026, 2, 28),
        date(2026, 3, 31),
        date(2026, 4, 30),
    )


@pytest.mark.parametrize(("rhythm", "step"), [(Rhythm.WEEKLY, 7), (Rhythm.FORTNIGHTLY, 14)])
def test_weeks_are_counted_in_days(rhythm: Rhythm, step: int) -> None:
    weeks = Terms(100, 3, Rate(0), rhythm)
    assert due_days(weeks, DAY, 2) == (DAY + timedelta(step), DAY + timedelta(2 * step))


def test_a_year_later_is_the_same_day() -> None:
    assert months_after(date(2026, 12, 5), 13) == date(2028, 1, 5)


@pytest.mark.parametrize(
    ("rounding", "expected"),
    [
        (Rounding.HALF_EVEN, [200, 200, 300, 400]),
        (Rounding.HALF_UP, [200, 300, 300, 400]),
        (Rounding.UP, [200, 300, 300, 400]),
        (Rounding.DOWN, [200, 200, 200, 300]),
    ],
)
def test_rounding_goes_as_its_name_says(rounding: Rounding, expected: list[int]) -> None:
    amounts = [Fraction(text) for text in ("200", "250", "251", "350")]

    assert [rounded(amount, 100, rounding) for amount in amounts] == expected


@given(st.decimals(0, 100_000, places=3), st.sampled_from(Rounding))
def test_rounding_to_whole_ones_agrees_with_the_decimal_library(
    amount: Decimal, rounding: Rounding
) -> None:
    named = {
        Rounding.HALF_EVEN: "ROUND_HALF_EVEN",
        Rounding.HALF_UP: "ROUND_HALF_UP",
        Rounding.UP: "ROUND_UP",
        Rounding.DOWN: "ROUND_DOWN",
    }[rounding]

    assert rounded(Fraction(amount), 1, rounding) == int(amount.to_integral_value(named))
