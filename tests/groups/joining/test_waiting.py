"""Who was not seen in the chat waits: the founder too; her kin is asked about afterwards."""

import pytest

from groups.founding.acts import founding
from groups.joining.acts import joining
from groups.people.model.dialogue import Dialogue
from groups.people.model.people import Role, Tie
from groups.people.model.refusals import NotAMember
from groups.people.store.dialogues import upsert_dialogue
from groups.people.store.roles import select_roles_of
from tests.groups.hamlet import Hamlet


async def test_a_founder_who_was_not_seen_in_the_chat_is_confirmed_first(hamlet: Hamlet) -> None:
    await hamlet.head()
    group = await hamlet.found()
    await hamlet.write(founding.admit, await hamlet.head(), group.id, at=hamlet.at())
    joined = await hamlet.join("Sunita", group, is_in_chat=False)
    asked = await hamlet.told("confirm_member")
    [(request_id,)] = await hamlet.rows("SELECT id FROM second_person")
    await hamlet.decide("Asha", request_id)
    offices = await hamlet.read(select_roles_of, group.id, joined.member.id)

    assert (joined.waits, asked, offices) == (True, ["Asha"], frozenset({Role.PRESIDENT}))


@pytest.mark.parametrize(("is_asked", "boards"), [(False, ["Rani"]), (True, [])])
async def test_who_waited_is_asked_for_her_kin_once_she_is_confirmed(
    hamlet: Hamlet,
    is_asked: bool,
    boards: list[str],
) -> None:
    group, ids = await hamlet.village("Meena")
    joined = await hamlet.join("Rani", group, is_in_chat=False)
    rani = await hamlet.meet("Rani")
    if is_asked:
        other = Dialogue(rani.person_id, "settings_word", group.id, "name", {})
        await hamlet.write(upsert_dialogue, other, at=hamlet.at())
    [(request_id,)] = await hamlet.rows("SELECT id FROM second_person")
    await hamlet.decide("Sunita", request_id)

    assert (joined.waits, joined.others) == (True, ())
    assert await hamlet.told("joined") == ["Rani"]
    assert await hamlet.told("join_ties") == boards
    assert [facts["others"] for _, facts in await hamlet.said("join_ties")] == [
        [[ids["Sunita"], 1, "Sunita", False], [ids["Meena"], 2, "Meena", False]] for _ in boards
    ]


async def test_who_waits_names_no_kin(hamlet: Hamlet) -> None:
    group, ids = await hamlet.village("Meena")
    await hamlet.join("Rani", group, is_in_chat=False)
    rani = await hamlet.meet("Rani")

    with pytest.raises(NotAMember):
        await hamlet.read(joining.others, rani)
    with pytest.raises(NotAMember):
        await hamlet.write(
            joining.declare_tie, rani, ids["Meena"], Tie.KIN, new_id=hamlet.new_id, at=hamlet.at()
        )
