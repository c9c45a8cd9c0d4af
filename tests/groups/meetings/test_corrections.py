"""A closed register is corrected with a reason, by a second person, and only by reversal."""

import json
from typing import Any

import pytest

from groups.approvals.model import RequestState, SecondPersonNeeded
from groups.deciding import acts as second_person
from groups.meetings.acts import meetings
from groups.meetings.effects.corrections import apply_correction
from groups.meetings.model import OtherRegisterClosed
from groups.people.model.refusals import AlreadyDecided, NotYours
from groups.registers.model.meeting import CashReason, Mark, Meeting
from ledger.balances import balances_of
from ledger.chain import seal
from storage.database import Database
from tests.groups.correcting import ask, closed, confirm, correct
from tests.groups.sisters import SAVING, Sisters, after

ALL_PAID = 6 * SAVING
ENTRIES = "SELECT REPLACE(key, :meeting, 'M') FROM entries ORDER BY n"


async def test_a_confirmed_correction_moves_the_balances(database: Database) -> None:
    group, meeting = await closed(database)
    await correct(group, meeting, group.body(110_00, paid={3: 0, 4: 30_00}))

    balances = await group.read(balances_of, "g")

    assert [balances[name].minor for name in ("cash", "savings:gm3", "savings:gm4")] == [
        110_00,
        0,
        30_00,
    ]


async def test_a_correction_reverses_and_posts_what_differs_only(database: Database) -> None:
    group, meeting = await closed(database)
    await correct(group, meeting, group.body(110_00, paid={3: 0, 4: 30_00}))

    assert await _entries(group, meeting) == [
        "meeting:M:saving:gm3:reversed",
        "meeting:M:saving:gm4:reversed",
        "meeting:M:saving:gm4:v2",
    ]


async def test_a_correction_can_be_corrected(database: Database) -> None:
    group, meeting = await closed(database)
    await correct(group, meeting, group.body(110_00, paid={3: 0, 4: 30_00}))
    await correct(group, meeting, group.body(120_00))

    assert (await _entries(group, meeting))[3:] == [
        "meeting:M:saving:gm3:v3",
        "meeting:M:saving:gm4:v2:reversed",
        "meeting:M:saving:gm4:v3",
    ]


async def test_a_cash_difference_is_corrected_with_its_reason(database: Database) -> None:
    group, meeting = await closed(database)
    await correct(group, meeting, group.body(115_00, reason=CashReason.CHANGE_OWED))
    await correct(group, meeting, group.body(125_00, reason=CashReason.FOUND))
    await correct(group, meeting, group.body(120_00))

    assert await _entries(group, meeting) == [
        "meeting:M:cash:v2",
        "meeting:M:cash:v2:reversed",
        "meeting:M:cash:v3",
        "meeting:M:cash:v3:reversed",
    ]


async def test_a_correction_of_marks_alone_posts_nothing(database: Database) -> None:
    group, meeting = await closed(database)
    await correct(group, meeting, group.body(ALL_PAID, marks={3: Mark.LATE}))

    assert await _entries(group, meeting) == []


async def test_a_correction_is_the_next_version_with_both_persons(database: Database) -> None:
    group, meeting = await closed(database)
    asked = await correct(group, meeting, group.body(100_00, paid={3: 0}))

    assert await group.rows(
        "SELECT version, by_id, second_id, reason_word FROM registers ORDER BY version"
    ) == [(1, "gm1", None, None), (2, "gm1", "gm2", asked.request.word_id)]


async def test_the_minutes_are_those_of_the_correction(database: Database) -> None:
    group, meeting = await closed(database)
    await correct(group, meeting, group.body(100_00, paid={3: 0}))

    minutes = await group.read(meetings.minutes, group.actor(3), meeting.id)

    assert (minutes.version, minutes.counts.collected, minutes.seal) == (
        2,
        100_00,
        await group.read(seal, "g"),
    )


async def test_the_group_hears_of_a_correction_without_private_amounts(database: Database) -> None:
    group, meeting = await closed(database)
    await correct(group, meeting, group.body(100_00, paid={3: 0}))

    ((_, group_id, facts),) = await group.said("correction")

    assert (group_id, json.loads(facts)["version"], "gm3" in facts) == ("g", 2, False)


async def test_only_those_whom_it_changed_hear_of_a_correction(database: Database) -> None:
    group, meeting = await closed(database)
    await correct(group, meeting, group.body(100_00, paid={3: 0}))

    ((person_id, _, facts),) = await group.said("corrected_line")
    her_facts = json.loads(facts)

    assert (person_id, her_facts["paid_before"], her_facts["saved"], her_facts["balance"]) == (
        "gp3",
        20_00,
        0,
        0,
    )


async def test_the_first_register_sent_again_finds_the_minutes(database: Database) -> None:
    group, meeting = await closed(database)
    await correct(group, meeting, group.body(100_00, paid={3: 0}))

    again = await group.close(meeting, group.body(ALL_PAID))

    assert (again.is_new, again.minutes.version) == (False, 2)


async def test_a_register_that_is_not_whole_is_another_one(database: Database) -> None:
    group, meeting = await closed(database)

    with pytest.raises(OtherRegisterClosed) as refusal:
        await group.close(meeting, group.body(ALL_PAID, members=5))

    assert refusal.value.differs == 1


async def test_a_facilitator_may_be_the_second_person(database: Database) -> None:
    group, meeting = await closed(database)
    asked = await ask(group, meeting, group.body(100_00, paid={3: 0}))
    await confirm(group, asked, second=0)

    assert (await group.read(balances_of, "g"))["cash"].minor == 100_00


async def test_a_member_without_office_is_no_second_person(database: Database) -> None:
    group, meeting = await closed(database)
    asked = await ask(group, meeting, group.body(100_00, paid={3: 0}))

    with pytest.raises(NotYours):
        await confirm(group, asked, second=3)


async def test_any_sister_is_the_second_person_where_there_is_nobody_else(
    database: Database,
) -> None:
    group, meeting = await closed(database)
    asked = await ask(group, meeting, group.body(100_00, paid={3: 0}))
    await group.write(lambda tx: tx.run("UPDATE groups SET facilitator_id = NULL"))
    await group.write(lambda tx: tx.run("UPDATE members SET state = 'frozen' WHERE id = 'gm2'"))

    await confirm(group, asked, second=3)

    assert (await group.read(balances_of, "g"))["cash"].minor == 100_00


async def test_a_proposal_for_a_version_that_is_gone_is_decided_already(
    database: Database,
) -> None:
    group, meeting = await closed(database)
    asked = await ask(group, meeting, group.body(100_00, paid={3: 0}))
    await confirm(group, asked)

    with pytest.raises(AlreadyDecided):
        await group.write(
            apply_correction, asked.request, second_id="gm2", new_id=group.new_id, at=after(1)
        )


async def test_a_request_whose_version_is_gone_lapses(database: Database) -> None:
    group, meeting = await closed(database)
    asked = await ask(group, meeting, group.body(100_00, paid={3: 0}))
    await group.write(lambda tx: tx.run("UPDATE meetings SET version = 2"))

    decided = await confirm(group, asked)

    assert decided.request.state is RequestState.LAPSED


async def test_a_proposal_that_is_declined_moves_nothing(database: Database) -> None:
    group, meeting = await closed(database)
    asked = await ask(group, meeting, group.body(100_00, paid={3: 0}))
    await group.write(
        second_person.decide,
        group.actor(2),
        asked.request.id,
        is_yes=False,
        new_id=group.new_id,
        at=after(1),
    )

    assert await _entries(group, meeting) == []


async def test_who_asked_does_not_confirm(database: Database) -> None:
    group, meeting = await closed(database)
    asked = await ask(group, meeting, group.body(100_00, paid={3: 0}))

    with pytest.raises(SecondPersonNeeded):
        await confirm(group, asked, second=1)


async def _entries(group: Sisters, meeting: Meeting) -> list[Any]:
    """Return the keys of the entries posted after the close."""
    return [row[0] for row in await group.rows(ENTRIES, meeting=meeting.id)][6:]
