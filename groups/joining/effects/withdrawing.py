"""Take a consent back: it counts at once, her name is erased a day later, and till then undone.

The group is locked.
"""

from dataclasses import replace

from groups.approvals.model import Request
from groups.charter.store import select_charter
from groups.joining.effects import memberships
from groups.joining.facts.approvals import ERASURE, WITHDRAWAL_WAIT
from groups.messages.effects import say_to_person
from groups.messages.model import Facts
from groups.pending.effects import begin, pending_facts, record_stop, take_step
from groups.pending.model import Pending, PendingStep
from groups.pending.store import select_pending_of_request
from groups.people.facts.moderators import moderators_of
from groups.people.facts.names import name_of, read_member
from groups.people.model.deed import Deed
from groups.people.model.people import Member, MemberState
from groups.people.store.members import count_members, select_membership
from groups.privacy.effects import erase_person
from ledger.accounts import savings
from ledger.balances import balance
from storage.tx import Tx


def take_back(
    tx: Tx, deed: Deed, member: Member, *, request: Request | None = None, how: str = "self"
) -> Pending:
    """End a membership with its consent, and begin the day after which her name is erased.

    `request` is the one that a second person has just decided; `how` she said it: self, spoken.
    """
    if member.state is not MemberState.LEFT:
        memberships.end(tx, deed, member, leaving_request=request, is_named=False, how=how)
    shown: Facts = {
        "savings": balance(tx, member.group_id, savings(member.id)).minor,
        "returns": member.state is not MemberState.LEFT,
    }
    return begin(tx, deed, ERASURE, member, {"was": member.state.value}, shown)


def begin_withdrawal(tx: Tx, deed: Deed, member: Member, request: Request) -> Pending:
    """Begin the wait of a consent that is taken back in a turn, for a second person's word."""
    shown: Facts = {"holder": name_of(tx, request.body["held_by"]), "refused_by": ""}
    body = {"held_by": str(request.body["held_by"])}
    return begin(tx, deed, WITHDRAWAL_WAIT, member, body, shown, request=request)


def decide_withdrawal(tx: Tx, deed: Deed, request: Request, *, is_yes: bool) -> bool:
    """Carry it out if a second person says that it is she; a no goes to the facilitator.

    Her own no, on whichever phone, stops it.
    """
    pending = select_pending_of_request(tx, request.id)
    assert pending is not None, "they end together"
    if is_yes:
        carry_withdrawal(tx, deed, pending, request=request)
        take_step(tx, deed, pending, PendingStep.CARRY_OUT)
    elif deed.by_id == request.asked_by:
        record_stop(tx, deed, WITHDRAWAL_WAIT, take_step(tx, deed, pending, PendingStep.STOP))
    else:
        facts: Facts = {
            **pending_facts(tx, deed.group, pending),
            "holder": name_of(tx, request.body["held_by"]),
            "refused_by": name_of(tx, deed.by_id),
            "is_notified": False,
        }
        for person_id in moderators_of(tx, deed.group):
            hers = facts | {"may_hurry": person_id not in pending.askers}
            kind, key = "pending_withdrawal_facilitator", f"refused:{request.id}:{person_id}"
            say_to_person(tx, person_id, kind, hers, key=key, at=deed.at)
    return True


def carry_withdrawal(
    tx: Tx, deed: Deed, pending: Pending, *, request: Request | None = None
) -> bool:
    """Take her consent back, as she asked in her turn."""
    member = read_member(tx, pending.member_id)
    take_back(tx, replace(deed, by_id=member.id), member, request=request)
    return True


def carry_erasure(tx: Tx, deed: Deed, pending: Pending) -> bool:
    """Erase her name and words; False if she is a member somewhere again."""
    member = read_member(tx, pending.member_id)
    tx.lock(f"person:{member.person_id}")
    if select_membership(tx, member.person_id) is not None:
        return False
    by_id = None if pending.asked_by == member.id else pending.asked_by
    erase_person(tx, member.person_id, by_id=by_id, new_id=deed.new_id, at=deed.at)
    facts: Facts = {"group": deed.group.name, "number": member.number}
    say_to_person(tx, member.person_id, "erased", facts, key=f"erased:{pending.id}", at=deed.at)
    return True


def undo(tx: Tx, deed: Deed, pending: Pending) -> None:
    """Make her a member again, if she was one and there is a place; her offices stay ended."""
    member, was = read_member(tx, pending.member_id), MemberState(pending.body["was"])
    tx.lock(f"person:{member.person_id}")
    members_max = select_charter(tx, member.group_id).group.members_most
    if was is MemberState.LEFT or select_membership(tx, member.person_id) is not None:
        return
    if count_members(tx, member.group_id) < members_max:
        how = "self" if deed.by_id == member.id else "spoken"
        memberships.come_back(tx, deed, member, waits=was is not MemberState.ACTIVE, how=how)
