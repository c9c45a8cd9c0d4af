"""When a period ends and is scored, and in which block of weeks it lies.

A period's id is the date of the meeting day that ends it, at 24:00 in the group's zone.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from groups.calendar.model import Rhythm
from groups.calendar.rules.days import day_in


@dataclass(frozen=True, slots=True)
class MeetingSchedule:
    """A group's meeting day: a weekday (0 is Monday), or in a monthly group a day from 1 to 28."""

    rhythm: Rhythm
    meeting_day: int
    zone: str
    scoring_hour: int = 8

    def __post_init__(self) -> None:
        first, last = (1, 28) if self.rhythm is Rhythm.MONTHLY else (0, 6)
        assert first <= self.meeting_day <= last, "no such meeting day"


def due_periods(
    schedule: MeetingSchedule, first_day: date, last_run: date | None, now: datetime
) -> tuple[date, ...]:
    """The periods to score now, oldest first; a scored period is not returned again.

    `first_day` is the group's first day in these books, `last_run` the last scored period. Periods
    follow the present meeting day: after a change the next period is longer, never shorter.
    """
    due: list[date] = []
    period = next_period(schedule, first_day, last_run)
    today = day_in(schedule.zone, now)
    while period < today and scored_at(schedule, period) <= now:
        due.append(period)
        period = next_period(schedule, first_day, period)
    return tuple(due)


def next_period(schedule: MeetingSchedule, first_day: date, last_run: date | None) -> date:
    """The period that ends next: the first meeting day at least one round after the last."""
    return _meeting_day_from(
        schedule, first_day if last_run is None else _later(schedule, last_run)
    )


def period_end(schedule: MeetingSchedule, period: date) -> datetime:
    """The moment a period ends: 24:00 of its day in the group's zone, in UTC."""
    return _local(schedule, period + timedelta(days=1), 0)


def scored_at(schedule: MeetingSchedule, period: date) -> datetime:
    """The moment from which a period may be scored: the scoring hour of the next day, in UTC.

    Never within a minute of the period's end, so that a run's cut lies behind the end.
    """
    hour = _local(schedule, period + timedelta(days=1), schedule.scoring_hour)
    return max(hour, period_end(schedule, period) + timedelta(minutes=1))


def periods_a_block(rhythm: Rhythm, weeks: int) -> int:
    """How many periods make a block: four weeks are 4 weekly periods, 2 fortnightly, 1 monthly."""
    return max(1, int(weeks * 7 // rhythm.days))


def period_before_block(number: int, rhythm: Rhythm, weeks: int) -> int:
    """The number of the last period before the block of period `number`; 0 before the first.

    It is the rule of runs that were made before words were read once a block. A group's periods are
    numbered from 1 in the order of scoring; a block of four holds numbers 4k + 1 to 4k + 4. A vouch
    that ended by the end of the returned period no longer counts. A vouch that ended later counts
    in every run of the block, so that all such vouches leave together.
    """
    assert number >= 1, "periods are numbered from 1"
    return (number - 1) // periods_a_block(rhythm, weeks) * periods_a_block(rhythm, weeks)


def block_of(number: int, last_block: int | None, periods: int) -> int:
    """The number of the first run of the block in which run `number` lies.

    `last_block` is that of the run before (None if it had none), `periods` the length of that
    block, fixed at its first run. Runs are counted, not days: a longer period breaks no block.
    """
    if last_block is None or number >= last_block + periods:
        return number
    return last_block


def _meeting_day_from(schedule: MeetingSchedule, day: date) -> date:
    if schedule.rhythm is not Rhythm.MONTHLY:
        return day + timedelta(days=(schedule.meeting_day - day.weekday()) % 7)
    if day.day <= schedule.meeting_day:
        return day.replace(day=schedule.meeting_day)
    return _a_month_after(day).replace(day=schedule.meeting_day)


def _later(schedule: MeetingSchedule, day: date) -> date:
    if schedule.rhythm is Rhythm.MONTHLY:
        return _a_month_after(day)
    return day + timedelta(days=int(schedule.rhythm.days))


def _a_month_after(day: date) -> date:
    year, month = (day.year + 1, 1) if day.month == 12 else (day.year, day.month + 1)
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _local(schedule: MeetingSchedule, day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), ZoneInfo(schedule.zone)).astimezone(UTC)
