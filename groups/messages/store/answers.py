"""The SQL of waiting answers: what was asked again before it was answered."""

import json
from datetime import datetime
from typing import Any

from groups.messages.model import Urgency
from storage.tx import Tx, micros


def is_answer_waiting(tx: Tx, person_id: str, kind: str, facts: str) -> bool:
    """Whether the same answer to a person waits to be sent; its facts are JSON."""
    row = tx.value(
        "SELECT 1 FROM outbox WHERE person_id = :person_id AND state = 'waiting'"
        " AND urgency = :urgency AND kind = :kind AND facts = :facts AND edits IS NULL LIMIT 1",
        person_id=person_id,
        urgency=int(Urgency.ANSWER),
        kind=kind,
        facts=facts,
    )
    return row is not None


def is_said(tx: Tx, key: str, key_before: str, *, since: datetime) -> bool:
    """Whether a message of this minute's key, or of the minute's before, was written since then."""
    return bool(
        tx.value(
            "SELECT COUNT(*) FROM outbox WHERE key IN (:key, :key_before) AND created_at > :since",
            key=key,
            key_before=key_before,
            since=micros(since),
        )
    )


def select_waiting_answers(
    tx: Tx, group_id: str, kind: str
) -> tuple[tuple[int, dict[str, Any]], ...]:
    """The number and facts of each answer of a kind that waits for a group's chat."""
    return tuple(
        (n, json.loads(facts))
        for n, facts in tx.rows(
            "SELECT n, facts FROM outbox WHERE group_id = :group_id AND state = 'waiting'"
            " AND urgency = :urgency AND kind = :kind ORDER BY n",
            group_id=group_id,
            urgency=int(Urgency.CHAT_ANSWER),
            kind=kind,
        )
    )


def update_answer(tx: Tx, n: int, facts: str, key: str) -> None:
    """Let a waiting answer say something newer; its facts are JSON."""
    tx.run("UPDATE outbox SET facts = :facts, key = :key WHERE n = :n", n=n, facts=facts, key=key)
