"""Reminders of meetings: one left open, the meeting day, days that were missed.

The clock opens and closes no meeting.
"""

from datetime import date, datetime, timedelta
from typing import Final

from groups.calendar.model import GroupWork
from groups.calendar.rules.days import day_in, is_waking_hour, minute_in
from groups.meetings.model import MeetingDays
from groups.meetings.rules import STOPPED_AFTER, may_remind, meeting_days
from groups.meetings.store import (
    select_groups_to_look_at,
    select_looked_day,
    upsert_looked_day,
)
from groups.messages.effects import say_to_person
from groups.messages.model import Facts, Urgency
from groups.people.facts.moderators import moderators_of
from groups.people.facts.names import read_group
from groups.people.model.group import Group
from groups.people.store.members import select_active_members
from groups.people.store.roles import select_roles
from groups.registers.store.meetings import (
    LeftOpen,
    is_dropped,
    select_groups_meeting,
    select_last_held,
    select_left_open,
    select_open_or_held,
    update_reminded,
)
from storage.tx import Tx, moment

_A_DAY: Final = timedelta(days=1)


def groups_meeting(tx: Tx, *, at: datetime) -> list[GroupWork]:
    """The groups with an open meeting."""
    del at  # the groups' own days decide
    return select_groups_meeting(tx)


def is_left_open(tx: Tx, work: GroupWork, *, at: datetime) -> bool:
    """Whether a meeting is open from an earlier day, and nobody was reminded of it today."""
    del tx
    today = day_in(work.zone, at)
    was_reminded_today = day_in(work.zone, moment(work.marked_at)) == today
    is_of_earlier_day = work.day < today.isoformat()
    return is_of_earlier_day and not was_reminded_today and is_waking_hour(work.zone, at)


def remind_open_meetings(tx: Tx, group_id: str, *, at: datetime) -> int:
    """Remind a group's office-bearers once each morning of an open meeting; return how many.

    A person closes or drops it in her own time.
    """
    due = [left for left in select_left_open(tx, group_id) if _is_due(tx, left, at)]
    reminded = [left for left in due if update_reminded(tx, left, at=at)]
    for left in reminded:
        day = left.day.isoformat()
        facts: Facts = {"group_id": left.group_id, "meeting_id": left.id, "day": day}
        key = f"meeting:{left.id}:left_open:{day_in(left.zone, at)}"
        _say_to_officers(tx, group_id, "meeting_left_open", facts, key=key, at=at)
    return len(reminded)


def groups_to_look_at(tx: Tx, *, at: datetime) -> list[GroupWork]:
    """The groups whose meeting days may have to be looked at."""
    return select_groups_to_look_at(tx, at)


def is_to_look_at(tx: Tx, work: GroupWork, *, at: datetime) -> bool:
    """Whether it is daytime in the group's zone on a day on which nobody looked."""
    del tx
    return work.day < day_in(work.zone, at).isoformat() and is_waking_hour(work.zone, at)


def remind_of_meeting_days(tx: Tx, group_id: str, *, at: datetime) -> None:
    """Once a day: remind of today's meeting, or tell of the last one that was missed.

    The office-bearers are told of each meeting day of which nothing is recorded, unless a meeting
    is open, which is told daily. Who moderates the group is told from the second in a row on.
    However long the clock stood still, only the last one is told.
    """
    group = read_group(tx, group_id)
    today, before = day_in(group.zone, at), select_looked_day(tx, group_id)
    if not upsert_looked_day(tx, group_id, today):
        return
    last_held = select_last_held(tx, group_id)
    first_day = group.first_day or today
    days = meeting_days(group.meeting_day, today, first_day=first_day, last_held=last_held)
    is_new = days.missed > 0 and days.last >= (before or today - _A_DAY)
    if is_new and days.missed >= STOPPED_AFTER:
        _tell_moderators(tx, group, days, last_held, at=at)
    if select_open_or_held(tx, group_id, today) is not None:
        return
    if days.is_today:
        _remind_of_today(tx, group, today, at=at)
    elif is_new and not is_dropped(tx, group_id, days.last):
        facts: Facts = {"day": days.last.isoformat(), "missed": days.missed}
        key = f"meeting_missed:{group_id}:{days.last}"
        _say_to_officers(tx, group_id, "meeting_missed", facts, key=key, at=at)


def _remind_of_today(tx: Tx, group: Group, today: date, *, at: datetime) -> None:
    is_early = may_remind(minute_in(group.zone, at), group.meeting_minute)
    if is_early and not is_dropped(tx, group.id, today):
        facts: Facts = {"minute": group.meeting_minute}
        key = f"meeting_today:{group.id}:{today}"
        _say_to_officers(tx, group.id, "meeting_today", facts, key=key, at=at)


def _tell_moderators(
    tx: Tx, group: Group, days: MeetingDays, last_held: date | None, *, at: datetime
) -> None:
    held = last_held.isoformat() if last_held else None
    facts: Facts = {
        "group_id": group.id,
        "group": group.name,
        "missed": days.missed,
        "last_held": held,
    }
    for person_id in moderators_of(tx, group):
        key = f"meetings_stopped:{group.id}:{days.last}:{person_id}"
        say_to_person(
            tx, person_id, "meetings_stopped", facts, key=key, urgency=Urgency.DIGEST, at=at
        )


def _is_due(tx: Tx, left: LeftOpen, at: datetime) -> bool:
    day, marked_at = left.day.isoformat(), left.reminded_at
    return is_left_open(tx, GroupWork(left.group_id, left.zone, day, marked_at=marked_at), at=at)


def _say_to_officers(
    tx: Tx, group_id: str, kind: str, facts: Facts, *, key: str, at: datetime
) -> None:
    in_office = select_roles(tx, group_id)
    for member in select_active_members(tx, group_id):
        if member.id in in_office:
            say_to_person(
                tx,
                member.person_id,
                kind,
                facts,
                key=f"{key}:{member.id}",
                urgency=Urgency.DIGEST,
                at=at,
            )
