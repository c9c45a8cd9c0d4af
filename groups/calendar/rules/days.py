"""The day and the hour on the group's own clock."""

from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

WAKING_FROM: Final = 8  # hours in the group's zone, between which reminders may be sent
WAKING_UNTIL: Final = 20
ANYWHERE: Final = "Pacific/Kiritimati"  # the first zone in which a day begins


def day_in(zone: str, at: datetime) -> date:
    """The date in a group's time zone."""
    return at.astimezone(ZoneInfo(zone)).date()


def minute_in(zone: str, at: datetime) -> int:
    """The minutes after midnight in a group's time zone."""
    there = at.astimezone(ZoneInfo(zone))
    return there.hour * 60 + there.minute


def is_waking_hour(zone: str, at: datetime) -> bool:
    """Whether a reminder sent now wakes nobody: it is daytime in the group's zone."""
    return WAKING_FROM <= at.astimezone(ZoneInfo(zone)).hour < WAKING_UNTIL


def next_weekday(after: date, weekday: int) -> date:
    """The first day after `after` that falls on a weekday; 0 is Monday."""
    return after + timedelta(days=(weekday - after.weekday() - 1) % 7 + 1)


def on_or_after(day: date, weekday: int) -> date:
    """The first day from `day` on (inclusive) that falls on a weekday; 0 is Monday."""
    return day + timedelta(days=(weekday - day.weekday()) % 7)


def on_or_before(day: date, weekday: int) -> date:
    """The last day up to `day` (inclusive) that falls on a weekday; 0 is Monday."""
    return day - timedelta(days=(day.weekday() - weekday) % 7)
