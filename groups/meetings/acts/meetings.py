"""A meeting: opened, closed with its register in one transaction, read, dropped, corrected."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from groups.approvals.effects import ask_anew, lapse
from groups.approvals.model import Asked
from groups.calendar.rules.days import day_in
from groups.funds.facts.fund_checks import check_shares
from groups.meetings.effects.closing import record_close
from groups.meetings.effects.corrections import cash_before
from groups.meetings.effects.minutes import minutes_of
from groups.meetings.facts import due_today as meeting_money
from groups.meetings.facts.approvals import CASH, REGISTER
from groups.meetings.facts.dues import read_cash_box, read_dues
from groups.meetings.model import Minutes, NothingToCorrect, OtherRegisterClosed
from groups.meetings.rules import body_of
from groups.messages.store import pinned_message as status
from groups.people.facts.door import enter, enter_to_read, see, signature
from groups.people.facts.names import name_of
from groups.people.model.deed import Deed
from groups.people.model.group import Group, GroupState
from groups.people.model.people import Actor, ActorRoles, Member
from groups.people.model.refusals import NotFound, ReasonMissing, Refusal
from groups.people.rules.rights import Right, may
from groups.people.store.members import select_active_members, select_members_ever
from groups.registers.facts import read_register, read_versions
from groups.registers.model.meeting import (
    LineTwice,
    Meeting,
    MeetingState,
    MeetingStep,
    PageLine,
    Register,
    RegisterLine,
    RegisterPage,
    RegisterTwice,
)
from groups.registers.model.refusals import CashNeedsSecond, HeldByAnother
from groups.registers.rules.draft import as_tapped
from groups.registers.rules.meeting import (
    check_day_free,
    differences,
    is_other,
    next_state,
    normal_form,
    paid,
)
from groups.registers.store import drafts, meetings, registers
from groups.registers.store.meetings import MeetingBrief
from groups.vouches.store.proxies import select_to_read
from storage.tx import Tx

LISTED: Final = 60


@dataclass(frozen=True, slots=True)
class MeetingClosed:
    """The minutes in force; `is_new` is False if the same register was closed before."""

    minutes: Minutes
    is_new: bool


def open_meeting(
    tx: Tx, actor: Actor, group_id: str, *, new_id: Callable[[], str], at: datetime
) -> Meeting:
    """Open today's meeting; if a meeting of today is open already, return it.

    Refuses a second meeting on one day, and a meeting while one of an earlier day is open.
    """
    group, actor_roles = enter(tx, actor, group_id, Right.OPEN_MEETING)
    day = day_in(group.zone, at)
    open_or_held = meetings.select_open_or_held(tx, group_id, day)
    check_day_free(open_or_held, day)
    if open_or_held is not None:
        return open_or_held
    by = signature(actor_roles)
    meeting = Meeting(new_id(), group_id, day, MeetingState.OPEN, by, by, version=0)
    meetings.insert_meeting(tx, meeting, at=at)
    status.upsert_wanted(tx, group_id, at)
    return meeting


def only_reads_when(tx: Tx, actor: Actor, group_id: str) -> bool:
    """Whether she may read of the group's meetings and may not open one."""
    group, actor_roles = see(tx, actor, group_id)
    if group.state is not GroupState.ACTIVE or may(actor_roles, Right.OPEN_MEETING):
        return False
    return may(actor_roles, Right.SEE_MINUTES)


def take_over(tx: Tx, actor: Actor, meeting_id: str, *, at: datetime) -> Meeting:
    """Take over the open register; the phone that held it before cannot close it any more."""
    meeting, _, actor_roles = _enter(tx, actor, meeting_id, Right.TAKE_OVER_MEETING)
    next_state(meeting, MeetingStep.CLOSE)
    taken = replace(meeting, held_by=signature(actor_roles))
    if taken != meeting:
        meetings.update_holder(tx, meeting.id, taken.held_by)
        status.upsert_wanted(tx, meeting.group_id, at)
    return taken


def register(tx: Tx, actor: Actor, meeting_id: str, *, at: datetime) -> RegisterPage:
    """The register to fill in, or as recorded; for office-bearers and the facilitator."""
    meeting, group, standing = _look(tx, actor, meeting_id, Right.SEE_REGISTER)
    if meeting.state is MeetingState.CLOSED:
        return _page_closed(tx, group, meeting, standing)
    next_state(meeting, MeetingStep.CLOSE)  # a dropped one has no register
    members = select_active_members(tx, group.id)
    dues = read_dues(tx, group, meeting, members)
    draft = drafts.select_draft(tx, meeting.id)
    lines = as_tapped(dues, draft)
    box = read_cash_box(tx, group.id)
    return RegisterPage(
        meeting=meeting,
        held_by=name_of(tx, meeting.held_by),
        is_held_by_her=meeting.held_by == signature(standing),
        lines=_page_lines(members, lines, dues),
        cash_before=box,
        cash_expected=box + sum(map(paid, lines)),
        register=None,
        version=0,
        is_left_open=meeting.day < day_in(group.zone, at),
        proxies=select_to_read(tx, group.id),
        draft=draft,
        may_take=may(standing, Right.TAKE_OVER_MEETING),
        **meeting_money.ready(tx, group, meeting, members),
    )


def close(
    tx: Tx,
    actor: Actor,
    meeting_id: str,
    body: Register,
    *,
    new_id: Callable[[], str],
    at: datetime,
) -> MeetingClosed:
    """Close a meeting: record attendance, savings, cash, minutes and lines, all or nothing.

    The same register again returns the minutes in force; a different one is refused. Also refused:
    an incomplete register, a missing quorum, a cash difference without a reason, and a large one,
    which needs a second person (CashNeedsSecond).
    """
    meeting, group, actor_roles = _enter(tx, actor, meeting_id, Right.CLOSE_MEETING)
    if meeting.state is MeetingState.CLOSED:
        return _closed_before(tx, group, meeting, body)
    next_state(meeting, MeetingStep.CLOSE)
    by = signature(actor_roles)
    if meeting.held_by != by:
        raise HeldByAnother(name_of(tx, meeting.held_by))
    minutes_new = record_close(tx, Deed(group, by, new_id, at), meeting, body)
    return MeetingClosed(minutes_new, is_new=True)


def close_or_ask(
    tx: Tx,
    actor: Actor,
    meeting_id: str,
    body: Register,
    *,
    new_id: Callable[[], str],
    at: datetime,
) -> MeetingClosed | Asked:
    """Close a meeting, or ask a second person first if the cash differs by more than the limit.

    While the request waits the meeting stays open. Another count takes its place. Refuses what
    `close` refuses otherwise.
    """
    try:
        with tx.savepoint():
            return close(tx, actor, meeting_id, body, new_id=new_id, at=at)
    except CashNeedsSecond as refusal:
        differs = refusal
    meeting, group, actor_roles = _enter(tx, actor, meeting_id, Right.CLOSE_MEETING)
    packed = body_of(body, meeting.version) | {
        "box": read_cash_box(tx, group.id),
        "expected": differs.expected,
    }
    deed = Deed(group, signature(actor_roles), new_id, at)
    return ask_anew(tx, deed, CASH, meeting.id, packed)


def compare(tx: Tx, actor: Actor, meeting_id: str, body: Register) -> RegisterTwice:
    """The register of a closed meeting beside another entry that came after the close."""
    meeting, _, _ = _look(tx, actor, meeting_id, Right.SEE_REGISTER)
    next_state(meeting, MeetingStep.CORRECT)
    recorded = read_register(tx, meeting.id, meeting.version).register
    stood = {line.member_id: line for line in recorded.lines}
    sent = {line.member_id: line for line in body.lines}
    lines = tuple(
        LineTwice(one.number, one.name, stood.get(one.id), sent.get(one.id))
        for one in select_members_ever(tx, meeting.group_id)
        if is_other(stood.get(one.id), sent.get(one.id))
    )
    return RegisterTwice(meeting, lines, recorded, body)


def drop(tx: Tx, actor: Actor, meeting_id: str, *, at: datetime) -> Meeting:
    """Drop an open meeting and record nothing of it; a second time changes nothing."""
    meeting, group, actor_roles = _enter(tx, actor, meeting_id, Right.DROP_MEETING)
    if meeting.state is MeetingState.DROPPED:
        return meeting
    lapse(tx, Deed(group, signature(actor_roles), new_id=str, at=at), CASH, meeting.id)
    dropped = replace(meeting, state=next_state(meeting, MeetingStep.DROP))
    meetings.update_ended(tx, dropped, by=signature(actor_roles), at=at)
    drafts.delete_draft(tx, meeting.id)
    status.upsert_wanted(tx, group.id, at)
    return dropped


def ask_correction(
    tx: Tx,
    actor: Actor,
    meeting_id: str,
    body: Register,
    reason: str,
    *,
    new_id: Callable[[], str],
    at: datetime,
) -> Asked:
    """Propose a new register for a closed meeting; a second person decides it.

    An earlier proposal for this meeting lapses unless it is the same. Refuses a proposal without a
    reason in words, and one that changes nothing.
    """
    meeting, group, actor_roles = _enter(tx, actor, meeting_id, Right.ASK_CORRECTION)
    next_state(meeting, MeetingStep.CORRECT)
    if not reason.strip():
        raise ReasonMissing
    stored_register = read_register(tx, meeting.id, meeting.version)
    proposed = normal_form(body, stored_register.dues, cash_before(stored_register)).register
    check_shares(tx, group, proposed.lines, stored_register.dues)
    if not differences(proposed, stored_register.register):
        raise NothingToCorrect
    by = signature(actor_roles)
    deed, packed = Deed(group, by, new_id, at), body_of(proposed, meeting.version)
    return ask_anew(tx, deed, REGISTER, meeting.id, packed, reason=reason.strip())


def minutes(tx: Tx, actor: Actor, meeting_id: str) -> Minutes:
    """The minutes of a closed meeting by its register in force, for the group."""
    meeting, group, _ = _look(tx, actor, meeting_id, Right.SEE_MINUTES)
    if meeting.state is not MeetingState.CLOSED:
        raise NotFound
    return _minutes(tx, group, meeting)


def list_meetings(tx: Tx, actor: Actor, group_id: str) -> tuple[MeetingBrief, ...]:
    """The group's last meetings, newest first, without dropped ones."""
    enter_to_read(tx, actor, group_id, Right.SEE_MINUTES)
    return meetings.select_briefs(tx, group_id, LISTED)


def _enter(tx: Tx, actor: Actor, meeting_id: str, act: Right) -> tuple[Meeting, Group, ActorRoles]:
    group, actor_roles = enter(tx, actor, _group_of(tx, meeting_id), act)
    return _read(tx, meeting_id), group, actor_roles


def _look(tx: Tx, actor: Actor, meeting_id: str, act: Right) -> tuple[Meeting, Group, ActorRoles]:
    group, actor_roles = enter_to_read(tx, actor, _group_of(tx, meeting_id), act)
    return _read(tx, meeting_id), group, actor_roles


def _group_of(tx: Tx, meeting_id: str) -> str:
    group_id = meetings.select_group_id(tx, meeting_id)
    if group_id is None:
        raise NotFound
    return group_id


def _read(tx: Tx, meeting_id: str) -> Meeting:
    meeting = meetings.select_meeting(tx, meeting_id)
    assert meeting is not None, "meetings are never deleted"
    return meeting


def _closed_before(tx: Tx, group: Group, meeting: Meeting, body: Register) -> MeetingClosed:
    versions = read_versions(tx, meeting.id)
    stored_register = versions[-1]
    try:
        again = normal_form(body, stored_register.dues, cash_before(stored_register)).register
    except Refusal:  # an incomplete register is a different one in any case
        again = body
    if again not in [version.register for version in versions]:
        raise OtherRegisterClosed(meeting.day, differences(again, stored_register.register))
    return MeetingClosed(_minutes(tx, group, meeting), is_new=False)


def _minutes(tx: Tx, group: Group, meeting: Meeting) -> Minutes:
    stored_register = read_register(tx, meeting.id, meeting.version)
    seal = registers.select_seal(tx, group.id, meeting.id, meeting.version)
    return minutes_of(tx, group, meeting, stored_register, seal)


def _page_closed(tx: Tx, group: Group, meeting: Meeting, actor_roles: ActorRoles) -> RegisterPage:
    stored_register = read_register(tx, meeting.id, meeting.version)
    members = [m for m in select_members_ever(tx, meeting.group_id) if m.id in stored_register.dues]
    return RegisterPage(
        meeting=meeting,
        held_by=name_of(tx, meeting.held_by),
        is_held_by_her=meeting.held_by == signature(actor_roles),
        lines=_page_lines(members, stored_register.register.lines, stored_register.dues),
        cash_before=cash_before(stored_register),
        cash_expected=stored_register.cash_expected,
        register=stored_register.register,
        version=stored_register.version,
        may_take=may(actor_roles, Right.TAKE_OVER_MEETING),
        **meeting_money.ready(tx, group, meeting, members, stored_register.register.money),
    )


def _page_lines(
    members: Sequence[Member], lines: Sequence[RegisterLine], dues: dict[str, int]
) -> tuple[PageLine, ...]:
    return tuple(
        PageLine(m.id, m.number, m.name, line.mark, dues[m.id], line.saved, line.extra)
        for m, line in zip(members, lines, strict=True)
    )
