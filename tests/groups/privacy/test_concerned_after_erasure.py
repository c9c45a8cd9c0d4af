"""What concerned a facilitator before a name was erased concerns her afterwards."""

import pytest

from groups.founding.acts import founding
from groups.joining.acts import joining, leaving
from groups.people.effects.accounts import unite
from groups.people.model.group import Group
from groups.people.model.people import Tie
from groups.people.store.concerned import insert_concern, select_groups_concerning
from tests.groups.claiming import carry_out
from tests.groups.hamlet import Hamlet
from tests.groups.programme.test_concerned import OTHER_CHAT, heads, moderating


async def erased(hamlet: Hamlet, name: str, group: Group) -> None:
    """Let a member take her consent back, and a day pass."""
    actor = await hamlet.meet(name)
    await hamlet.write(leaving.withdraw, actor, group.id, new_id=hamlet.new_id, at=hamlet.at())
    hamlet.pass_days(1)
    assert await carry_out(hamlet) == 1


@pytest.mark.both_engines
async def test_a_facilitator_who_erases_her_record_moderates_no_more_than_before(
    hamlet: Hamlet,
) -> None:
    await heads(hamlet, "Asha", "Bina")
    group = await hamlet.admitted(to="Bina")
    await hamlet.joined("Sunita", group)
    await hamlet.joined("Bina", group)
    before = await moderating(hamlet, group)
    await erased(hamlet, "Bina", group)

    assert (before, await moderating(hamlet, group)) == (["Asha"], ["Asha"])


async def test_whoever_founded_it_founded_it(hamlet: Hamlet) -> None:
    await heads(hamlet, "Asha", "Bina")
    group = await hamlet.found(by="Bina")
    await hamlet.write(founding.admit, await hamlet.meet("Asha"), group.id, at=hamlet.at())
    bina = await hamlet.meet("Bina")
    for _ in range(2):  # erased twice, it is kept once
        await hamlet.joined("Bina", group)
        await erased(hamlet, "Bina", group)

    assert await hamlet.read(select_groups_concerning, bina.person_id) == {group.id}


async def test_whoever_is_named_a_facilitator_later_is_concerned(hamlet: Hamlet) -> None:
    group, _ = await hamlet.village("Bina")
    await erased(hamlet, "Bina", group)
    [bina] = await heads(hamlet, "Bina")

    assert await hamlet.read(select_groups_concerning, bina.person_id) == {group.id}


async def test_the_erasure_of_her_kin_gives_no_group_back(hamlet: Hamlet) -> None:
    """Bina's kin Radha leaves their group for one of Bina's, and erases her name there."""
    await heads(hamlet, "Asha", "Bina")
    elsewhere = await hamlet.admitted(to="Asha", by="Kusum")
    radha_id = await hamlet.joined("Radha", elsewhere)
    await hamlet.join("Bina", elsewhere)
    bina = await hamlet.meet("Bina")
    await hamlet.write(
        joining.declare_tie, bina, radha_id, Tie.KIN, new_id=hamlet.new_id, at=hamlet.at()
    )
    group = await hamlet.found(chat_id=OTHER_CHAT)
    await hamlet.write(founding.admit, bina, group.id, at=hamlet.at())
    radha = await hamlet.meet("Radha")
    await hamlet.write(joining.leave, radha, new_id=hamlet.new_id, at=hamlet.at())
    await hamlet.joined("Radha", group)
    before = await moderating(hamlet, group)
    await erased(hamlet, "Radha", group)

    assert (before, await moderating(hamlet, group)) == (["Asha"], ["Asha"])


@pytest.mark.both_engines
async def test_it_follows_her_to_the_person_whose_record_it_is_now(hamlet: Hamlet) -> None:
    group, _ = await hamlet.village("Bina")
    bina, other = await hamlet.meet("Bina"), await hamlet.meet("Other")
    await hamlet.write(insert_concern, bina.person_id, group.id)
    await hamlet.write(unite, bina.person_id, other.person_id, takes_phone=False)

    assert group.id in await hamlet.read(select_groups_concerning, other.person_id)
    rows = await hamlet.rows("SELECT person_id FROM concerns ORDER BY person_id")
    assert rows == sorted([(bina.person_id,), (other.person_id,)])
