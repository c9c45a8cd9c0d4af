"""The outstanding of a loan, compared with a day-by-day simulation that does not use the rules."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groups.calendar.model import Rhythm
from groups.charter.model.terms import DebtPart, Grace, Plan
from groups.loans.model.loan import LOAN_STEPS, LoanState, LoanStep
from groups.loans.model.refusals import PaysTooMuch
from groups.loans.model.terms import Method, Rate, Terms
from groups.loans.rules.outstanding import (
    LoanBook,
    Overdue,
    Owed,
    Paid,
    due,
    interest_of_period,
    is_paid_in_time,
    overdue,
    owed_in_all,
    owed_in_books,
    periods_by,
    principal_left,
    split,
)
from groups.loans.rules.schedule import due_day, schedule

BEGAN = date(2026, 1, 2)
ANY_DAY: Callable[[date], date] = lambda day: day  # noqa: E731 - a meeting is held on every day
A_DAY = timedelta(1)


def book(terms: Terms, *paid: Paid, payable_on: Callable[[date], date] = ANY_DAY) -> LoanBook:
    """Return a loan over three years, with the interest that follows from its payments."""
    loan_book = LoanBook(terms, BEGAN, schedule(terms, BEGAN), paid)
    for number in range(1, periods_by(loan_book, BEGAN + timedelta(3 * 365)) + 1):
        accrued = (*loan_book.accrued, interest_of_period(loan_book, number, payable_on))
        loan_book = replace(loan_book, accrued=accrued)
    return loan_book


def simulated(terms: Terms, principal_paid: Mapping[date, int], days: int) -> list[int]:
    """Return each period's interest on the outstanding at its start, day by day, in paise."""
    rate = Fraction(terms.rate.basis_points, 10_000)
    owed = base = terms.principal
    interest: list[int] = []
    day = BEGAN
    for _ in range(days):
        day += A_DAY
        owed -= principal_paid.get(day, 0)
        if day == due_day(terms, BEGAN, len(interest) + 1):
            interest.append(int(base * rate + Fraction(1, 2)))
            base = owed
    return interest


@given(
    st.integers(100_00, 50_000_00),
    st.integers(1, 400),
    st.lists(st.tuples(st.integers(1, 500), st.integers(1, 90)), max_size=8),
)
def test_interest_is_that_of_a_simulation_day_by_day(
    principal: int, basis_points: int, payments: Sequence[tuple[int, int]]
) -> None:
    terms = Terms(principal, 12, Rate(basis_points))
    left, paid = principal, dict[date, int]()
    for after, percent in payments:
        part = left * percent // 100
        paid[BEGAN + timedelta(after)] = paid.get(BEGAN + timedelta(after), 0) + part
        left -= part
    loan_book = book(terms, *(Paid(day, part, 0) for day, part in sorted(paid.items())))

    expected = simulated(terms, paid, 700)
    assert list(loan_book.accrued[: len(expected)]) == expected


@given(st.sampled_from(Method), st.sampled_from(Plan), st.sampled_from(Rhythm), st.integers(0, 3))
def test_who_pays_what_is_due_on_its_day_owes_what_the_schedule_says(
    method: Method, plan: Plan, rhythm: Rhythm, grace: int
) -> None:
    terms = Terms(9_000_00, 6, Rate(200), rhythm, method, plan, grace, Grace.ALL)
    lines = schedule(terms, BEGAN)
    loan_book = book(terms, *(Paid(line.day, line.principal, line.interest) for line in lines))

    before = [replace(loan_book, paid=loan_book.paid[:paid]) for paid in range(len(lines))]
    asked = [due(each, line.day) for each, line in zip(before, lines, strict=True)]
    assert asked == [Owed(line.principal, line.interest) for line in lines]
    assert all(is_paid_in_time(loan_book, line, ANY_DAY) for line in lines)
    assert overdue(loan_book, lines[-1].day + timedelta(400), ANY_DAY) is None


TWO_MONTHS = Terms(1000_00, 2, Rate(200), plan=Plan.EQUAL_PRINCIPAL)
FEB, MAR = date(2026, 2, 2), date(2026, 3, 2)


def test_what_is_late_is_asked_for_again_with_the_interest_on_it() -> None:
    late = book(TWO_MONTHS)

    assert due(late, FEB) == Owed(500_00, 20_00)
    assert due(late, MAR) == Owed(1000_00, 40_00)
    assert due(late, MAR + timedelta(31)).amount == 1060_00


def test_days_overdue_are_counted_from_the_oldest_unpaid_day() -> None:
    late = book(TWO_MONTHS, Paid(FEB, 500_00, 0))

    assert overdue(late, FEB, ANY_DAY) is None
    assert overdue(late, FEB + A_DAY, ANY_DAY) == Overdue(Owed(0, 20_00), FEB, 1)
    assert overdue(late, MAR + A_DAY, ANY_DAY) == Overdue(Owed(500_00, 30_00), FEB, 29)


def test_a_part_paid_is_late_in_full_time() -> None:
    part = book(TWO_MONTHS, Paid(FEB, 499_99, 20_00))

    assert not is_paid_in_time(part, part.lines[0], ANY_DAY)
    assert overdue(part, MAR, ANY_DAY) == Overdue(Owed(1, 0), FEB, 28)


def test_who_pays_ahead_owes_less_interest_and_nothing_until_the_schedule_is_there() -> None:
    ahead = book(TWO_MONTHS, Paid(date(2026, 1, 9), 600_00, 0))

    assert due(ahead, FEB) == Owed(0, 20_00)
    assert due(ahead, MAR) == Owed(400_00, 28_00)


def test_a_skipped_meeting_moves_the_day_and_not_the_interest() -> None:
    weekly = Terms(400_00, 1, Rate(520), Rhythm.WEEKLY, plan=Plan.EQUAL_PRINCIPAL)
    first, second = (line.day for line in schedule(weekly, BEGAN)[:2])

    def skipped(day: date) -> date:
        return second if day == first else day

    loan_book = book(weekly, Paid(second, 200_00, 8_40), payable_on=skipped)

    assert loan_book.accrued[:3] == (4_80, 3_60, 2_40)
    assert is_paid_in_time(loan_book, loan_book.lines[0], skipped)
    assert overdue(loan_book, second, skipped) is None


def test_what_is_paid_on_a_moved_day_before_the_next_counts_as_paid_on_its_day() -> None:
    moved = FEB + timedelta(5)
    loan_book = book(TWO_MONTHS, Paid(moved, 800_00, 20_00), payable_on=lambda day: max(day, moved))

    assert loan_book.accrued[1] == 10_00


def test_a_grace_month_whose_day_moved_changes_nothing() -> None:
    terms = Terms(1000_00, 3, Rate(0), grace_months=1)
    loan_book = book(terms, payable_on=lambda day: day + A_DAY)

    assert sum(loan_book.accrued) == 0
    assert due(loan_book, FEB) == Owed(0, 0)


def test_flat_interest_ends_with_the_schedule() -> None:
    flat = book(Terms(1000_00, 2, Rate(200), method=Method.FLAT))

    assert flat.accrued[:3] == (20_00, 20_00, 0)


def test_flat_interest_is_owed_from_the_first_day() -> None:
    flat = book(Terms(1000_00, 2, Rate(200), method=Method.FLAT), Paid(FEB, 300_00, 20_00))

    assert owed_in_all(replace(flat, accrued=())) == Owed(700_00, 20_00)


def test_a_payment_goes_to_interest_then_principal_unless_the_charter_turns_it() -> None:
    owed = {DebtPart.INTEREST: 20_00, DebtPart.PRINCIPAL: 500_00}

    assert split(100_00, owed) == {DebtPart.INTEREST: 20_00, DebtPart.PRINCIPAL: 80_00}
    turned = split(100_00, owed, (DebtPart.PRINCIPAL, DebtPart.INTEREST))
    assert turned == {DebtPart.PRINCIPAL: 100_00, DebtPart.INTEREST: 0}


def test_more_than_all_that_is_owed_is_refused() -> None:
    with pytest.raises(PaysTooMuch) as refusal:
        split(520_01, {DebtPart.INTEREST: 20_00, DebtPart.PRINCIPAL: 500_00})

    assert refusal.value == PaysTooMuch(520_00)


@given(st.integers(0, 1000), st.integers(0, 300), st.integers(0, 400))
def test_the_parts_of_a_payment_add_up_to_it(amount: int, interest: int, principal: int) -> None:
    if amount > interest + principal:
        return
    parts = split(amount, {DebtPart.INTEREST: interest, DebtPart.PRINCIPAL: principal})

    assert sum(parts.values()) == amount


def test_what_is_let_off_covers_the_next_instalments_as_the_policy_says() -> None:
    terms = Terms(6000_00, 6, Rate(200), plan=Plan.EQUAL_PRINCIPAL, round_to=100)
    lines = schedule(terms, BEGAN)
    paid = [Paid(FEB, 1000_00, 120_00), Paid(FEB, 1500_00, 0, is_let_off=True)]
    asked: list[Owed] = []
    for line in lines[1:]:
        owes = due(book(terms, *paid), line.day)
        asked.append(owes)
        paid.append(Paid(line.day, owes.principal, owes.interest))

    assert asked == [
        Owed(0, 70_00),
        Owed(500_00, 70_00),
        Owed(1000_00, 60_00),
        Owed(1000_00, 40_00),
        Owed(1000_00, 20_00),
    ]
    assert owed_in_books(book(terms, *paid)).principal == 0


def test_principal_is_left_until_the_end_of_the_day_on_which_it_is_paid() -> None:
    loan_book = book(TWO_MONTHS, Paid(FEB, 400_00, 0))

    assert [principal_left(loan_book, day) for day in (FEB - A_DAY, FEB)] == [1000_00, 600_00]


@pytest.mark.parametrize("state", LoanState)
def test_what_the_life_cycle_does_not_name_cannot_happen(state: LoanState) -> None:
    taken_back = {LoanState.REJECTED, LoanState.RETURNED, LoanState.CANCELLED}
    ends = taken_back | {LoanState.WRITTEN_OFF}

    assert (not LOAN_STEPS[state]) == (state in ends)
    assert set(LOAN_STEPS[state]) <= set(LoanStep)
