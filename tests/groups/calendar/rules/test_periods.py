"""Periods: which days belong to which period."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groups.calendar.model import Rhythm
from groups.calendar.rules.periods import (
    MeetingSchedule,
    block_of,
    due_periods,
    next_period,
    period_before_block,
    period_end,
    periods_a_block,
    scored_at,
)

KOLKATA = "Asia/Kolkata"
FRIDAYS = MeetingSchedule(Rhythm.WEEKLY, 4, KOLKATA)
FRIDAY = date(2026, 11, 20)
WEEK = timedelta(days=7)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """Return a moment by the village's clock, five and a half hours ahead of UTC."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC) - timedelta(minutes=330)


def test_a_period_ends_at_midnight_of_the_group() -> None:
    assert period_end(FRIDAYS, FRIDAY) == datetime(2026, 11, 20, 18, 30, tzinfo=UTC)


def test_it_is_scored_at_eight_the_next_day() -> None:
    assert scored_at(FRIDAYS, FRIDAY) == at(FRIDAY + timedelta(days=1), 8)


def test_it_is_never_scored_within_a_minute_of_its_end() -> None:
    at_midnight = MeetingSchedule(Rhythm.WEEKLY, 4, KOLKATA, scoring_hour=0)

    assert scored_at(at_midnight, FRIDAY) == at(FRIDAY + timedelta(days=1), 0, 1)


@pytest.mark.parametrize(
    ("number", "last_block", "periods", "block"),
    [
        (1, None, 4, 1),
        (7, None, 4, 7),  # the first run after those from before blocks
        (8, 7, 4, 7),
        (10, 7, 4, 7),
        (11, 7, 4, 11),
        (12, 11, 1, 12),
        (12, 7, 2, 12),  # it is late; no block is longer than it was to be
    ],
)
def test_a_block_has_so_many_runs(
    number: int, last_block: int | None, periods: int, block: int
) -> None:
    assert block_of(number, last_block, periods) == block


def test_nothing_is_due_a_minute_before_eight() -> None:
    assert due_periods(FRIDAYS, FRIDAY, None, at(FRIDAY + timedelta(days=1), 7, 59)) == ()


def test_the_first_period_ends_on_the_first_meeting_day() -> None:
    monday = FRIDAY - timedelta(days=4)

    assert due_periods(FRIDAYS, monday, None, at(FRIDAY + timedelta(days=1), 8)) == (FRIDAY,)


def test_missed_periods_are_caught_up_in_order() -> None:
    now = at(FRIDAY + 3 * WEEK + timedelta(days=1), 9)

    periods = due_periods(FRIDAYS, FRIDAY, FRIDAY, now)

    assert periods == (FRIDAY + WEEK, FRIDAY + 2 * WEEK, FRIDAY + 3 * WEEK)


def test_what_was_scored_is_not_due_again() -> None:
    assert due_periods(FRIDAYS, FRIDAY, FRIDAY, at(FRIDAY + timedelta(days=6), 23)) == ()


def test_a_changed_meeting_day_makes_one_longer_period() -> None:
    mondays = MeetingSchedule(Rhythm.WEEKLY, 0, KOLKATA)

    assert next_period(mondays, FRIDAY, FRIDAY) == FRIDAY + timedelta(days=10)


def test_a_fortnightly_group_has_periods_of_two_weeks() -> None:
    fortnightly = MeetingSchedule(Rhythm.FORTNIGHTLY, 4, KOLKATA)

    assert next_period(fortnightly, FRIDAY, FRIDAY) == FRIDAY + 2 * WEEK


@pytest.mark.parametrize(
    ("meeting_day", "last", "period"),
    [
        (15, date(2026, 11, 15), date(2026, 12, 15)),
        (15, date(2026, 12, 15), date(2027, 1, 15)),
        (20, date(2026, 11, 15), date(2026, 12, 20)),
        (10, date(2026, 11, 15), date(2027, 1, 10)),
        (5, date(2027, 1, 31), date(2027, 3, 5)),
    ],
)
def test_a_monthly_group_has_periods_of_a_month(meeting_day: int, last: date, period: date) -> None:
    monthly = MeetingSchedule(Rhythm.MONTHLY, meeting_day, KOLKATA)

    assert next_period(monthly, last, last) == period


def test_a_monthly_group_begins_with_its_next_day() -> None:
    assert next_period(MeetingSchedule(Rhythm.MONTHLY, 5, KOLKATA), FRIDAY, None) == date(
        2026, 12, 5
    )


@pytest.mark.parametrize(("rhythm", "meeting_day"), [(Rhythm.WEEKLY, 7), (Rhythm.MONTHLY, 29)])
def test_a_meeting_day_that_is_none_cannot_be_built(rhythm: Rhythm, meeting_day: int) -> None:
    with pytest.raises(AssertionError):
        MeetingSchedule(rhythm, meeting_day, KOLKATA)


def test_the_zone_with_summer_time_keeps_its_midnight() -> None:
    berlin = MeetingSchedule(Rhythm.WEEKLY, 6, "Europe/Berlin")

    assert period_end(berlin, date(2026, 10, 25)) == datetime(2026, 10, 25, 23, tzinfo=UTC)


@pytest.mark.parametrize(("rhythm", "periods"), list(zip(Rhythm, (4, 2, 1), strict=True)))
def test_a_block_is_four_weeks_in_any_rhythm(rhythm: Rhythm, periods: int) -> None:
    assert periods_a_block(rhythm, 4) == periods


@pytest.mark.parametrize(("number", "before"), [(1, 0), (4, 0), (5, 4), (8, 4), (9, 8)])
def test_what_ended_before_a_block_has_left_it(number: int, before: int) -> None:
    assert period_before_block(number, Rhythm.WEEKLY, 4) == before


@settings(max_examples=60, deadline=None)
@given(
    st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    st.lists(st.tuples(st.sampled_from(list(Rhythm)), st.integers(1, 6)), min_size=1, max_size=6),
)
def test_however_the_meeting_day_changes_no_period_is_shorter_than_a_round(
    first: date, changes: list[tuple[Rhythm, int]]
) -> None:
    last = first
    for rhythm, meeting_day in changes:
        period = next_period(MeetingSchedule(rhythm, meeting_day, KOLKATA), first, last)
        shortest = 28 if rhythm is Rhythm.MONTHLY else rhythm.days
        assert shortest <= (period - last).days < 2 * rhythm.days + 1
        last = period
