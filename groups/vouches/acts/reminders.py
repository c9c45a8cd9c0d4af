"""Reminders of vouches that end soon: to their givers, once, by day."""

from datetime import datetime, timedelta
from typing import Final

from groups.calendar.model import GroupWork
from groups.calendar.rules.days import day_in, is_waking_hour
from groups.charter.rules.toml_text import CharterError
from groups.charter.store import select_charter, select_charter_of_version
from groups.messages.effects import say_to_person
from groups.messages.model import Urgency
from groups.people.facts.names import read_group
from groups.people.store.groups import select_charters_lived_by
from groups.vouches.store import vouches
from storage.tx import Tx

REMINDERS_AT_ONCE: Final = 200


def groups_expiring(tx: Tx, *, at: datetime) -> list[GroupWork]:
    """The groups with vouches that end soon and have no reminder yet, and the first end in each."""
    spans = [_remind_days(tx, version) for version in select_charters_lived_by(tx)]
    around = timedelta(days=1)  # no zone is further from UTC
    first_day, last_day = at.date() - around, at.date() + around + timedelta(max(spans, default=0))
    return vouches.select_groups_expiring(tx, day=first_day, last_day=last_day)


def is_expiring(tx: Tx, work: GroupWork, *, at: datetime) -> bool:
    """Whether it is daytime in the group's zone and its first vouch ends soon."""
    if not is_waking_hour(work.zone, at):
        return False
    charter = select_charter_of_version(tx, work.charter).vouches
    last_day = day_in(work.zone, at) + timedelta(days=charter.remind_days)
    return work.day <= last_day.isoformat()


def _remind_days(tx: Tx, version: str) -> int:
    try:
        return select_charter_of_version(tx, version).vouches.remind_days
    except CharterError:  # the groups that live by it are told so one by one: `is_expiring`
        return 0


def remind_expiring(tx: Tx, group_id: str, *, at: datetime) -> int:
    """Remind a group's givers once, by day, of vouches that end soon; return how many."""
    day = day_in(read_group(tx, group_id).zone, at)
    charter = select_charter(tx, group_id).vouches
    last_day = day + timedelta(days=charter.remind_days)
    expiring = vouches.select_expiring(
        tx, group_id, day=day, last_day=last_day, limit=REMINDERS_AT_ONCE
    )
    reminded = [vouch for vouch in expiring if vouches.insert_reminder(tx, vouch.id, at=at)]
    for vouch in reminded:
        say_to_person(
            tx,
            vouch.person_id,
            "vouch_expiring",
            {
                "group_id": vouch.group_id,
                "member_id": vouch.receiver_id,
                "name": vouch.name,
                "until_day": vouch.until_day.isoformat(),
                "days": charter.days,
            },
            key=f"vouch:{vouch.id}:expiring",
            urgency=Urgency.DIGEST,
            at=at,
        )
    return len(reminded)
