"""A closed register put right: asked with a reason, confirmed by a second person, then recorded."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from groups.approvals.model import Request
from groups.calendar.rules.days import day_in
from groups.funds.facts.fund_checks import check_not_spent, held_in
from groups.meetings.effects.merged import settle_merged
from groups.meetings.effects.minutes import minutes_of, say_lines, say_minutes
from groups.meetings.effects.money import post_money
from groups.meetings.effects.savings import Hand, correct_register
from groups.meetings.rules import register_of
from groups.messages.store import pinned_message as status
from groups.people.model.deed import Deed
from groups.people.model.group import Group
from groups.people.model.people import Phone
from groups.people.model.refusals import AlreadyDecided, NotYours
from groups.people.store.facilitators import select_facilitator
from groups.people.store.groups import select_group
from groups.people.store.members import select_active_members, select_member
from groups.people.store.roles import select_roles
from groups.registers.model.meeting import Meeting
from groups.registers.rules.meeting import counts_of, settle
from groups.registers.rules.money_lines import cash_effect
from groups.registers.store.meetings import select_meeting, update_version
from groups.registers.store.registers import KeptRegister, insert_register, select_versions
from storage.tx import Tx


def cash_before(kept: KeptRegister) -> int:
    """What lay in the box by the books before the meeting moved anything, in paise."""
    moved = counts_of(kept.register.lines).collected + sum(map(cash_effect, kept.register.money))
    return kept.cash_expected - moved


def apply_correction(
    tx: Tx, request: Request, *, second_id: str, new_id: Callable[[], str], at: datetime
) -> None:
    """Record a confirmed correction: reversals and new entries, the next version, who is told.

    The group must be locked. Refuses a second person who is neither an office-bearer nor the
    facilitator, while there is one, and a request about a version that stands no more.
    """
    meeting = select_meeting(tx, request.subject)
    group = select_group(tx, request.group_id)
    assert meeting is not None, "meetings are never deleted"
    assert group is not None, "groups are never deleted"
    if not may_confirm(tx, group, request, second_id):
        raise NotYours("office_bearer")
    if meeting.version != request.body["version"]:
        raise AlreadyDecided
    held = held_in(tx, group.id)
    versions = select_versions(tx, meeting.id)
    standing = versions[-1]
    kept = _corrected(request, meeting, standing, second_id, at)
    deed = Deed(group, request.asked_by, new_id, at)
    money = post_money(
        tx,
        deed,
        meeting,
        kept.version,
        kept.register.money,
        standing.money,
        second_id=second_id,
        memo=request.word_id,
    )
    kept = replace(kept, money=money.lines)
    day = day_in(group.zone, at)
    hand = Hand(meeting.id, group.id, day, request.asked_by, request.word_id)
    correct_register(tx, hand, versions, kept, at=at)
    cause = f"{meeting.id}:v{kept.version}"
    settle_merged(tx, group.id, cause=cause, day=day, by=request.asked_by, at=at)
    check_not_spent(held, held_in(tx, group.id))
    seal = insert_register(tx, meeting, kept, at=at)
    update_version(tx, meeting.id, kept.version)
    say_minutes(tx, "correction", minutes_of(tx, group, meeting, kept, seal), at=at)
    say_lines(tx, "corrected_line", meeting, kept, standing.register, money.interest, at=at)
    status.upsert_wanted(tx, group.id, at)


def may_confirm(tx: Tx, group: Group, request: Request, second_id: str) -> bool:
    """Whether who signs so may confirm a correction: anybody only where nobody else is there.

    Before them come the office-bearers with a phone and the facilitator, whoever asked left out.
    """
    in_office = select_roles(tx, group.id)
    members = select_active_members(tx, group.id)
    able = {m.id for m in members if m.id in in_office and m.phone is Phone.OWN}
    if group.facilitator_id is not None and select_facilitator(tx, group.facilitator_id):
        able.add(group.facilitator_id)
    able.discard(request.asked_by)
    second = select_member(tx, second_id)
    signed = {second_id} | ({second.person_id} if second else set())
    return not able or not able.isdisjoint(signed)


def _corrected(
    request: Request, meeting: Meeting, standing: KeptRegister, second_id: str, at: datetime
) -> KeptRegister:
    settled = settle(register_of(request.body), standing.dues, cash_before(standing))
    return KeptRegister(
        meeting_id=meeting.id,
        version=standing.version + 1,
        register=settled.register,
        dues=standing.dues,
        cash_expected=settled.cash_expected,
        reason_word=request.word_id,
        by_id=request.asked_by,
        second_id=second_id,
        recorded_at=at,
    )
