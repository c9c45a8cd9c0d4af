"""Due days hang on the day of the hand-over, however often a loan gets a new schedule."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groups.calendar.model import Rhythm
from groups.loans.model.terms import Rate, Terms
from groups.loans.rules.loan_books import anew
from groups.loans.rules.outstanding import LoanBook
from groups.loans.rules.schedule import schedule

DAYS = {Rhythm.WEEKLY: 7, Rhythm.FORTNIGHTLY: 14}
AT_THE_END = st.builds(
    lambda year, month, back: _last_of(year, month) - timedelta(back),
    st.integers(2023, 2032),
    st.integers(1, 12),
    st.integers(0, 3),
)


def _last_of(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(1)


def by_hand(handed: date, rhythm: Rhythm, number: int) -> date:
    """The due day of a loan whose schedule never changed, counted without the rules."""
    if rhythm in DAYS:
        return handed + timedelta(DAYS[rhythm] * number)
    month = handed.year * 12 + handed.month - 1 + number
    last = _last_of(month // 12, month % 12 + 1)
    return min(last, last.replace(day=min(handed.day, last.day)))


def rescheduled(handed: date, rhythm: Rhythm, charged: list[int]) -> LoanBook:
    """A loan that gets a new schedule each time so many periods more were charged."""
    terms = Terms(6000_00, 12, Rate(200), rhythm)
    book = LoanBook(terms, handed, schedule(terms, handed))
    for periods in charged:
        book = anew(LoanBook(book.terms, book.began, book.lines, (), (1,) * periods), 12, 0)
    return book


@pytest.mark.parametrize(
    ("handed", "charged", "days"),
    [
        (date(2027, 1, 31), [1], ["2027-03-31", "2027-04-30", "2027-05-31"]),
        (date(2027, 1, 31), [0], ["2027-02-28", "2027-03-31", "2027-04-30"]),
        (date(2028, 1, 30), [1], ["2028-03-30", "2028-04-30", "2028-05-30"]),
        (date(2027, 1, 29), [1, 1], ["2027-04-29", "2027-05-29", "2027-06-29"]),
        (date(2028, 2, 29), [12], ["2029-03-29", "2029-04-29", "2029-05-29"]),
        (date(2026, 12, 31), [2, 2], ["2027-05-31", "2027-06-30", "2027-07-31"]),
    ],
)
def test_a_short_month_moves_no_later_day(
    handed: date, charged: list[int], days: list[str]
) -> None:
    lines = rescheduled(handed, Rhythm.MONTHLY, charged).lines

    assert [line.day.isoformat() for line in lines[:3]] == days


@given(AT_THE_END, st.sampled_from(Rhythm), st.lists(st.integers(0, 14), max_size=4))
def test_a_new_schedule_falls_due_on_the_days_of_the_hand_over(
    handed: date, rhythm: Rhythm, charged: list[int]
) -> None:
    lines = rescheduled(handed, rhythm, charged).lines

    before = sum(charged)
    assert [line.day for line in lines] == [
        by_hand(handed, rhythm, before + number) for number in range(1, len(lines) + 1)
    ]
