"""What waits is repeated weekly to those who are asked, until it is done or lapses.

The clock looks at each group once a day and notes what waits there for whom. Then it sends each
person who has not been reminded for a week one message on all her groups.
"""

from datetime import date, datetime, timedelta
from typing import Final

from groups.approvals.facts import Approvals
from groups.calendar.model import GroupWork
from groups.calendar.rules.days import day_in, is_waking_hour
from groups.deciding.effects import DELAYED
from groups.messages.model import Urgency
from groups.people.facts.names import read_group
from groups.people.model.people import Actor
from groups.reminding import store
from groups.reminding.effects import say_again, say_all_waits
from groups.reminding.facts.waits import Look, Wait, waits_in
from groups.reminding.model import WaitRow
from groups.reminding.rules import is_due, week_before
from storage.tx import Tx

SHOWN_AT_ONCE: Final = 10
_A_DAY: Final = timedelta(days=1)  # no two groups' days are further from each other


def groups_to_look_at(tx: Tx, *, at: datetime) -> list[GroupWork]:
    """The groups in which something may wait, and the day on which each was looked at."""
    return store.select_groups_to_look_at(tx, at)


def is_to_look_at(tx: Tx, work: GroupWork, *, at: datetime) -> bool:
    """Whether it is daytime in the group's zone on a day on which nobody looked."""
    del tx
    return work.day < day_in(work.zone, at).isoformat() and is_waking_hour(work.zone, at)


def look(tx: Tx, group_id: str, *, approvals: Approvals, at: datetime) -> None:
    """Once a day: note what waits in a group, and for whom."""
    tx.lock(f"group:{group_id}")
    seen = _look(tx, group_id, approvals, at)
    if store.upsert_looked_day(tx, group_id, seen.today):
        _note(tx, seen)


def groups_to_tell(tx: Tx, *, at: datetime) -> list[GroupWork]:
    """The groups in which something waited for a week for one who was not reminded in a week."""
    del at
    return store.select_groups_to_tell(tx)


def is_daytime(tx: Tx, work: GroupWork, *, at: datetime) -> bool:
    """Whether it is daytime in the group's zone."""
    del tx
    return is_waking_hour(work.zone, at)


def remind(tx: Tx, group_id: str, *, approvals: Approvals, at: datetime) -> None:
    """Remind each person for whom something has waited for a week in this group.

    One message tells all that waits for her, in other groups too: a list, or the card itself if
    it is one thing. It is sent once a week, however often the clock asks.
    """
    tx.lock(f"group:{group_id}")
    seen = _look(tx, group_id, approvals, at)
    by_person: dict[str, list[WaitRow]] = {}
    for wait in _note(tx, seen):
        for person_id in wait.asked:
            by_person.setdefault(person_id, []).append(wait.row)
    for person_id, rows in sorted(by_person.items()):
        if is_due(rows, seen.today):
            _remind(tx, seen, person_id, rows, at=at)


def show_all(tx: Tx, actor: Actor, *, approvals: Approvals, at: datetime) -> int:
    """Send her the cards of the oldest things that wait for her; return how many wait in all."""
    waiting = [
        (seen, wait.row)
        for group_id in store.select_groups_of_person(tx, actor.person_id)
        for seen in [_look(tx, group_id, approvals, at)]
        for wait in waits_in(tx, seen)
        if actor.person_id in wait.asked
    ]
    oldest_first = sorted(waiting, key=lambda it: (it[1].since, it[1].subject))
    for seen, row in oldest_first[:SHOWN_AT_ONCE]:
        say_again(tx, seen, row, actor.person_id, urgency=Urgency.ANSWER, at=at)
    return len(waiting)


def _look(tx: Tx, group_id: str, approvals: Approvals, at: datetime) -> Look:
    group = read_group(tx, group_id)
    delays = {kind: delayed.delay for kind, delayed in DELAYED.items()}
    return Look(group, day_in(group.zone, at), approvals, delays)


def _note(tx: Tx, seen: Look) -> tuple[Wait, ...]:
    """Store what waits in a group now, in the place of what was seen before."""
    waits = waits_in(tx, seen)
    rows = [(person_id, wait.row) for wait in waits for person_id in wait.asked]
    store.delete_waits_of_group(tx, seen.group.id)
    store.insert_waits(tx, rows, looked_day=seen.today, week_ago=week_before(seen.today))
    return waits


def _remind(tx: Tx, seen: Look, person_id: str, here: list[WaitRow], *, at: datetime) -> None:
    """Remind a person, unless she was in the last week: here, elsewhere or by another process."""
    today: date = seen.today
    if not store.upsert_told_day(tx, person_id, today, week_ago=week_before(today)):
        return
    elsewhere = store.select_waits_elsewhere(
        tx, person_id, seen.group.id, since_look=today - _A_DAY
    )
    key = f"still_waits:{person_id}:{today}"
    if elsewhere or len(here) > 1:
        say_all_waits(tx, person_id, (*here, *elsewhere), key=key, at=at)
    else:
        say_again(tx, seen, here[0], person_id, key=key, at=at)
