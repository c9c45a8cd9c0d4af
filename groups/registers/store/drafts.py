"""The SQL of registers filled in by buttons and not closed yet: one per meeting."""

import json
from datetime import datetime

from groups.registers.model.meeting import CashReason, Mark, RegisterDraft
from storage.tx import Tx, micros


def select_draft(tx: Tx, meeting_id: str) -> RegisterDraft:
    """The taps so far; an empty draft before the first tap."""
    draft = tx.one(
        _draft,
        "SELECT marks, paid, cash_counted, cash_reason FROM register_drafts"
        " WHERE meeting_id = :meeting_id",
        meeting_id=meeting_id,
    )
    return draft or RegisterDraft()


def upsert_draft(
    tx: Tx, group_id: str, meeting_id: str, draft: RegisterDraft, *, at: datetime
) -> None:
    """Store the taps so far."""
    tx.run(
        "INSERT INTO register_drafts"
        " (meeting_id, group_id, marks, paid, cash_counted, cash_reason, changed_at)"
        " VALUES (:meeting_id, :group_id, :marks, :paid, :cash_counted, :cash_reason, :at)"
        " ON CONFLICT (meeting_id) DO UPDATE SET marks = excluded.marks, paid = excluded.paid,"
        " cash_counted = excluded.cash_counted, cash_reason = excluded.cash_reason,"
        " changed_at = excluded.changed_at",
        meeting_id=meeting_id,
        group_id=group_id,
        marks=json.dumps({member: mark.value for member, mark in draft.marks.items()}),
        paid=json.dumps(dict(draft.paid)),
        cash_counted=draft.cash_counted,
        cash_reason=None if draft.cash_reason is None else draft.cash_reason.value,
        at=micros(at),
    )


def delete_draft(tx: Tx, meeting_id: str) -> None:
    """Delete the draft of a meeting that is closed or dropped."""
    tx.run("DELETE FROM register_drafts WHERE meeting_id = :meeting_id", meeting_id=meeting_id)


def _draft(
    marks: str, paid: str, cash_counted: int | None, cash_reason: str | None
) -> RegisterDraft:
    return RegisterDraft(
        marks={member: Mark(mark) for member, mark in json.loads(marks).items()},
        paid=json.loads(paid),
        cash_counted=cash_counted,
        cash_reason=None if cash_reason is None else CashReason(cash_reason),
    )
