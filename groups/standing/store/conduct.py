"""The SQL of a member's conduct: what was due and what she did, from her registers."""

from datetime import date
from typing import Any

from groups.standing.rules.voice import Conduct
from storage.tx import Tx


def select_conduct(tx: Tx, group_id: str, member_id: str) -> Conduct:
    """Her conduct by the registers; excused meetings are not counted."""
    row = tx.one(
        _conduct,
        "SELECT MIN(m.day),"
        " CAST(SUM(CASE WHEN l.mark <> 'excused' THEN 1 ELSE 0 END) AS BIGINT),"
        " CAST(SUM(CASE WHEN l.mark IN ('present', 'late') THEN 1 ELSE 0 END) AS BIGINT),"
        " CAST(SUM(CASE WHEN l.mark <> 'excused' AND l.due > 0 THEN 1 ELSE 0 END) AS BIGINT),"
        " CAST(SUM(CASE WHEN l.mark <> 'excused' AND l.due > 0 AND l.saved >= l.due"
        " THEN 1 ELSE 0 END) AS BIGINT)"
        " FROM register_lines l"
        " JOIN meetings m ON m.id = l.meeting_id AND m.version = l.version"
        " WHERE l.group_id = :group_id AND l.member_id = :member_id",
        group_id=group_id,
        member_id=member_id,
    )
    assert row is not None, "a sum has one row"
    return row


def _conduct(*row: Any) -> Conduct:
    first_day, meetings_due, meetings_done, savings_due, savings_done = row
    if not first_day:
        return Conduct(None)
    return Conduct(
        first_day=date.fromisoformat(first_day),
        meetings_due=meetings_due,
        meetings_done=meetings_done,
        savings_due=savings_due,
        savings_done=savings_done,
    )
