"""The second person: what waits for her word, and what comes of it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from typing import Final, Protocol

from groups.approvals import store
from groups.approvals.effects import card_of, say_card, say_decision
from groups.approvals.model import (
    LOAN_CHANGES,
    REQUEST_STEPS,
    Decided,
    Request,
    RequestKind,
    RequestState,
    RequestStep,
)
from groups.approvals.rules import act_of, check_second, is_second, tells_of_a_death
from groups.deciding.facts.waits import waits
from groups.deciding.model import WaitingPage
from groups.disputes.effects import close_corrected
from groups.funds.effects.sharing import apply_share_out
from groups.joining.effects import memberships
from groups.lending.effects.changes import apply_change
from groups.meetings.effects.corrections import apply_correction, may_confirm
from groups.messages.effects import say_to_group, say_to_person
from groups.messages.model import Facts
from groups.messages.store import pinned_message as status
from groups.oldbooks.effects import forget_names, take_over
from groups.people.facts.door import enter, look, see, signature
from groups.people.facts.names import name_of, read_member
from groups.people.model.deed import Deed
from groups.people.model.group import Group, GroupState
from groups.people.model.people import Actor, MemberState, MemberStep, Role, Standing, Tie
from groups.people.model.refusals import AlreadyDecided, NotFound
from groups.people.rules.rights import Act, may, require
from groups.people.store.kinships import Pair, TieAct, insert_tie, is_tied
from groups.people.store.members import select_membership
from groups.people.store.roles import RoleAct, insert_role, select_roles_held
from groups.privacy.effects import erase_person
from groups.turns.store import pins
from storage.tx import Tx


def waiting(tx: Tx, actor: Actor, group_id: str) -> tuple[Request, ...]:
    """What waits in the group for a second person, the oldest first: all of it, hers too.

    What is asked of another's loan is shown to those alone who see what is paid.
    """
    _, standing = look(tx, actor, group_id, Act.SEE_WAITING)
    requests = store.select_waiting_requests(tx, group_id)
    sees_loans = may(standing, Act.SEE_LOAN_BOOKS)
    return tuple(one for one in requests if sees_loans or one.kind not in LOAN_CHANGES)


def waiting_page(tx: Tx, actor: Actor, group_id: str) -> WaitingPage:
    """The same in words, each request as far as the reader may see it."""
    requests = waiting(tx, actor, group_id)
    group, standing = look(tx, actor, group_id, Act.SEE_WAITING)
    hers = {one.id for one in _mine(tx, standing, group)}
    shown = [
        waits(tx, group, standing, one, card_of(tx, group, one), is_open=one.id in hers)
        for one in requests
    ]
    return WaitingPage(tuple(shown), is_member=standing.member is not None)


def count_mine(tx: Tx, actor: Actor, group_id: str) -> int:
    """How much waits for her; nothing where it is not hers to see, or the group is not active."""
    group, standing = see(tx, actor, group_id)
    if group.state is not GroupState.ACTIVE or not may(standing, Act.SEE_WAITING):
        return 0
    return len(_mine(tx, standing, group))


def say_waiting(tx: Tx, actor: Actor, group_id: str, *, at: datetime) -> int:
    """Send her the card of everything that waits for her; say how many there are."""
    group, standing = look(tx, actor, group_id, Act.SEE_WAITING)
    requests = _mine(tx, standing, group)
    for request in requests:
        card = card_of(tx, group, request)
        say_card(tx, actor.person_id, request, card, key=at.isoformat(), at=at)
    return len(requests)


def decide(
    tx: Tx,
    actor: Actor,
    request_id: str,
    is_yes: bool,  # noqa: FBT001 - its name says it at each call
    *,
    new_id: Callable[[], str],
    at: datetime,
) -> Decided:
    """Confirm or decline what another asked for; the same answer twice is one.

    Who asked may take it back by a no. A request whose matter is gone meanwhile lapses. Refuses
    who asked and whom it favours (SecondPersonNeeded), and what another decided (AlreadyDecided).
    """
    found = store.select_request(tx, request_id)
    if found is None:
        raise NotFound
    group, standing = enter(tx, actor, found.group_id, Act.CONFIRM)
    request = store.select_request(tx, request_id)
    assert request is not None, "requests are never deleted"
    deed = Deed(group, signature(standing), new_id, at)
    step = RequestStep.CONFIRM if is_yes else RequestStep.DECLINE
    if request.state is not RequestState.WAITING:
        return _decided_before(tx, request, deed, step)
    require(standing, act_of(request, has_officers=bool(select_roles_held(tx, group.id))))
    check_second(request, standing, is_yes=is_yes)
    if not _EFFECTS[request.kind](tx, deed, request, is_yes=is_yes):
        step = RequestStep.LAPSE
    state = REQUEST_STEPS[request.state][step]
    store.update_request(tx, request.id, state, decided_by=deed.by_id, at=at)
    decided = replace(request, state=state)
    if request.asked_by not in {deed.by_id, standing.person_id}:
        say_decision(tx, group, decided, at=at)
    return Decided(decided, is_new=True)


def _mine(tx: Tx, standing: Standing, group: Group) -> tuple[Request, ...]:
    has_officers = bool(select_roles_held(tx, group.id))
    return tuple(
        request
        for request in store.select_waiting_requests(tx, group.id)
        if may(standing, act_of(request, has_officers=has_officers))
        and is_second(request, standing)
        and (
            request.kind is not RequestKind.REGISTER
            or may_confirm(tx, group, request, signature(standing))
        )
    )


def _decided_before(tx: Tx, request: Request, deed: Deed, step: RequestStep) -> Decided:
    is_hers = store.select_decider(tx, request.id) == deed.by_id
    if is_hers and request.state is REQUEST_STEPS[RequestState.WAITING][step]:
        return Decided(request, is_new=False)
    raise AlreadyDecided


# --- what comes of it: False where the matter is gone ---------------------------------------------


def _decide_member(tx: Tx, deed: Deed, request: Request, *, is_yes: bool) -> bool:
    member = read_member(tx, request.subject)
    if member.state is not MemberState.WAITING:
        return False
    step = MemberStep.CONFIRM if is_yes else MemberStep.DECLINE
    moved = memberships.move(tx, deed, member, step)
    if is_yes and request.body["how"] == "added":
        memberships.consent_spoken(tx, deed, moved, witness_id=deed.by_id)
    if is_yes:
        memberships.say_joined(tx, deed, moved)
    return True


def _decide_leaving(tx: Tx, deed: Deed, request: Request, *, is_yes: bool) -> bool:
    member = read_member(tx, request.subject)
    if member.state is MemberState.LEFT:
        return False
    if not is_yes:
        return True
    if tells_of_a_death(request):
        memberships.end_dead(tx, deed, member, told=request)
        return True
    erases = bool(request.body.get("erases"))
    memberships.end(tx, deed, member, told=request, is_named=not erases)
    if erases:
        erase_person(tx, member.person_id, by_id=deed.by_id, new_id=deed.new_id, at=deed.at)
    return True


def _decide_kinship(tx: Tx, deed: Deed, request: Request, *, is_yes: bool) -> bool:
    body = request.body
    pair, tie = Pair(body["one_id"], body["other_id"]), Tie(body["tie"])
    if is_tied(tx, deed.group.id, pair, tie) is (body["act"] == "declared"):
        return False
    if is_yes:
        told = (body["act"], request.asked_by, deed.by_id)
        insert_tie(tx, TieAct(deed.new_id(), deed.group.id, pair, tie, *told), at=deed.at)
    return True


def _decide_role(tx: Tx, deed: Deed, request: Request, *, is_yes: bool) -> bool:
    body = request.body
    member, role = read_member(tx, body["member_id"]), Role(body["role"])
    is_given = body["act"] == "given"
    held = select_roles_held(tx, deed.group.id)
    if (role in held.get(member.id, frozenset())) is is_given:
        return False
    if is_given and member.state is not MemberState.ACTIVE:
        return False
    if not is_yes:
        return True
    acts = [(member.id, body["act"])]
    if is_given:
        acts = [(other, "taken") for other, roles in held.items() if role in roles] + acts
    for member_id, act in acts:
        named = (member_id, role, act, request.asked_by, deed.by_id)
        insert_role(tx, RoleAct(deed.new_id(), deed.group.id, *named), at=deed.at)
    facts: Facts = {
        "number": member.number,
        "name": member.name,
        "role": role.value,
        "act": body["act"],
    }
    say_to_group(tx, deed.group.id, "role_changed", facts, key=f"role:{request.id}", at=deed.at)
    status.upsert_wanted(tx, deed.group.id, deed.at)
    return True


def _decide_claim(tx: Tx, deed: Deed, request: Request, *, is_yes: bool) -> bool:
    member, claimer = read_member(tx, request.subject), request.body["person_id"]
    tx.lock(f"person:{claimer}")
    if member.state is MemberState.LEFT or select_membership(tx, claimer) is not None:
        return False
    if not is_yes:
        say_to_person(tx, claimer, "claim_declined", {"group": deed.group.name}, at=deed.at)
        return True
    return memberships.give_phone(tx, deed, member, claimer, made_by=request.asked_by)


def _decide_register(tx: Tx, deed: Deed, request: Request, *, is_yes: bool) -> bool:
    if not is_yes:
        return True
    try:
        with tx.savepoint():
            apply_correction(tx, request, second_id=deed.by_id, new_id=deed.new_id, at=deed.at)
    except AlreadyDecided:
        return False
    assert request.word_id is not None, "a correction has a reason"
    told = {"by": request.asked_by, "word_id": request.word_id}
    close_corrected(tx, deed.group.id, request.subject, **told, at=deed.at)
    return True


def _decide_pin(tx: Tx, deed: Deed, request: Request, *, is_yes: bool) -> bool:
    member = read_member(tx, request.subject)
    kept = pins.select_pin(tx, member.id)
    if kept is None or kept.asked is None or member.state is not MemberState.ACTIVE:
        return False
    if not is_yes:
        pins.update_not_set(tx, member.id)
        return True
    pins.update_set(tx, member.id, at=deed.at)
    pins.insert_pin_act(tx, deed, member.id, "set" if kept.digest is None else "reset")
    facts: Facts = {"group": deed.group.name, "asked_by": name_of(tx, request.asked_by)}
    say_to_person(tx, member.person_id, "pin_set", facts, key=f"pin:{request.id}", at=deed.at)
    return True


def _decide_loan_change(tx: Tx, deed: Deed, request: Request, *, is_yes: bool) -> bool:
    return not is_yes or apply_change(tx, deed, request)


def _decide_share_out(tx: Tx, deed: Deed, request: Request, *, is_yes: bool) -> bool:
    return not is_yes or apply_share_out(tx, deed, request)


def _decide_cutoff(tx: Tx, deed: Deed, request: Request, *, is_yes: bool) -> bool:
    is_done = not is_yes or take_over(tx, deed, request)
    forget_names(tx, deed, request)
    return is_done


class _Effect(Protocol):
    def __call__(self, tx: Tx, deed: Deed, request: Request, /, *, is_yes: bool) -> bool: ...


_EFFECTS: Final[Mapping[RequestKind, _Effect]] = MappingProxyType(
    {
        RequestKind.MEMBER: _decide_member,
        RequestKind.LEAVING: _decide_leaving,
        RequestKind.KINSHIP: _decide_kinship,
        RequestKind.ROLE: _decide_role,
        RequestKind.CLAIM: _decide_claim,
        RequestKind.REGISTER: _decide_register,
        RequestKind.PIN: _decide_pin,
        RequestKind.WAIVER: _decide_loan_change,
        RequestKind.RESCHEDULE: _decide_loan_change,
        RequestKind.WRITE_OFF: _decide_loan_change,
        RequestKind.SHARE_OUT: _decide_share_out,
        RequestKind.CUTOFF: _decide_cutoff,
    }
)
