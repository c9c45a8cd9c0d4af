"""What a visitor has done in the practice village, as its books tell: the tour ticks it."""

from dataclasses import dataclass
from datetime import datetime

from groups.calendar.rules.days import day_in, next_weekday
from groups.people.model.group import Group
from groups.people.store.groups import select_group
from groups.practice.store import select_deeds, select_seen_from, select_vouched_for
from groups.standing.store.runs import select_active_groups
from storage.tx import Tx, micros


@dataclass(frozen=True, slots=True)
class Deeds:
    """The tour's steps that are done, and the Telegram account of who was vouched for last.

    She is None before the first vouch, and where she has no phone of her own.
    """

    done: frozenset[str]
    vouched_for: int | None


def deeds(tx: Tx, *, at: datetime) -> Deeds:
    """What was done since the village was made; its past does not count."""
    seen_from = select_seen_from(tx)
    since = 0 if seen_from is None else micros(seen_from)
    done = set(select_deeds(tx, since))
    groups = [select_group(tx, group_id) for group_id in select_active_groups(tx)]
    if any(_meeting_day_came(group, seen_from, at) for group in groups if group is not None):
        done.add("day")
    return Deeds(frozenset(done), select_vouched_for(tx, since))


def _meeting_day_came(group: Group, seen_from: datetime | None, at: datetime) -> bool:
    """Whether a meeting day has come since the village was made, or since the group began."""
    begun = group.first_day if seen_from is None else day_in(group.zone, seen_from)
    return begun is not None and day_in(group.zone, at) >= next_weekday(begun, group.meeting_day)
