"""The SQL of the clock's looks at a group's meeting days."""

from datetime import date, datetime

from groups.calendar.model import GroupWork
from groups.calendar.rules.days import ANYWHERE, day_in
from storage.tx import Tx


def select_groups_to_look_at(tx: Tx, at: datetime) -> list[GroupWork]:
    """The active groups whose meeting days were not looked at on this day, in any time zone."""
    return tx.all(
        GroupWork,
        "SELECT g.id, g.zone, COALESCE(l.looked_day, '') FROM groups g"
        " LEFT JOIN meeting_looks l ON l.group_id = g.id WHERE g.state = 'active'"
        " AND COALESCE(l.looked_day, '') < :latest ORDER BY g.id",
        latest=day_in(ANYWHERE, at).isoformat(),
    )


def select_looked_day(tx: Tx, group_id: str) -> date | None:
    """The day on which a group's meeting days were last looked at."""
    return tx.one(
        date.fromisoformat,
        "SELECT looked_day FROM meeting_looks WHERE group_id = :group_id",
        group_id=group_id,
    )


def upsert_looked_day(tx: Tx, group_id: str, day: date) -> bool:
    """Store the day of a look; False if another process looked on it, or on a later one."""
    return bool(
        tx.run(
            "INSERT INTO meeting_looks (group_id, looked_day) VALUES (:group_id, :day)"
            " ON CONFLICT (group_id) DO UPDATE SET looked_day = excluded.looked_day"
            " WHERE meeting_looks.looked_day < excluded.looked_day",
            group_id=group_id,
            day=day.isoformat(),
        )
    )
