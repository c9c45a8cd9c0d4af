"""A meeting closes once, and completely or not at all."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from groups.meetings.acts import meetings
from groups.meetings.model import OtherRegisterClosed
from groups.people.model.people import MemberState
from groups.people.model.refusals import BadAnswer
from groups.registers.model.meeting import CashReason, Counts, Mark
from groups.registers.model.refusals import CashReasonMissing, NoQuorum, RegisterIncomplete
from ledger.accounts import cash_box, cash_difference, savings
from ledger.balances import balances_of
from ledger.model import rupees
from storage.database import Database
from tests.groups.sisters import FRIDAY, NOON, SAVING, after, sisters

ALL_PAID = 6 * SAVING


async def test_a_close_books_every_saving(database: Database) -> None:
    group = await sisters(database, members=3)
    await group.meet(NOON, group.body(70_00, members=3, paid={2: 0, 3: 50_00}))

    assert await group.read(balances_of, "g") == {
        cash_box(): rupees(70),
        savings("gm1"): rupees(20),
        savings("gm3"): rupees(50),
    }


async def test_what_is_paid_beyond_the_due_is_voluntary(database: Database) -> None:
    group = await sisters(database, members=3)
    await group.meet(NOON, group.body(70_00, members=3, paid={2: 0, 3: 50_00}))

    lines = await group.rows("SELECT member_id, due, saved, extra FROM register_lines ORDER BY 1")

    assert lines == [("gm1", 2000, 2000, 0), ("gm2", 2000, 0, 0), ("gm3", 2000, 2000, 3000)]


@pytest.mark.parametrize(
    ("counted", "difference"), [(ALL_PAID - 500, rupees(5)), (ALL_PAID + 500, -rupees(5))]
)
async def test_a_difference_goes_to_its_account(
    database: Database, counted: int, difference: Any
) -> None:
    group = await sisters(database)
    await group.meet(NOON, group.body(counted, reason=CashReason.UNKNOWN))

    balances = await group.read(balances_of, "g")

    assert (balances[cash_difference()], balances[cash_box()].minor) == (difference, counted)


async def test_a_difference_asks_for_a_reason(database: Database) -> None:
    group = await sisters(database)

    with pytest.raises(CashReasonMissing) as refusal:
        await group.meet(NOON, group.body(100_00))

    assert refusal.value == CashReasonMissing(120_00, 100_00, -20_00)


async def test_a_reason_without_a_difference_falls_away(database: Database) -> None:
    group = await sisters(database)

    closed = await group.meet(NOON, group.body(ALL_PAID, reason=CashReason.FOUND))

    assert closed.minutes.cash_reason is None


async def test_two_thirds_hold_a_meeting(database: Database) -> None:
    group = await sisters(database)
    marks = {4: Mark.LATE, 5: Mark.ABSENT, 6: Mark.EXCUSED}

    closed = await group.meet(NOON, group.body(ALL_PAID, marks=marks))

    assert closed.minutes.counts == Counts(6, 3, 1, 1, 1, ALL_PAID)


async def test_fewer_than_two_thirds_hold_no_meeting(database: Database) -> None:
    group = await sisters(database)
    marks = {4: Mark.EXCUSED, 5: Mark.ABSENT, 6: Mark.ABSENT}

    with pytest.raises(NoQuorum) as refusal:
        await group.meet(NOON, group.body(ALL_PAID, marks=marks))

    assert refusal.value == NoQuorum(3, 4)


@pytest.mark.parametrize(("members", "missing"), [(5, 1), (7, 1), (3, 3)])
async def test_a_register_names_every_member_once(
    database: Database, members: int, missing: int
) -> None:
    group = await sisters(database)

    with pytest.raises(RegisterIncomplete) as refusal:
        await group.meet(NOON, group.body(ALL_PAID, members=members))

    assert refusal.value == RegisterIncomplete(missing)


async def test_a_register_names_nobody_twice(database: Database) -> None:
    group = await sisters(database)
    body = group.body(ALL_PAID)

    with pytest.raises(RegisterIncomplete):
        await group.meet(NOON, replace(body, lines=(*body.lines, body.lines[0])))


async def test_a_frozen_member_stands_in_no_register(database: Database) -> None:
    group = await sisters(database)
    await group.set_state(6, MemberState.FROZEN)

    closed = await group.meet(NOON, group.body(5 * SAVING, members=5))

    assert closed.minutes.counts.members == 5


@pytest.mark.parametrize(
    ("cash", "paid", "field"),
    [(-1, 20_00, "cash"), (10**12, 20_00, "cash"), (ALL_PAID, 10**9, "saved")],
)
async def test_amounts_beyond_sense_are_not_recorded(
    database: Database, cash: int, paid: int, field: str
) -> None:
    group = await sisters(database)
    body = group.body(cash, paid={1: paid}, reason=CashReason.UNKNOWN)

    with pytest.raises(BadAnswer) as refusal:
        await group.meet(NOON, body)

    assert refusal.value == BadAnswer(field)


async def test_a_refused_close_leaves_the_meeting_open(database: Database) -> None:
    group = await sisters(database)
    meeting = await group.open_meeting()
    with pytest.raises(NoQuorum):
        await group.close(
            meeting, group.body(ALL_PAID, marks=dict.fromkeys(range(1, 6), Mark.ABSENT))
        )

    assert await group.open_meeting() == meeting


async def test_the_same_register_finds_the_standing_minutes(database: Database) -> None:
    group = await sisters(database)
    meeting = await group.open_meeting()
    first = await group.close(meeting, group.body(ALL_PAID))

    again = await group.close(meeting, group.body(ALL_PAID), after(3), by=2)

    assert again == meetings.MeetingClosed(first.minutes, is_new=False)


async def test_another_register_after_the_close_is_refused(database: Database) -> None:
    group = await sisters(database)
    meeting = await group.open_meeting()
    await group.close(meeting, group.body(ALL_PAID))

    with pytest.raises(OtherRegisterClosed) as refusal:
        await group.close(meeting, group.body(ALL_PAID - SAVING, paid={3: 0}))

    assert refusal.value == OtherRegisterClosed(FRIDAY, differs=2)


@pytest.mark.parametrize("times", [2, 5])
async def test_closes_at_once_close_once(database: Database, times: int) -> None:
    group = await sisters(database)
    meeting = await group.open_meeting()

    closed = await asyncio.gather(
        *(group.close(meeting, group.body(ALL_PAID)) for _ in range(times))
    )

    assert sorted(each.is_new for each in closed) == [False] * (times - 1) + [True]


async def test_of_two_different_closes_at_once_one_stands(database: Database) -> None:
    group = await sisters(database)
    meeting = await group.open_meeting()
    bodies = (group.body(ALL_PAID), group.body(ALL_PAID - SAVING, paid={1: 0}))

    closed = await asyncio.gather(
        *(group.close(meeting, body) for body in bodies), return_exceptions=True
    )

    assert sorted(type(each).__name__ for each in closed) == [
        "MeetingClosed",
        "OtherRegisterClosed",
    ]


async def test_meetings_opened_at_once_are_one(database: Database) -> None:
    group = await sisters(database)

    opened = await asyncio.gather(*(group.open_meeting(by=by) for by in (1, 2, 1, 2)))

    assert len({meeting.id for meeting in opened}) == 1


@pytest.mark.parametrize("steps", range(8))
async def test_a_close_that_is_cancelled_is_whole_or_nothing(
    database: Database, steps: int
) -> None:
    group = await sisters(database)
    meeting = await group.open_meeting()
    closing = asyncio.create_task(group.close(meeting, group.body(ALL_PAID)))
    for _ in range(steps):
        await asyncio.sleep(0)

    closing.cancel()
    await asyncio.gather(closing, return_exceptions=True)
    await asyncio.sleep(0.05)

    counts = await group.rows(
        "SELECT (SELECT COUNT(*) FROM entries), (SELECT COUNT(*) FROM registers) * 6,"
        " (SELECT COUNT(*) FROM register_lines)"
    )
    assert counts in ([(0, 0, 0)], [(6, 6, 6)])
