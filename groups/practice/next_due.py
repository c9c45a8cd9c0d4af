"""The next due moments of all active groups; the practice village's clock jumps to them."""

from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from groups.calendar.model import Rhythm
from groups.calendar.rules.days import day_in, next_weekday
from groups.calendar.rules.periods import MeetingSchedule, next_period, scored_at
from groups.charter.store import select_charter
from groups.people.model.group import Group
from groups.people.store.groups import select_group
from groups.registers.model.meeting import MeetingState
from groups.registers.store.meetings import select_open_or_held
from groups.standing.store import runs
from storage.tx import Tx

_AFTER_SCORING: Final = timedelta(minutes=5)


def next_meeting(tx: Tx, *, at: datetime) -> datetime | None:
    """The nearest hour of a meeting to come; None without an active group."""
    return min((_meeting_of(tx, group, at) for group in _active(tx)), default=None)


def next_scoring(tx: Tx, *, at: datetime) -> datetime | None:
    """The nearest moment when a period will be scored; None without an active group."""
    return min((_scoring_of(tx, group, at) for group in _active(tx)), default=None)


def _active(tx: Tx) -> list[Group]:
    groups = [select_group(tx, group_id) for group_id in runs.select_active_groups(tx)]
    return [group for group in groups if group is not None]


def _meeting_of(tx: Tx, group: Group, at: datetime) -> datetime:
    today = day_in(group.zone, at)
    held = select_open_or_held(tx, group.id, today)
    is_held = held is not None and held.state is MeetingState.CLOSED
    hour = time(group.meeting_minute // 60, group.meeting_minute % 60)
    zone = ZoneInfo(group.zone)
    todays = datetime.combine(today, hour, zone)
    if today.weekday() == group.meeting_day and not is_held and todays > at:
        return todays
    return datetime.combine(next_weekday(today, group.meeting_day), hour, zone)


def _scoring_of(tx: Tx, group: Group, at: datetime) -> datetime:
    charter = select_charter(tx, group.id)
    rule = charter.periods
    schedule = MeetingSchedule(Rhythm.WEEKLY, group.meeting_day, group.zone, rule.scoring_hour)
    last = runs.select_last_run(tx, group.id)
    period = next_period(
        schedule, group.first_day or day_in(group.zone, at), last.period if last else None
    )
    while scored_at(schedule, period) <= at:
        period = next_period(schedule, period, period)
    return scored_at(schedule, period) + _AFTER_SCORING
