"""Daily reminders of meetings that were left open; the clock never closes one."""

from datetime import datetime

from groups.calendar.rules.days import day_in, is_waking_hour
from groups.messages.effects import say_to_person
from groups.messages.model import Urgency
from groups.people.store.members import select_active_members
from groups.people.store.roles import select_roles
from groups.registers.store.meetings import LeftOpen, select_left_open, update_reminded
from storage.tx import Tx, moment


def remind_open_meetings(tx: Tx, *, at: datetime) -> int:
    """Remind office-bearers once each morning of an open meeting; return how many meetings.

    A person closes or drops it in her own time.
    """
    due = [left for left in select_left_open(tx) if _is_due(left, at)]
    reminded = [left for left in due if update_reminded(tx, left, at=at)]
    for left in reminded:
        _remind(tx, left, at)
    return len(reminded)


def _is_due(left: LeftOpen, at: datetime) -> bool:
    today = day_in(left.zone, at)
    was_reminded_today = day_in(left.zone, moment(left.reminded_at)) == today
    return left.day < today and not was_reminded_today and is_waking_hour(left.zone, at)


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
