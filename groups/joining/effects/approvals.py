"""Effects of a decision on members, ties, offices and records; the group is locked.

Each returns False if the subject of the request has changed meanwhile.
"""

from groups.approvals.model import Request
from groups.joining.effects import memberships, newcomers, ties
from groups.joining.effects.dying import decide_death
from groups.joining.effects.withdrawing import take_back
from groups.messages.effects import say_to_group
from groups.messages.model import Facts
from groups.messages.store import pinned_message as status
from groups.people.effects.records import record_role, record_tie
from groups.people.facts.names import read_member
from groups.people.model.deed import Deed
from groups.people.model.people import MemberState, MemberStep, Pair, Role, Tie
from groups.people.store.kinships import TieAct, is_tied
from groups.people.store.members import select_act_before_leaving
from groups.people.store.roles import RoleAct, select_roles_held
from storage.tx import Tx


def decide_member(tx: Tx, deed: Deed, request: Request, *, is_yes: bool) -> bool:
    """Confirm or decline a waiting member; False if she no longer waits.

    Who was frozen when she left is frozen again: only the facilitator thaws her.
    """
    member = read_member(tx, request.subject)
    if member.state is not MemberState.WAITING:
        return False
    if is_yes and select_act_before_leaving(tx, member) == "frozen":
        memberships.rest_again(tx, deed, member)
        return True
    step = MemberStep.CONFIRM if is_yes else MemberStep.DECLINE
    moved = memberships.move(tx, deed, member, step)
    if is_yes and request.body["how"] == "added":
        memberships.consent_spoken(tx, deed, moved, witness_id=deed.by_id)
    if is_yes:
        if deed.group.set_up_by == moved.person_id:
            memberships.make_first_president(tx, deed, moved)
        memberships.say_joined(tx, deed, moved)
    if is_yes and request.body["how"] == "joined":
        newcomers.welcome(tx, deed, moved)
    return True


def decide_leaving(tx: Tx, deed: Deed, request: Request, *, is_yes: bool) -> bool:
    """End a membership, and its consent if the request says so; False if she has left."""
    member = read_member(tx, request.subject)
    if member.state is MemberState.LEFT:
        return False
    if request.body.get("is_dead"):
        decide_death(tx, deed, member, request, is_yes=is_yes)
        return True
    if not is_yes:
        return True
    if request.body.get("erases"):
        take_back(tx, deed, member, request=request, how="spoken")
    else:
        memberships.end(tx, deed, member, leaving_request=request, how="spoken")
    return True


def decide_kinship(tx: Tx, deed: Deed, request: Request, *, is_yes: bool) -> bool:
    """Declare or end a tie, and tell whom it ties; False if there is nothing to change."""
    body = request.body
    one, other = read_member(tx, body["one_id"]), read_member(tx, body["other_id"])
    if MemberState.LEFT in {one.state, other.state}:
        return False
    pair, tie = Pair(body["one_id"], body["other_id"]), Tie(body["tie"])
    if is_tied(tx, deed.group.id, pair, tie) is (body["act"] == "declared"):
        return False
    if is_yes:
        happened = TieAct(
            id=deed.new_id(),
            group_id=deed.group.id,
            pair=pair,
            kind=tie,
            act=body["act"],
            by_id=request.asked_by,
            second_id=deed.by_id,
        )
        record_tie(tx, happened, at=deed.at)
        for to, tied in ((one, other), (other, one)):
            if to.id not in {request.asked_by, deed.by_id}:
                ties.say_tie(tx, deed, to, tied, tie=tie, act=body["act"])
    return True


def decide_role(tx: Tx, deed: Deed, request: Request, *, is_yes: bool) -> bool:
    """Give or take an office, and notify the group; False if that is no longer possible."""
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
        happened = RoleAct(
            id=deed.new_id(),
            group_id=deed.group.id,
            member_id=member_id,
            role=role,
            act=act,
            by_id=request.asked_by,
            second_id=deed.by_id,
        )
        record_role(tx, happened, at=deed.at)
    facts: Facts = {
        "number": member.number,
        "name": member.name,
        "role": role.value,
        "act": body["act"],
    }
    say_to_group(tx, deed.group.id, "role_changed", facts, key=f"role:{request.id}", at=deed.at)
    status.upsert_wanted(tx, deed.group.id, deed.at)
    return True
