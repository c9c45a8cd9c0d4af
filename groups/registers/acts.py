"""The open register, filled in by buttons: each tap is stored until the close.

The stored taps prefill the register wherever it is opened; the close deletes them.
"""

from collections.abc import Callable
from datetime import datetime

from groups.people.facts.door import enter, signature
from groups.people.facts.names import name_of
from groups.people.model.people import Actor
from groups.people.model.refusals import NotFound
from groups.people.rules.rights import Right
from groups.people.store.members import select_active_members
from groups.registers.model.meeting import CashReason, Mark, MeetingStep, RegisterDraft
from groups.registers.model.refusals import HeldByAnother
from groups.registers.rules import draft as rules
from groups.registers.rules.meeting import next_state
from groups.registers.store import drafts, meetings
from storage.tx import Tx


def mark(
    tx: Tx, actor: Actor, meeting_id: str, member_id: str, mark: Mark, *, at: datetime
) -> RegisterDraft:
    """Mark a member: came, late, absent or excused."""

    def change(draft: RegisterDraft) -> RegisterDraft:
        return rules.marked(draft, member_id, mark)

    return _change(tx, actor, meeting_id, change, member_id=member_id, at=at)


def pay(
    tx: Tx, actor: Actor, meeting_id: str, member_id: str, paid: int, *, at: datetime
) -> RegisterDraft:
    """Store what a member paid in all, in paise; BadAnswer for an impossible amount."""

    def change(draft: RegisterDraft) -> RegisterDraft:
        return rules.with_paid(draft, member_id, paid)

    return _change(tx, actor, meeting_id, change, member_id=member_id, at=at)


def count(tx: Tx, actor: Actor, meeting_id: str, cash: int, *, at: datetime) -> RegisterDraft:
    """Store the counted cash, in paise; BadAnswer for an impossible amount."""
    return _change(tx, actor, meeting_id, lambda draft: rules.counted(draft, cash), at=at)


def explain(
    tx: Tx, actor: Actor, meeting_id: str, reason: CashReason, *, at: datetime
) -> RegisterDraft:
    """Store the reason why the counted cash differs from the books."""
    return _change(tx, actor, meeting_id, lambda draft: rules.explained(draft, reason), at=at)


def _change(
    tx: Tx,
    actor: Actor,
    meeting_id: str,
    change: Callable[[RegisterDraft], RegisterDraft],
    *,
    member_id: str | None = None,
    at: datetime,
) -> RegisterDraft:
    """Store a tap of the register's holder; refused after a close or a take-over."""
    group_id = meetings.select_group_id(tx, meeting_id)
    if group_id is None:
        raise NotFound
    _, actor_roles = enter(tx, actor, group_id, Right.CLOSE_MEETING)
    meeting = meetings.select_meeting(tx, meeting_id)
    assert meeting is not None, "meetings are never deleted"
    next_state(meeting, MeetingStep.CLOSE)
    if meeting.held_by != signature(actor_roles):
        raise HeldByAnother(name_of(tx, meeting.held_by))
    if member_id and member_id not in {it.id for it in select_active_members(tx, group_id)}:
        raise NotFound
    draft = change(drafts.select_draft(tx, meeting_id))
    drafts.upsert_draft(tx, group_id, meeting_id, draft, at=at)
    return draft
