"""The clock reminds of an open meeting by day; only a person closes it."""

import pytest

from groups.meetings.acts import meetings
from groups.people.model.people import MemberState
from groups.registers.model.meeting import MeetingState
from groups.registers.store.meetings import LeftOpen, select_meeting, update_reminded
from storage.database import Database
from tests.groups.sisters import FRIDAY, NOON, after, sisters
from tests.groups.ticking import tick


@pytest.mark.parametrize(
    ("days", "reminded"), [(0.2, 0), (0.5, 0), (0.75, 0), (0.84, 1), (1, 1), (3, 1)]
)
async def test_office_bearers_are_reminded_from_the_next_morning_on(
    database: Database, days: float, reminded: int
) -> None:
    group = await sisters(database)
    await group.open_meeting()

    assert await group.write(tick, "open meetings", at=after(days)) == reminded


@pytest.mark.both_engines
async def test_they_are_reminded_once_a_day(database: Database) -> None:
    group = await sisters(database)
    await group.open_meeting()

    counts = [await group.write(tick, "open meetings", at=after(days)) for days in (1, 1.1, 2, 2.1)]

    assert counts == [1, 0, 1, 0]


async def test_a_reminder_goes_to_each_office_bearer_alone(database: Database) -> None:
    group = await sisters(database)
    await group.open_meeting()
    await group.write(tick, "open meetings", at=after(1))

    assert [row[:2] for row in await group.said("meeting_left_open")] == [
        ("gp1", None),
        ("gp2", None),
    ]


async def test_a_reminder_closes_nothing(database: Database) -> None:
    group = await sisters(database)
    meeting = await group.open_meeting()
    await group.write(tick, "open meetings", at=after(30))

    stored_meeting = await group.read(select_meeting, meeting.id)

    assert stored_meeting is not None
    assert stored_meeting.state is MeetingState.OPEN


async def test_a_dropped_meeting_is_not_reminded_of(database: Database) -> None:
    group = await sisters(database)
    meeting = await group.open_meeting()
    await group.write(meetings.drop, group.actor(1), meeting.id, at=NOON)

    assert await group.write(tick, "open meetings", at=after(1)) == 0


async def test_a_frozen_office_bearer_is_not_reminded(database: Database) -> None:
    group = await sisters(database)
    await group.open_meeting()
    await group.set_state(2, MemberState.FROZEN)
    await group.write(tick, "open meetings", at=after(1))

    assert [row[0] for row in await group.said("meeting_left_open")] == ["gp1"]


@pytest.mark.both_engines
async def test_of_two_clocks_one_reminds(database: Database) -> None:
    group = await sisters(database)
    meeting = await group.open_meeting()
    seen = LeftOpen(meeting.id, "g", "Asia/Kolkata", FRIDAY, 0)

    answers = [await group.write(update_reminded, seen, at=after(1)) for _ in range(2)]

    assert answers == [True, False]
