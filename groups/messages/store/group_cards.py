"""The SQL of a message in a group's chat that changes in its place."""

from datetime import datetime

from groups.messages.model import Urgency
from storage.tx import Tx, micros


def select_by_key(tx: Tx, key: str) -> tuple[int, str, int | None] | None:
    """The number, state and Telegram's id of the message of a key; None if there is none."""
    return tx.one(
        lambda n, state, message_id: (n, state, message_id),
        "SELECT n, state, message_id FROM outbox WHERE key = :key",
        key=key,
    )


def update_facts(tx: Tx, n: int, facts: str) -> None:
    """Change the facts of a row; they are JSON."""
    tx.run("UPDATE outbox SET facts = :facts WHERE n = :n", facts=facts, n=n)


def delete_waiting_group_edits(tx: Tx, group_id: str, first: int) -> None:
    """Delete the waiting replacements of a group's message."""
    tx.run(
        "DELETE FROM outbox WHERE group_id = :group_id AND edits = :first AND state = 'waiting'",
        group_id=group_id,
        first=first,
    )


def select_newest_edit(tx: Tx, group_id: str, first: int) -> int | None:
    """The id of the newest message sent in the place of the first; None if there is none."""
    newest: int | None = tx.value(
        "SELECT message_id FROM outbox WHERE group_id = :group_id AND edits = :first"
        " AND state = 'sent' AND message_id IS NOT NULL ORDER BY n DESC LIMIT 1",
        group_id=group_id,
        first=first,
    )
    return newest


def insert_group_edit(
    tx: Tx, group_id: str, kind: str, facts: str, first: int, *, at: datetime
) -> None:
    """Insert a row that replaces a group's message; its facts are JSON."""
    tx.run(
        "INSERT INTO outbox (group_id, kind, facts, urgency, is_money, state, not_before, tries,"
        " created_at, edits) VALUES (:group_id, :kind, :facts, :urgency, 0, 'waiting', :at, 0,"
        " :at, :first)",
        group_id=group_id,
        kind=kind,
        facts=facts,
        urgency=int(Urgency.NEWS),
        at=micros(at),
        first=first,
    )
