"""Two versions of one meeting's register: the recorded one, and one sent after the close."""

import pytest

from groups.meetings.acts import meetings
from groups.people.model.refusals import NotYours
from groups.registers.model.meeting import Mark, RegisterLine
from groups.registers.model.refusals import MeetingNotOpen
from storage.database import Database
from tests.groups.correcting import closed
from tests.groups.sisters import SAVING, sisters


async def test_only_lines_that_differ_stand_beside_each_other(database: Database) -> None:
    group, meeting = await closed(database)
    sent = group.body(100_00, paid={3: 0}, marks={4: Mark.LATE})

    twice = await group.read(meetings.compare, group.actor(2), meeting.id, sent)

    assert [(line.number, line.sent) for line in twice.lines] == [
        (3, RegisterLine(group.member(3), Mark.PRESENT, 0, 0)),
        (4, RegisterLine(group.member(4), Mark.LATE, SAVING, 0)),
    ]


async def test_a_member_who_is_in_one_entry_only_is_shown(database: Database) -> None:
    group, meeting = await closed(database)

    twice = await group.read(meetings.compare, group.actor(1), meeting.id, group.body(0, members=5))

    assert [(line.number, line.sent) for line in twice.lines] == [(6, None)]


async def test_both_counts_of_the_cash_are_shown(database: Database) -> None:
    group, meeting = await closed(database)

    twice = await group.read(meetings.compare, group.actor(1), meeting.id, group.body(7_00))

    assert (twice.recorded.cash_counted, twice.sent.cash_counted) == (6 * SAVING, 7_00)


async def test_an_open_meeting_has_no_second_entry(database: Database) -> None:
    group = await sisters(database)
    meeting = await group.open_meeting()

    with pytest.raises(MeetingNotOpen):
        await group.read(meetings.compare, group.actor(1), meeting.id, group.body(0))


async def test_a_member_without_office_compares_nothing(database: Database) -> None:
    group, meeting = await closed(database)

    with pytest.raises(NotYours):
        await group.read(meetings.compare, group.actor(4), meeting.id, group.body(0))
