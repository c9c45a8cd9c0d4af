"""Offices: an office-bearer asks for a change, a second person confirms it."""

from collections.abc import Callable
from datetime import datetime
from typing import Literal

from groups.approvals.effects import ask_second
from groups.approvals.model import Asked
from groups.joining.facts.approvals import ROLE
from groups.people.facts.door import enter, signature
from groups.people.model.deed import Deed
from groups.people.model.people import Actor, MemberState, Role
from groups.people.model.refusals import AlreadyDecided, MemberFrozen, NotFound
from groups.people.rules.rights import Right
from groups.people.store.members import select_member
from groups.people.store.roles import select_roles_held
from storage.tx import Tx


def ask_role(
    tx: Tx,
    actor: Actor,
    member_id: str,
    role: Role,
    act: Literal["given", "taken"],
    *,
    new_id: Callable[[], str],
    at: datetime,
) -> Asked:
    """Ask that a member gets an office or gives it up; asked twice, one request waits.

    An office has one bearer: a new bearer replaces the old one. While the group has no
    office-bearer, any member may ask. AlreadyDecided if there is nothing to change.
    """
    unlocked_member = select_member(tx, member_id)
    if unlocked_member is None:
        raise NotFound
    has_officers = bool(select_roles_held(tx, unlocked_member.group_id))
    right = Right.ASK_ROLE if has_officers else Right.CONFIRM
    group, actor_roles = enter(tx, actor, unlocked_member.group_id, right)
    member = select_member(tx, member_id)
    if member is None or member.state in {MemberState.WAITING, MemberState.LEFT}:
        raise NotFound
    holds = role in select_roles_held(tx, group.id).get(member.id, frozenset())
    if holds is (act == "given"):
        raise AlreadyDecided
    if member.state is MemberState.FROZEN and act == "given":
        raise MemberFrozen(member.name)
    body = {"member_id": member.id, "role": role.value, "act": act}
    deed = Deed(group, signature(actor_roles), new_id, at)
    return ask_second(tx, deed, ROLE, f"{member.id}:{role.value}:{act}", body)
