"""Effects on pending changes: begin one and notify whom it concerns, take a step, tell of its stop.

The group is locked.
"""

from collections.abc import Mapping
from dataclasses import replace

from groups.approvals.model import Request
from groups.calendar.rules.days import day_in, minute_in
from groups.messages.effects import say_to_person
from groups.messages.model import Facts, Json, Urgency
from groups.pending import store
from groups.pending.facts import facilitators_with_say
from groups.pending.model import (
    PENDING_STEPS,
    REST,
    Delay,
    Pending,
    PendingKind,
    PendingState,
    PendingStep,
)
from groups.people.facts.names import name_of, read_member
from groups.people.model.deed import Deed
from groups.people.model.group import Group
from groups.people.model.people import Member
from groups.people.store.members import select_member
from groups.people.store.record_acts import RecordAct, insert_record_act
from storage.tx import Tx


def begin(
    tx: Tx,
    deed: Deed,
    delay: Delay,
    member: Member,
    body: Mapping[str, Json],
    shown: Facts,
    *,
    request: Request | None = None,
    other: Member | None = None,
) -> Pending:
    """Begin a change of a member that waits, and notify her and the facilitator at once.

    With a request it takes effect only once a second person has agreed, if its kind needs that; the
    facilitator is left out of what is the member's alone. `shown` are further facts
    on the two cards, `pending_<kind>` and `pending_<kind>_facilitator`. `other` is a second member
    whom it concerns, in this group or another.
    """
    pending = Pending(
        id=deed.new_id(),
        group_id=deed.group.id,
        kind=delay.kind,
        member_id=member.id,
        body=body,
        request_id=request.id if request else None,
        state=PendingState.ASKED if request and delay.needs_yes else PendingState.WAITING,
        asked_by=deed.by_id,
        asked_at=deed.at,
        due_at=deed.at + delay.wait,
    )
    store.insert_pending(tx, pending)
    facts = pending_facts(tx, deed.group, pending) | shown
    hers = [it.person_id for it in (member, other) if it is not None]
    reached = [_say(tx, deed, pending, person_id, facts, "") for person_id in hers]
    for person_id in facilitators_with_say(tx, deed.group, delay, member):
        may_hurry = person_id not in pending.askers
        shown_facts = facts | {"is_notified": all(reached), "may_hurry": may_hurry}
        _say(tx, deed, pending, person_id, shown_facts, "_facilitator")
    return pending


def take_step(tx: Tx, deed: Deed, pending: Pending, step: PendingStep) -> Pending:
    """Take a step that the life-cycle allows from its state."""
    state = PENDING_STEPS[pending.state][step]
    store.update_state(tx, pending.id, state, by_id=deed.by_id, at=deed.at)
    return replace(pending, state=state)


def pending_in_time(tx: Tx, deed: Deed, request: Request) -> Pending | None:
    """The change that waits for this request's yes; None if there is none, or its time has come.

    The latter lapses, and who called begins it anew: a yes that comes late leaves her as much time
    to stop it as one that came at once, and she is notified again.
    """
    pending = store.select_pending_of_request(tx, request.id)
    if pending is None or deed.at < pending.due_at:
        return pending
    take_step(tx, deed, pending, PendingStep.LAPSE)
    return None


def end_pending_of(tx: Tx, deed: Deed, request: Request) -> None:
    """Let the change lapse that waits for this request's yes, if there is one.

    One that needs no yes goes on.
    """
    pending = store.select_pending_of_request(tx, request.id)
    if pending is not None and pending.state is PendingState.ASKED:
        take_step(tx, deed, pending, PendingStep.LAPSE)


def record_stop(tx: Tx, deed: Deed, delay: Delay, pending: Pending) -> None:
    """Record in the group's chain that a change was stopped, and notify the others of it.

    They are the member whom it concerns, who asked for it, and the facilitator; not who stopped it.
    """
    act = RecordAct(
        id=deed.new_id(),
        group_id=deed.group.id,
        member_id=pending.member_id,
        act=f"{pending.kind}_stopped",
        other_id=None,
        by_id=deed.by_id,
        second_id=None,
    )
    insert_record_act(tx, act, at=deed.at)
    member, asker = read_member(tx, pending.member_id), select_member(tx, pending.asked_by)
    stopper = select_member(tx, deed.by_id)
    rests = pending.kind not in {PendingKind.WITHDRAWAL, PendingKind.ERASURE}  # her own to ask
    facts = pending_facts(tx, deed.group, pending) | {
        "is_own": deed.by_id in pending.concerned,
        "by_officer": stopper is not None and deed.by_id not in pending.concerned,
        "again_day": day_in(deed.group.zone, deed.at + REST).isoformat() if rests else None,
        "by_facilitator": asker is None,
    }
    person_ids = {read_member(tx, member_id).person_id for member_id in pending.concerned}
    person_ids |= {asker.person_id if asker else pending.asked_by}
    person_ids |= {*facilitators_with_say(tx, deed.group, delay, member)}
    for person_id in sorted(person_ids - {stopper.person_id if stopper else deed.by_id}):
        key = f"pending_stopped:{pending.id}:{person_id}"
        say_to_person(tx, person_id, "pending_stopped", facts, key=key, at=deed.at)


def pending_facts(tx: Tx, group: Group, pending: Pending) -> Facts:
    """The facts on every card of a pending change."""
    member = read_member(tx, pending.member_id)
    return {
        "pending_id": pending.id,
        "kind": pending.kind.value,
        "group": group.name,
        "number": member.number,
        "name": member.name,
        "asked_by": name_of(tx, pending.asked_by),
        "due_day": day_in(group.zone, pending.due_at).isoformat(),
        "due_minute": minute_in(group.zone, pending.due_at),
    }


def _say(tx: Tx, deed: Deed, pending: Pending, person_id: str, facts: Facts, suffix: str) -> bool:
    return say_to_person(
        tx,
        person_id,
        f"pending_{pending.kind.value}{suffix}",
        facts,
        key=f"pending:{pending.id}:{person_id}",
        urgency=Urgency.ANSWER,
        at=deed.at,
    )
