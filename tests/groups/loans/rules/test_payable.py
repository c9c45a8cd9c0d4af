"""Due days move to the next meeting, but only within a limit."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from groups.loans.rules.payable_day import payable_on

FRIDAY = date(2026, 11, 20)
WEEK = timedelta(7)


def next_friday(day: date) -> date:
    return day + timedelta((4 - day.weekday()) % 7)


def test_a_due_day_between_meetings_is_payable_at_the_next_one_held() -> None:
    payable = payable_on([FRIDAY, FRIDAY + 2 * WEEK], next_friday, 14)

    assert payable(FRIDAY) == FRIDAY
    assert payable(FRIDAY + WEEK) == FRIDAY + 2 * WEEK


def test_past_the_last_meeting_held_it_is_payable_at_the_next_one_planned() -> None:
    payable = payable_on([FRIDAY], next_friday, 14)

    assert payable(FRIDAY + timedelta(1)) == FRIDAY + WEEK
    assert payable_on([], next_friday, 14)(FRIDAY) == FRIDAY


def test_a_group_that_stopped_meeting_still_owes() -> None:
    payable = payable_on([FRIDAY, FRIDAY + 10 * WEEK], next_friday, 14)

    assert payable(FRIDAY + timedelta(3)) == FRIDAY + timedelta(17)


@given(st.lists(st.integers(0, 400)), st.integers(0, 500), st.integers(0, 30))
def test_a_day_never_moves_back_or_too_far(held: list[int], after: int, most: int) -> None:
    days = sorted(FRIDAY + timedelta(each) for each in set(held))
    day = FRIDAY + timedelta(after)

    assert day <= payable_on(days, next_friday, most)(day) <= day + timedelta(most)


@given(st.lists(st.integers(0, 400)), st.integers(0, 500), st.integers(0, 30))
def test_of_two_due_days_the_later_is_not_payable_before_the_earlier(
    held: list[int], after: int, most: int
) -> None:
    payable = payable_on(sorted(FRIDAY + timedelta(each) for each in set(held)), next_friday, most)
    day = FRIDAY + timedelta(after)

    assert payable(day) <= payable(day + timedelta(1))
