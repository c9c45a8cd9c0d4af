"""The SQL of disputes: lines that a member marked as wrong."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from storage.tx import Tx, micros, moment


@dataclass(frozen=True, slots=True)
class Dispute:
    """A line marked as wrong: `subject` is score:PERIOD or entry:KEY."""

    id: str
    group_id: str
    member_id: str
    subject: str
    state: str  # open, upheld, corrected
    word_id: str | None
    asked_at: datetime


def insert_dispute(tx: Tx, dispute: Dispute) -> bool:
    """Insert a dispute; False if the line is marked already."""
    return bool(
        tx.run(
            "INSERT INTO disputes (id, group_id, member_id, subject, state, word_id, asked_at)"
            " VALUES (:id, :group_id, :member_id, :subject, :state, :word_id, :asked_at)"
            " ON CONFLICT (member_id, subject) WHERE state = 'open' DO NOTHING",
            id=dispute.id,
            group_id=dispute.group_id,
            member_id=dispute.member_id,
            subject=dispute.subject,
            state=dispute.state,
            word_id=dispute.word_id,
            asked_at=micros(dispute.asked_at),
        )
    )


def select_dispute(tx: Tx, dispute_id: str) -> Dispute | None:
    """A dispute by its id."""
    return tx.one(
        _dispute,
        "SELECT id, group_id, member_id, subject, state, word_id, asked_at FROM disputes"
        " WHERE id = :id",
        id=dispute_id,
    )


def select_open(tx: Tx, group_id: str) -> tuple[Dispute, ...]:
    """The open disputes of a group, the oldest first."""
    return tuple(
        tx.all(
            _dispute,
            "SELECT id, group_id, member_id, subject, state, word_id, asked_at FROM disputes"
            " WHERE group_id = :group_id AND state = 'open' ORDER BY asked_at, id",
            group_id=group_id,
        )
    )


def select_open_subjects(tx: Tx, member_id: str) -> frozenset[str]:
    """The subjects of a member's open disputes."""
    rows = tx.rows(
        "SELECT subject FROM disputes WHERE member_id = :member_id AND state = 'open'",
        member_id=member_id,
    )
    return frozenset(subject for (subject,) in rows)


def update_decided(
    tx: Tx, dispute_id: str, state: str, *, by: str, word_id: str, at: datetime
) -> bool:
    """Decide an open dispute; False if it was decided before."""
    return bool(
        tx.run(
            "UPDATE disputes SET state = :state, decided_by = :by, decided_word = :word_id,"
            " decided_at = :at WHERE id = :id AND state = 'open'",
            id=dispute_id,
            state=state,
            by=by,
            word_id=word_id,
            at=micros(at),
        )
    )


def _dispute(*row: Any) -> Dispute:
    id_, group_id, member_id, subject, state, word_id, asked_at = row
    return Dispute(id_, group_id, member_id, subject, state, word_id, moment(asked_at))
