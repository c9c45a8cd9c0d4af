"""A correction is asked for with a reason, and waits for a second person."""

import pytest

from groups.approvals.model import Asked, RequestState
from groups.deciding import acts as second_person
from groups.meetings.model import NothingToCorrect
from groups.meetings.rules import register_of
from groups.people.model.people import MemberState
from groups.people.model.refusals import NotYours, ReasonMissing
from groups.registers.model.meeting import CashReason, Mark
from groups.registers.model.refusals import CashReasonMissing, MeetingNotOpen, RegisterIncomplete
from ledger.balances import balances_of
from ledger.words import read
from storage.database import Database
from tests.groups.correcting import ask, closed, request
from tests.groups.sisters import SAVING, sisters

ALL_PAID = 6 * SAVING


async def test_a_correction_waits_for_a_second_person(database: Database) -> None:
    group, meeting = await closed(database)

    asked = await ask(group, meeting, group.body(100_00, paid={3: 0}))

    assert (asked.request.state, asked.request.asked_by) == (RequestState.WAITING, "gm1")


async def test_a_correction_that_waits_moves_nothing(database: Database) -> None:
    group, meeting = await closed(database)
    await ask(group, meeting, group.body(100_00, paid={3: 0}))

    assert (await group.read(balances_of, "g"))["cash"].minor == ALL_PAID


async def test_what_was_proposed_is_kept_as_it_was(database: Database) -> None:
    group, meeting = await closed(database)
    body = group.body(90_00, paid={3: 0}, marks={3: Mark.LATE}, reason=CashReason.FOUND)

    asked = await ask(group, meeting, body)

    assert register_of((await request(group, asked)).body) == body


async def test_the_reason_is_kept_in_erasable_words(database: Database) -> None:
    group, meeting = await closed(database)

    asked = await ask(group, meeting, group.body(100_00, paid={3: 0}), reason=" Radha did not pay ")

    assert await group.read(read, asked.request.word_id or "") == "Radha did not pay"


async def test_the_other_office_bearer_is_asked_in_private(database: Database) -> None:
    group, meeting = await closed(database)
    await ask(group, meeting, group.body(100_00, paid={3: 0}))

    assert [row[0] for row in await group.said("confirm_register")] == ["gp2"]


async def test_a_correction_without_a_reason_is_refused(database: Database) -> None:
    group, meeting = await closed(database)

    with pytest.raises(ReasonMissing):
        await ask(group, meeting, group.body(100_00, paid={3: 0}), reason="  ")


async def test_a_correction_that_changes_nothing_is_refused(database: Database) -> None:
    group, meeting = await closed(database)

    with pytest.raises(NothingToCorrect):
        await ask(group, meeting, group.body(ALL_PAID))


async def test_a_corrected_difference_needs_its_reason(database: Database) -> None:
    group, meeting = await closed(database)

    with pytest.raises(CashReasonMissing):
        await ask(group, meeting, group.body(ALL_PAID, paid={3: 0}))


async def test_a_correction_names_those_who_were_in_the_register(database: Database) -> None:
    group, meeting = await closed(database)

    with pytest.raises(RegisterIncomplete):
        await ask(group, meeting, group.body(100_00, members=5))


async def test_an_open_register_is_not_corrected(database: Database) -> None:
    group = await sisters(database)
    meeting = await group.open_meeting()

    with pytest.raises(MeetingNotOpen):
        await ask(group, meeting, group.body(ALL_PAID))


async def test_a_member_without_office_asks_for_no_correction(database: Database) -> None:
    group, meeting = await closed(database)

    with pytest.raises(NotYours):
        await ask(group, meeting, group.body(100_00, paid={3: 0}), by=3)


async def test_asking_twice_for_the_same_is_asking_once(database: Database) -> None:
    group, meeting = await closed(database)
    first = await ask(group, meeting, group.body(100_00, paid={3: 0}))

    again = await ask(group, meeting, group.body(100_00, paid={3: 0}))

    assert again == Asked(first.request, is_new=False)


async def test_another_proposal_lets_the_first_lapse(database: Database) -> None:
    group, meeting = await closed(database)
    first = await ask(group, meeting, group.body(100_00, paid={3: 0}))
    await ask(group, meeting, group.body(100_00, paid={4: 0}))

    assert (await request(group, first)).state is RequestState.LAPSED


async def test_with_one_office_bearer_the_facilitator_is_asked_and_no_other_reads_why(
    database: Database,
) -> None:
    group, meeting = await closed(database)
    await group.set_state(2, MemberState.FROZEN)

    await ask(group, meeting, group.body(100_00, paid={3: 0}))

    assert [row[0] for row in await group.said("confirm_register")] == ["gp0"]


async def test_a_correction_waits_only_for_those_who_may_confirm_it(database: Database) -> None:
    group, meeting = await closed(database)
    await ask(group, meeting, group.body(100_00, paid={3: 0}))
    waits = [await group.read(second_person.count_mine, group.actor(n), "g") for n in range(4)]

    assert waits == [1, 0, 1, 0]  # the facilitator, who asked, the secretary, a member
