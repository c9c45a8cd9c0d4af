"""That a member has died, as two others say; for two days her phone or the facilitator stops it.

The group is locked.
"""

from groups.approvals.effects import ask_second
from groups.approvals.model import Asked, Request
from groups.approvals.store import select_request
from groups.joining.effects import memberships
from groups.joining.facts.approvals import DEATH, LEAVING
from groups.pending.effects import begin, end_pending_of, pending_in_time, take_step
from groups.pending.facts import check_not_stopped
from groups.pending.model import Pending, PendingKind, PendingStep
from groups.pending.store import select_pending_of_member
from groups.people.facts.names import read_member
from groups.people.model.deed import Deed
from groups.people.model.people import Member, MemberState
from storage.tx import Tx


def ask_death(tx: Tx, deed: Deed, member: Member) -> Asked:
    """Ask a second person, and begin the wait; asked twice, one waits.

    After it was stopped, the same side waits (StoppedBefore).
    """
    pending = select_pending_of_member(tx, member.id, PendingKind.DEATH)
    before = select_request(tx, pending.request_id or "") if pending else None
    if before is not None:
        return Asked(before, is_new=False)
    check_not_stopped(tx, deed, DEATH.kind, member)
    asked = ask_second(tx, deed, LEAVING, member.id, {"erases": False, "is_dead": True})
    if asked.is_new:
        _begin_death(tx, deed, member, asked.request)
    return asked


def decide_death(tx: Tx, deed: Deed, member: Member, request: Request, *, is_yes: bool) -> None:
    """Let a death wait for its time, or end the wait."""
    if not is_yes:
        end_pending_of(tx, deed, request)
        return
    asker_deed = Deed(deed.group, request.asked_by, deed.new_id, deed.at)
    pending = pending_in_time(tx, deed, request)
    pending = pending or _begin_death(tx, asker_deed, member, request)
    take_step(tx, deed, pending, PendingStep.AGREE)


def carry_death(tx: Tx, deed: Deed, pending: Pending) -> bool:
    """End the membership of a member who has died; False if it has ended otherwise."""
    member = read_member(tx, pending.member_id)
    if member.state is MemberState.LEFT:
        return False
    memberships.end_dead(tx, deed, member, asked_by=pending.asked_by)
    return True


def _begin_death(tx: Tx, deed: Deed, member: Member, request: Request) -> Pending:
    return begin(tx, deed, DEATH, member, {}, {}, request=request)
