"""Leaving and freezing: what leaves with a member, who may do it, and what is impossible."""

import pytest

from groups.founding.acts import founding
from groups.joining.acts import joining
from groups.people.model.people import MEMBER_STEPS, MemberState, MemberStep, Tie
from groups.people.model.refusals import (
    AlreadyDecided,
    MemberFrozen,
    NotAMember,
    NotFound,
    NotYours,
    Refusal,
)
from groups.people.store.members import select_member, update_member_state
from groups.people.store.roles import select_roles_of
from groups.programme.acts import facilitators
from groups.vouches.acts import vouching
from storage.tx import Tx
from tests.groups.hamlet import Hamlet

# --- leaving ------------------------------------------------------------------------------------


async def leave(hamlet: Hamlet, name: str) -> bool:
    actor = await hamlet.meet(name)
    moved = await hamlet.write(joining.leave, actor, new_id=hamlet.new_id, at=hamlet.at())
    return moved.is_new


async def test_who_leaves_leaves_once(hamlet: Hamlet) -> None:
    await hamlet.village("Meena")

    assert [await leave(hamlet, "Meena"), await leave(hamlet, "Meena")] == [True, False]


async def test_who_was_never_in_cannot_leave(hamlet: Hamlet) -> None:
    with pytest.raises(NotAMember):
        await leave(hamlet, "Rani")


async def test_with_her_go_her_offices_and_her_consent(hamlet: Hamlet) -> None:
    group, ids = await hamlet.village()
    await leave(hamlet, "Sunita")
    consents = await hamlet.rows("SELECT act FROM consents ORDER BY recorded_at")

    assert (await hamlet.read(select_roles_of, group.id, ids["Sunita"]), consents) == (
        frozenset(),
        [("given",), ("withdrawn",)],
    )


async def test_with_her_go_the_words_given_for_her(hamlet: Hamlet) -> None:
    group, ids = await hamlet.village("Meena")
    sunita = await hamlet.meet("Sunita")
    await hamlet.write(
        vouching.give, sunita, group.id, ids["Meena"], new_id=hamlet.new_id, at=hamlet.at()
    )
    await leave(hamlet, "Meena")

    assert await hamlet.rows("SELECT act FROM vouch_ends") == [("left",)]


async def test_with_her_goes_what_she_asked_for(hamlet: Hamlet) -> None:
    group, _ = await hamlet.village("Meena")
    await hamlet.add("Phoolmati", group)
    await leave(hamlet, "Sunita")

    assert await hamlet.rows("SELECT state FROM second_person") == [("lapsed",)]


async def test_what_others_asked_for_waits_on(hamlet: Hamlet) -> None:
    group, _ = await hamlet.village("Meena")
    await hamlet.add("Phoolmati", group)
    await leave(hamlet, "Meena")

    assert await hamlet.rows("SELECT state FROM second_person") == [("waiting",)]


async def test_the_office_bearers_hear_of_it_and_not_the_chat(hamlet: Hamlet) -> None:
    await hamlet.village("Meena", "Radha")
    await leave(hamlet, "Meena")

    assert await hamlet.told("member_left") == ["Sunita"]


async def test_who_waits_may_go_again(hamlet: Hamlet) -> None:
    group, _ = await hamlet.village()
    joined = await hamlet.join("Rani", group, is_in_chat=None)
    await leave(hamlet, "Rani")
    member = await hamlet.read(select_member, joined.member.id)

    assert (member and member.state, await hamlet.rows("SELECT state FROM second_person")) == (
        MemberState.LEFT,
        [("lapsed",)],
    )


# --- freezing -----------------------------------------------------------------------------------


async def looked_after(hamlet: Hamlet) -> tuple[str, str]:
    """A group with a facilitator; return the ids of the group and of its member Meena."""
    head = await hamlet.head()
    group = await hamlet.found()
    group = await hamlet.write(founding.admit, head, group.id, at=hamlet.at())
    await hamlet.joined("Sunita", group)
    return group.id, await hamlet.joined("Meena", group)


async def step(hamlet: Hamlet, chosen: MemberStep, member_id: str, by: str = "Asha") -> bool:
    act = joining.freeze if chosen is MemberStep.FREEZE else joining.thaw
    actor = await hamlet.meet(by)
    moved = await hamlet.write(act, actor, member_id, new_id=hamlet.new_id, at=hamlet.at())
    return moved.is_new


async def test_a_facilitator_freezes_once_and_she_is_told(hamlet: Hamlet) -> None:
    _, meena = await looked_after(hamlet)
    news = [await step(hamlet, MemberStep.FREEZE, meena) for _ in range(2)]

    assert (news, await hamlet.told("you_are_frozen")) == ([True, False], ["Meena"])


async def test_the_frozen_do_nothing(hamlet: Hamlet) -> None:
    _, meena = await looked_after(hamlet)
    await step(hamlet, MemberStep.FREEZE, meena)

    with pytest.raises(MemberFrozen) as refusal:
        await hamlet.write(
            joining.declare_tie,
            await hamlet.meet("Meena"),
            meena,
            Tie.KIN,
            new_id=hamlet.new_id,
            at=hamlet.at(),
        )

    assert refusal.value == MemberFrozen("Meena")


async def test_a_thawed_member_goes_on_and_is_told(hamlet: Hamlet) -> None:
    _, meena = await looked_after(hamlet)
    await step(hamlet, MemberStep.FREEZE, meena)
    await step(hamlet, MemberStep.THAW, meena)
    member = await hamlet.read(select_member, meena)

    assert (member and member.state, await hamlet.told("you_are_thawed")) == (
        MemberState.ACTIVE,
        ["Meena"],
    )


@pytest.mark.parametrize(
    ("by", "refusal"), [("Sunita", NotYours("facilitator")), ("Rani", NotFound())]
)
async def test_nobody_else_freezes(hamlet: Hamlet, by: str, refusal: Refusal) -> None:
    _, meena = await looked_after(hamlet)

    with pytest.raises(Refusal) as refused:
        await step(hamlet, MemberStep.FREEZE, meena, by)

    assert refused.value == refusal


async def test_a_facilitator_of_other_groups_does_not_freeze(hamlet: Hamlet) -> None:
    _, meena = await looked_after(hamlet)
    rani = await hamlet.meet("Rani")
    head = await hamlet.meet("Asha")
    await hamlet.write(
        facilitators.name_facilitator, head, rani.person_id, new_id=hamlet.new_id, at=hamlet.at()
    )

    with pytest.raises(NotFound):
        await step(hamlet, MemberStep.FREEZE, meena, "Rani")


async def test_a_member_who_is_not_there_is_not_found(hamlet: Hamlet) -> None:
    await looked_after(hamlet)

    with pytest.raises(NotFound):
        await step(hamlet, MemberStep.FREEZE, "nobody")


# --- the life-cycle: what is not in the table cannot happen ---------------------------------------

TOWARDS = {MemberStep.FREEZE: MemberState.FROZEN, MemberStep.THAW: MemberState.ACTIVE}
EMPTY = [
    (state, chosen)
    for state in MemberState
    for chosen in (MemberStep.FREEZE, MemberStep.THAW)
    if chosen not in MEMBER_STEPS[state] and state is not TOWARDS[chosen]
]


@pytest.mark.parametrize(("state", "chosen"), EMPTY)
async def test_a_step_that_is_not_in_the_table_is_refused(
    hamlet: Hamlet, state: MemberState, chosen: MemberStep
) -> None:
    _, meena = await looked_after(hamlet)

    def put(tx: Tx) -> None:
        member = select_member(tx, meena)
        assert member is not None
        update_member_state(tx, member, state)

    await hamlet.write(put)

    with pytest.raises(AlreadyDecided):
        await step(hamlet, chosen, meena)
