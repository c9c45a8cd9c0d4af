"""A close whose cash differs by more than the charter's limit waits for a second person."""

import pytest

from groups.approvals.model import Asked, Decided, RequestState, SecondPersonNeeded
from groups.approvals.store import select_request
from groups.charter.model.numbers import MeetingCharter
from groups.deciding import acts as second_person
from groups.funds.acts import funds_page
from groups.meetings.acts import meetings
from groups.programme.acts.her_groups import groups_watched
from groups.registers.model.meeting import CashReason, Meeting, MeetingState
from groups.registers.model.refusals import CashNeedsSecond, CashReasonMissing
from groups.registers.rules.meeting import is_large
from groups.registers.store.meetings import select_meeting
from groups.verifying.acts import check_group
from ledger.accounts import cash_difference
from ledger.balances import balance
from storage.database import Database
from tests.groups.sisters import NOON, SAVING, Sisters, after, sisters

ALL_PAID = 6 * SAVING
TOO_MUCH = ALL_PAID + 200_01
CHARTER = MeetingCharter()


@pytest.mark.parametrize(
    ("difference", "expected", "is_so"),
    [
        (200_00, 1000_00, False),
        (200_01, 1000_00, True),
        (-200_01, 1000_00, True),
        (-200_00, 0, False),
        (200_01, 4000_00, True),  # 5 % of ₹4,000 is ₹200
        (250_00, 5000_00, False),
        (250_01, 5000_00, True),
        (-250_01, 5000_00, True),
    ],
)
def test_the_larger_of_two_limits_counts(difference: int, expected: int, is_so: bool) -> None:
    assert is_large(difference, expected, CHARTER) is is_so


def test_the_charter_may_set_other_limits() -> None:
    strict = MeetingCharter(cash_difference_rupees=0, cash_difference_percent=0)

    assert (is_large(0, 1000_00, strict), is_large(1, 1000_00, strict)) == (False, True)


async def asked_to_close(
    group: Sisters, meeting: Meeting, counted: int = TOO_MUCH
) -> meetings.MeetingClosed | Asked:
    """Close a meeting in which all paid and so much was counted."""
    body = group.body(counted, reason=CashReason.FOUND)
    return await group.write(
        meetings.close_or_ask,
        group.actor(1),
        meeting.id,
        body,
        new_id=group.new_id,
        at=NOON,
    )


async def waiting(group: Sisters) -> tuple[Meeting, Asked]:
    """A meeting whose close waits for a second person."""
    meeting = await group.open_meeting()
    asked = await asked_to_close(group, meeting)
    assert isinstance(asked, Asked)
    return meeting, asked


async def decide(group: Sisters, asked: Asked, *, is_yes: bool = True, by: int = 2) -> Decided:
    """Say yes or no as the second person."""
    return await group.write(
        second_person.decide,
        group.actor(by),
        asked.request.id,
        is_yes=is_yes,
        new_id=group.new_id,
        at=after(0.01),
    )


async def state(group: Sisters, meeting: Meeting) -> MeetingState:
    """Return the meeting's state now."""
    stored = await group.read(select_meeting, meeting.id)
    assert stored is not None
    return stored.state


async def state_of(group: Sisters, asked: Asked) -> RequestState:
    """Return the request's state now."""
    stored = await group.read(select_request, asked.request.id)
    assert stored is not None
    return stored.state


async def test_what_is_within_the_limit_closes_at_once(database: Database) -> None:
    group = await sisters(database)
    meeting = await group.open_meeting()

    closed = await asked_to_close(group, meeting, ALL_PAID + 200_00)

    assert isinstance(closed, meetings.MeetingClosed)


async def test_above_the_limit_nothing_is_recorded_before_the_second_person(
    database: Database,
) -> None:
    group = await sisters(database)
    meeting, asked = await waiting(group)

    assert await state(group, meeting) is MeetingState.OPEN
    assert await group.rows("SELECT version FROM registers") == []
    assert [row[0] for row in await group.said("confirm_cash")] == ["gp2"]
    assert (asked.request.body["expected"], asked.request.body["cash_counted"]) == (
        ALL_PAID,
        TOO_MUCH,
    )


async def test_no_other_door_closes_it(database: Database) -> None:
    group = await sisters(database)
    meeting = await group.open_meeting()

    with pytest.raises(CashNeedsSecond):
        await group.close(meeting, group.body(TOO_MUCH, reason=CashReason.FOUND))


async def test_the_reason_is_asked_before_the_second_person(database: Database) -> None:
    group = await sisters(database)
    meeting = await group.open_meeting()

    with pytest.raises(CashReasonMissing):
        await group.write(
            meetings.close_or_ask,
            group.actor(1),
            meeting.id,
            group.body(TOO_MUCH),
            new_id=group.new_id,
            at=NOON,
        )


async def test_the_yes_closes_it_and_both_have_signed(database: Database) -> None:
    group = await sisters(database)
    meeting, asked = await waiting(group)

    decided = await decide(group, asked)

    assert decided.request.state is RequestState.CONFIRMED
    assert await state(group, meeting) is MeetingState.CLOSED
    signed = await group.rows("SELECT by_id, second_id FROM registers")
    assert signed == [(group.member(1), group.member(2))]
    assert (await group.read(balance, "g", cash_difference())).minor == -200_01
    assert len(await group.said("minutes")) == 1
    faults = await group.read(check_group, "g")
    assert {it.table for it in faults} <= {"members"}  # who were written here without an act


async def test_she_who_counted_is_no_second_person(database: Database) -> None:
    group = await sisters(database)
    meeting, asked = await waiting(group)

    with pytest.raises(SecondPersonNeeded):
        await decide(group, asked, by=1)

    assert await state(group, meeting) is MeetingState.OPEN


async def test_a_no_leaves_the_meeting_open(database: Database) -> None:
    group = await sisters(database)
    meeting, asked = await waiting(group)

    await decide(group, asked, is_yes=False)

    assert await state(group, meeting) is MeetingState.OPEN


async def test_the_same_count_again_asks_nobody_anew(database: Database) -> None:
    group = await sisters(database)
    meeting, first = await waiting(group)

    again = await asked_to_close(group, meeting)

    assert isinstance(again, Asked)
    assert (again.is_new, again.request.id) == (False, first.request.id)


async def test_counting_again_takes_the_request_back(database: Database) -> None:
    group = await sisters(database)
    meeting, asked = await waiting(group)

    await group.close(meeting, group.body(ALL_PAID))

    assert await state_of(group, asked) is RequestState.LAPSED


async def test_dropping_the_meeting_takes_the_request_back(database: Database) -> None:
    group = await sisters(database)
    meeting, asked = await waiting(group)

    await group.write(meetings.drop, group.actor(1), meeting.id, at=NOON)

    assert await state_of(group, asked) is RequestState.LAPSED


async def test_a_yes_to_a_register_that_another_phone_took_over_changes_nothing(
    database: Database,
) -> None:
    group = await sisters(database)
    meeting, asked = await waiting(group)
    await group.write(meetings.take_over, group.actor(2), meeting.id, at=NOON)

    decided = await decide(group, asked)

    assert decided.request.state is RequestState.LAPSED
    assert await state(group, meeting) is MeetingState.OPEN


async def test_the_facilitator_finds_the_meeting_in_her_list_for_a_month(
    database: Database,
) -> None:
    group = await sisters(database)
    meeting, asked = await waiting(group)
    await decide(group, asked)

    [now] = await group.read(groups_watched, group.actor(0), at=after(31))
    [later] = await group.read(groups_watched, group.actor(0), at=after(32))

    assert now.differences == ((meeting.day, 200_01),)
    assert later.differences == ()


async def test_a_small_difference_is_not_in_her_list(database: Database) -> None:
    group = await sisters(database)
    await group.meet(NOON, group.body(ALL_PAID - 5_00, reason=CashReason.UNKNOWN))

    [now] = await group.read(groups_watched, group.actor(0), at=after(1))
    page = await group.read(funds_page, group.actor(1), "g")

    assert now.differences == ()
    assert (page.earned, page.cash_difference) == (-5_00, -5_00)
