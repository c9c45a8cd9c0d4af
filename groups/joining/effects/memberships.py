"""Begin, change and end a membership, with all that depends on it; the group is locked."""

from dataclasses import replace

from groups.approvals.effects import ask_second
from groups.approvals.model import Request, RequestKind, RequestState
from groups.approvals.store import select_waiting_requests, update_request
from groups.calendar.rules.days import day_in
from groups.joining.facts.approvals import MEMBER
from groups.joining.rules.joining import ASKS_WITHIN, NOTICE_VERSION, check_asks
from groups.lending.effects.leaving import end_promises_of, owed_of
from groups.messages.effects import say_to_group, say_to_person
from groups.messages.model import Facts, Urgency
from groups.messages.store import pinned_message as status
from groups.pending.effects import end_pending_of
from groups.pending.store import update_lapsed_of_member
from groups.people.effects.accounts import move_account, say_record_left
from groups.people.effects.records import record_role
from groups.people.facts.names import read_member
from groups.people.model.deed import Deed
from groups.people.model.people import (
    MEMBER_STEPS,
    Member,
    MemberState,
    MemberStep,
    Phone,
    Role,
)
from groups.people.model.refusals import InAnotherGroup
from groups.people.store import members as store
from groups.people.store.consents import Consent, insert_consent, select_last_consent
from groups.people.store.dialogues import delete_dialogue
from groups.people.store.groups import is_seen
from groups.people.store.persons import Person, select_person
from groups.people.store.record_acts import RecordAct, insert_record_act
from groups.people.store.roles import RoleAct, select_roles, select_roles_held, select_roles_of
from groups.standing.effects import carry_defaults
from groups.turns.store.pins import delete_pin, update_not_set
from groups.turns.store.turns import update_ended_of_member
from groups.vouches.effects import end_vouches_of
from storage.tx import Tx


def begin(tx: Tx, deed: Deed, member: Member, act: str) -> None:
    """Insert a new membership and its first act; she is a member in no group."""
    store.insert_member(tx, member)
    record(tx, deed, member, act)


def join(tx: Tx, deed: Deed) -> Member:
    """Make the deed's person a member, with the next number and her consent.

    A former member gets back her old number and record. A person never seen in the group's chat,
    and one whose membership was frozen when she left, wait for an office-bearer; the latter stays
    frozen then. The person who
    set the group up becomes its first president. Refuses a member of another group, and who
    asked three times within a week (AskedTooOften).
    """
    group, person_id = deed.group, deed.by_id
    tx.lock(f"person:{person_id}")
    if store.select_membership(tx, person_id) is not None:
        raise InAnotherGroup  # she joined another group at the same moment
    before = store.select_member_of_person(tx, group.id, person_id)
    waits = not is_seen(tx, group.id, person_id) or (
        before is not None and store.select_act_before_leaving(tx, before) == "frozen"
    )
    if before is None:
        member = new_member(tx, deed, person_id, store.select_next_number(tx, group.id), Phone.OWN)
        if not waits:
            member = replace(member, state=MemberState.ACTIVE)
        deed = replace(deed, by_id=member.id)
        begin(tx, deed, member, "asked" if waits else "joined")  # she counts once confirmed
    else:
        if waits:
            check_asks(store.count_asked_since(tx, before, deed.at - ASKS_WITHIN))
        deed = replace(deed, by_id=before.id)
        update_lapsed_of_member(tx, before.id, by_id=before.id, at=deed.at)
        member = move(tx, deed, before, MemberStep.ASK if waits else MemberStep.RETURN)
    _consent(tx, deed, member, "given", "self", None)
    if waits:
        ask_second(tx, deed, MEMBER, member.id, {"how": "joined"})
        return member
    if group.set_up_by == person_id:
        make_first_president(tx, deed, member)
    say_joined(tx, deed, member)
    return member


def move(tx: Tx, deed: Deed, member: Member, step: MemberStep) -> Member:
    """Take a step that the life-cycle allows from her state, and record it."""
    state = MEMBER_STEPS[member.state][step]
    left_day = day_in(deed.group.zone, deed.at) if state is MemberState.LEFT else None
    moved = store.update_member_state(tx, member, state, left_day=left_day)
    assert moved, "nobody else moves a membership of a locked group"
    record(tx, deed, member, step.value)
    return read_member(tx, member.id)


def rest_again(tx: Tx, deed: Deed, member: Member) -> None:
    """Let a member back who was frozen when she left: frozen, as she was; it is told.

    Only the facilitator thaws her, so that no office-bearer undoes what was the facilitator's.
    """
    moved = move(tx, deed, member, MemberStep.FREEZE)
    say_joined(tx, deed, moved)
    say_to_person(tx, moved.person_id, "you_are_frozen", {"group": deed.group.name}, at=deed.at)


def end(
    tx: Tx,
    deed: Deed,
    member: Member,
    *,
    leaving_request: Request | None = None,
    is_named: bool = True,
    how: str = "self",
) -> Member:
    """End a membership: her offices, the vouches by and for her, her consent and her requests too.

    Promised loans end as well; her debt stays owed. `leaving_request` is the request that a second
    person confirmed; if she said it by word of mouth (`how` is spoken), that person is the witness.
    With `is_named` False, the office-bearers read only her number.
    """
    left = _end_all(tx, deed, member, leaving_request)
    end_promises_of(tx, deed, left)
    witness_id = deed.by_id if how == "spoken" else None
    _consent(tx, deed, member, "withdrawn", how, witness_id)
    _say_left(tx, deed, left, kind="member_left" if is_named else "member_withdrew")
    return left


def come_back(tx: Tx, deed: Deed, member: Member, *, waits: bool, how: str) -> None:
    """Undo that she took her consent back: she is a member again, or waits as she did before."""
    moved = move(tx, deed, member, MemberStep.ASK if waits else MemberStep.RETURN)
    _consent(tx, deed, moved, "given", how, deed.by_id if how == "spoken" else None)
    if waits:
        ask_second(tx, replace(deed, by_id=member.id), MEMBER, member.id, {"how": "joined"})
    else:
        say_joined(tx, deed, moved)


def end_dead(tx: Tx, deed: Deed, member: Member, *, asked_by: str) -> Member:
    """End a dead member's membership like one who left; no message is sent to her phone."""
    left = _end_all(tx, deed, member, None)
    end_promises_of(tx, deed, left)
    _insert_record_act(tx, deed, member, "died", asked_by=asked_by)
    _say_left(tx, deed, left, kind="member_died")
    return left


def end_merged(tx: Tx, deed: Deed, member: Member) -> Member:
    """End a record that is merged into another of hers; her consent stays."""
    return _end_all(tx, deed, member, None)


def say_merged(tx: Tx, deed: Deed, kept_member: Member, gone: Member) -> None:
    """Notify her, the office-bearers and the group that two records are merged."""
    facts: Facts = {
        "group": deed.group.name,
        "name": kept_member.name,
        "number": kept_member.number,
        "gone_number": gone.number,
        "is_one_group": kept_member.group_id == gone.group_id,
    }
    offices = select_roles(tx, kept_member.group_id)
    person_ids = {kept_member.person_id} | {
        it.person_id
        for it in store.select_active_members(tx, kept_member.group_id)
        if it.id in offices
    }
    for person_id in sorted(person_ids):
        key = f"merged:{gone.id}:{person_id}"
        say_to_person(tx, person_id, "records_merged", facts, key=key, at=deed.at)
    named: Facts = {"name": kept_member.name, "number": kept_member.number}
    key = f"merged:{gone.id}:group"
    say_to_group(tx, kept_member.group_id, "merge_told", named, key=key, at=deed.at)
    status.upsert_wanted(tx, deed.group.id, deed.at)


def _end_all(tx: Tx, deed: Deed, member: Member, leaving_request: Request | None) -> Member:
    """End a membership with its offices, the vouches by and for her, and her requests."""
    is_waiting = member.state is MemberState.WAITING
    left = move(tx, deed, member, MemberStep.DECLINE if is_waiting else MemberStep.LEAVE)
    for role in sorted(select_roles_of(tx, member.group_id, member.id)):
        taken = RoleAct(
            id=deed.new_id(),
            group_id=member.group_id,
            member_id=member.id,
            role=role,
            act="taken",
            by_id=deed.by_id,
            second_id=None,
        )
        record_role(tx, taken, at=deed.at)
    day = day_in(deed.group.zone, deed.at)
    end_vouches_of(tx, member.group_id, member.id, day=day, new_id=deed.new_id, at=deed.at)
    for request in select_waiting_requests(tx, member.group_id):
        is_told = (
            leaving_request is not None and request.id == leaving_request.id
        )  # the request that is being decided
        if _is_about(request, member.id) and not is_told:
            _let_lapse(tx, deed, request)
    update_lapsed_of_member(tx, member.id, by_id=deed.by_id, at=deed.at)
    delete_dialogue(tx, member.person_id)
    delete_pin(tx, member.id)
    return left


def _let_lapse(tx: Tx, deed: Deed, request: Request) -> None:
    """Let a request lapse with all that waits for its yes, so that it can be asked for again."""
    update_request(tx, request.id, RequestState.LAPSED, decided_by=deed.by_id, at=deed.at)
    end_pending_of(tx, deed, request)
    if request.kind is RequestKind.PIN:
        update_not_set(tx, request.subject)


def consent_spoken(tx: Tx, deed: Deed, member: Member, *, witness_id: str) -> None:
    """Record a spoken consent: she heard the notice, and this witness heard her yes."""
    _consent(tx, deed, member, "given", "spoken", witness_id)


def consent_herself(tx: Tx, deed: Deed, member: Member) -> None:
    """Record that she has read the notice herself and agrees."""
    _consent(tx, deed, member, "given", "self", None)


def give_phone(tx: Tx, deed: Deed, member: Member, claimer_id: str, *, made_by: str) -> None:
    """Link a member's record to the claimer's account, and to no other from now on.

    The phone where it was is notified that it has left. She is notified on the new one, and asked
    for her own consent if her consent was spoken.
    """
    move_account(tx, claimer_id, member.person_id)
    say_record_left(tx, deed, claimer_id, number=member.number)
    store.update_phone(tx, member.id, Phone.OWN)
    update_ended_of_member(tx, member.id)  # her turn elsewhere is off from now on
    act = "relinked" if member.phone is Phone.OWN else "claimed"
    _insert_record_act(tx, deed, member, act, asked_by=made_by)
    group = deed.group
    asks = select_last_consent(tx, member.id) != ("given", "self")
    facts: Facts = {
        "group": group.name,
        "saving": group.saving,
        "name": member.name,
        "number": member.number,
        "asks": asks,
    }
    say_to_person(tx, member.person_id, "claimed", facts, urgency=Urgency.ANSWER, at=deed.at)
    status.upsert_wanted(tx, group.id, deed.at)


def make_first_president(tx: Tx, deed: Deed, member: Member) -> None:
    """Make the group's founder its president, while there is none."""
    held = select_roles_held(tx, deed.group.id).values()
    if not any(Role.PRESIDENT in roles for roles in held):
        given = RoleAct(
            id=deed.new_id(),
            group_id=deed.group.id,
            member_id=member.id,
            role=Role.PRESIDENT,
            act="given",
            by_id=member.id,
            second_id=deed.group.facilitator_id,
        )
        record_role(tx, given, at=deed.at)


def say_joined(tx: Tx, deed: Deed, member: Member) -> None:
    """Announce a new member to the group."""
    facts: Facts = {"member_id": member.id, "number": member.number, "name": member.name}
    key = f"joined:{member.id}:{deed.at.isoformat()}"
    say_to_group(tx, deed.group.id, "member_joined", facts, key=key, at=deed.at)


def _say_left(tx: Tx, deed: Deed, left: Member, *, kind: str) -> None:
    offices = select_roles(tx, deed.group.id)
    facts: Facts = {"number": left.number, "group": deed.group.name, "owes": owed_of(tx, left)}
    if kind != "member_withdrew":
        facts["name"] = left.name
    for member in store.select_active_members(tx, deed.group.id):
        if member.id in offices:
            key = f"left:{left.id}:{member.id}:{deed.at.isoformat()}"
            say_to_person(tx, member.person_id, kind, facts, key=key, at=deed.at)


def new_member(tx: Tx, deed: Deed, person_id: str, number: int, phone: Phone) -> Member:
    """A membership that begins today, still waiting; `begin` inserts it."""
    return Member(
        id=deed.new_id(),
        group_id=deed.group.id,
        person_id=person_id,
        number=number,
        name=_person(tx, person_id).name,
        state=MemberState.WAITING,
        phone=phone,
        joined_day=day_in(deed.group.zone, deed.at),
        left_day=None,
    )


def _is_about(request: Request, member_id: str) -> bool:
    named = {value for value in request.body.values() if isinstance(value, str)}
    return member_id in {request.subject, request.asked_by} | named


def record(tx: Tx, deed: Deed, member: Member, act: str) -> None:
    """Record an act on a membership; what depends on it is looked at again."""
    day = day_in(deed.group.zone, deed.at)
    happened = store.MemberAct(deed.new_id(), deed.group.id, member.id, act, day, deed.by_id)
    store.insert_member_act(tx, happened, at=deed.at)
    carry_defaults(tx, deed.group, at=deed.at)
    status.upsert_wanted(tx, deed.group.id, deed.at)


def _insert_record_act(tx: Tx, deed: Deed, member: Member, act: str, *, asked_by: str) -> None:
    """Record an act on her record: `asked_by` asked for it, the deed's signer confirmed it."""
    happened = RecordAct(
        id=deed.new_id(),
        group_id=deed.group.id,
        member_id=member.id,
        act=act,
        other_id=None,
        by_id=asked_by,
        second_id=deed.by_id,
    )
    insert_record_act(tx, happened, at=deed.at)


def _consent(
    tx: Tx, deed: Deed, member: Member, act: str, how: str, witness_id: str | None
) -> None:
    is_hers = how == "self" and member.phone is Phone.OWN
    consent = Consent(
        id=deed.new_id(),
        group_id=deed.group.id,
        member_id=member.id,
        act=act,
        notice=NOTICE_VERSION,
        language=_person(tx, member.person_id).language if is_hers else deed.group.language,
        how=how,
        witness_id=witness_id,
    )
    insert_consent(tx, consent, at=deed.at)


def _person(tx: Tx, person_id: str) -> Person:
    person = select_person(tx, person_id)
    assert person is not None, "persons are never deleted"
    return person
