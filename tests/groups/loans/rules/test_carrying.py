"""What rounding leaves over goes from period to period, in the schedule and in what is charged."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groups.calendar.model import Rhythm
from groups.charter.model.terms import Grace, Plan, Rounding
from groups.loans.model.terms import Instalment, Method, Rate, Terms
from groups.loans.rules.outstanding import LoanBook, Paid, accrued_by
from groups.loans.rules.schedule import due_day, periods_in, schedule
from tests.groups.loans.rules.test_repaying import ANY_DAY
from tests.groups.loans.rules.test_terms import terms

DAY = date(2026, 11, 20)
A_YEAR = {Rhythm.WEEKLY: 52, Rhythm.FORTNIGHTLY: 26, Rhythm.MONTHLY: 12}
carried = terms().map(lambda agreed: replace(agreed, carries=True))


def a_period(agreed: Terms) -> Fraction:
    """Return the exact rate of one period, computed without the rules."""
    times = 12 if agreed.rate.per == "month" else 1
    return Fraction(agreed.rate.basis_points * times, 10_000 * A_YEAR[agreed.rhythm])


def rows_of(agreed: Terms) -> list[Instalment]:
    """Return every period of a schedule, also those in which nothing is due."""
    by_number = {line.number: line for line in schedule(agreed, DAY)}
    count = periods_in(agreed.months, agreed.rhythm)
    return [by_number.get(number, Instalment(number, DAY, 0, 0)) for number in range(1, count + 1)]


@given(carried)
def test_interest_is_never_a_unit_away_from_the_exact(agreed: Terms) -> None:
    owed, exact, charged = agreed.principal, Fraction(0), 0
    rests = agreed.grace_months and agreed.grace is Grace.ALL
    for line in rows_of(agreed):
        exact += (agreed.principal if agreed.method.is_flat else owed) * a_period(agreed)
        charged, owed = charged + line.interest, owed - line.principal
        assert rests or abs(charged - exact) < agreed.round_to
    assert abs(charged - exact) < agreed.round_to


@given(carried)
def test_it_pays_back_what_was_lent_and_nothing_is_below_zero(agreed: Terms) -> None:
    lines = schedule(agreed, DAY)

    assert sum(line.principal for line in lines) == agreed.principal
    assert all(line.principal >= 0 and line.interest >= 0 for line in lines)


@given(
    principal=st.integers(50_00, 1_00_000_00),
    months=st.integers(1, 24),
    basis_points=st.integers(0, 300),
    rhythm=st.sampled_from(Rhythm),
)
def test_an_annuity_bears_the_exact_interest_and_its_last_instalment_is_as_the_others(
    principal: int, months: int, basis_points: int, rhythm: Rhythm
) -> None:
    agreed = Terms(
        principal // 100 * 100, months, Rate(basis_points), rhythm, round_to=100, carries=True
    )
    amounts = [line.amount for line in rows_of(agreed)]
    each, count = a_period(agreed), len(amounts)
    growth = (1 + each) ** count
    exact = agreed.principal * (each * growth / (growth - 1) if each else Fraction(1, count))

    assert abs(sum(amounts) - count * exact) < 100
    assert max(amounts[:-1], default=0) - min(amounts[:-1], default=0) <= 200
    assert all(abs(amount - exact) < 200 for amount in amounts)


@given(carried)
def test_equal_principal_differs_by_one_unit(agreed: Terms) -> None:
    if agreed.plan is Plan.EQUAL_INSTALMENT and not agreed.method.is_flat:
        return
    rests = periods_in(agreed.grace_months, agreed.rhythm)
    parts = [line.principal for line in rows_of(agreed)][rests:]

    for part in parts:
        assert abs(part - Fraction(agreed.principal, len(parts))) <= 2 * agreed.round_to


def small(rupees: int, months: int, rhythm: Rhythm, method: Method = Method.REDUCING) -> Terms:
    """Return the terms of a loan at 2 % a month in whole rupees."""
    return Terms(100 * rupees, months, Rate(200), rhythm, method, round_to=100, carries=True)


# Terms; rupees of interest in all, of the first four instalments and of the last.
EXAMPLES = [
    (small(100, 3, Rhythm.WEEKLY), 3, [8, 8, 8, 8], 8),  # exact 3.27 and 7.94
    (small(200, 12, Rhythm.WEEKLY), 25, [4, 5, 4, 4], 4),  # exact 25.47 and 4.34
    (small(600, 12, Rhythm.WEEKLY), 76, [13, 13, 13, 13], 13),  # exact 76.41 and 13.01
    (small(3000, 6, Rhythm.MONTHLY), 213, [536, 535, 536, 535], 535),  # exact 213.46 and 535.58
    (small(100, 3, Rhythm.WEEKLY, Method.FLAT), 6, [8, 8, 8, 9], 8),  # exact 6.00 and 8.15
]


@pytest.mark.parametrize(("agreed", "interest", "first", "last"), EXAMPLES)
def test_small_loans_are_as_reckoned_by_hand(
    agreed: Terms, interest: int, first: list[int], last: int
) -> None:
    lines = schedule(agreed, DAY)

    assert sum(line.interest for line in lines) == 100 * interest
    assert [line.amount for line in lines[:4]] == [100 * amount for amount in first]
    assert lines[-1].amount == 100 * last


def test_terms_from_before_keep_their_schedule() -> None:
    agreed = Terms(100_00, 3, Rate(200), Rhythm.WEEKLY, round_to=100)

    assert [line.amount // 100 for line in schedule(agreed, DAY)] == [8] * 12 + [4]
    assert sum(line.interest for line in schedule(agreed, DAY)) == 0


@given(
    agreed=carried,
    payments=st.lists(st.integers(0, 40), max_size=12),
    periods=st.integers(1, 40),
)
def test_what_is_charged_of_any_payments_is_never_a_unit_away_from_the_exact(
    agreed: Terms, payments: list[int], periods: int
) -> None:
    if agreed.method.is_flat:
        return
    book = LoanBook(agreed, DAY, schedule(agreed, DAY))
    left, exact = agreed.principal, Fraction(0)
    for number in range(1, periods + 1):
        exact += left * a_period(agreed)
        day = due_day(agreed, DAY, number)
        percent = payments[number - 1] if number <= len(payments) else 0
        paid = Paid(day, left * percent // 100, 0)
        book, left = replace(book, paid=(*book.paid, paid)), left - paid.principal
    book = accrued_by(book, due_day(agreed, DAY, periods), ANY_DAY)

    assert len(book.accrued) == periods
    assert abs(sum(book.accrued) - exact) < agreed.round_to


@pytest.mark.parametrize("rounding", Rounding)
def test_no_period_takes_interest_back(rounding: Rounding) -> None:
    agreed = Terms(
        7_00, 12, Rate(350), Rhythm.WEEKLY, rounding=rounding, round_to=100, carries=True
    )

    assert min(line.interest for line in schedule(agreed, DAY)) >= 0
