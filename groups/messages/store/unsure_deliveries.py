"""The SQL of unsure deliveries: messages about money that are never sent again."""

import json
from datetime import date

from storage.tx import Tx


def select_unsure_members(tx: Tx, meeting_id: str) -> frozenset[str]:
    """The members whom a meeting's line perhaps did not reach."""
    return frozenset(
        member_id
        for (member_id,) in tx.rows(
            "SELECT r.member_id FROM register_lines r JOIN outbox o ON o.key = 'meeting:'"
            " || r.meeting_id || ':line:' || r.member_id || ':' || CAST(r.version AS TEXT)"
            " WHERE r.meeting_id = :meeting_id AND o.state = 'unsure'",
            meeting_id=meeting_id,
        )
    )


def is_unsure(tx: Tx, key: str) -> bool:
    """Whether nobody knows if the message of this key arrived."""
    row = tx.value("SELECT 1 FROM outbox WHERE key = :key AND state = 'unsure'", key=key)
    return row is not None


def select_unsure_days(tx: Tx, person_id: str) -> tuple[date, ...]:
    """The days of meetings whose line perhaps did not reach her, newest first."""
    rows = tx.rows(
        "SELECT facts FROM outbox WHERE state = 'unsure' AND person_id = :person_id"
        " AND is_money = 1",
        person_id=person_id,
    )
    days = {str(json.loads(facts)["day"]) for (facts,) in rows}
    return tuple(date.fromisoformat(day) for day in sorted(days, reverse=True))
