"""A message in a group's chat that changes in its place: told anew, the newest face alone."""

import json
from datetime import datetime
from typing import Final

from groups.messages.model import Facts, Urgency
from storage.tx import Tx, micros

_EDIT: Final = "_edit"  # as the sender knows it: change this message instead of sending one


def change_in_group(
    tx: Tx, group_id: str, key: str, kind: str, facts: Facts, *, at: datetime
) -> None:
    """Say a message of a group anew in the place where it stands; what waits to do so is dropped.

    While it still waits itself it changes before it is sent. Nothing where it was never said.
    """
    found = tx.rows("SELECT n, state, message_id FROM outbox WHERE key = :key", key=key)
    if not found:
        return
    n, state, message_id = found[0]
    if state == "waiting":
        tx.run("UPDATE outbox SET facts = :facts WHERE n = :n", facts=_packed(facts), n=n)
    elif message_id is not None:
        _forget_waiting(tx, group_id, message_id)
        there = facts | {_EDIT: _stands_at(tx, group_id, message_id)}
        _insert(tx, group_id, kind, there, message_id, at=at)


def _forget_waiting(tx: Tx, group_id: str, first: int) -> None:
    tx.run(
        "DELETE FROM outbox WHERE group_id = :group_id AND edits = :first AND state = 'waiting'",
        group_id=group_id,
        first=first,
    )


def _stands_at(tx: Tx, group_id: str, first: int) -> int:
    """The id under which it stands: another than the first once it had to be sent again."""
    newest: int | None = tx.value(
        "SELECT message_id FROM outbox WHERE group_id = :group_id AND edits = :first"
        " AND state = 'sent' AND message_id IS NOT NULL ORDER BY n DESC LIMIT 1",
        group_id=group_id,
        first=first,
    )
    return first if newest is None else newest


def _insert(tx: Tx, group_id: str, kind: str, facts: Facts, first: int, *, at: datetime) -> None:
    tx.run(
        "INSERT INTO outbox (group_id, kind, facts, urgency, is_money, state, not_before, tries,"
        " created_at, edits) VALUES (:group_id, :kind, :facts, :urgency, 0, 'waiting', :at, 0,"
        " :at, :first)",
        group_id=group_id,
        kind=kind,
        facts=_packed(facts),
        urgency=int(Urgency.NEWS),
        at=micros(at),
        first=first,
    )


def _packed(facts: Facts) -> str:
    return json.dumps(facts, ensure_ascii=False, separators=(",", ":"))
