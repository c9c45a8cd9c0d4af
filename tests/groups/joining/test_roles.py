"""Offices: one member asks, another confirms; each office has one bearer."""

from typing import Literal

import pytest

from groups.approvals.model import Asked, RequestState, SecondPersonNeeded
from groups.founding.acts import founding
from groups.joining.acts import joining, roles
from groups.people.model.people import MemberState, Role
from groups.people.model.refusals import AlreadyDecided, MemberFrozen, NotFound, NotYours
from groups.people.store.members import select_member, update_member_state
from groups.people.store.roles import select_roles
from storage.tx import Tx
from tests.groups.hamlet import Hamlet

Given = Literal["given", "taken"]


async def ask(
    hamlet: Hamlet, by: str, member_id: str, role: Role = Role.TREASURER, act: Given = "given"
) -> Asked:
    return await hamlet.write(
        roles.ask_role,
        await hamlet.meet(by),
        member_id,
        role,
        act,
        new_id=hamlet.new_id,
        at=hamlet.at(),
    )


async def put(hamlet: Hamlet, member_id: str, state: MemberState) -> None:
    def act(tx: Tx) -> None:
        member = select_member(tx, member_id)
        assert member is not None
        update_member_state(tx, member, state)

    await hamlet.write(act)


async def test_an_office_waits_for_a_second_person(hamlet: Hamlet) -> None:
    group, ids = await hamlet.village("Meena", "Radha")
    await ask(hamlet, "Sunita", ids["Meena"])

    assert (await hamlet.told("confirm_role"), await hamlet.read(select_roles, group.id)) == (
        ["Radha"],
        {ids["Sunita"]: frozenset({Role.PRESIDENT})},
    )


async def test_a_confirmed_office_is_hers_and_the_group_hears(hamlet: Hamlet) -> None:
    group, ids = await hamlet.village("Meena", "Radha")
    asked = await ask(hamlet, "Sunita", ids["Meena"])
    await hamlet.decide("Radha", asked.request.id)

    assert (
        (await hamlet.read(select_roles, group.id))[ids["Meena"]],
        await hamlet.said("role_changed"),
    ) == (
        frozenset({Role.TREASURER}),
        [(None, {"number": 2, "name": "Meena", "role": "treasurer", "act": "given"})],
    )


async def test_who_gets_an_office_does_not_confirm_it(hamlet: Hamlet) -> None:
    _, ids = await hamlet.village("Meena", "Radha")
    asked = await ask(hamlet, "Sunita", ids["Meena"])

    with pytest.raises(SecondPersonNeeded):
        await hamlet.decide("Meena", asked.request.id)


async def test_a_declined_office_is_nobodys(hamlet: Hamlet) -> None:
    group, ids = await hamlet.village("Meena", "Radha")
    asked = await ask(hamlet, "Sunita", ids["Meena"])
    await hamlet.decide("Radha", asked.request.id, is_yes=False)

    assert ids["Meena"] not in await hamlet.read(select_roles, group.id)


async def test_an_office_has_one_bearer(hamlet: Hamlet) -> None:
    group, ids = await hamlet.village("Meena", "Radha")
    asked = await ask(hamlet, "Sunita", ids["Meena"], Role.PRESIDENT)
    await hamlet.decide("Radha", asked.request.id)

    assert await hamlet.read(select_roles, group.id) == {ids["Meena"]: frozenset({Role.PRESIDENT})}


async def test_an_office_may_be_given_up_and_taken_up_again(hamlet: Hamlet) -> None:
    group, ids = await hamlet.village("Meena", "Radha")
    for act, second in (("given", "Radha"), ("taken", "Meena"), ("given", "Radha")):
        asked = await ask(
            hamlet, "Sunita", ids["Meena"], act="given" if act == "given" else "taken"
        )
        await hamlet.decide(second, asked.request.id)

    assert (await hamlet.read(select_roles, group.id))[ids["Meena"]] == frozenset({Role.TREASURER})


async def test_asking_twice_waits_once(hamlet: Hamlet) -> None:
    _, ids = await hamlet.village("Meena", "Radha")
    asked = [await ask(hamlet, "Sunita", ids["Meena"]) for _ in range(2)]

    assert [one.is_new for one in asked] == [True, False]


async def test_a_member_does_not_give_offices(hamlet: Hamlet) -> None:
    _, ids = await hamlet.village("Meena")

    with pytest.raises(NotYours) as refusal:
        await ask(hamlet, "Meena", ids["Meena"])

    assert refusal.value == NotYours("office_bearer")


async def test_a_group_without_officers_helps_itself(hamlet: Hamlet) -> None:
    _, ids = await hamlet.village("Meena", "Radha")
    sunita = await hamlet.meet("Sunita")
    await hamlet.write(joining.leave, sunita, new_id=hamlet.new_id, at=hamlet.at())
    asked = await ask(hamlet, "Meena", ids["Radha"], Role.PRESIDENT)

    assert asked.is_new


async def test_a_facilitator_may_ask(hamlet: Hamlet) -> None:
    head = await hamlet.head()
    group = await hamlet.found()
    await hamlet.write(founding.admit, head, group.id, at=hamlet.at())
    meena = await hamlet.joined("Meena", group)
    await hamlet.joined("Sunita", group)
    asked = await ask(hamlet, "Asha", meena, Role.SECRETARY)

    assert (asked.request.asked_by, (await hamlet.said("confirm_role"))[0][1]["asked_by"]) == (
        head.person_id,
        "Asha",
    )


async def test_what_she_holds_is_not_given_again(hamlet: Hamlet) -> None:
    _, ids = await hamlet.village()

    with pytest.raises(AlreadyDecided):
        await ask(hamlet, "Sunita", ids["Sunita"], Role.PRESIDENT)


async def test_what_she_does_not_hold_is_not_taken(hamlet: Hamlet) -> None:
    _, ids = await hamlet.village()

    with pytest.raises(AlreadyDecided):
        await ask(hamlet, "Sunita", ids["Sunita"], Role.TREASURER, "taken")


async def test_the_frozen_get_no_office(hamlet: Hamlet) -> None:
    _, ids = await hamlet.village("Meena")
    await put(hamlet, ids["Meena"], MemberState.FROZEN)

    with pytest.raises(MemberFrozen) as refusal:
        await ask(hamlet, "Sunita", ids["Meena"])

    assert refusal.value == MemberFrozen("Meena")


@pytest.mark.parametrize("state", [MemberState.WAITING, MemberState.LEFT])
async def test_who_is_not_in_gets_no_office(hamlet: Hamlet, state: MemberState) -> None:
    _, ids = await hamlet.village("Meena")
    await put(hamlet, ids["Meena"], state)

    with pytest.raises(NotFound):
        await ask(hamlet, "Sunita", ids["Meena"])


async def test_a_member_who_is_not_there_is_not_found(hamlet: Hamlet) -> None:
    await hamlet.village()

    with pytest.raises(NotFound):
        await ask(hamlet, "Sunita", "nobody")


async def test_an_office_for_one_who_was_frozen_meanwhile_lapses(hamlet: Hamlet) -> None:
    _, ids = await hamlet.village("Meena", "Radha")
    asked = await ask(hamlet, "Sunita", ids["Meena"])
    await put(hamlet, ids["Meena"], MemberState.FROZEN)
    decided = await hamlet.decide("Radha", asked.request.id)

    assert decided.request.state is RequestState.LAPSED


async def test_an_office_that_she_got_meanwhile_lapses(hamlet: Hamlet) -> None:
    group, ids = await hamlet.village("Meena", "Radha")
    asked = await ask(hamlet, "Sunita", ids["Meena"])
    await hamlet.give_role(group, ids["Meena"], Role.TREASURER)
    decided = await hamlet.decide("Radha", asked.request.id)

    assert decided.request.state is RequestState.LAPSED
