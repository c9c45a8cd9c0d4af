"""Whose word makes a group concern a facilitator: her own, or a second person's."""

import pytest

from groups.founding.acts import founding
from groups.joining.acts import joining
from groups.people.model.group import Group
from groups.people.model.people import Tie
from tests.groups.hamlet import Hamlet
from tests.groups.programme.test_concerned import OTHER_CHAT, heads, moderating


@pytest.mark.parametrize("tie", Tie)
async def test_nobody_alone_takes_a_group_from_its_facilitator(hamlet: Hamlet, tie: Tie) -> None:
    """Radha names Bina as she joins another group, leaves it, and joins the one of Bina's."""
    await heads(hamlet, "Asha", "Bina")
    elsewhere = await hamlet.admitted(to="Asha", by="Kusum")
    bina_id = await hamlet.joined("Bina", elsewhere)
    await hamlet.join("Radha", elsewhere)
    radha = await hamlet.meet("Radha")
    named = await hamlet.write(
        joining.declare_tie, radha, bina_id, tie, new_id=hamlet.new_id, at=hamlet.at()
    )
    group = await hamlet.found(chat_id=OTHER_CHAT)
    await hamlet.write(founding.admit, await hamlet.meet("Bina"), group.id, at=hamlet.at())
    await _moves_to(hamlet, group)

    assert named.waits
    assert await moderating(hamlet, group) == ["Bina"]


@pytest.mark.parametrize("second", ["Bina", "Kusum"])
async def test_a_tie_that_a_second_person_confirms_concerns_her(
    hamlet: Hamlet, second: str
) -> None:
    await heads(hamlet, "Asha", "Bina")
    elsewhere = await hamlet.admitted(to="Asha", by="Kusum")
    await hamlet.joined("Kusum", elsewhere)
    bina_id = await hamlet.joined("Bina", elsewhere)
    await hamlet.join("Radha", elsewhere)
    radha = await hamlet.meet("Radha")
    await hamlet.write(
        joining.declare_tie, radha, bina_id, Tie.KIN, new_id=hamlet.new_id, at=hamlet.at()
    )
    [request_id] = {card["request_id"] for _, card in await hamlet.said("confirm_kinship")}
    await hamlet.decide(second, request_id)
    group = await hamlet.found(chat_id=OTHER_CHAT)
    await hamlet.write(founding.admit, await hamlet.meet("Bina"), group.id, at=hamlet.at())
    await _moves_to(hamlet, group)

    assert await moderating(hamlet, group) == ["Asha"]


async def test_a_tie_from_before_she_was_named_takes_no_group_from_her(hamlet: Hamlet) -> None:
    await heads(hamlet, "Asha")
    elsewhere = await hamlet.admitted(to="Asha", by="Kusum")
    bina_id = await hamlet.joined("Bina", elsewhere)
    await hamlet.join("Radha", elsewhere)
    radha = await hamlet.meet("Radha")
    await hamlet.write(
        joining.declare_tie, radha, bina_id, Tie.KIN, new_id=hamlet.new_id, at=hamlet.at()
    )
    await heads(hamlet, "Bina")
    group = await hamlet.found(chat_id=OTHER_CHAT)
    await hamlet.write(founding.admit, await hamlet.meet("Bina"), group.id, at=hamlet.at())
    await _moves_to(hamlet, group)

    assert await moderating(hamlet, group) == ["Bina"]


async def _moves_to(hamlet: Hamlet, group: Group) -> None:
    radha = await hamlet.meet("Radha")
    await hamlet.write(joining.leave, radha, new_id=hamlet.new_id, at=hamlet.at())
    await hamlet.joined("Radha", group)
