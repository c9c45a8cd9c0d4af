"""The SQL of the inbox: updates as they arrived, in the order in which they are handled."""

from typing import Any

from groups.messages.model import DroppedUpdate, ParkedUpdate, WaitingUpdate
from groups.messages.rules.languages import kind_of
from storage.tx import Tx


def insert_update(tx: Tx, update_id: int, lane: int, body: str, received_at: int) -> int:
    """Store an update that waits; 0 if it was stored before."""
    return tx.run(
        "INSERT INTO inbox (update_id, lane, body, state, tries, received_at)"
        " VALUES (:update_id, :lane, :body, 'waiting', 0, :received_at)"
        " ON CONFLICT (update_id) DO NOTHING",
        update_id=update_id,
        lane=lane,
        body=body,
        received_at=received_at,
    )


def select_waiting(tx: Tx, limit: int) -> tuple[WaitingUpdate, ...]:
    """The oldest updates that wait."""
    return tuple(
        tx.all(
            WaitingUpdate,
            "SELECT update_id, lane, body, tries FROM inbox"
            " WHERE state = 'waiting' ORDER BY update_id LIMIT :limit",
            limit=limit,
        )
    )


def update_done(tx: Tx, update_id: int, done_at: int) -> int:
    """Mark a waiting update as handled; 0 if it no longer waits."""
    return tx.run(
        "UPDATE inbox SET state = 'done', done_at = :done_at"
        " WHERE update_id = :update_id AND state = 'waiting'",
        update_id=update_id,
        done_at=done_at,
    )


def update_broken(tx: Tx, update_id: int, error: str, tries_max: int, parked_at: int) -> str | None:
    """Count a failure and return the state that follows; None if the update no longer waits."""
    state: str | None = tx.value(
        "UPDATE inbox SET tries = tries + 1, error = :error,"
        " state = CASE WHEN tries + 1 >= :tries_max THEN 'parked' ELSE 'waiting' END,"
        " done_at = CASE WHEN tries + 1 >= :tries_max THEN CAST(:parked_at AS BIGINT) END"
        " WHERE update_id = :update_id AND state = 'waiting' RETURNING state",
        update_id=update_id,
        error=error,
        tries_max=tries_max,
        parked_at=parked_at,
    )
    return state


def delete_done(tx: Tx, before: int, limit: int) -> int:
    """Delete updates handled before a time, among the `limit` oldest; return how many."""
    return tx.run(
        "DELETE FROM inbox WHERE done_at < :before AND update_id IN (SELECT update_id FROM inbox"
        " WHERE state = 'done' ORDER BY update_id LIMIT :limit)",
        before=before,
        limit=limit,
    )


def select_parked(tx: Tx) -> tuple[ParkedUpdate, ...]:
    """Every parked update, oldest first."""
    return tuple(
        tx.all(
            _parked,
            "SELECT update_id, lane, body, tries, error, received_at, done_at FROM inbox"
            " WHERE state = 'parked' ORDER BY update_id",
        )
    )


def _parked(*row: Any) -> ParkedUpdate:
    update_id, lane, body, tries, error, received_at, parked_at = row
    return ParkedUpdate(
        update_id=update_id,
        lane=lane,
        kind=kind_of(body),
        tries=tries,
        error=error,
        received_at=received_at,
        parked_at=parked_at,
    )


def update_parked_to_waiting(tx: Tx, update_id: int | None) -> int:
    """Let one parked update wait again, or all without an id; return how many."""
    return tx.run(
        "UPDATE inbox SET state = 'waiting', tries = 0, done_at = NULL WHERE state = 'parked'"
        " AND (CAST(:update_id AS BIGINT) IS NULL OR update_id = :update_id)",
        update_id=update_id,
    )


def count_waiting(tx: Tx) -> int:
    """How many updates wait."""
    waiting: int = tx.value("SELECT COUNT(*) FROM inbox WHERE state = 'waiting'")
    return waiting


def select_parked_body(tx: Tx, update_id: int) -> str | None:
    """What a parked update says; None if no update of this number is parked."""
    body: str | None = tx.value(
        "SELECT body FROM inbox WHERE update_id = :update_id AND state = 'parked'",
        update_id=update_id,
    )
    return body


def update_parked_to_done(tx: Tx, update_id: int, done_at: int) -> None:
    """Put a parked update away: it is never carried out, and its words are gone."""
    tx.run(
        "UPDATE inbox SET state = 'done', body = '{}', done_at = :done_at"
        " WHERE update_id = :update_id AND state = 'parked'",
        update_id=update_id,
        done_at=done_at,
    )


def insert_dropped(tx: Tx, update_id: int, kind: str, dropped_at: int) -> None:
    """Keep of a parked update what it was and why it broke."""
    tx.run(
        "INSERT INTO dropped_updates"
        " (update_id, kind, tries, error, received_at, parked_at, dropped_at)"
        " SELECT update_id, :kind, tries, error, received_at, done_at, CAST(:dropped_at AS BIGINT)"
        " FROM inbox WHERE update_id = :update_id AND state = 'parked'",
        update_id=update_id,
        kind=kind,
        dropped_at=dropped_at,
    )


def select_dropped(tx: Tx) -> tuple[DroppedUpdate, ...]:
    """Every update that was put away, in the order of their numbers."""
    return tuple(
        tx.all(
            DroppedUpdate,
            "SELECT update_id, kind, tries, error, received_at, parked_at, dropped_at"
            " FROM dropped_updates ORDER BY update_id",
        )
    )
