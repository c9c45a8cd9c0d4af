"""Correct a closed register: asked with a reason, confirmed by a second person, recorded."""

from collections.abc import Callable
from datetime import datetime

from groups.approvals.model import Request
from groups.charter.store import select_charter
from groups.disputes.effects import close_corrected
from groups.funds.facts.fund_checks import check_not_spent, held_in
from groups.meetings.effects.merged import settle_merged
from groups.meetings.effects.minutes import minutes_of, say_lines, say_minutes
from groups.meetings.effects.money import post_money
from groups.meetings.effects.recording import Recording
from groups.meetings.effects.savings import correct_register
from groups.meetings.rules import register_of
from groups.messages.store import pinned_message as status
from groups.people.facts.moderators import moderators_of
from groups.people.model.deed import Deed
from groups.people.model.group import Group
from groups.people.model.people import Phone
from groups.people.model.refusals import AlreadyDecided, NotYours
from groups.people.store.groups import select_group
from groups.people.store.members import select_active_members, select_member
from groups.people.store.roles import select_roles
from groups.registers.effects import record_register
from groups.registers.facts import read_versions
from groups.registers.rules.meeting import counts_of, normal_form
from groups.registers.rules.money_lines import cash_effect
from groups.registers.store.meetings import select_meeting, update_version
from groups.registers.store.registers import KeptRegister
from storage.tx import Tx


def cash_before(stored_register: KeptRegister) -> int:
    """The cash in the box by the books before the meeting, in paise."""
    moved = counts_of(stored_register.register.lines).collected + sum(
        map(cash_effect, stored_register.register.money)
    )
    return stored_register.cash_expected - moved


def decide_register(tx: Tx, deed: Deed, request: Request, *, is_yes: bool) -> bool:
    """Carry out a decision on a correction, and close the disputes about its meeting.

    False if another version is in force meanwhile. Refuses what `apply_correction` refuses.
    """
    if not is_yes:
        return True
    try:
        with tx.savepoint():
            apply_correction(tx, request, second_id=deed.by_id, new_id=deed.new_id, at=deed.at)
    except AlreadyDecided:
        return False
    assert request.word_id is not None, "a correction has a reason"
    close_corrected(
        tx,
        deed.group.id,
        request.subject,
        by=request.asked_by,
        word_id=request.word_id,
        at=deed.at,
    )
    return True


def apply_correction(
    tx: Tx, request: Request, *, second_id: str, new_id: Callable[[], str], at: datetime
) -> None:
    """Record a confirmed correction: reversals, new entries, the next version, messages.

    The group must be locked. Refuses a signer for whom `may_confirm` is False (NotYours), and a
    request about a version that is not in force any more (AlreadyDecided).
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
    versions = read_versions(tx, meeting.id)
    in_force = versions[-1]
    deed = Deed(group, second_id, new_id, at).asked_by(request.asked_by, request.word_id)
    settled = normal_form(register_of(request.body), in_force.dues, cash_before(in_force))
    recording = Recording(deed, meeting, in_force.version + 1, select_charter(tx, group.id))
    money = post_money(tx, recording, settled.register.money, in_force.money)
    corrected = recording.register(settled, in_force.dues, money.lines)
    correct_register(tx, recording, versions, corrected)
    settle_merged(tx, deed, cause=f"{meeting.id}:v{corrected.version}")
    check_not_spent(held, held_in(tx, group.id))
    seal = record_register(tx, meeting, corrected, at=at)
    update_version(tx, meeting.id, corrected.version)
    say_minutes(tx, "correction", minutes_of(tx, group, meeting, corrected, seal), at=at)
    say_lines(tx, "corrected_line", meeting, corrected, in_force.register, money.interest, at=at)
    status.upsert_wanted(tx, group.id, at)


def may_confirm(tx: Tx, group: Group, request: Request, second_id: str) -> bool:
    """Whether this signer may confirm: an office-bearer with a phone or who moderates the group.

    Anybody may confirm if, apart from the asker, there is none of these.
    """
    in_office = select_roles(tx, group.id)
    members = select_active_members(tx, group.id)
    able = {m.id for m in members if m.id in in_office and m.phone is Phone.OWN}
    able.update(moderators_of(tx, group))
    able.discard(request.asked_by)
    second = select_member(tx, second_id)
    signed = {second_id} | ({second.person_id} if second else set())
    return not able or not able.isdisjoint(signed)
