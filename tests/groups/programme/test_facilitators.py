"""Facilitators: the settings name the heads; a head names the others."""

import pytest

from groups.people.acts import persons as people
from groups.people.model.people import Actor
from groups.people.model.refusals import NotFound, NotYours
from groups.people.store.facilitators import Facilitator, select_facilitators
from groups.programme.acts import facilitators
from tests.groups.hamlet import Hamlet


async def appoint(hamlet: Hamlet, *telegram_ids: int) -> int:
    return await hamlet.write(
        facilitators.appoint_heads, telegram_ids, new_id=hamlet.new_id, at=hamlet.at()
    )


async def name(hamlet: Hamlet, by: str, person_id: str) -> Facilitator:
    return await hamlet.write(
        facilitators.name_facilitator,
        await hamlet.meet(by),
        person_id,
        new_id=hamlet.new_id,
        at=hamlet.at(),
    )


async def dismiss(hamlet: Hamlet, by: str, person_id: str) -> None:
    await hamlet.write(
        facilitators.dismiss_facilitator,
        await hamlet.meet(by),
        person_id,
        new_id=hamlet.new_id,
        at=hamlet.at(),
    )


async def names(hamlet: Hamlet) -> list[tuple[str, bool]]:
    return [(one.name, one.is_head) for one in await hamlet.read(select_facilitators)]


async def test_the_settings_appoint_once(hamlet: Hamlet) -> None:
    assert [await appoint(hamlet, 7, 8), await appoint(hamlet, 8, 7)] == [2, 0]


async def test_a_head_has_no_name_until_she_writes(hamlet: Hamlet) -> None:
    await appoint(hamlet, 7)
    before = await names(hamlet)
    await hamlet.write(
        people.recognise,
        telegram_id=7,
        name="Asha",
        language_code="hi",
        new_id=hamlet.new_id,
        at=hamlet.at(),
    )

    assert (before, await names(hamlet)) == ([("—", True)], [("Asha", True)])


async def test_who_is_in_the_settings_no_more_is_dismissed(hamlet: Hamlet) -> None:
    await appoint(hamlet, 7, 8)
    await appoint(hamlet, 8)

    assert len(await names(hamlet)) == 1


async def test_and_may_come_back(hamlet: Hamlet) -> None:
    for ids in ((7,), (), (7,)):
        await appoint(hamlet, *ids)

    assert len(await names(hamlet)) == 1


async def test_a_head_names_another_who_is_told(hamlet: Hamlet) -> None:
    await hamlet.head()
    rani = await hamlet.meet("Rani")
    named = await name(hamlet, "Asha", rani.person_id)

    assert (named, await hamlet.told("facilitator_named")) == (
        Facilitator(rani.person_id, "Rani", is_head=False),
        ["Rani"],
    )


async def test_naming_twice_is_naming_once(hamlet: Hamlet) -> None:
    await hamlet.head()
    rani = await hamlet.meet("Rani")
    for _ in range(2):
        await name(hamlet, "Asha", rani.person_id)

    assert len(await hamlet.rows("SELECT id FROM facilitators")) == 2


async def test_who_never_met_the_bot_cannot_be_named(hamlet: Hamlet) -> None:
    await hamlet.head()

    with pytest.raises(NotFound):
        await name(hamlet, "Asha", "nobody")


async def test_a_facilitator_names_nobody(hamlet: Hamlet) -> None:
    await hamlet.head()
    rani = await hamlet.meet("Rani")
    await name(hamlet, "Asha", rani.person_id)

    with pytest.raises(NotYours) as refusal:
        await name(hamlet, "Rani", rani.person_id)

    assert refusal.value == NotYours("head")


async def test_to_others_there_are_no_facilitators(hamlet: Hamlet) -> None:
    await hamlet.head()
    rani = await hamlet.meet("Rani")

    with pytest.raises(NotFound):
        await name(hamlet, "Rani", rani.person_id)


async def test_a_head_dismisses_and_once_is_enough(hamlet: Hamlet) -> None:
    await hamlet.head()
    rani = await hamlet.meet("Rani")
    await name(hamlet, "Asha", rani.person_id)
    for _ in range(2):
        await dismiss(hamlet, "Asha", rani.person_id)

    assert await names(hamlet) == [("Asha", True)]


async def test_a_head_is_dismissed_in_the_settings_only(hamlet: Hamlet) -> None:
    head = await hamlet.head()

    with pytest.raises(NotYours) as refusal:
        await dismiss(hamlet, "Asha", head.person_id)

    assert refusal.value == NotYours("settings")


async def test_facilitators_see_one_another(hamlet: Hamlet) -> None:
    head = await hamlet.head()
    listed = await hamlet.read(facilitators.list_facilitators, head)

    assert [one.name for one in listed] == ["Asha"]


async def test_nobody_else_sees_them(hamlet: Hamlet) -> None:
    await hamlet.head()

    with pytest.raises(NotFound):
        await hamlet.read(facilitators.list_facilitators, Actor("nobody"))


async def test_a_head_is_asked_once_more_whom_she_dismisses(hamlet: Hamlet) -> None:
    head, rani = await hamlet.head(), await hamlet.meet("Rani")
    await name(hamlet, "Asha", rani.person_id)
    found = await hamlet.read(facilitators.to_dismiss, head, rani.person_id)

    assert found.name == "Rani"
    with pytest.raises(NotYours):
        await hamlet.read(facilitators.to_dismiss, rani, head.person_id)
    with pytest.raises(NotFound):
        await hamlet.read(facilitators.to_dismiss, head, "nobody")
