"""A member's own board: when her beads count, and the reminder before a vouch ends."""

from datetime import date
from typing import Any

import pytest

from groups.charter.rules.toml_text import CharterError
from groups.people.model.people import MemberState
from groups.registers.model.meeting import Mark
from groups.vouches.acts import reminders, vouching
from groups.vouches.acts.vouching import BoardName
from groups.vouches.model.refusals import NotASister
from groups.vouches.model.vouch import MyBoardRow, VouchGiven
from storage.database import Database
from storage.tx import Tx
from tests.groups.sisters import NOON, Sisters, after, sisters
from tests.groups.ticking import tick

UNTIL = date(2027, 5, 19)  # 180 days after the Friday


async def test_the_board_offers_the_active_members(database: Database) -> None:
    group = await sisters(database, members=3)
    await group.set_state(2, MemberState.FROZEN)

    board = await group.read(vouching.board, group.actor(1), "g")

    assert board.names == (
        BoardName(group.member(1), 1, "Sunita"),
        BoardName(group.member(3), 3, "Radha"),
    )


async def test_her_own_board_shows_her_own_words(database: Database) -> None:
    group = await sisters(database, members=3)
    await _give(group, 1, 2)
    await _give(group, 2, 3)

    board = await group.read(vouching.my_board, group.actor(1), "g", at=after(170))

    assert board.rows == (
        MyBoardRow(group.member(2), 2, "Meena", True, UNTIL, True),
        MyBoardRow(group.member(3), 3, "Radha", False, None, False),
    )


async def test_a_word_for_a_resting_sister_stands_on_the_board_and_is_not_renewed(
    database: Database,
) -> None:
    group = await sisters(database, members=3)
    await _give(group, 1, 2)
    await group.set_state(2, MemberState.FROZEN)

    board = await group.read(vouching.my_board, group.actor(1), "g", at=after(170))

    assert board.rows == (
        MyBoardRow(group.member(2), 2, "Meena", True, UNTIL, False),
        MyBoardRow(group.member(3), 3, "Radha", False, None, False),
    )


async def test_she_whose_membership_rests_sees_what_she_may_take_back(database: Database) -> None:
    group = await sisters(database, members=3)
    await _give(group, 1, 2)
    await group.set_state(1, MemberState.FROZEN)

    board = await group.read(vouching.my_board, group.actor(1), "g", at=NOON)

    assert [(row.stands, row.may_renew) for row in board.rows] == [(True, False)]
    assert board.rests == "frozen"


async def test_her_own_board_counts_her_beads(database: Database) -> None:
    group = await sisters(database)
    await _give(group, 1, 2)

    board = await group.read(vouching.my_board, group.actor(1), "g", at=NOON)

    assert (board.beads_left, board.beads, board.counts) == (4, 5, False)


async def test_a_bead_counts_after_twelve_weeks_of_coming_and_saving(database: Database) -> None:
    group = await sisters(database)
    await _meet_weekly(group, 12)

    assert (await _give(group, 1, 2, after(84))).counts is True


async def test_a_bead_does_not_count_before_twelve_weeks(database: Database) -> None:
    group = await sisters(database)
    await _meet_weekly(group, 12)

    assert (await _give(group, 1, 2, after(83))).counts is False


async def test_a_bead_of_one_who_seldom_came_does_not_count(database: Database) -> None:
    group = await sisters(database)
    await _meet_weekly(group, 12, marks={5: Mark.ABSENT})

    assert (await _give(group, 5, 2, after(84))).counts is False


@pytest.mark.both_engines
async def test_a_giver_is_reminded_once_before_her_word_ends(database: Database) -> None:
    group = await sisters(database)
    await _give(group, 1, 2)

    counts = [
        await group.write(tick, "expiring vouches", at=after(days)) for days in (165, 166, 167)
    ]

    assert counts == [0, 1, 0]


async def test_a_reminder_goes_to_the_giver_alone(database: Database) -> None:
    group = await sisters(database)
    await _give(group, 1, 2)
    await group.write(tick, "expiring vouches", at=after(166))

    assert [row[:2] for row in await group.said("vouch_expiring")] == [("gp1", None)]


async def test_nobody_is_reminded_at_night(database: Database) -> None:
    group = await sisters(database)
    await _give(group, 1, 2)

    assert await group.write(tick, "expiring vouches", at=after(166.5)) == 0


async def test_a_charter_that_cannot_be_read_breaks_the_step_of_its_group_alone(
    database: Database,
) -> None:
    group = await sisters(database)
    await _give(group, 1, 2)

    def spoil(tx: Tx) -> None:
        tx.run("INSERT INTO charters (version, body, recorded_at) VALUES ('odd', 'odd', 1)")
        tx.run("UPDATE groups SET charter = 'odd'")

    await group.write(spoil)
    due = await group.read(reminders.groups_expiring, at=after(179))

    assert [work.group_id for work in due] == ["g"]
    with pytest.raises(CharterError):
        await group.write(tick, "expiring vouches", at=after(179))


async def test_nobody_is_reminded_of_a_word_for_one_who_left(database: Database) -> None:
    group = await sisters(database)
    await _give(group, 1, 2)
    await group.set_state(2, MemberState.LEFT)

    assert await group.write(tick, "expiring vouches", at=after(170)) == 0


async def _act(group: Sisters, act: Any, giver: int, receiver: int, at: Any = NOON) -> Any:
    return await group.write(
        act, group.actor(giver), "g", group.member(receiver), new_id=group.new_id, at=at
    )


async def test_a_tap_on_her_board_shows_it_with_the_bead_given(database: Database) -> None:
    group = await sisters(database, members=3)
    given, board = await _act(group, vouching.give_and_see, 1, 2, NOON)

    assert (given.name, given.is_new) == ("Meena", True)
    assert board == await group.read(vouching.my_board, group.actor(1), "g", at=NOON)


async def test_the_sister_whose_message_she_answered_is_found(database: Database) -> None:
    group = await sisters(database, members=3)
    wrote = await _account(group, 2)
    member_id = await group.read(vouching.sister_who_wrote, group.actor(1), "g", wrote)

    assert member_id == group.member(2)


async def test_whoever_is_no_sister_of_hers_is_not_found(database: Database) -> None:
    group = await sisters(database, members=3)
    other = await sisters(database, group_id="h", members=2)
    await group.set_state(3, MemberState.WAITING)

    for wrote in (4, await _account(other, 2), await _account(group, 3)):
        with pytest.raises(NotASister):
            await group.read(vouching.sister_who_wrote, group.actor(1), "g", wrote)


async def _account(group: Sisters, n: int) -> int:
    rows = await group.rows(
        "SELECT telegram_id FROM telegram_accounts WHERE person_id = :person_id",
        person_id=group.actor(n).person_id,
    )
    return int(rows[0][0])


async def _give(group: Sisters, giver: int, receiver: int, at: Any = NOON) -> VouchGiven:
    given: VouchGiven = await _act(group, vouching.give, giver, receiver, at)
    return given


async def _meet_weekly(group: Sisters, weeks: int, marks: Any = None) -> None:
    for week in range(weeks):
        cash = (week + 1) * 6 * 20_00
        await group.meet(after(7 * week), group.body(cash, marks=marks))
