"""An office-bearer changes what the group has agreed."""

from dataclasses import replace
from typing import Any

import pytest

from groups.founding.acts import settings
from groups.people.facts.door import enter_to_read, member_in, see
from groups.people.model.group import Group
from groups.people.model.people import Actor
from groups.people.model.refusals import BadAnswer, GroupNotReady, NotAMember, NotFound, NotYours
from groups.people.rules.rights import Right
from tests.groups.hamlet import Hamlet


async def change(hamlet: Hamlet, by: str, group: Group, **changes: Any) -> Group:
    return await hamlet.write(
        settings.change, await hamlet.meet(by), group.id, **changes, at=hamlet.at()
    )


async def test_only_what_is_given_changes(hamlet: Hamlet) -> None:
    group, _ = await hamlet.village()

    assert await change(hamlet, "Sunita", group, meeting_day=0, language="en") == replace(
        group, meeting_day=0, language="en"
    )


async def test_the_group_hears_what_changed(hamlet: Hamlet) -> None:
    group, _ = await hamlet.village()
    await change(hamlet, "Sunita", group, saving=30_00, meeting_day=group.meeting_day)

    assert await hamlet.said("settings_changed") == [
        (None, {"by": "Sunita", "changed": {"saving": 3000}})
    ]


async def test_what_changes_nothing_is_not_told(hamlet: Hamlet) -> None:
    group, _ = await hamlet.village()
    stands = await change(hamlet, "Sunita", group, saving=group.saving)

    assert (stands, await hamlet.said("settings_changed")) == (group, [])


async def test_what_makes_no_sense_is_refused(hamlet: Hamlet) -> None:
    group, _ = await hamlet.village()

    with pytest.raises(BadAnswer) as refusal:
        await change(hamlet, "Sunita", group, saving=-1)

    assert refusal.value == BadAnswer("saving")


async def test_a_member_changes_nothing(hamlet: Hamlet) -> None:
    group, _ = await hamlet.village("Meena")

    with pytest.raises(NotYours):
        await change(hamlet, "Meena", group, saving=30_00)


async def test_to_a_stranger_there_is_no_group(hamlet: Hamlet) -> None:
    group, _ = await hamlet.village()

    with pytest.raises(NotFound):
        await change(hamlet, "Rani", group, saving=30_00)


async def test_a_head_of_a_waiting_group_changes_nothing(hamlet: Hamlet) -> None:
    await hamlet.head()
    group = await hamlet.found()

    with pytest.raises(NotYours):
        await change(hamlet, "Asha", group, saving=30_00)


async def test_a_group_that_has_not_begun_is_not_ready(hamlet: Hamlet) -> None:
    head = await hamlet.head()
    group = await hamlet.found()

    with pytest.raises(GroupNotReady):
        await hamlet.read(enter_to_read, Actor(head.person_id), group.id, Right.SEE_STANDING)


async def test_a_facilitator_is_no_member(hamlet: Hamlet) -> None:
    head = await hamlet.head()
    group = await hamlet.found()
    _, standing = await hamlet.read(see, head, group.id)

    with pytest.raises(NotAMember):
        member_in(standing)


async def test_who_may_not_change_it_is_told_before_she_writes(hamlet: Hamlet) -> None:
    group, _ = await hamlet.village("Meena")

    assert await hamlet.read(settings.to_change, await hamlet.meet("Sunita"), group.id) == group
    with pytest.raises(NotYours):
        await hamlet.read(settings.to_change, await hamlet.meet("Meena"), group.id)
