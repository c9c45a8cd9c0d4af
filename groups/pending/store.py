"""The SQL of pending changes: what waits, until when, and how it ended."""

import json
from datetime import datetime
from typing import Any

from groups.pending.model import Pending, PendingKind, PendingState, Stopped
from storage.tx import Tx, micros, moment


def select_pending(tx: Tx, pending_id: str) -> Pending | None:
    """A pending change by its id, in any state."""
    return tx.one(
        _pending,
        "SELECT id, group_id, kind, member_id, body, request_id, state, asked_by, asked_at, due_at"
        " FROM pending_changes WHERE id = :id",
        id=pending_id,
    )


def select_pending_of_request(tx: Tx, request_id: str) -> Pending | None:
    """The change of a request that neither took effect nor ended."""
    return tx.one(
        _pending,
        "SELECT id, group_id, kind, member_id, body, request_id, state, asked_by, asked_at, due_at"
        " FROM pending_changes WHERE request_id = :request_id AND state IN ('asked', 'waiting')",
        request_id=request_id,
    )


def select_pending_of_member(tx: Tx, member_id: str, kind: PendingKind) -> Pending | None:
    """A change of this kind that concerns the member and neither took effect nor ended."""
    return tx.one(
        _pending,
        "SELECT id, group_id, kind, member_id, body, request_id, state, asked_by, asked_at, due_at"
        " FROM pending_changes WHERE member_id = :member_id AND kind = :kind"
        " AND state IN ('asked', 'waiting') ORDER BY asked_at DESC, id LIMIT 1",
        member_id=member_id,
        kind=kind,
    )


def select_pending_about(tx: Tx, member_id: str) -> list[Pending]:
    """What is pending of a member, and all merges, which may concern her; the first due first."""
    return tx.all(
        _pending,
        "SELECT id, group_id, kind, member_id, body, request_id, state, asked_by, asked_at, due_at"
        " FROM pending_changes WHERE state IN ('asked', 'waiting')"
        " AND (member_id = :member_id OR kind = 'merge') ORDER BY due_at, id",
        member_id=member_id,
    )


def select_stopped(tx: Tx, group_id: str, kind: PendingKind, *, since: datetime) -> list[Stopped]:
    """The changes of this kind that were stopped in a group since a moment, the newest first."""
    return tx.all(
        _stopped,
        "SELECT p.member_id, p.body, m.id, p.changed_at FROM pending_changes p"
        " LEFT JOIN members m ON m.id = p.asked_by"
        " WHERE p.group_id = :group_id AND p.kind = :kind AND p.state = 'stopped'"
        " AND p.changed_at > :since ORDER BY p.changed_at DESC, p.id",
        group_id=group_id,
        kind=kind,
        since=micros(since),
    )


def select_pending_of_group(tx: Tx, group_id: str) -> list[Pending]:
    """The changes of a group that neither took effect nor ended, the oldest first."""
    return tx.all(
        _pending,
        "SELECT id, group_id, kind, member_id, body, request_id, state, asked_by, asked_at, due_at"
        " FROM pending_changes WHERE group_id = :group_id AND state IN ('asked', 'waiting')"
        " ORDER BY asked_at, id",
        group_id=group_id,
    )


def select_groups_due(tx: Tx, *, at: datetime) -> list[str]:
    """The groups in which the time of a change has come, the longest due first."""
    rows = tx.rows(
        "SELECT group_id FROM pending_changes WHERE state = 'waiting' AND due_at <= :at"
        " GROUP BY group_id ORDER BY MIN(due_at), group_id",
        at=micros(at),
    )
    return [group_id for (group_id,) in rows]


def select_next_due(tx: Tx, group_id: str, *, at: datetime) -> Pending | None:
    """The change of a group whose time came first."""
    return tx.one(
        _pending,
        "SELECT id, group_id, kind, member_id, body, request_id, state, asked_by, asked_at, due_at"
        " FROM pending_changes WHERE group_id = :group_id AND state = 'waiting' AND due_at <= :at"
        " ORDER BY due_at, id LIMIT 1",
        group_id=group_id,
        at=micros(at),
    )


def _pending(*row: Any) -> Pending:
    id_, group_id, kind, member_id, body, request_id, state, asked_by, asked_at, due_at = row
    return Pending(
        id=id_,
        group_id=group_id,
        kind=PendingKind(kind),
        member_id=member_id,
        body=json.loads(body),
        request_id=request_id,
        state=PendingState(state),
        asked_by=asked_by,
        asked_at=moment(asked_at),
        due_at=moment(due_at),
    )


def _stopped(member_id: str, body: str, asking_member: str | None, changed_at: int) -> Stopped:
    other = json.loads(body).get("kept_id", member_id)
    return Stopped(frozenset({member_id, other}), asking_member is None, moment(changed_at))


def insert_pending(tx: Tx, pending: Pending) -> None:
    """Insert a pending change."""
    tx.run(
        "INSERT INTO pending_changes (id, group_id, kind, member_id, body, request_id, state,"
        " asked_by, asked_at, due_at) VALUES (:id, :group_id, :kind, :member_id, :body,"
        " :request_id, :state, :asked_by, :asked_at, :due_at)",
        id=pending.id,
        group_id=pending.group_id,
        kind=pending.kind,
        member_id=pending.member_id,
        body=json.dumps(dict(pending.body), separators=(",", ":")),
        request_id=pending.request_id,
        state=pending.state,
        asked_by=pending.asked_by,
        asked_at=micros(pending.asked_at),
        due_at=micros(pending.due_at),
    )


def update_state(tx: Tx, pending_id: str, state: PendingState, *, by_id: str, at: datetime) -> None:
    """Set the state of a pending change, by whom and when."""
    tx.run(
        "UPDATE pending_changes SET state = :state, changed_by = :by_id, changed_at = :at"
        " WHERE id = :id",
        id=pending_id,
        state=state,
        by_id=by_id,
        at=micros(at),
    )


def update_lapsed_of_member(tx: Tx, member_id: str, *, by_id: str, at: datetime) -> None:
    """Let everything lapse that is pending for a member."""
    tx.run(
        "UPDATE pending_changes SET state = 'lapsed', changed_by = :by_id, changed_at = :at"
        " WHERE member_id = :member_id AND state IN ('asked', 'waiting')",
        member_id=member_id,
        by_id=by_id,
        at=micros(at),
    )
