"""The SQL of the practice village: the steps written, what was done since, messages not sent."""

from datetime import datetime
from typing import Final

from storage.tx import Tx, micros, moment

_STEP: Final = "practice_step"
_SEEN_FROM: Final = "practice_seen_from"


def select_steps_done(tx: Tx) -> int:
    """How many steps of the past are written."""
    return _select(tx, _STEP) or 0


def select_seen_from(tx: Tx) -> datetime | None:
    """The moment from which the past is counted back; None before its first step."""
    seen_from = _select(tx, _SEEN_FROM)
    return None if seen_from is None else moment(seen_from)


def upsert_step(tx: Tx, done: int, seen_from: datetime) -> None:
    """Store how many steps are written, and the moment from which they are counted back."""
    tx.many(
        "INSERT INTO marks (name, value) VALUES (:name, :value)"
        " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        [{"name": _STEP, "value": done}, {"name": _SEEN_FROM, "value": micros(seen_from)}],
    )


def delete_messages(tx: Tx, before: datetime) -> int:
    """Delete messages that wait since before a moment, as if they were sent long ago."""
    return tx.run(
        "DELETE FROM outbox WHERE state = 'waiting' AND created_at < :before",
        before=micros(before),
    )


def select_deeds(tx: Tx, since: int) -> list[str]:
    """The steps of the tour that were done after a moment, in microseconds."""
    rows = tx.rows(
        """
        SELECT deed FROM (
            SELECT 'bring' AS deed, COUNT(*) AS times FROM groups
            UNION ALL SELECT 'found', COUNT(*) FROM groups WHERE state <> 'new'
            UNION ALL SELECT 'admit', COUNT(*) FROM groups WHERE state = 'active'
            UNION ALL SELECT 'join', COUNT(*) - 1 FROM members WHERE state = 'active'
            UNION ALL SELECT 'vouch', COUNT(*) FROM vouches WHERE recorded_at > :since
            UNION ALL SELECT 'ask', COUNT(*) FROM loans WHERE recorded_at > :since
            UNION ALL SELECT 'vote', COUNT(*) FROM loan_votes WHERE recorded_at > :since
            UNION ALL
            SELECT 'approve', COUNT(*) FROM loan_steps
            WHERE step IN ('approve', 'return') AND recorded_at > :since
            UNION ALL
            SELECT 'confirm', COUNT(*) FROM loan_confirmations
            WHERE as_whom = 'officer' AND recorded_at > :since
            UNION ALL SELECT 'open', COUNT(*) FROM meetings WHERE opened_at > :since
            UNION ALL SELECT 'close', COUNT(*) FROM meetings WHERE ended_at > :since AND version > 0
            UNION ALL
            SELECT 'hand_over', COUNT(*) FROM loan_steps
            WHERE step = 'pay_out' AND recorded_at > :since
            UNION ALL SELECT 'week', COUNT(*) FROM score_runs WHERE recorded_at > :since
        ) AS counted
        WHERE times > 0
        """,
        since=since,
    )
    return [deed for (deed,) in rows]


def select_vouched_for(tx: Tx, since: int) -> int | None:
    """The Telegram account of who was vouched for last; None without one, or without a vouch."""
    telegram_id: int | None = tx.value(
        """
        SELECT a.telegram_id FROM vouches v
        JOIN members m ON m.id = v.receiver_id
        LEFT JOIN telegram_accounts a ON a.person_id = m.person_id
        WHERE v.recorded_at > :since
        ORDER BY v.recorded_at DESC, v.id DESC
        LIMIT 1
        """,
        since=since,
    )
    return telegram_id


def _select(tx: Tx, name: str) -> int | None:
    value: int | None = tx.value("SELECT value FROM marks WHERE name = :name", name=name)
    return value
