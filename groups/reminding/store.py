"""The SQL of what waits for whom, and of when each was reminded of it."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from groups.calendar.model import GroupWork
from groups.calendar.rules.days import ANYWHERE, day_in
from groups.reminding.model import WaitRow, What
from storage.tx import Tx


def select_groups_to_look_at(tx: Tx, at: datetime) -> list[GroupWork]:
    """The groups, begun or to be admitted, that were not looked at on this day, in any zone."""
    return tx.all(
        GroupWork,
        "SELECT g.id, g.zone, COALESCE(l.looked_day, '') FROM groups g"
        " LEFT JOIN wait_looks l ON l.group_id = g.id WHERE g.state IN ('active', 'waiting')"
        " AND COALESCE(l.looked_day, '') < :latest ORDER BY g.id",
        latest=day_in(ANYWHERE, at).isoformat(),
    )


def select_groups_to_tell(tx: Tx) -> list[GroupWork]:
    """The groups in which something has waited for a week for one who was not told in a week."""
    return tx.all(
        GroupWork,
        "SELECT DISTINCT g.id, g.zone FROM waits w JOIN groups g ON g.id = w.group_id"
        " LEFT JOIN waits_told t ON t.person_id = w.person_id"
        " WHERE w.since_day <= w.week_ago AND COALESCE(t.told_day, '') <= w.week_ago"
        " ORDER BY g.id, g.zone",
    )


def select_groups_of_person(tx: Tx, person_id: str) -> list[str]:
    """The groups in which something waited for a person when they were last looked at."""
    return tx.all(
        str,
        "SELECT DISTINCT group_id FROM waits WHERE person_id = :person_id ORDER BY group_id",
        person_id=person_id,
    )


def select_waits_elsewhere(
    tx: Tx, person_id: str, group_id: str, *, since_look: date
) -> list[WaitRow]:
    """What waits for a person in the other groups that were looked at on this day or later."""
    return tx.all(
        _row,
        "SELECT group_id, what, subject, since_day FROM waits WHERE person_id = :person_id"
        " AND group_id <> :group_id AND looked_day >= :since_look"
        " ORDER BY group_id, what, since_day, subject",
        person_id=person_id,
        group_id=group_id,
        since_look=since_look.isoformat(),
    )


def _row(group_id: str, what: str, subject: str, since_day: str) -> WaitRow:
    return WaitRow(group_id, What(what), subject, date.fromisoformat(since_day))


def upsert_looked_day(tx: Tx, group_id: str, day: date) -> bool:
    """Store the day of a look; False if another process looked on it, or on a later one."""
    return bool(
        tx.run(
            "INSERT INTO wait_looks (group_id, looked_day) VALUES (:group_id, :day)"
            " ON CONFLICT (group_id) DO UPDATE SET looked_day = excluded.looked_day"
            " WHERE wait_looks.looked_day < excluded.looked_day",
            group_id=group_id,
            day=day.isoformat(),
        )
    )


def delete_waits_of_group(tx: Tx, group_id: str) -> None:
    """Delete what was seen in a group at the last look."""
    tx.run("DELETE FROM waits WHERE group_id = :group_id", group_id=group_id)


def insert_waits(
    tx: Tx, rows: Iterable[tuple[str, WaitRow]], *, looked_day: date, week_ago: date
) -> None:
    """Insert what waits, each row beside the person for whom it waits."""
    tx.many(
        "INSERT INTO waits (group_id, person_id, what, subject, since_day, looked_day, week_ago)"
        " VALUES (:group_id, :person_id, :what, :subject, :since_day, :looked_day, :week_ago)",
        [_values(person_id, row, looked_day, week_ago) for person_id, row in rows],
    )


def _values(person_id: str, row: WaitRow, looked_day: date, week_ago: date) -> dict[str, Any]:
    return {
        "group_id": row.group_id,
        "person_id": person_id,
        "what": row.what.value,
        "subject": row.subject,
        "since_day": row.since.isoformat(),
        "looked_day": looked_day.isoformat(),
        "week_ago": week_ago.isoformat(),
    }


def upsert_told_day(tx: Tx, person_id: str, day: date, *, week_ago: date) -> bool:
    """Store that a person is reminded today; False if she was within the last week."""
    return bool(
        tx.run(
            "INSERT INTO waits_told (person_id, told_day) VALUES (:person_id, :day)"
            " ON CONFLICT (person_id) DO UPDATE SET told_day = excluded.told_day"
            " WHERE waits_told.told_day <= :week_ago",
            person_id=person_id,
            day=day.isoformat(),
            week_ago=week_ago.isoformat(),
        )
    )
