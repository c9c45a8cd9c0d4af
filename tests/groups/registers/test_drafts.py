"""A register filled in by buttons: every tap is stored, the body is the same, the close ends it."""

import pytest

from groups.meetings.acts import meetings
from groups.people.model.refusals import BadAnswer, NotFound, NotYours
from groups.registers import acts as drafts
from groups.registers.model.meeting import (
    CashReason,
    Mark,
    Meeting,
    Register,
    RegisterDraft,
    RegisterLine,
)
from groups.registers.model.refusals import HeldByAnother, MeetingNotOpen
from storage.database import Database
from tests.groups.sisters import NOON, SAVING, Sisters, sisters


async def tap(group: Sisters, meeting: Meeting, n: int, mark: Mark, by: int = 1) -> RegisterDraft:
    return await group.write(
        drafts.mark, group.actor(by), meeting.id, group.member(n), mark, at=NOON
    )


async def pay(group: Sisters, meeting: Meeting, n: int, paise: int) -> RegisterDraft:
    return await group.write(
        drafts.pay, group.actor(1), meeting.id, group.member(n), paise, at=NOON
    )


async def lines(group: Sisters, meeting: Meeting, by: int = 1) -> list[tuple[str, int, int]]:
    page = await group.read(meetings.register, group.actor(by), meeting.id, at=NOON)
    return [(line.mark.value, line.saved, line.extra) for line in page.lines]


async def test_what_was_tapped_stands_in_the_register_whichever_way_it_is_opened(
    database: Database,
) -> None:
    group = await sisters(database, members=5)
    meeting = await group.open_meeting()
    await tap(group, meeting, 2, Mark.ABSENT)
    await tap(group, meeting, 3, Mark.LATE)
    await tap(group, meeting, 4, Mark.EXCUSED)
    await pay(group, meeting, 5, 50_00)

    assert await lines(group, meeting) == [
        ("present", 20_00, 0),
        ("absent", 0, 0),
        ("late", 20_00, 0),
        ("excused", 0, 0),
        ("present", 20_00, 30_00),
    ]


async def test_what_absent_sisters_sent_along_stays_when_they_are_marked(
    database: Database,
) -> None:
    group = await sisters(database, members=2)
    meeting = await group.open_meeting()
    await pay(group, meeting, 2, 10_00)
    await tap(group, meeting, 2, Mark.ABSENT)

    assert await lines(group, meeting) == [("present", 20_00, 0), ("absent", 10_00, 0)]


async def test_the_box_is_counted_and_explained(database: Database) -> None:
    group = await sisters(database)
    meeting = await group.open_meeting()
    leader = group.actor(1)
    await group.write(drafts.count, leader, meeting.id, 100_00, at=NOON)
    await group.write(drafts.explain, leader, meeting.id, CashReason.FOUND, at=NOON)
    page = await group.read(meetings.register, leader, meeting.id, at=NOON)

    assert page.draft == RegisterDraft({}, {}, 100_00, CashReason.FOUND)


async def test_a_new_count_is_explained_anew(database: Database) -> None:
    group = await sisters(database)
    meeting = await group.open_meeting()
    leader = group.actor(1)
    await group.write(drafts.count, leader, meeting.id, 100_00, at=NOON)
    await group.write(drafts.explain, leader, meeting.id, CashReason.FOUND, at=NOON)

    counted = await group.write(drafts.count, leader, meeting.id, 110_00, at=NOON)

    assert counted.cash_reason is None


async def test_whoever_takes_over_finds_what_was_tapped(database: Database) -> None:
    group = await sisters(database, members=2)
    meeting = await group.open_meeting()
    await tap(group, meeting, 2, Mark.LATE)
    await group.write(meetings.take_over, group.actor(2), meeting.id, at=NOON)

    assert (await lines(group, meeting, by=2))[1][0] == "late"


async def test_the_phone_it_was_taken_from_taps_in_vain(database: Database) -> None:
    group = await sisters(database)
    meeting = await group.open_meeting()
    await group.write(meetings.take_over, group.actor(2), meeting.id, at=NOON)

    with pytest.raises(HeldByAnother):
        await tap(group, meeting, 3, Mark.ABSENT)


async def test_the_tapped_register_is_the_same_as_the_one_that_was_sent_whole(
    database: Database,
) -> None:
    group = await sisters(database, members=3)
    meeting = await group.open_meeting()
    await tap(group, meeting, 3, Mark.ABSENT)
    page = await group.read(meetings.register, group.actor(1), meeting.id, at=NOON)
    tapped = tuple(RegisterLine(it.member_id, it.mark, it.saved, it.extra) for it in page.lines)
    await group.close(meeting, Register(tapped, page.cash_expected))

    sent = group.body(2 * SAVING, members=3, marks={3: Mark.ABSENT}, paid={3: 0})

    assert (await group.close(meeting, sent)).is_new is False


@pytest.mark.parametrize("is_closed", [True, False])
async def test_what_was_tapped_is_gone_with_the_close_and_with_the_drop(
    database: Database, is_closed: bool
) -> None:
    group = await sisters(database)
    meeting = await group.open_meeting()
    await tap(group, meeting, 2, Mark.ABSENT)
    if is_closed:
        await group.close(meeting, group.body(6 * SAVING))
    else:
        await group.write(meetings.drop, group.actor(1), meeting.id, at=NOON)

    assert await group.rows("SELECT meeting_id FROM register_drafts") == []


async def test_after_the_close_nothing_is_tapped(database: Database) -> None:
    group = await sisters(database)
    meeting = await group.open_meeting()
    await group.close(meeting, group.body(6 * SAVING))

    with pytest.raises(MeetingNotOpen):
        await tap(group, meeting, 2, Mark.ABSENT)


async def test_a_member_without_office_taps_in_vain(database: Database) -> None:
    group = await sisters(database)
    meeting = await group.open_meeting()

    with pytest.raises(NotYours):
        await tap(group, meeting, 2, Mark.ABSENT, by=3)


@pytest.mark.parametrize(("meeting_id", "member_id"), [("none", "gm2"), ("", "hm2")])
async def test_what_is_not_there_cannot_be_tapped(
    database: Database, meeting_id: str, member_id: str
) -> None:
    group = await sisters(database)
    meeting = await group.open_meeting()

    with pytest.raises(NotFound):
        await group.write(
            drafts.mark,
            group.actor(1),
            meeting_id or meeting.id,
            member_id,
            Mark.ABSENT,
            at=NOON,
        )


@pytest.mark.parametrize("paise", [-1, 100_000_01])
async def test_an_amount_beyond_all_sense_is_refused(database: Database, paise: int) -> None:
    group = await sisters(database)
    meeting = await group.open_meeting()

    with pytest.raises(BadAnswer):
        await pay(group, meeting, 2, paise)


@pytest.mark.parametrize("paise", [-1, 100_000_000_01])
async def test_a_count_beyond_all_sense_is_refused(database: Database, paise: int) -> None:
    group = await sisters(database)
    meeting = await group.open_meeting()

    with pytest.raises(BadAnswer) as refusal:
        await group.write(drafts.count, group.actor(1), meeting.id, paise, at=NOON)

    assert refusal.value == BadAnswer("cash")


def test_only_a_draft_in_which_nothing_was_tapped_is_blank() -> None:
    drafts_made = [
        RegisterDraft(),
        RegisterDraft(marks={"m": Mark.LATE}),
        RegisterDraft(cash_counted=0),
    ]

    assert [each.is_blank for each in drafts_made] == [True, False, False]
