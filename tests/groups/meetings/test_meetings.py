"""The meeting: opened once a day, its register prepared, held by one phone, or dropped."""

from dataclasses import replace
from datetime import timedelta

import pytest

from groups.meetings.acts import meetings
from groups.people.model.refusals import NotFound, NotYours
from groups.registers.model.meeting import Mark, Meeting, MeetingState, RegisterPage
from groups.registers.model.refusals import (
    HeldByAnother,
    MeetingHeldToday,
    MeetingNotOpen,
    MeetingStillOpen,
)
from storage.database import Database
from tests.groups.sisters import FRIDAY, NOON, SAVING, Sisters, after, sisters

ALL_PAID = 6 * SAVING


async def test_an_office_bearer_opens_the_meeting_of_the_day(database: Database) -> None:
    group = await sisters(database)

    meeting = await group.open_meeting()

    assert meeting == Meeting(
        meeting.id, "g", FRIDAY, MeetingState.OPEN, "gm1", held_by="gm1", version=0
    )


async def test_the_day_is_that_of_the_village(database: Database) -> None:
    group = await sisters(database)

    meeting = await group.open_meeting(NOON.replace(hour=18, minute=30))  # midnight in the village

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
    other_id = {"nothing": "nothing", "of another group": meeting.id}[meeting_id]

    with pytest.raises(NotFound):
        await group.read(meetings.register, group.actor(1), other_id, at=NOON)


@pytest.mark.both_engines
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
