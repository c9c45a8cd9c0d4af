"""A facilitator's list of groups."""

from groups.people.model.group import Group
from groups.people.model.people import Actor
from groups.people.store.facilitators import select_facilitator
from groups.people.store.groups import (
    select_groups_of_facilitator,
    select_groups_waiting,
    select_groups_without_facilitator,
)
from groups.people.store.members import count_members
from groups.programme.model import GroupBrief
from storage.tx import Tx


def groups_of_facilitator(tx: Tx, actor: Actor) -> tuple[GroupBrief, ...]:
    """The groups that wait for any facilitator, then those she looks after; none for others.

    To a head also those that nobody looks after, for her to take over.
    """
    facilitator = select_facilitator(tx, actor.person_id)
    if facilitator is None:
        return ()
    alone = select_groups_without_facilitator(tx) if facilitator.is_head else ()
    hers = select_groups_of_facilitator(tx, actor.person_id)
    return (
        *(_brief(tx, group) for group in select_groups_waiting(tx)),
        *(_brief(tx, group, is_left_alone=True) for group in alone),
        *(_brief(tx, group) for group in hers),
    )


def _brief(tx: Tx, group: Group, *, is_left_alone: bool = False) -> GroupBrief:
    return GroupBrief(
        id=group.id,
        name=group.name,
        village=group.village,
        state=group.state,
        token=group.start_token,
        members=count_members(tx, group.id),
        is_left_alone=is_left_alone,
    )
