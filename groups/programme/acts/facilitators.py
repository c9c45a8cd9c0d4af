"""Facilitators of the programme: the settings name the heads, who name the others."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime

from groups.charter.model.programme import PROGRAMME
from groups.messages.effects import say_to_group, say_to_person
from groups.people.effects.records import record_facilitator, record_group_act
from groups.people.facts.door import enter
from groups.people.facts.moderators import groups_that_nobody_may_moderate, moderators_of
from groups.people.facts.names import name_of
from groups.people.model.group import Group
from groups.people.model.people import Actor
from groups.people.model.refusals import AlreadyDecided, NotFound, NotYours
from groups.people.rules.names import NAMELESS
from groups.people.rules.rights import Right, needs
from groups.people.store.facilitators import (
    Facilitator,
    FacilitatorAct,
    select_facilitator,
    select_facilitators,
)
from groups.people.store.group_acts import GroupAct
from groups.people.store.groups import update_facilitator
from groups.people.store.persons import (
    insert_account,
    insert_person,
    select_person,
    select_person_of_account,
)
from storage.tx import Tx

SETTINGS = "settings"  # signs for the settings


def appoint_heads(
    tx: Tx, telegram_ids: Iterable[int], *, new_id: Callable[[], str], at: datetime
) -> int:
    """Make the heads those of the settings, at each start; return how many rows changed.

    A person removed from the settings is no facilitator any more until a head names her.
    """
    tx.lock(PROGRAMME)
    wanted = {_person_id(tx, telegram_id, new_id, at) for telegram_id in telegram_ids}
    heads = {it.person_id for it in select_facilitators(tx) if it.is_head}
    changes = [(person_id, "named") for person_id in sorted(wanted - heads)]
    changes += [(person_id, "dismissed") for person_id in sorted(heads - wanted)]
    for person_id, act in changes:
        head = FacilitatorAct(new_id(), person_id, act, is_head=True, by_id=SETTINGS)
        record_facilitator(tx, head, at=at)
    return len(changes)


def name_facilitator(
    tx: Tx, actor: Actor, person_id: str, *, new_id: Callable[[], str], at: datetime
) -> Facilitator:
    """A head names a person who has met the bot; a second time changes nothing."""
    _enter(tx, actor)
    stands = select_facilitator(tx, person_id)
    if stands is not None:
        return stands
    if select_person(tx, person_id) is None:
        raise NotFound
    named = FacilitatorAct(new_id(), person_id, "named", is_head=False, by_id=actor.person_id)
    record_facilitator(tx, named, at=at)
    say_to_person(tx, person_id, "facilitator_named", {}, at=at)
    facilitator = select_facilitator(tx, person_id)
    assert facilitator is not None, "she was named just now"
    return facilitator


def dismiss_facilitator(
    tx: Tx, actor: Actor, person_id: str, *, new_id: Callable[[], str], at: datetime
) -> None:
    """A head dismisses a facilitator; a head of the settings can be dismissed only there."""
    _enter(tx, actor)
    stands = select_facilitator(tx, person_id)
    if stands is None:
        return
    if stands.is_head:
        raise NotYours(needs=SETTINGS)
    act = FacilitatorAct(new_id(), person_id, "dismissed", is_head=False, by_id=actor.person_id)
    record_facilitator(tx, act, at=at)


def to_dismiss(tx: Tx, actor: Actor, person_id: str) -> Facilitator:
    """A facilitator whom a head may dismiss; NotFound for other persons."""
    _check_head(tx, actor)
    stands = select_facilitator(tx, person_id)
    if stands is None:
        raise NotFound
    return stands


def take_over(tx: Tx, actor: Actor, group_id: str, *, at: datetime) -> Group:
    """A head takes over a group without a facilitator who can moderate it; its chat is notified.

    A second tap changes nothing. AlreadyDecided if another facilitator has the group,
    GroupNotReady if the group waits to be admitted.
    """
    group, actor_roles = enter(tx, actor, group_id, Right.TAKE_OVER_GROUP)
    if group.facilitator_id == actor_roles.person_id:
        return group
    own = group.facilitator_id
    if own is not None and own in moderators_of(tx, group):
        raise AlreadyDecided
    update_facilitator(tx, group.id, actor.person_id)
    taken = GroupAct(group.id, "looked_after", actor.person_id, actor.person_id)
    record_group_act(tx, taken, at=at)
    say_to_group(tx, group.id, "looked_after", {"by": name_of(tx, actor.person_id)}, at=at)
    return replace(group, facilitator_id=actor.person_id)


def count_groups_without_moderator(tx: Tx) -> int:
    """How many groups wait because nobody may moderate them; for the operator, who is no person."""
    return len(groups_that_nobody_may_moderate(tx))


def list_facilitators(tx: Tx, actor: Actor) -> tuple[Facilitator, ...]:
    """Every facilitator of the programme, for a facilitator."""
    if select_facilitator(tx, actor.person_id) is None:
        raise NotFound
    return select_facilitators(tx)


def _enter(tx: Tx, actor: Actor) -> None:
    tx.lock(PROGRAMME)
    _check_head(tx, actor)


def _check_head(tx: Tx, actor: Actor) -> None:
    facilitator = select_facilitator(tx, actor.person_id)
    if facilitator is None:
        raise NotFound
    if not facilitator.is_head:
        raise NotYours(needs=needs(Right.NAME_FACILITATOR))


def _person_id(tx: Tx, telegram_id: int, new_id: Callable[[], str], at: datetime) -> str:
    person = select_person_of_account(tx, telegram_id)
    if person is not None:
        return person.id
    person_id = new_id()
    insert_person(tx, person_id, NAMELESS, is_named=False, at=at)  # until she writes to the bot
    insert_account(tx, telegram_id, person_id, "")
    return person_id
