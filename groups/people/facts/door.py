"""Read the actor's roles in the group; refuse what they do not allow."""

from groups.people.facts.moderators import is_concerned, moderators_of
from groups.people.model.group import Group, GroupState
from groups.people.model.people import Actor, ActorRoles, Member
from groups.people.model.refusals import NotAMember, NotFound
from groups.people.rules.rights import Right, require, require_active
from groups.people.store.facilitators import select_facilitator
from groups.people.store.groups import select_group
from groups.people.store.members import select_member_of_person
from groups.people.store.roles import select_roles_of
from storage.tx import Tx


def enter(tx: Tx, actor: Actor, group_id: str, act: Right) -> tuple[Group, ActorRoles]:
    """Lock an active group and check the actor's right to act; NotFound for strangers.

    An act that writes calls it first.
    """
    tx.lock(f"group:{group_id}")
    return enter_to_read(tx, actor, group_id, act)


def enter_to_read(tx: Tx, actor: Actor, group_id: str, act: Right) -> tuple[Group, ActorRoles]:
    """The same without the lock, for an act that only reads."""
    group, actor_roles = see(tx, actor, group_id)
    require(actor_roles, act)
    require_active(group)
    return group, actor_roles


def see(tx: Tx, actor: Actor, group_id: str) -> tuple[Group, ActorRoles]:
    """A group in any state and the actor's roles in it; NotFound if there is no such group."""
    group = select_group(tx, group_id)
    if group is None:
        raise NotFound
    return group, standing_in(tx, actor.person_id, group)


def standing_in(tx: Tx, person_id: str, group: Group) -> ActorRoles:
    """The roles of a person in a group now.

    Who else than its own facilitator counts as one: `moderators_of`.
    """
    member = select_member_of_person(tx, group.id, person_id)
    facilitator = select_facilitator(tx, person_id)
    concerned = facilitator is not None and is_concerned(tx, person_id, group.id)
    return ActorRoles(
        person_id=person_id,
        member=member,
        roles=select_roles_of(tx, group.id, member.id) if member else frozenset(),
        is_facilitator=facilitator is not None and _looks_after(tx, group, person_id),
        is_head=facilitator is not None and facilitator.is_head,
        is_concerned=concerned,
    )


def member_in(actor_roles: ActorRoles) -> Member:
    """Her membership, which the right of the act requires; NotAMember otherwise."""
    if actor_roles.member is None:
        raise NotAMember
    return actor_roles.member


def signature(actor_roles: ActorRoles) -> str:
    """The id with which she signs acts: her member id, or a facilitator's person id."""
    return actor_roles.member.id if actor_roles.member else actor_roles.person_id


def _looks_after(tx: Tx, group: Group, person_id: str) -> bool:
    """Whether she is its own facilitator, or one of those who may be; concerned or not."""
    if group.facilitator_id is None:
        return group.state in {GroupState.WAITING, GroupState.REFUSED}
    return group.facilitator_id == person_id or person_id in moderators_of(tx, group)
