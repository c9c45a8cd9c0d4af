"""Messages about money that may not have arrived: shown to the member and to the leaders."""

import pytest

from groups.meetings.acts import notices
from groups.meetings.acts.notices import NotSure
from groups.people.model.refusals import NotFound, NotYours
from groups.registers.model.meeting import Meeting
from storage.database import Database
from storage.tx import Tx
from tests.groups.correcting import closed, correct
from tests.groups.sisters import FRIDAY, Sisters


async def lost(group: Sisters, kind: str, n: int | None = None) -> None:
    """Mark a message of this kind as unsure, to a member or to the group's chat."""
    person = group.actor(n).person_id if n else None

    def act(tx: Tx) -> None:
        tx.run(
            "UPDATE outbox SET state = 'unsure' WHERE kind = :kind"
            " AND COALESCE(person_id, '') = :person",
            kind=kind,
            person=person or "",
        )

    await group.write(act)


async def not_sure(group: Sisters, meeting: Meeting, by: int = 1) -> NotSure:
    """Return the members whom the meeting's messages perhaps did not reach."""
    return await group.read(notices.of_meeting, group.actor(by), meeting.id)


async def test_nobody_is_named_while_all_is_sure(database: Database) -> None:
    group, meeting = await closed(database)

    assert await not_sure(group, meeting) == NotSure((), is_chat=False)


async def test_the_leader_sees_whom_a_line_perhaps_did_not_reach(database: Database) -> None:
    group, meeting = await closed(database)
    await lost(group, "saved_line", 3)
    notice = await not_sure(group, meeting)

    assert [number for number, _ in notice.members] == [3]


async def test_the_leader_sees_that_the_minutes_perhaps_did_not_come(database: Database) -> None:
    group, meeting = await closed(database)
    await lost(group, "minutes")

    assert (await not_sure(group, meeting, by=0)).is_chat


async def test_minutes_that_were_lost_before_a_correction_are_past(database: Database) -> None:
    group, meeting = await closed(database)
    await lost(group, "minutes")
    await correct(group, meeting, group.body(100_00, paid={3: 0}))

    assert not (await not_sure(group, meeting)).is_chat


@pytest.mark.both_engines
async def test_she_sees_of_which_meeting_she_was_perhaps_not_told(database: Database) -> None:
    group, _ = await closed(database)
    await lost(group, "saved_line", 3)
    seen = [await group.read(notices.of_mine, group.actor(n), "g") for n in (3, 4)]

    assert seen == [(FRIDAY,), ()]


async def test_a_member_without_office_does_not_see_whom_news_missed(database: Database) -> None:
    group, meeting = await closed(database)

    with pytest.raises(NotYours):
        await not_sure(group, meeting, by=4)


async def test_a_meeting_that_is_not_there_has_no_news(database: Database) -> None:
    group, _ = await closed(database)

    with pytest.raises(NotFound):
        await group.read(notices.of_meeting, group.actor(1), "nomeeting")
