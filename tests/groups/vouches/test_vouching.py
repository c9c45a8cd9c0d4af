"""Vouching: five beads, one for each receiver, silent, ending by themselves."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from groups.people.model.people import Actor, MemberState
from groups.people.model.refusals import (
    GroupNotReady,
    MemberFrozen,
    NotAMember,
    NotFound,
    NotYours,
    Refusal,
)
from groups.vouches.acts import vouching
from groups.vouches.acts.vouching import VouchWithdrawn
from groups.vouches.effects import end_vouches_of
from groups.vouches.model.refusals import NoBeadsLeft, NoSuchVouch, VouchForOneself
from groups.vouches.model.vouch import VouchGiven
from groups.vouches.store.vouches import select_standing
from storage.database import Database
from tests.groups.sisters import FRIDAY, NOON, Sisters, after, sisters

UNTIL = date(2027, 5, 19)  # 180 days after the Friday
TOLD = VouchGiven(
    name="Meena",
    until_day=UNTIL,
    beads_left=4,
    beads=5,
    is_new=True,
    is_renewed=False,
    counts=False,
    voice_weeks=12,
    counts_from=FRIDAY + timedelta(weeks=2),  # the first period ended a fortnight before
)


async def test_a_bead_stands_for_180_days(database: Database) -> None:
    group = await sisters(database)

    given = await _give(group, 1, 2)

    assert given == TOLD


async def test_a_second_tap_changes_nothing(database: Database) -> None:
    group = await sisters(database)
    await _give(group, 1, 2)

    given = await _give(group, 1, 2, after(1))

    assert given == replace(TOLD, is_new=False)


async def test_a_tap_in_the_last_fortnight_renews(database: Database) -> None:
    group = await sisters(database)
    await _give(group, 1, 2)

    given = await _give(group, 1, 2, after(166))

    assert given == replace(
        TOLD,
        until_day=UNTIL + timedelta(166),
        is_new=False,
        is_renewed=True,
        counts_from=FRIDAY + timedelta(weeks=26),
    )


async def test_a_renewed_bead_stands_once(database: Database) -> None:
    group = await sisters(database)
    await _give(group, 1, 2)
    await _give(group, 1, 2, after(170))

    assert [vouch.day for vouch in await _standing(group, 1, after(170))] == [
        FRIDAY + timedelta(170)
    ]


async def test_a_bead_is_renewed_whenever_she_asks(database: Database) -> None:
    group = await sisters(database)
    await _give(group, 1, 2)

    renewed = await _act(group, vouching.renew, 1, 2, after(3))

    assert (renewed.until_day, renewed.is_renewed) == (UNTIL + timedelta(3), True)


async def test_a_second_renewal_on_one_day_changes_nothing(database: Database) -> None:
    group = await sisters(database)
    await _give(group, 1, 2)

    assert (await _act(group, vouching.renew, 1, 2)).is_renewed is False


async def test_what_does_not_stand_is_not_renewed(database: Database) -> None:
    group = await sisters(database)

    with pytest.raises(NoSuchVouch):
        await _act(group, vouching.renew, 1, 2)


async def test_a_sixth_bead_is_refused_with_the_day_of_the_next(database: Database) -> None:
    group = await sisters(database, members=8)
    for n in range(2, 7):
        await _give(group, 1, n, after(n))

    with pytest.raises(NoBeadsLeft) as refusal:
        await _give(group, 1, 7, after(9))

    assert refusal.value == NoBeadsLeft(5, UNTIL + timedelta(2 + 1))


async def test_a_word_given_twice_at_once_stands_once(database: Database) -> None:
    group = await sisters(database)

    given = await asyncio.gather(*(_give(group, 1, 2) for _ in range(4)))

    assert sorted(each.is_new for each in given) == [False, False, False, True]


async def test_of_beads_given_at_once_five_stand(database: Database) -> None:
    group = await sisters(database, members=8)

    await asyncio.gather(*(_give(group, 1, n) for n in range(2, 9)), return_exceptions=True)

    assert len(await _standing(group, 1, NOON)) == 5


async def test_a_word_weighs_in_full_while_there_are_no_loans(database: Database) -> None:
    group = await sisters(database)
    await _give(group, 1, 2)

    assert [vouch.record for vouch in await _standing(group, 1, NOON)] == [1_000_000]


async def test_a_bead_taken_back_is_free_at_once(database: Database) -> None:
    group = await sisters(database, members=8)
    for n in range(2, 7):
        await _give(group, 1, n)

    withdrawn = await _act(group, vouching.withdraw, 1, 3)

    assert withdrawn == VouchWithdrawn("Radha", 1, 5)


async def test_a_word_taken_back_can_be_given_anew(database: Database) -> None:
    group = await sisters(database)
    await _give(group, 1, 2)
    await _act(group, vouching.withdraw, 1, 2)

    assert (await _give(group, 1, 2)).is_new is True


async def test_a_word_that_does_not_stand_is_not_taken_back(database: Database) -> None:
    group = await sisters(database)
    await _give(group, 2, 1)

    with pytest.raises(NoSuchVouch):
        await _act(group, vouching.withdraw, 1, 2)


async def test_a_word_is_not_taken_back_after_its_last_day(database: Database) -> None:
    group = await sisters(database)
    await _give(group, 1, 2)

    with pytest.raises(NoSuchVouch):
        await _act(group, vouching.withdraw, 1, 2, after(181))


async def test_an_ended_word_can_be_given_anew(database: Database) -> None:
    group = await sisters(database)
    await _give(group, 1, 2)

    assert (await _give(group, 1, 2, after(181))).is_new is True


async def test_nobody_hears_of_a_word_given_or_taken_back(database: Database) -> None:
    group = await sisters(database)
    await _give(group, 1, 2)
    await _act(group, vouching.withdraw, 1, 2)

    assert await group.rows("SELECT kind FROM outbox") == []


async def test_the_status_does_not_move_with_a_word(database: Database) -> None:
    group = await sisters(database)
    await _give(group, 1, 2)
    await _act(group, vouching.withdraw, 1, 2)

    assert await group.rows("SELECT group_id FROM status_messages") == []


@pytest.mark.parametrize("act", [vouching.give, vouching.renew])
@pytest.mark.parametrize(
    ("receiver", "state", "refused"),
    [
        (1, MemberState.ACTIVE, VouchForOneself()),
        (2, MemberState.FROZEN, MemberFrozen("Meena")),
        (2, MemberState.LEFT, MemberFrozen("Meena")),
        (2, MemberState.WAITING, NotFound()),
        (99, None, NotFound()),
    ],
)
async def test_some_cannot_be_vouched_for(
    database: Database, act: Any, receiver: int, state: MemberState | None, refused: Refusal
) -> None:
    group = await sisters(database)
    if state:
        await group.set_state(receiver, state)

    with pytest.raises(type(refused)) as refusal:
        await _act(group, act, 1, receiver)

    assert refusal.value == refused


@pytest.mark.parametrize(
    ("state", "refused"),
    [
        (MemberState.FROZEN, MemberFrozen("Sunita")),
        (MemberState.LEFT, NotAMember()),
        (MemberState.WAITING, NotAMember()),
    ],
)
async def test_only_an_active_member_vouches(
    database: Database, state: MemberState, refused: Refusal
) -> None:
    group = await sisters(database)
    await group.set_state(1, state)

    with pytest.raises(type(refused)) as refusal:
        await _give(group, 1, 2)

    assert refusal.value == refused


async def test_a_sister_of_another_group_is_not_found(database: Database) -> None:
    group = await sisters(database)
    other = await sisters(database, group_id="h")

    with pytest.raises(NotFound):
        await group.write(
            vouching.give, group.actor(1), "g", other.member(2), new_id=group.new_id, at=NOON
        )


async def test_the_board_of_another_group_is_not_found(database: Database) -> None:
    group = await sisters(database)
    await sisters(database, group_id="h")

    with pytest.raises(NotFound):
        await group.read(vouching.board, group.actor(1), "h")


async def test_a_facilitator_holds_no_beads(database: Database) -> None:
    group = await sisters(database)

    with pytest.raises(NotYours) as refusal:
        await _give(group, 0, 2)

    assert refusal.value == NotYours("member")


async def test_a_group_that_waits_has_no_board(database: Database) -> None:
    group = await sisters(database, state="waiting")

    with pytest.raises(GroupNotReady):
        await _give(group, 1, 2)


async def test_a_stranger_finds_no_board(database: Database) -> None:
    group = await sisters(database)

    with pytest.raises(NotFound):
        await group.read(vouching.board, Actor("nobody"), "g")


async def test_words_by_and_for_one_who_leaves_end_with_her(database: Database) -> None:
    group = await sisters(database)
    for giver, receiver in ((1, 2), (2, 3), (3, 1)):
        await _give(group, giver, receiver)

    ended = await group.write(
        end_vouches_of, "g", group.member(2), day=FRIDAY, new_id=group.new_id, at=NOON
    )

    assert (ended, await _standing(group, 1, NOON)) == (2, [])


async def _act(group: Sisters, act: Any, giver: int, receiver: int, at: Any = NOON) -> Any:
    return await group.write(
        act, group.actor(giver), "g", group.member(receiver), new_id=group.new_id, at=at
    )


async def _give(group: Sisters, giver: int, receiver: int, at: Any = NOON) -> VouchGiven:
    given: VouchGiven = await _act(group, vouching.give, giver, receiver, at)
    return given


async def _standing(group: Sisters, giver: int, at: Any) -> list[Any]:
    return list(await group.read(select_standing, "g", group.member(giver), at.date()))
