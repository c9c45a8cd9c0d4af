"""A head takes over a group that has no facilitator."""

import pytest

from groups.founding.acts import founding
from groups.joining.acts import joining
from groups.people.model.group import Group
from groups.people.model.people import MemberState, Role
from groups.people.model.refusals import AlreadyDecided, GroupNotReady, NotFound, NotYours
from groups.people.store.groups import select_group
from groups.programme.acts import facilitators
from groups.programme.acts.her_groups import (
    group_of_facilitator,
    groups_of_facilitator,
    groups_watched,
)
from tests.groups.hamlet import Hamlet


async def take_over(hamlet: Hamlet, group: Group, by: str = "Asha") -> Group:
    return await hamlet.write(
        facilitators.take_over, await hamlet.meet(by), group.id, at=hamlet.at()
    )


async def looked_after_by(hamlet: Hamlet, group: Group) -> str | None:
    stored_group = await hamlet.read(select_group, group.id)
    assert stored_group is not None
    return stored_group.facilitator_id


async def alone(hamlet: Hamlet) -> list[bool]:
    """Return for each group in the head's list whether it has no facilitator."""
    briefs = await hamlet.read(groups_of_facilitator, await hamlet.meet("Asha"))
    return [brief.is_left_alone for brief in briefs]


async def test_a_head_looks_after_a_group_that_began_before_there_were_any(
    hamlet: Hamlet,
) -> None:
    group, _ = await hamlet.village()
    head = await hamlet.head()
    taken = await take_over(hamlet, group)

    assert (taken.facilitator_id, await looked_after_by(hamlet, group)) == (
        head.person_id,
        head.person_id,
    )


async def test_she_finds_it_in_her_list_before_and_after(hamlet: Hamlet) -> None:
    group, _ = await hamlet.village()
    await hamlet.head()
    before = await alone(hamlet)
    await take_over(hamlet, group)

    assert (before, await alone(hamlet)) == ([True], [False])


async def test_the_group_hears_of_it_once(hamlet: Hamlet) -> None:
    group, _ = await hamlet.village()
    await hamlet.head()
    await take_over(hamlet, group)
    await take_over(hamlet, group)

    assert await hamlet.said("looked_after") == [(None, {"by": "Asha"})]


async def test_from_then_on_she_moderates_it(hamlet: Hamlet) -> None:
    group, ids = await hamlet.village("Meena")
    head = await hamlet.head()
    await take_over(hamlet, group)
    moved = await hamlet.write(
        joining.freeze, head, ids["Meena"], new_id=hamlet.new_id, at=hamlet.at()
    )

    assert moved.member.state is MemberState.FROZEN


async def test_a_group_of_one_who_was_dismissed_is_taken_over(hamlet: Hamlet) -> None:
    head = await hamlet.head()
    rani = await hamlet.meet("Rani")
    await hamlet.write(
        facilitators.name_facilitator, head, rani.person_id, new_id=hamlet.new_id, at=hamlet.at()
    )
    group = await hamlet.found()
    await hamlet.write(founding.admit, rani, group.id, at=hamlet.at())
    before = await alone(hamlet)
    await hamlet.write(
        facilitators.dismiss_facilitator, head, rani.person_id, new_id=hamlet.new_id, at=hamlet.at()
    )
    shown = await alone(hamlet)
    await take_over(hamlet, group)

    assert (before, shown, await looked_after_by(hamlet, group)) == ([], [True], head.person_id)


async def test_a_group_that_another_looks_after_is_not(hamlet: Hamlet) -> None:
    head = await hamlet.head()
    rani = await hamlet.meet("Rani")
    await hamlet.write(
        facilitators.name_facilitator, head, rani.person_id, new_id=hamlet.new_id, at=hamlet.at()
    )
    group = await hamlet.found()
    await hamlet.write(founding.admit, rani, group.id, at=hamlet.at())

    with pytest.raises(AlreadyDecided):
        await take_over(hamlet, group)


async def test_a_group_that_waits_is_admitted_and_not_taken_over(hamlet: Hamlet) -> None:
    await hamlet.head()
    group = await hamlet.found()

    with pytest.raises(GroupNotReady):
        await take_over(hamlet, group)


async def test_a_member_takes_over_nothing(hamlet: Hamlet) -> None:
    group, _ = await hamlet.village()

    with pytest.raises(NotYours) as refusal:
        await take_over(hamlet, group, by="Sunita")

    assert refusal.value == NotYours("head")


async def test_to_a_facilitator_who_is_no_head_the_group_is_not_there(hamlet: Hamlet) -> None:
    group, _ = await hamlet.village()
    head, rani = await hamlet.head(), await hamlet.meet("Rani")
    await hamlet.write(
        facilitators.name_facilitator, head, rani.person_id, new_id=hamlet.new_id, at=hamlet.at()
    )

    with pytest.raises(NotFound):
        await take_over(hamlet, group, by="Rani")


async def test_her_list_tells_how_each_group_stands(hamlet: Hamlet) -> None:
    head = await hamlet.head()
    group = await hamlet.admitted()
    sunita = await hamlet.joined("Sunita", group)
    await hamlet.give_role(group, sunita, Role.PRESIDENT)
    await hamlet.add("Phoolmati", group)
    [watched] = await hamlet.read(groups_watched, head, at=hamlet.at())

    assert (watched.brief.id, watched.letter, watched.last_meeting) == (group.id, None, None)
    assert (watched.waiting, watched.disputes, watched.proxies, watched.locked) == (1, 0, 0, 0)


async def test_who_is_no_facilitator_has_no_list(hamlet: Hamlet) -> None:
    with pytest.raises(NotFound):
        await hamlet.read(groups_watched, await hamlet.meet("Rani"), at=hamlet.at())


async def test_a_group_of_hers_is_found_and_no_other(hamlet: Hamlet) -> None:
    head = await hamlet.head()
    group = await hamlet.admitted()

    assert (await hamlet.read(group_of_facilitator, head, group.id)).id == group.id
    for actor, wanted in ((head, "none"), (await hamlet.meet("Rani"), group.id)):
        with pytest.raises(NotFound):
            await hamlet.read(group_of_facilitator, actor, wanted)
