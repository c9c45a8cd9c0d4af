"""Close a meeting with its register: checked, posted, recorded, told; all or nothing."""

from dataclasses import replace

from groups.approvals.effects import lapse
from groups.approvals.model import Request
from groups.charter.store import select_charter
from groups.funds.facts.fund_checks import check_shares
from groups.meetings.effects.minutes import minutes_of, say_lines, say_minutes
from groups.meetings.effects.money import post_money
from groups.meetings.effects.recording import Recording
from groups.meetings.effects.savings import post_register
from groups.meetings.facts.approvals import CASH
from groups.meetings.facts.dues import read_cash_box, read_dues
from groups.meetings.model import Minutes
from groups.meetings.rules import register_of
from groups.messages.store import pinned_message as status
from groups.people.model.deed import Deed
from groups.people.store.members import select_active_members
from groups.registers.effects import record_register
from groups.registers.model.meeting import Meeting, MeetingState, MeetingStep, Register
from groups.registers.model.refusals import CashNeedsSecond
from groups.registers.rules.meeting import check_quorum, is_large, next_state, normal_form
from groups.registers.store import drafts, meetings
from groups.registers.store.meetings import select_meeting
from storage.tx import Tx


def record_close(tx: Tx, deed: Deed, meeting: Meeting, body: Register) -> Minutes:
    """Close a meeting: record attendance, savings, cash, minutes and lines.

    Refused: an incomplete register, a missing quorum, a cash difference without a reason, and a
    large one in a deed without a second person (CashNeedsSecond).
    """
    group, charter = deed.group, select_charter(tx, deed.group.id)
    closed = replace(meeting, state=next_state(meeting, MeetingStep.CLOSE), version=1)
    dues = read_dues(tx, group, meeting, select_active_members(tx, group.id))
    is_extra_allowed = charter.saving.extra_allowed or charter.saving.shares_most > 0
    box = read_cash_box(tx, group.id)
    settled = normal_form(body, dues, box, is_extra_allowed=is_extra_allowed)
    check_quorum(settled.register.lines, charter.meeting)
    check_shares(tx, group, settled.register.lines, dues)
    recording = Recording(deed, meeting, closed.version, charter)
    money = post_money(tx, recording, settled.register.money)
    stored_register = recording.register(settled, dues, money.lines)
    expected, difference = stored_register.cash_expected, stored_register.difference
    if deed.second_id is None and is_large(difference, expected, charter.meeting):
        raise CashNeedsSecond(expected, settled.register.cash_counted, difference)
    post_register(tx, recording, stored_register)
    meetings.update_ended(tx, closed, by=deed.by_id, at=deed.at)
    drafts.delete_draft(tx, meeting.id)
    seal = record_register(tx, closed, stored_register, at=deed.at)
    minutes = minutes_of(tx, group, closed, stored_register, seal)
    say_minutes(tx, "minutes", minutes, at=deed.at)
    say_lines(tx, "saved_line", closed, stored_register, None, money.interest, at=deed.at)
    status.upsert_wanted(tx, group.id, deed.at)
    if deed.second_id is None:
        lapse(tx, deed, CASH, meeting.id)
    return minutes


def decide_cash(tx: Tx, deed: Deed, request: Request, *, is_yes: bool) -> bool:
    """Carry out a decision on a close whose cash differs; False if the meeting has moved on.

    It has where it is not open, where another phone holds it, and where the books expect another
    sum in the box than the second person was shown.
    """
    if not is_yes:
        return True
    meeting = select_meeting(tx, request.subject)
    assert meeting is not None, "meetings are never deleted"
    is_here = (meeting.state, meeting.held_by) == (MeetingState.OPEN, request.asked_by)
    if not is_here or read_cash_box(tx, deed.group.id) != request.body["box"]:
        return False
    record_close(tx, deed.asked_by(request.asked_by, None), meeting, register_of(request.body))
    return True
