"""Move a record to the phone that claimed it: at once, or after a wait if it has an account.

The group is locked.
"""

from groups.approvals.model import Request
from groups.joining.effects import memberships
from groups.joining.facts.approvals import MOVE
from groups.joining.facts.ways_in import has_way_in
from groups.joining.store import delete_code
from groups.messages.effects import say_to_group, say_to_person
from groups.messages.model import Facts, Urgency
from groups.pending.effects import begin, end_pending_of, pending_facts, pending_in_time, take_step
from groups.pending.model import Pending, PendingStep
from groups.people.facts.moderators import moderators_of
from groups.people.facts.names import name_of, read_member
from groups.people.model.deed import Deed
from groups.people.model.people import Member, MemberState
from groups.people.store.facilitators import select_facilitator
from groups.people.store.members import select_membership
from groups.people.store.persons import is_linked, select_person
from storage.tx import Tx


def begin_move(tx: Tx, deed: Deed, member: Member, request: Request) -> Pending | None:
    """Begin the wait of a claimed record that is entered already; None if it is not.

    Who has a phone is asked on it. For a record without one, the group and the facilitator are
    told, and it waits if it has pictures.
    """
    claimer_id = str(request.body["person_id"])
    claimer = select_person(tx, claimer_id)
    has_phone = is_linked(tx, member.person_id)
    shown: Facts = {"phone": claimer.name if claimer else "", "has_phone": has_phone}
    if not has_phone:
        key = f"claim_told:{request.id}"
        facts: Facts = {"number": member.number, "name": member.name}
        say_to_group(tx, deed.group.id, "claim_told", facts, key=key, at=deed.at)
    if not has_way_in(tx, member):
        _say_first_phone(tx, deed, member, request, shown)
        return None
    return begin(tx, deed, MOVE, member, {"person_id": claimer_id}, shown, request=request)


def decide_claim(tx: Tx, deed: Deed, request: Request, *, is_yes: bool) -> bool:
    """Give a record to the phone that claimed it, or let it wait; False if either is gone."""
    member, claimer_id = read_member(tx, request.subject), request.body["person_id"]
    tx.lock(f"person:{claimer_id}")
    if _is_gone(tx, member, claimer_id):
        end_pending_of(tx, deed, request)
        return False
    if not is_yes:
        end_pending_of(tx, deed, request)
        say_declined(tx, deed, claimer_id)
        return True
    asker_deed = Deed(deed.group, request.asked_by, deed.new_id, deed.at)
    pending = pending_in_time(tx, deed, request)
    pending = pending or begin_move(tx, asker_deed, member, request)
    if pending is None:
        memberships.give_phone(tx, deed, member, claimer_id, made_by=request.asked_by)
        return True
    take_step(tx, deed, pending, PendingStep.AGREE)
    facts = pending_facts(tx, deed.group, pending)
    say_to_person(tx, claimer_id, "claim_waits", facts, urgency=Urgency.ANSWER, at=deed.at)
    return True


def carry_move(tx: Tx, deed: Deed, pending: Pending) -> bool:
    """Give the record to the phone that claimed it; False if either is gone."""
    member, claimer_id = read_member(tx, pending.member_id), pending.body["person_id"]
    tx.lock(f"person:{claimer_id}")
    if _is_gone(tx, member, claimer_id):
        return False
    memberships.give_phone(tx, deed, member, claimer_id, made_by=pending.asked_by)
    return True


def stop_move(tx: Tx, deed: Deed, pending: Pending) -> None:
    """Notify the phone that claimed the record that it does not get it; a newer code is void."""
    delete_code(tx, pending.member_id)
    say_declined(tx, deed, pending.body["person_id"])


def say_declined(tx: Tx, deed: Deed, claimer_id: str) -> None:
    """Notify a person that the record which she claimed does not move to her phone."""
    say_to_person(tx, claimer_id, "claim_declined", {"group": deed.group.name}, at=deed.at)


def _say_first_phone(tx: Tx, deed: Deed, member: Member, request: Request, shown: Facts) -> None:
    """Tell the facilitator that a phone has asked for a record that nobody enters."""
    facts = {
        **shown,
        "number": member.number,
        "name": member.name,
        "group": deed.group.name,
        "asked_by": name_of(tx, request.asked_by),
    }
    for person_id in moderators_of(tx, deed.group):
        key = f"claim_told:{request.id}:{person_id}"
        say_to_person(tx, person_id, "claim_told_facilitator", facts, key=key, at=deed.at)


def _is_gone(tx: Tx, member: Member, claimer_id: str) -> bool:
    """Whether she has left, or the claimer has no account any more, or has a record or groups."""
    if member.state is MemberState.LEFT or not is_linked(tx, claimer_id):
        return True
    if select_membership(tx, claimer_id) is not None:
        return True
    return select_facilitator(tx, claimer_id) is not None
