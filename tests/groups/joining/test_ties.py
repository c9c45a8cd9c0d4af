"""Kin and household: declared at once while joining; changed later with a second person."""

from datetime import timedelta

import pytest

from groups.approvals.model import RequestState
from groups.joining.acts import joining
from groups.joining.model import TieDeclared
from groups.people.model.people import Name, Pair, Tie
from groups.people.model.refusals import BadAnswer, NotAMember, NotFound, NotYours
from groups.people.store.kinships import select_ties, select_ties_of
from tests.groups.hamlet import Hamlet


async def declare(
    hamlet: Hamlet,
    name: str,
    other: str,
    *,
    of: str | None = None,
    ended: bool = False,
    tie: Tie = Tie.KIN,
) -> TieDeclared:
    return await hamlet.write(
        joining.end_tie if ended else joining.declare_tie,
        await hamlet.meet(name),
        other,
        tie,
        of_member_id=of,
        new_id=hamlet.new_id,
        at=hamlet.at(),
    )


async def test_kin_told_at_joining_stands_at_once(hamlet: Hamlet) -> None:
    group, ids = await hamlet.village("Meena")
    radha = (await hamlet.join("Radha", group)).member.id
    declared = await declare(hamlet, "Radha", ids["Meena"])

    assert (declared, await hamlet.read(select_ties_of, group.id, ids["Meena"])) == (
        TieDeclared(Name(ids["Meena"], 2, "Meena"), Tie.KIN, waits=False, is_new=True),
        ((radha, Tie.KIN),),
    )


async def test_telling_twice_is_telling_once(hamlet: Hamlet) -> None:
    group, ids = await hamlet.village("Meena")
    await hamlet.join("Radha", group)
    declared = [await declare(hamlet, "Radha", ids["Meena"]) for _ in range(2)]

    assert [one.is_new for one in declared] == [True, False]


async def test_kin_and_household_stand_side_by_side(hamlet: Hamlet) -> None:
    group, ids = await hamlet.village("Meena")
    await hamlet.join("Radha", group)
    for tie in Tie:
        await declare(hamlet, "Radha", ids["Meena"], tie=tie)

    assert [tie for _, tie in await hamlet.read(select_ties, group.id)] == [
        Tie.HOUSEHOLD,
        Tie.KIN,
    ]


@pytest.mark.both_engines
async def test_a_wrong_tap_while_joining_is_taken_back_at_once(hamlet: Hamlet) -> None:
    group, ids = await hamlet.village("Meena")
    await hamlet.join("Radha", group)
    await declare(hamlet, "Radha", ids["Meena"])
    await declare(hamlet, "Radha", ids["Meena"], ended=True)

    assert await hamlet.read(select_ties, group.id) == ()


async def test_and_may_be_told_once_more(hamlet: Hamlet) -> None:
    group, ids = await hamlet.village("Meena")
    await hamlet.join("Radha", group)
    for ended in (False, True, False):
        await declare(hamlet, "Radha", ids["Meena"], ended=ended)

    assert len(await hamlet.read(select_ties, group.id)) == 1


async def test_kin_told_later_waits_for_a_second_person(hamlet: Hamlet) -> None:
    group, ids = await hamlet.village("Meena", "Radha")
    declared = await declare(hamlet, "Radha", ids["Meena"])

    assert (declared.waits, declared.is_new, await hamlet.read(select_ties, group.id)) == (
        True,
        True,
        (),
    )


async def test_the_other_and_the_office_bearers_are_asked(hamlet: Hamlet) -> None:
    _, ids = await hamlet.village("Meena", "Radha", "Usha")
    await declare(hamlet, "Radha", ids["Meena"])
    asked = dict(await hamlet.said("confirm_kinship"))

    assert (sorted(map(str, asked)), asked["Meena"]["tie"], asked["Meena"]["act"]) == (
        ["Meena", "Sunita"],
        "kin",
        "declared",
    )


async def test_asking_twice_waits_once(hamlet: Hamlet) -> None:
    _, ids = await hamlet.village("Meena", "Radha")
    declared = [await declare(hamlet, "Radha", ids["Meena"]) for _ in range(2)]

    assert [(one.waits, one.is_new) for one in declared] == [(True, True), (True, False)]


async def test_a_confirmed_tie_stands(hamlet: Hamlet) -> None:
    group, ids = await hamlet.village("Meena", "Radha")
    await declare(hamlet, "Radha", ids["Meena"])
    [(request_id,)] = await hamlet.rows("SELECT id FROM second_person")
    await hamlet.decide("Meena", request_id)
    pair = Pair(*sorted((ids["Meena"], ids["Radha"])))

    assert await hamlet.read(select_ties, group.id) == ((pair, Tie.KIN),)


async def test_a_declined_tie_does_not(hamlet: Hamlet) -> None:
    group, ids = await hamlet.village("Meena", "Radha")
    await declare(hamlet, "Radha", ids["Meena"])
    [(request_id,)] = await hamlet.rows("SELECT id FROM second_person")
    await hamlet.decide("Meena", request_id, is_yes=False)

    assert await hamlet.read(select_ties, group.id) == ()


async def test_the_asker_hears_what_came_of_it(hamlet: Hamlet) -> None:
    _, ids = await hamlet.village("Meena", "Radha")
    await declare(hamlet, "Radha", ids["Meena"])
    [(request_id,)] = await hamlet.rows("SELECT id FROM second_person")
    await hamlet.decide("Meena", request_id)
    [(name, facts)] = await hamlet.said("request_decided")

    assert (name, facts["asked"]["kind"], facts["state"]) == ("Radha", "kinship", "confirmed")


async def test_that_two_are_no_kin_takes_a_third(hamlet: Hamlet) -> None:
    group, ids = await hamlet.village("Meena", "Usha")
    await hamlet.join("Radha", group)
    await declare(hamlet, "Radha", ids["Meena"])
    await hamlet.write(joining.finish, await hamlet.meet("Radha"))
    await declare(hamlet, "Radha", ids["Meena"], ended=True)

    assert await hamlet.told("confirm_kinship") == ["Sunita"]


@pytest.mark.parametrize("tie", Tie)
async def test_no_officer_ties_a_member_whom_she_adds_alone(hamlet: Hamlet, tie: Tie) -> None:
    group, ids = await hamlet.village("Meena", "Radha")
    added = await hamlet.add("Ghost", group)
    declared = [
        await declare(hamlet, "Sunita", ids[name], of=added.member.id, tie=tie)
        for name in ("Meena", "Radha")
    ]

    assert [(one.waits, one.is_new) for one in declared] == [(True, True), (True, True)]
    assert await hamlet.told("confirm_kinship") == ["Meena", "Radha"]
    assert await hamlet.read(select_ties, group.id) == ()


async def test_a_tie_of_a_newcomer_who_was_declined_is_not_confirmed(hamlet: Hamlet) -> None:
    group, ids = await hamlet.village("Meena")
    added = await hamlet.add("Ghost", group)
    await declare(hamlet, "Sunita", ids["Meena"], of=added.member.id)
    [(_, asked)] = await hamlet.said("confirm_kinship")
    await hamlet.decide("Sunita", added.request.id, is_yes=False)
    decided = await hamlet.decide("Meena", asked["request_id"])

    assert decided.request.state is RequestState.LAPSED
    assert await hamlet.read(select_ties, group.id) == ()


async def test_who_waits_to_be_confirmed_ties_nobody(hamlet: Hamlet) -> None:
    group, ids = await hamlet.village("Meena")
    await hamlet.join("Rani", group, is_in_chat=None)

    with pytest.raises(NotAMember):
        await declare(hamlet, "Rani", ids["Meena"])
    assert await hamlet.read(select_ties, group.id) == ()


async def test_whom_a_newcomer_ties_is_told(hamlet: Hamlet) -> None:
    group, ids = await hamlet.village("Meena")
    radha = await hamlet.join("Radha", group)
    await declare(hamlet, "Radha", ids["Meena"], tie=Tie.HOUSEHOLD)

    [(name, facts)] = await hamlet.said("joining_tie")
    assert (name, facts["number"], facts["tie"], facts["act"]) == (
        "Meena",
        radha.member.number,
        "household",
        "declared",
    )


async def test_both_are_told_of_a_tie_that_others_confirm(hamlet: Hamlet) -> None:
    _, ids = await hamlet.village("Meena", "Radha", "Usha")
    await declare(hamlet, "Sunita", ids["Meena"], of=ids["Radha"])
    [request_id] = {card["request_id"] for _, card in await hamlet.said("confirm_kinship")}
    await hamlet.decide("Usha", request_id)

    assert set(await hamlet.told("joining_tie")) == {"Meena", "Radha"}


async def test_a_joining_woman_ends_no_tie_that_others_confirmed(hamlet: Hamlet) -> None:
    group, ids = await hamlet.village("Meena")
    radha = (await hamlet.join("Radha", group)).member.id
    await declare(hamlet, "Sunita", ids["Meena"], of=radha)
    [request_id] = {card["request_id"] for _, card in await hamlet.said("confirm_kinship")}
    await hamlet.decide("Meena", request_id)

    assert (await declare(hamlet, "Radha", ids["Meena"], ended=True)).waits
    assert await hamlet.read(select_ties_of, group.id, radha) == ((ids["Meena"], Tie.KIN),)


async def test_once_she_is_confirmed_it_takes_a_second_person(hamlet: Hamlet) -> None:
    group, ids = await hamlet.village("Meena")
    added = await hamlet.add("Phoolmati", group)
    await hamlet.decide("Meena", added.request.id)

    assert (await declare(hamlet, "Sunita", ids["Meena"], of=added.member.id)).waits


async def test_who_joined_by_herself_tells_her_own_kin(hamlet: Hamlet) -> None:
    group, ids = await hamlet.village("Meena")
    rani = await hamlet.join("Rani", group, is_in_chat=None)

    assert (await declare(hamlet, "Sunita", ids["Meena"], of=rani.member.id)).waits


async def test_a_member_does_not_tell_anothers_kin(hamlet: Hamlet) -> None:
    _, ids = await hamlet.village("Meena", "Radha")

    with pytest.raises(NotYours):
        await declare(hamlet, "Meena", ids["Sunita"], of=ids["Radha"])


async def test_nobody_is_her_own_kin(hamlet: Hamlet) -> None:
    _, ids = await hamlet.village("Meena")

    with pytest.raises(BadAnswer) as refusal:
        await declare(hamlet, "Meena", ids["Meena"])

    assert refusal.value == BadAnswer("tie")


async def test_who_is_in_no_group_has_no_kin_in_it(hamlet: Hamlet) -> None:
    _, ids = await hamlet.village()

    with pytest.raises(NotAMember):
        await declare(hamlet, "Rani", ids["Sunita"])


async def test_a_member_of_another_group_is_not_found(hamlet: Hamlet) -> None:
    await hamlet.village()
    other = await hamlet.found(by="Rani", chat_id=-200)
    rani = await hamlet.joined("Rani", other)

    with pytest.raises(NotFound):
        await declare(hamlet, "Sunita", rani)


async def test_who_left_is_nobodys_kin_any_more(hamlet: Hamlet) -> None:
    _, ids = await hamlet.village("Meena")
    meena = await hamlet.meet("Meena")
    await hamlet.write(joining.leave, meena, new_id=hamlet.new_id, at=hamlet.at())

    with pytest.raises(NotFound):
        await declare(hamlet, "Sunita", ids["Meena"])


async def test_who_never_said_that_she_is_done_is_done_the_next_day(hamlet: Hamlet) -> None:
    group, ids = await hamlet.village("Meena")
    await hamlet.join("Radha", group)
    await declare(hamlet, "Radha", ids["Meena"])
    ended = await hamlet.write(
        joining.end_tie,
        await hamlet.meet("Radha"),
        ids["Meena"],
        Tie.KIN,
        new_id=hamlet.new_id,
        at=hamlet.at() + timedelta(days=1),
    )

    assert ended.waits


def test_a_pair_has_one_order() -> None:
    with pytest.raises(AssertionError):
        Pair("m2", "m1")


async def test_of_somebody_who_is_not_there_nothing_can_be_told(hamlet: Hamlet) -> None:
    _, ids = await hamlet.village("Meena")

    with pytest.raises(NotFound):
        await declare(hamlet, "Sunita", ids["Meena"], of="nobody")
