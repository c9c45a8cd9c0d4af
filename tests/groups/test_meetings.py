"""The meeting: opened once, closed whole or not at all, told without private amounts."""

import asyncio
import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from groups import meetings
from groups.model.meeting import CashReason, Mark, Meeting, MeetingState, RegisterPage
from groups.model.people import Actor, MemberState
from groups.model.refusals import (
    BadAnswer,
    CashReasonMissing,
    HeldByAnother,
    MeetingHeldToday,
    MeetingNotOpen,
    MeetingStillOpen,
    NoQuorum,
    NotFound,
    NotYours,
    OtherRegisterClosed,
    RegisterIncomplete,
)
from groups.rules.meeting import Counts
from groups.store.meetings import MeetingBrief
from groups.store.minutes import Minutes
from ledger.accounts import cash_box, cash_difference, savings
from ledger.balances import balances_of
from ledger.chain import seal
from ledger.model import rupees
from storage.database import Database
from tests.groups.sisters import FRIDAY, NOON, SAVING, Sisters, after, sisters

ALL_PAID = 6 * SAVING


# --- opening ----------------------------------------------------------------------------------


async def test_an_office_bearer_opens_the_meeting_of_the_day(database: Database) -> None:
    group = await sisters(database)

    meeting = await group.open_meeting()

    assert meeting == Meeting(
        meeting.id, "g", FRIDAY, MeetingState.OPEN, "gm1", held_by="gm1", version=0
    )


async def test_the_day_is_that_of_the_village(database: Database) -> None:
    group = await sisters(database)

    meeting = await group.open_meeting(NOON.replace(hour=18, minute=30))  # midnight, there

    assert meeting.day == FRIDAY + timedelta(1)


async def test_a_second_tap_opens_the_same_meeting(database: Database) -> None:
    group = await sisters(database)
    meeting = await group.open_meeting()

    assert await group.open_meeting(by=2) == meeting


async def test_a_member_without_office_opens_no_meeting(database: Database) -> None:
    group = await sisters(database)

    with pytest.raises(NotYours) as refusal:
        await group.open_meeting(by=3)

    assert refusal.value == NotYours("office_bearer")


async def test_one_meeting_a_day(database: Database) -> None:
    group = await sisters(database)
    await group.meet(NOON, group.body(ALL_PAID))

    with pytest.raises(MeetingHeldToday):
        await group.open_meeting(after(0.1))


async def test_a_meeting_left_open_is_in_the_way_of_the_next(database: Database) -> None:
    group = await sisters(database)
    await group.open_meeting()

    with pytest.raises(MeetingStillOpen) as refusal:
        await group.open_meeting(after(7))

    assert refusal.value == MeetingStillOpen(FRIDAY)


# --- the register -----------------------------------------------------------------------------


async def test_the_register_stands_ready_with_all_present_and_paid(database: Database) -> None:
    group = await sisters(database, members=2)
    meeting = await group.open_meeting()

    page = await _page(group, meeting)

    assert [(line.number, line.mark, line.due, line.saved) for line in page.lines] == [
        (1, Mark.PRESENT, SAVING, SAVING),
        (2, Mark.PRESENT, SAVING, SAVING),
    ]


async def test_the_register_tells_the_cash_to_expect(database: Database) -> None:
    group = await sisters(database)
    await group.meet(NOON, group.body(ALL_PAID))
    meeting = await group.open_meeting(after(7))

    page = await _page(group, meeting)

    assert (page.cash_before, page.cash_expected) == (ALL_PAID, 2 * ALL_PAID)


async def test_what_was_excused_is_due_at_the_next_meeting(database: Database) -> None:
    group = await sisters(database)
    body = group.body(5 * SAVING, paid={3: 0}, marks={3: Mark.EXCUSED})
    await group.meet(NOON, body)
    meeting = await group.open_meeting(after(7))

    page = await _page(group, meeting)

    assert [line.due for line in page.lines] == [20_00, 20_00, 40_00, 20_00, 20_00, 20_00]


async def test_who_was_absent_owes_the_usual_saving_only(database: Database) -> None:
    group = await sisters(database)
    await group.meet(NOON, group.body(5 * SAVING, paid={3: 0}, marks={3: Mark.ABSENT}))
    meeting = await group.open_meeting(after(7))

    page = await _page(group, meeting)

    assert page.lines[2].due == SAVING


async def test_a_third_excuse_in_twelve_meetings_carries_nothing(database: Database) -> None:
    group = await sisters(database)
    for week in range(3):
        cash = 5 * SAVING * (week + 1)
        body = group.body(cash, paid={3: 0}, marks={3: Mark.EXCUSED})
        await group.meet(after(7 * week), body)
    meeting = await group.open_meeting(after(21))

    page = await _page(group, meeting)

    assert page.lines[2].due == SAVING


async def test_the_register_says_who_holds_it(database: Database) -> None:
    group = await sisters(database)
    meeting = await group.open_meeting()

    page = await _page(group, meeting, by=2)

    assert (page.held_by, page.is_held_by_her) == ("Sunita", False)


async def test_the_register_says_that_it_was_left_open(database: Database) -> None:
    group = await sisters(database)
    meeting = await group.open_meeting()

    page = await group.read(meetings.register, group.actor(1), meeting.id, at=after(1))

    assert page.is_left_open is True


async def test_a_closed_register_is_read_as_it_was_recorded(database: Database) -> None:
    group = await sisters(database)
    body = group.body(5 * SAVING, paid={3: 0}, marks={3: Mark.ABSENT})
    meeting = await group.open_meeting()
    await group.close(meeting, body)

    page = await _page(group, meeting)

    assert (page.register, page.version, page.cash_expected) == (body, 1, 5 * SAVING)


async def test_a_dropped_meeting_has_no_register(database: Database) -> None:
    group = await sisters(database)
    meeting = await group.open_meeting()
    await group.write(meetings.drop, group.actor(1), meeting.id, at=NOON)

    with pytest.raises(MeetingNotOpen):
        await _page(group, meeting)


async def test_a_member_without_office_sees_no_register(database: Database) -> None:
    group = await sisters(database)
    meeting = await group.open_meeting()

    with pytest.raises(NotYours):
        await _page(group, meeting, by=3)


@pytest.mark.parametrize("meeting_id", ["nothing", "of another group"])
async def test_the_register_of_others_is_not_found(database: Database, meeting_id: str) -> None:
    group = await sisters(database)
    other = await sisters(database, group_id="h")
    meeting = await other.open_meeting()
    found = {"nothing": "nothing", "of another group": meeting.id}[meeting_id]

    with pytest.raises(NotFound):
        await group.read(meetings.register, group.actor(1), found, at=NOON)


# --- closing ----------------------------------------------------------------------------------


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
    ("counted", "kept"), [(ALL_PAID - 500, rupees(5)), (ALL_PAID + 500, -rupees(5))]
)
async def test_a_difference_goes_to_its_account(
    database: Database, counted: int, kept: Any
) -> None:
    group = await sisters(database)
    await group.meet(NOON, group.body(counted, reason=CashReason.UNKNOWN))

    balances = await group.read(balances_of, "g")

    assert (balances[cash_difference()], balances[cash_box()].minor) == (kept, counted)


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


# --- once more --------------------------------------------------------------------------------


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


# --- who hears of it --------------------------------------------------------------------------


async def test_the_minutes_carry_the_seal_of_the_books(database: Database) -> None:
    group = await sisters(database)

    closed = await group.meet(NOON, group.body(ALL_PAID))

    assert closed.minutes.seal == await group.read(seal, "g")


async def test_the_minutes_stay_as_they_were_told(database: Database) -> None:
    group = await sisters(database)
    closed = await group.meet(NOON, group.body(ALL_PAID))
    await group.meet(after(7), group.body(2 * ALL_PAID))

    found = await group.read(meetings.minutes, group.actor(3), closed.minutes.meeting_id)

    assert found == closed.minutes


async def test_the_minutes_say_what_the_group_may_know(database: Database) -> None:
    group = await sisters(database)
    body = group.body(ALL_PAID - 30_00, paid={2: 0}, reason=CashReason.CHANGE_OWED)

    closed = await group.meet(NOON, body)

    assert closed.minutes == Minutes(
        meeting_id=closed.minutes.meeting_id,
        group_id="g",
        day=FRIDAY,
        version=1,
        counts=Counts(6, 6, 0, 0, 0, 100_00),
        cash_expected=100_00,
        cash_counted=90_00,
        cash_reason=CashReason.CHANGE_OWED,
        seal=closed.minutes.seal,
        next_day=FRIDAY + timedelta(7),
        next_minute=660,
    )


async def test_the_chat_gets_no_name_and_no_private_amount(database: Database) -> None:
    group = await sisters(database)
    closed = await group.meet(NOON, group.body(ALL_PAID))

    ((person_id, group_id, facts),) = await group.said("minutes")

    assert (person_id, group_id, json.loads(facts)) == (
        None,
        "g",
        {
            "meeting_id": closed.minutes.meeting_id,
            "day": "2026-11-20",
            "version": 1,
            "members": 6,
            "came": 6,
            "present": 6,
            "late": 0,
            "absent": 0,
            "excused": 0,
            "collected": ALL_PAID,
            "cash_counted": ALL_PAID,
            "difference": 0,
            "cash_reason": None,
            "seal": closed.minutes.seal,
            "next_day": "2026-11-27",
            "next_minute": 660,
        },
    )


async def test_every_member_with_a_phone_gets_her_line(database: Database) -> None:
    group = await sisters(database, members=7)
    await group.meet(NOON, group.body(7 * SAVING, members=7))

    assert [row[0] for row in await group.said("saved_line")] == [f"gp{n}" for n in range(1, 7)]


async def test_her_line_says_what_was_recorded_for_her(database: Database) -> None:
    group = await sisters(database, members=3)
    closed = await group.meet(NOON, group.body(90_00, members=3, paid={2: 50_00}))

    line = (await group.said("saved_line"))[1]

    assert json.loads(line[2]) == {
        "meeting_id": closed.minutes.meeting_id,
        "day": "2026-11-20",
        "version": 1,
        "mark": "present",
        "due": 20_00,
        "saved": 20_00,
        "extra": 30_00,
        "balance": 50_00,
        "mark_before": None,
        "paid_before": None,
    }


async def test_the_status_is_wanted_after_a_close(database: Database) -> None:
    group = await sisters(database)
    await group.meet(NOON, group.body(ALL_PAID))

    assert await group.rows("SELECT group_id FROM status_messages") == [("g",)]


async def test_an_open_meeting_has_no_minutes(database: Database) -> None:
    group = await sisters(database)
    meeting = await group.open_meeting()

    with pytest.raises(NotFound):
        await group.read(meetings.minutes, group.actor(1), meeting.id)


async def test_meetings_are_listed_newest_first(database: Database) -> None:
    group = await sisters(database)
    first = await group.meet(NOON, group.body(ALL_PAID))
    second = await group.open_meeting(after(7))

    assert await group.read(meetings.list_meetings, group.actor(3), "g") == (
        MeetingBrief(second.id, date(2026, 11, 27), MeetingState.OPEN, 0, 0, 0, 0),
        MeetingBrief(first.minutes.meeting_id, FRIDAY, MeetingState.CLOSED, 1, 6, 6, ALL_PAID),
    )


async def test_a_stranger_finds_no_meetings(database: Database) -> None:
    group = await sisters(database)

    with pytest.raises(NotFound):
        await group.read(meetings.list_meetings, Actor("nobody"), "g")


# --- two phones, and no meeting ---------------------------------------------------------------


async def test_a_second_phone_takes_over(database: Database) -> None:
    group = await sisters(database)
    meeting = await group.open_meeting()

    taken = await _take_over(group, meeting, by=2)

    assert taken == replace(meeting, held_by="gm2")


async def test_the_first_phone_cannot_close_beside_the_second(database: Database) -> None:
    group = await sisters(database)
    meeting = await group.open_meeting()
    await _take_over(group, meeting, by=2)

    with pytest.raises(HeldByAnother) as refusal:
        await group.close(meeting, group.body(ALL_PAID), by=1)

    assert refusal.value == HeldByAnother("Meena")


async def test_taking_over_from_oneself_changes_nothing(database: Database) -> None:
    group = await sisters(database)
    meeting = await group.open_meeting()

    assert await _take_over(group, meeting, by=1) == meeting


async def test_a_closed_register_is_not_taken_over(database: Database) -> None:
    group = await sisters(database)
    meeting = await group.open_meeting()
    await group.close(meeting, group.body(ALL_PAID))

    with pytest.raises(MeetingNotOpen):
        await _take_over(group, meeting, by=2)


async def test_a_dropped_meeting_makes_room_on_its_day(database: Database) -> None:
    group = await sisters(database)
    meeting = await group.open_meeting()
    await group.write(meetings.drop, group.actor(2), meeting.id, at=NOON)

    assert (await group.open_meeting()).id != meeting.id


async def test_a_meeting_is_dropped_once(database: Database) -> None:
    group = await sisters(database)
    meeting = await group.open_meeting()

    dropped = [await group.write(meetings.drop, group.actor(1), meeting.id, at=NOON) for _ in "12"]

    assert dropped == [replace(meeting, state=MeetingState.DROPPED)] * 2


async def test_a_dropped_meeting_is_not_closed(database: Database) -> None:
    group = await sisters(database)
    meeting = await group.open_meeting()
    await group.write(meetings.drop, group.actor(1), meeting.id, at=NOON)

    with pytest.raises(MeetingNotOpen) as refusal:
        await group.close(meeting, group.body(ALL_PAID))

    assert refusal.value == MeetingNotOpen(FRIDAY, "dropped")


async def test_a_closed_meeting_is_not_dropped(database: Database) -> None:
    group = await sisters(database)
    meeting = await group.open_meeting()
    await group.close(meeting, group.body(ALL_PAID))

    with pytest.raises(MeetingNotOpen):
        await group.write(meetings.drop, group.actor(1), meeting.id, at=NOON)


async def _page(group: Sisters, meeting: Meeting, by: int = 1) -> RegisterPage:
    return await group.read(meetings.register, group.actor(by), meeting.id, at=NOON)


async def _take_over(group: Sisters, meeting: Meeting, by: int) -> Meeting:
    return await group.write(meetings.take_over, group.actor(by), meeting.id, at=NOON)
