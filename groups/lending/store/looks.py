"""The days up to which the clock has processed each group's loans; persons without reminders."""

from datetime import date, datetime

from groups.calendar.model import GroupWork
from groups.calendar.rules.days import ANYWHERE, day_in
from storage.tx import Tx


def select_not_accrued(tx: Tx, at: datetime) -> list[GroupWork]:
    """The groups with loans whose interest is not posted up to this day, in any time zone."""
    return tx.all(
        GroupWork,
        "SELECT g.id, g.zone, COALESCE(l.accrued_day, '') FROM groups g"
        " LEFT JOIN loan_looks l ON l.group_id = g.id WHERE g.state = 'active'"
        " AND COALESCE(l.accrued_day, '') < :latest"
        " AND EXISTS (SELECT 1 FROM loan_states s WHERE s.group_id = g.id) ORDER BY g.id",
        latest=_latest_day(at),
    )


def select_not_reminded(tx: Tx, at: datetime) -> list[GroupWork]:
    """The groups with loans whose members are not reminded on this day, in any time zone."""
    return tx.all(
        GroupWork,
        "SELECT g.id, g.zone, COALESCE(l.reminded_day, '') FROM groups g"
        " LEFT JOIN loan_looks l ON l.group_id = g.id WHERE g.state = 'active'"
        " AND COALESCE(l.reminded_day, '') < :latest"
        " AND EXISTS (SELECT 1 FROM loan_states s WHERE s.group_id = g.id) ORDER BY g.id",
        latest=_latest_day(at),
    )


def upsert_look(
    tx: Tx, group_id: str, *, accrued: date | None = None, reminded: date | None = None
) -> None:
    """Store the day up to which a group's interest is posted, or its members are reminded."""
    tx.run(
        "INSERT INTO loan_looks (group_id, accrued_day, reminded_day)"
        " VALUES (:group_id, :accrued, :reminded) ON CONFLICT (group_id) DO UPDATE SET"
        " accrued_day = CASE WHEN excluded.accrued_day > loan_looks.accrued_day"
        " THEN excluded.accrued_day ELSE loan_looks.accrued_day END,"
        " reminded_day = CASE WHEN excluded.reminded_day > loan_looks.reminded_day"
        " THEN excluded.reminded_day ELSE loan_looks.reminded_day END",
        group_id=group_id,
        accrued=accrued.isoformat() if accrued else "",
        reminded=reminded.isoformat() if reminded else "",
    )


def select_votes_decided(tx: Tx, group_id: str, *, before: date) -> list[str]:
    """The words with single votes, not yet erased, of ballots that ended before a day."""
    return tx.all(
        str,
        "SELECT v.word_id FROM loan_votes v JOIN words w ON w.id = v.word_id"
        " WHERE w.text IS NOT NULL AND v.group_id = :group_id AND EXISTS"
        " (SELECT 1 FROM loan_steps s WHERE s.loan_id = v.loan_id AND s.day < :before)",
        group_id=group_id,
        before=before.isoformat(),
    )


def is_reminded(tx: Tx, person_id: str) -> bool:
    """Whether she gets reminders of her loans."""
    return not tx.rows(
        "SELECT 1 FROM loan_reminders_off WHERE person_id = :person_id", person_id=person_id
    )


def delete_reminders_off(tx: Tx, person_id: str) -> None:
    """Turn her loan reminders on."""
    tx.run("DELETE FROM loan_reminders_off WHERE person_id = :person_id", person_id=person_id)


def insert_reminders_off(tx: Tx, person_id: str) -> None:
    """Turn her loan reminders off."""
    tx.run("INSERT INTO loan_reminders_off (person_id) VALUES (:person_id)", person_id=person_id)


def _latest_day(at: datetime) -> str:
    return day_in(ANYWHERE, at).isoformat()
