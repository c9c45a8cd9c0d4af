"""The day and the hour as a group's own clock shows them."""

from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

WAKING_FROM: Final = 8  # hours of the group's clock between which the clock may write to people
WAKING_UNTIL: Final = 20


def day_in(zone: str, at: datetime) -> date:
    """The date in a group's time zone."""
    return at.astimezone(ZoneInfo(zone)).date()


def is_waking_hour(zone: str, at: datetime) -> bool:
    """Whether it is neither early nor late: a reminder wakes nobody."""
    return WAKING_FROM <= at.astimezone(ZoneInfo(zone)).hour < WAKING_UNTIL


def next_weekday(after: date, weekday: int) -> date:
    """The first day after a day that falls on a weekday; 0 is Monday."""
    return after + timedelta(days=(weekday - after.weekday() - 1) % 7 + 1)


def on_or_after(day: date, weekday: int) -> date:
    """The first day from a day on that falls on a weekday; 0 is Monday."""
    return day + timedelta(days=(weekday - day.weekday()) % 7)
