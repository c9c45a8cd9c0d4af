"""The SQL of the practice village: the steps written, and messages that are never sent."""

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


def _select(tx: Tx, name: str) -> int | None:
    value: int | None = tx.value("SELECT value FROM marks WHERE name = :name", name=name)
    return value
