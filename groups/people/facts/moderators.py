"""Who moderates a group: admits it, decides disputes and loans, is asked as its facilitator.

Nobody moderates a group in which she is concerned herself. `is_concerned` alone decides it, in the
transaction that acts.
"""

from groups.people.model.group import Group, GroupState
from groups.people.store.concerned import select_groups_concerning
from groups.people.store.facilitators import (
    Facilitator,
    select_facilitator,
    select_facilitators,
)
from groups.people.store.groups import (
    select_groups_of_facilitator,
    select_groups_waiting,
    select_groups_without_facilitator,
)
from storage.tx import Tx


def is_concerned(tx: Tx, person_id: str, group_id: str) -> bool:
    """Whether she set the group up, has a record in it, or her declared kin have one."""
    return group_id in select_groups_concerning(tx, person_id)


def moderators_of(tx: Tx, group: Group) -> tuple[str, ...]:
    """The persons who may moderate a group now; if there is none, what they decide waits.

    Before it is admitted: every facilitator. Then its own; while she is concerned herself, the
    heads in her place, or the other facilitators if no head can. Never one who is concerned.
    """
    if group.facilitator_id is None:
        begun = group.state not in {GroupState.WAITING, GroupState.REFUSED}
        return () if begun else _not_concerned(tx, group, select_facilitators(tx))
    if select_facilitator(tx, group.facilitator_id) is None:
        return ()  # a head can take the group over
    if not is_concerned(tx, group.facilitator_id, group.id):
        return (group.facilitator_id,)
    facilitators = select_facilitators(tx)
    heads = _not_concerned(tx, group, tuple(it for it in facilitators if it.is_head))
    return heads or _not_concerned(tx, group, facilitators)


def groups_moderated_by(tx: Tx, person_id: str) -> tuple[Group, ...]:
    """The groups that have begun and that she moderates, her own before those of others."""
    own = select_groups_of_facilitator(tx, person_id)
    concerning = select_groups_concerning(tx, person_id)
    hers = (group for group in own if group.id not in concerning)
    return (*hers, *groups_stood_in_for(tx, person_id))


def groups_stood_in_for(tx: Tx, person_id: str) -> tuple[Group, ...]:
    """The groups that she moderates in the place of a facilitator who is concerned herself."""
    return tuple(
        group
        for other in select_facilitators(tx)
        if other.person_id != person_id
        for group in _own_and_concerning(tx, other)
        if person_id in moderators_of(tx, group)
    )


def groups_that_nobody_may_moderate(tx: Tx) -> tuple[str, ...]:
    """The groups in which whoever could moderate or take over is concerned, or is not there.

    In a programme without facilitators groups begin by themselves: then only those count that
    still wait to be admitted.
    """
    facilitators = select_facilitators(tx)
    waiting = select_groups_waiting(tx)
    if not facilitators:
        return tuple(group.id for group in waiting)
    concerning = {it.person_id: select_groups_concerning(tx, it.person_id) for it in facilitators}
    all_concerned = frozenset.intersection(*concerning.values())
    of_heads = [concerning[it.person_id] for it in facilitators if it.is_head]
    heads_concerned = frozenset.intersection(*of_heads) if of_heads else frozenset[str]()
    alone = select_groups_without_facilitator(tx) if heads_concerned or not of_heads else ()
    own = (group for it in facilitators for group in _own_and_concerning(tx, it))
    return (
        *(group.id for group in waiting if group.id in all_concerned),
        *(group.id for group in alone if group.id in heads_concerned or not of_heads),
        *(group.id for group in own if group.id in all_concerned),
    )


def _own_and_concerning(tx: Tx, facilitator: Facilitator) -> tuple[Group, ...]:
    concerning = select_groups_concerning(tx, facilitator.person_id)
    if not concerning:
        return ()
    own = select_groups_of_facilitator(tx, facilitator.person_id)
    return tuple(group for group in own if group.id in concerning)


def _not_concerned(tx: Tx, group: Group, facilitators: tuple[Facilitator, ...]) -> tuple[str, ...]:
    able = (it.person_id for it in facilitators if not is_concerned(tx, it.person_id, group.id))
    return tuple(sorted(able))
