"""A new group waits for a facilitator, who admits or refuses it."""

import pytest

from groups.founding.acts import founding
from groups.people.model.group import GROUP_STEPS, Group, GroupState, GroupStep
from groups.people.model.refusals import AlreadyDecided, NotFound
from groups.people.store.groups import select_group, update_group_state
from groups.programme.acts import facilitators
from storage.tx import Tx
from tests.groups.hamlet import Hamlet

# --- admission ----------------------------------------------------------------------------------


async def test_without_facilitators_a_group_begins_at_once(hamlet: Hamlet) -> None:
    group = await hamlet.found()

    assert (group.state, group.facilitator_id, group.first_day is not None) == (
        GroupState.ACTIVE,
        None,
        True,
    )


async def test_with_facilitators_a_group_waits_for_one(hamlet: Hamlet) -> None:
    await hamlet.head()
    group = await hamlet.found()

    assert (group.state, await hamlet.said("admit_group")) == (
        GroupState.WAITING,
        [
            (
                "Asha",
                {
                    "group_id": group.id,
                    "name": "Ekta",
                    "village": "Chunar",
                    "meeting_day": 4,
                    "meeting_minute": 660,
                    "saving": 2000,
                    "by": "Sunita",
                },
            )
        ],
    )


async def test_an_admitted_group_and_its_leader_are_told(hamlet: Hamlet) -> None:
    head = await hamlet.head()
    group = await hamlet.found()
    admitted = await hamlet.write(founding.admit, head, group.id, at=hamlet.at())

    assert (admitted.facilitator_id, await hamlet.told("group_admitted")) == (
        head.person_id,
        [None, "Sunita"],
    )


async def test_admitting_twice_is_admitting_once(hamlet: Hamlet) -> None:
    head = await hamlet.head()
    group = await hamlet.found()
    admitted = [await hamlet.write(founding.admit, head, group.id, at=hamlet.at()) for _ in "12"]

    assert (admitted[0] == admitted[1], len(await hamlet.said("group_admitted"))) == (True, 2)


async def test_a_group_that_another_admitted_is_decided(hamlet: Hamlet) -> None:
    head = await hamlet.head()
    rani = await hamlet.meet("Rani")
    await hamlet.write(
        facilitators.name_facilitator, head, rani.person_id, new_id=hamlet.new_id, at=hamlet.at()
    )
    group = await hamlet.found()
    await hamlet.write(founding.admit, rani, group.id, at=hamlet.at())

    with pytest.raises(AlreadyDecided):
        await hamlet.write(founding.admit, head, group.id, at=hamlet.at())


@pytest.mark.parametrize("act", [founding.admit, founding.refuse_group])
async def test_no_member_admits_her_own_group(hamlet: Hamlet, act: object) -> None:
    await hamlet.head()
    group = await hamlet.found()
    sunita = await hamlet.meet("Sunita")
    chosen = founding.admit if act is founding.admit else founding.refuse_group

    with pytest.raises(NotFound):
        await hamlet.write(chosen, sunita, group.id, at=hamlet.at())


async def test_a_refused_group_may_be_set_up_by_another(hamlet: Hamlet) -> None:
    head = await hamlet.head()
    group = await hamlet.found()
    await hamlet.write(founding.refuse_group, head, group.id, at=hamlet.at())
    again = await hamlet.found(by="Rani")

    assert (again.id, again.state) == (group.id, GroupState.WAITING)


async def test_refusing_twice_is_refusing_once(hamlet: Hamlet) -> None:
    head = await hamlet.head()
    group = await hamlet.found()
    for _ in range(2):
        await hamlet.write(founding.refuse_group, head, group.id, at=hamlet.at())

    assert await hamlet.told("group_refused") == [None, "Sunita"]


# --- the life-cycle: what is not in the table cannot happen ---------------------------------------

EMPTY = [
    (state, step) for state in GroupState for step in GroupStep if step not in GROUP_STEPS[state]
]


@pytest.mark.parametrize(("state", "step"), EMPTY)
async def test_a_step_that_is_not_in_the_table_changes_no_group(
    hamlet: Hamlet, state: GroupState, step: GroupStep
) -> None:
    added = await hamlet.add_bot()
    head = await hamlet.head()

    def put(tx: Tx) -> Group:
        group = added.group
        update_group_state(tx, group.id, state, set_up_by=None, facilitator_id=None, first_day=None)
        return select_group(tx, group.id) or group

    before = await hamlet.write(put)
    try:
        if step is GroupStep.SET_UP:
            await hamlet.found()
        elif step is GroupStep.ADMIT:
            await hamlet.write(founding.admit, head, before.id, at=hamlet.at())
        else:
            await hamlet.write(founding.refuse_group, head, before.id, at=hamlet.at())
    except AlreadyDecided:
        pass

    assert await hamlet.read(founding.group_by_token, before.start_token) == before
