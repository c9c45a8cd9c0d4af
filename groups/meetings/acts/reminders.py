"""Daily reminders of meetings that were left open; the clock never closes one."""

from datetime import datetime

from groups.calendar.model import GroupWork
from groups.calendar.rules.days import day_in, is_waking_hour
from groups.messages.effects import say_to_person
from groups.messages.model import Urgency
from groups.people.store.members import select_active_members
from groups.people.store.roles import select_roles
from groups.registers.store.meetings import (
    LeftOpen,
    select_groups_meeting,
    select_left_open,
    update_reminded,
)
from storage.tx import Tx, moment


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
        _remind(tx, left, at)
    return len(reminded)


def _is_due(tx: Tx, left: LeftOpen, at: datetime) -> bool:
    day, marked_at = left.day.isoformat(), left.reminded_at
    return is_left_open(tx, GroupWork(left.group_id, left.zone, day, marked_at=marked_at), at=at)


def _remind(tx: Tx, left: LeftOpen, at: datetime) -> None:
    in_office = select_roles(tx, left.group_id)
    for member in select_active_members(tx, left.group_id):
        if member.id in in_office:
            say_to_person(
                tx,
                member.person_id,
                "meeting_left_open",
                {
                    "group_id": left.group_id,
                    "meeting_id": left.id,
                    "day": left.day.isoformat(),
                },
                key=f"meeting:{left.id}:left_open:{member.id}:{day_in(left.zone, at)}",
                urgency=Urgency.DIGEST,
                at=at,
            )
