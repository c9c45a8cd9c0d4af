"""Who stops a pending change: through which group she does, and whether the record is entered."""

from groups.joining.facts.ways_in import has_way_in
from groups.pending.model import Pending
from groups.people.facts.names import read_member
from groups.people.model.people import Actor, ActorRoles
from groups.people.store.facilitators import select_facilitator
from groups.people.store.members import select_membership
from groups.people.store.persons import is_linked
from storage.tx import Tx


def door_to(tx: Tx, actor: Actor, pending: Pending) -> str:
    """The group in which the change is hers to end: that of her own record, if it is in one."""
    concerned = [read_member(tx, member_id) for member_id in sorted(pending.concerned)]
    hers = [member.group_id for member in concerned if member.person_id == actor.person_id]
    if hers:
        return hers[0]
    own = select_membership(tx, actor.person_id)
    is_of_one = own is not None and own.group_id in {member.group_id for member in concerned}
    is_member_only = is_of_one and select_facilitator(tx, actor.person_id) is None
    return own.group_id if own is not None and is_member_only else pending.group_id


def has_phone(tx: Tx, pending: Pending) -> bool:
    """Whether the member whom it concerns has an account."""
    return is_linked(tx, read_member(tx, pending.member_id).person_id)


def is_entered(tx: Tx, pending: Pending, actor_roles: ActorRoles) -> bool:
    """Whether somebody enters each record of the actor's group that the change concerns."""
    concerned = [read_member(tx, member_id) for member_id in pending.concerned]
    own = actor_roles.member.group_id if actor_roles.member else ""
    return all(has_way_in(tx, member) for member in concerned if member.group_id == own)
