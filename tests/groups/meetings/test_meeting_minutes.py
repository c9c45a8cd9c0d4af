"""Who is told of a meeting: the group without private amounts, each member about herself."""

import json
from datetime import date, timedelta

import pytest

from groups.meetings.acts import meetings
from groups.meetings.model import Minutes
from groups.people.model.people import Actor
from groups.people.model.refusals import NotFound
from groups.registers.model.meeting import CashReason, Counts, MeetingState
from groups.registers.store.meetings import MeetingBrief
from ledger.chain import seal
from storage.database import Database
from tests.groups.sisters import FRIDAY, NOON, SAVING, after, sisters

ALL_PAID = 6 * SAVING


async def test_the_minutes_carry_the_seal_of_the_books(database: Database) -> None:
    group = await sisters(database)

    closed = await group.meet(NOON, group.body(ALL_PAID))

    assert closed.minutes.seal == await group.read(seal, "g")


async def test_the_minutes_stay_as_they_were_told(database: Database) -> None:
    group = await sisters(database)
    closed = await group.meet(NOON, group.body(ALL_PAID))
    await group.meet(after(7), group.body(2 * ALL_PAID))

    minutes = await group.read(meetings.minutes, group.actor(3), closed.minutes.meeting_id)

    assert minutes == closed.minutes


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
        proxies=0,
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
            "proxies": 0,
            "totals": {},
            "is_read": False,
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
        "group_id": "g",
        "meeting_id": closed.minutes.meeting_id,
        "day": "2026-11-20",
        "version": 1,
        "mark": "present",
        "due": 20_00,
        "saved": 20_00,
        "extra": 30_00,
        "balance": 50_00,
        "moved": [],
        "interest": 0,
        "owed": 0,
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
