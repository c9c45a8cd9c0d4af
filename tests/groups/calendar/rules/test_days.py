"""The day and the hour by a group's own clock."""

from datetime import UTC, date, datetime

import pytest

from groups.calendar.rules.days import day_in, is_waking_hour, next_weekday

ZONE = "Asia/Kolkata"


@pytest.mark.parametrize(
    ("hour", "minute", "day"), [(18, 29, date(2026, 11, 20)), (18, 30, date(2026, 11, 21))]
)
def test_the_day_turns_at_midnight_in_the_village(hour: int, minute: int, day: date) -> None:
    assert day_in(ZONE, datetime(2026, 11, 20, hour, minute, tzinfo=UTC)) == day


@pytest.mark.parametrize(
    ("hour", "minute", "waking"), [(2, 29, False), (2, 30, True), (14, 29, True), (14, 30, False)]
)
def test_people_wake_from_eight_to_eight(hour: int, minute: int, waking: bool) -> None:
    assert is_waking_hour(ZONE, datetime(2026, 11, 20, hour, minute, tzinfo=UTC)) is waking


@pytest.mark.parametrize(
    ("weekday", "of_november"),
    [(4, 27), (5, 21), (3, 26), (0, 23)],
    ids=["same", "next", "last", "monday"],
)
def test_the_next_meeting_day_is_always_ahead(weekday: int, of_november: int) -> None:
    assert next_weekday(date(2026, 11, 20), weekday) == date(2026, 11, of_november)
