"""The SQL of requests: what waits for a second person, and how it was decided."""

import json
from datetime import datetime
from typing import Any

from groups.approvals.model import Request, RequestKind, RequestState
from storage.tx import Tx, micros, moment


def select_request(tx: Tx, request_id: str) -> Request | None:
    """A request by its id, in any state."""
    return tx.one(
        _request,
        "SELECT id, group_id, kind, subject, body, word_id, state, asked_by, asked_at"
        " FROM second_person WHERE id = :id",
        id=request_id,
    )


def select_waiting_request(
    tx: Tx, group_id: str, kind: RequestKind, subject: str
) -> Request | None:
    """The waiting request of this kind about this subject."""
    return tx.one(
        _request,
        "SELECT id, group_id, kind, subject, body, word_id, state, asked_by, asked_at"
        " FROM second_person WHERE group_id = :group_id AND kind = :kind AND subject = :subject"
        " AND state = 'waiting'",
        group_id=group_id,
        kind=kind,
        subject=subject,
    )


def select_waiting_requests(tx: Tx, group_id: str) -> tuple[Request, ...]:
    """The requests of a group that wait for a second person, the oldest first."""
    return tuple(
        tx.all(
            _request,
            "SELECT id, group_id, kind, subject, body, word_id, state, asked_by, asked_at"
            " FROM second_person WHERE group_id = :group_id AND state = 'waiting'"
            " ORDER BY asked_at, id",
            group_id=group_id,
        )
    )


def select_decider(tx: Tx, request_id: str) -> str | None:
    """The signature of the person who decided a request."""
    decided_by: str | None = tx.value(
        "SELECT decided_by FROM second_person WHERE id = :id", id=request_id
    )
    return decided_by


def _request(*row: Any) -> Request:
    id_, group_id, kind, subject, body, word_id, state, asked_by, asked_at = row
    return Request(
        id=id_,
        group_id=group_id,
        kind=RequestKind(kind),
        subject=subject,
        body=json.loads(body),
        word_id=word_id,
        state=RequestState(state),
        asked_by=asked_by,
        asked_at=moment(asked_at),
    )


def insert_request(tx: Tx, request: Request) -> None:
    """Insert a request; it waits for a second person."""
    tx.run(
        "INSERT INTO second_person (id, group_id, kind, subject, body, word_id, state, asked_by,"
        " asked_at) VALUES (:id, :group_id, :kind, :subject, :body, :word_id, :state, :asked_by,"
        " :asked_at)",
        id=request.id,
        group_id=request.group_id,
        kind=request.kind,
        subject=request.subject,
        body=json.dumps(dict(request.body), ensure_ascii=False, separators=(",", ":")),
        word_id=request.word_id,
        state=request.state,
        asked_by=request.asked_by,
        asked_at=micros(request.asked_at),
    )


def update_request(
    tx: Tx, request_id: str, state: RequestState, *, decided_by: str, at: datetime
) -> bool:
    """Decide a waiting request; False if it was decided before."""
    return bool(
        tx.run(
            "UPDATE second_person SET state = :state, decided_by = :decided_by, decided_at = :at"
            " WHERE id = :id AND state = 'waiting'",
            id=request_id,
            state=state,
            decided_by=decided_by,
            at=micros(at),
        )
    )
