"""The pages of meetings, and the open register as the taps make it."""

from groups.meetings.acts.pages import meetings_page, minutes_page, tapped_register
from groups.people.model.people import MemberState
from groups.registers import acts as drafts
from groups.registers.model.meeting import Mark, Register, RegisterLine, TappedRegister
from storage.database import Database
from tests.groups.correcting import closed
from tests.groups.sisters import NOON, SAVING, sisters


async def test_who_may_see_registers_is_told_whom_the_news_missed(database: Database) -> None:
    group, meeting = await closed(database)
    whose = (group.group_id, meeting.id)
    officers = await group.read(minutes_page, group.actor(1), *whose)
    members = await group.read(minutes_page, group.actor(3), *whose)

    assert officers.not_sure is not None
    assert (officers.may_correct, members.may_correct, members.not_sure) == (True, False, None)
    assert officers.minutes == members.minutes


async def test_the_list_leads_office_bearers_to_the_registers(database: Database) -> None:
    group, meeting = await closed(database)
    found = [await group.read(meetings_page, group.actor(n), group.group_id) for n in (1, 3, 0)]

    assert [it.id for it in found[0].meetings] == [meeting.id]
    assert [it.may_see_register for it in found] == [True, False, True]


async def test_the_register_is_whole_once_the_cash_is_counted(database: Database) -> None:
    group = await sisters(database, members=2)
    meeting, her = await group.open_meeting(), group.actor(1)
    await group.write(drafts.mark, her, meeting.id, group.member(2), Mark.ABSENT, at=NOON)
    before = await group.read(tapped_register, her, meeting.id, at=NOON)
    await group.write(drafts.count, her, meeting.id, SAVING, at=NOON)
    counted = await group.read(tapped_register, her, meeting.id, at=NOON)

    assert isinstance(before, TappedRegister)
    assert isinstance(counted, TappedRegister)
    assert (before.body, before.counts.came, before.cash_expected) == (None, 1, SAVING)
    assert before.offered[group.member(1)] == (0, 20_00, 30_00, 40_00, 70_00, 120_00)
    assert counted.body == Register(
        (
            RegisterLine(group.member(1), Mark.PRESENT, SAVING, 0),
            RegisterLine(group.member(2), Mark.ABSENT, 0, 0),
        ),
        SAVING,
    )


async def test_a_register_that_another_holds_is_not_hers_to_fill(database: Database) -> None:
    group = await sisters(database)
    meeting = await group.open_meeting()
    found = await group.read(tapped_register, group.actor(2), meeting.id, at=NOON)

    assert not isinstance(found, TappedRegister)
    assert (found.register, found.may_take) == (None, True)


async def test_a_closed_register_is_nobodys_to_fill(database: Database) -> None:
    group, meeting = await closed(database)
    await group.set_state(6, MemberState.FROZEN)
    found = await group.read(tapped_register, group.actor(1), meeting.id, at=NOON)

    assert not isinstance(found, TappedRegister)
    assert found.register is not None
