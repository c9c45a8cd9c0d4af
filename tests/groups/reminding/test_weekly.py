"""What waits is repeated once a week to those who are asked, in one message, until it is done."""

from datetime import datetime, timedelta

import pytest

from groups.approvals.model import Asked, Request, RequestKind, RequestState
from groups.approvals.store import insert_request
from groups.deciding import acts as second_person
from groups.deciding.acts import APPROVALS, MATTERS
from groups.joining.acts import roles
from groups.messages.model import SINCE
from groups.people.facts.names import read_group
from groups.people.model.people import MemberState, Role
from groups.people.store.persons import update_reachable
from groups.privacy.effects import erase_person
from groups.reminding import acts as reminding
from groups.reminding.store import upsert_told_day
from storage.database import Database
from tests.groups.reminding.repeated import repeated, whom
from tests.groups.sisters import FRIDAY, NOON, Sisters, after, sisters
from tests.groups.ticking import tick

ROLE = "confirm_role"


async def ask(group: Sisters, *, by: int = 1, to: int = 3, at: datetime = NOON) -> Asked:
    """Let the president, or who else is named, ask that a member becomes treasurer."""
    whose = (group.actor(by), group.member(to), Role.TREASURER)
    return await group.write(roles.ask_role, *whose, "given", new_id=group.new_id, at=at)


async def told(group: Sisters, *days: float) -> list[list[tuple[str, str]]]:
    """Return whom the clock told on each of these days."""
    return [await whom(group.database, after(day)) for day in days]


@pytest.mark.both_engines
async def test_what_waits_is_said_again_every_seven_days(database: Database) -> None:
    group = await sisters(database)
    await ask(group)

    again = [("gp2", ROLE)]
    assert await told(group, *range(1, 23)) == [
        *[[]] * 6,
        *[again, *[[]] * 6],
        *[again, *[[]] * 6],
        again,
        [],
    ]


async def test_the_same_card_says_since_when(database: Database) -> None:
    group = await sisters(database)
    asked = await ask(group)
    [(_, _, facts)] = await repeated(database, after(7))

    first = await group.read(
        lambda tx: second_person.read_card(tx, read_group(tx, "g"), asked.request)
    )
    assert facts == {**first, SINCE: "2026-11-20"}


@pytest.mark.parametrize("is_yes", [True, False])
async def test_what_is_decided_is_not_said_again(database: Database, *, is_yes: bool) -> None:
    group = await sisters(database)
    asked = await ask(group)
    before = await told(group, 7)
    whose = (group.actor(2), asked.request.id, is_yes)
    await group.write(second_person.decide, *whose, new_id=group.new_id, at=after(8))

    assert (before, await told(group, 14, 21)) == ([[("gp2", ROLE)]], [[], []])


async def test_what_is_decided_between_the_look_and_the_message_is_not_said(
    database: Database,
) -> None:
    group = await sisters(database)
    asked = await ask(group)
    await group.write(tick, "what waits", at=after(7))
    whose = (group.actor(2), asked.request.id, True)
    await group.write(second_person.decide, *whose, new_id=group.new_id, at=after(7))

    assert await told(group, 7, 8, 14) == [[], [], []]
    assert await group.rows("SELECT subject FROM waits") == []


async def test_several_things_are_one_list_without_names(database: Database) -> None:
    group = await sisters(database)
    await ask(group)
    await ask(group, to=4, at=after(3))

    lines = [["Ekta", "request", 2, "2026-11-20"]]
    assert await told(group, 6) == [[]]
    assert await repeated(database, after(7)) == [("gp2", "still_waits", {"lines": lines})]
    assert await told(group, 8, 10, 13, 14) == [[], [], [], [("gp2", "still_waits")]]


async def test_each_person_is_told_when_her_own_seven_days_are_over(database: Database) -> None:
    group = await sisters(database)
    await ask(group)
    await ask(group, by=2, to=4, at=after(3))

    assert await told(group, 7, 8, 10) == [[("gp2", ROLE)], [], [("gp1", ROLE)]]


async def test_what_was_asked_after_a_reminder_waits_its_own_seven_days(
    database: Database,
) -> None:
    group = await sisters(database)
    first = await ask(group)
    await told(group, 7)
    whose = (group.actor(2), first.request.id, False)
    await group.write(second_person.decide, *whose, new_id=group.new_id, at=after(7.1))
    await ask(group, to=4, at=after(9))

    assert await told(group, 14, 15, 16, 22, 23) == [[], [], [("gp2", ROLE)], [], [("gp2", ROLE)]]


async def test_a_clock_that_stood_still_for_three_weeks_says_it_once(database: Database) -> None:
    group = await sisters(database)
    await ask(group)

    assert await told(group, 23, 23.1, 24, 29, 30) == [
        [("gp2", ROLE)],
        [],
        [],
        [],
        [("gp2", ROLE)],
    ]


@pytest.mark.parametrize("hours", [-5, 8, 12])
async def test_nobody_is_woken(database: Database, hours: int) -> None:
    group = await sisters(database)
    await ask(group)
    await told(group, 6)

    assert await told(group, 7 + hours / 24) == [[]]


async def test_what_was_seen_by_day_is_not_said_at_night(database: Database) -> None:
    group = await sisters(database)
    await ask(group)
    await group.write(tick, "what waits", at=after(7))
    night = after(7.4)

    assert await group.write(tick, "weekly reminders", at=night) == 0


async def test_of_two_clocks_one_reminds(database: Database) -> None:
    group = await sisters(database)
    week_ago = FRIDAY - timedelta(days=7)

    answers = [
        await group.write(upsert_told_day, "gp2", FRIDAY, week_ago=week_ago) for _ in range(2)
    ]

    assert answers == [True, False]


async def test_a_second_look_on_one_day_changes_nothing(database: Database) -> None:
    group = await sisters(database)
    await group.write(reminding.look, "g", approvals=APPROVALS, at=after(6))
    await ask(group, at=after(-8))
    await group.write(reminding.look, "g", approvals=APPROVALS, at=after(6.1))

    assert await group.rows("SELECT subject FROM waits") == []


async def test_a_message_that_another_clock_has_sent_is_not_sent_twice(
    database: Database,
) -> None:
    group = await sisters(database)
    await ask(group)
    await group.write(tick, "what waits", at=after(7))
    for _ in range(2):
        await group.write(reminding.remind, "g", approvals=APPROVALS, at=after(7))

    assert len(await group.said(ROLE)) == 2  # as it was asked, and once again


@pytest.mark.parametrize("state", [MemberState.FROZEN, MemberState.LEFT])
async def test_who_cannot_decide_any_more_is_not_reminded(
    database: Database, state: MemberState
) -> None:
    group = await sisters(database)
    await ask(group)
    await group.set_state(2, state)

    [told_now] = await told(group, 7)
    assert "gp2" not in {person_id for person_id, _ in told_now}


async def test_who_cannot_be_reached_gives_place_to_the_next(database: Database) -> None:
    group = await sisters(database)
    await ask(group)
    await group.write(update_reachable, "gp2", is_reachable=False)

    assert await told(group, 7) == [[(f"gp{n}", ROLE) for n in (4, 5, 6)]]


async def of_one_facilitator(database: Database) -> Sisters:
    """Two groups of one facilitator; in each, claims wait that she alone can decide."""
    groups = [await sisters(database), await sisters(database, group_id="h")]
    for group in groups:
        for n in (1, 2):
            claim = _request(RequestKind.CLAIM, n, group.group_id, asked_by=group.member(1))
            await group.write(insert_request, claim)
        await group.write(update_reachable, group.actor(2).person_id, is_reachable=False)
    await groups[0].write(lambda tx: tx.run("UPDATE groups SET facilitator_id = 'gp0'"))
    return groups[0]


@pytest.mark.both_engines
async def test_two_groups_of_one_facilitator_are_one_message(database: Database) -> None:
    group = await of_one_facilitator(database)

    lines = [["Ekta", "request", 2, "2026-11-20"]] * 2
    assert await repeated(database, after(7)) == [("gp0", "still_waits", {"lines": lines})]
    assert await told(group, 7.1, 8) == [[], []]


async def test_what_was_seen_days_ago_in_a_group_that_broke_is_not_told(
    database: Database,
) -> None:
    group = await of_one_facilitator(database)
    await told(group, 5)
    await group.write(
        lambda tx: tx.run("UPDATE wait_looks SET looked_day = '9' WHERE group_id = 'h'")
    )

    lines = [["Ekta", "request", 2, "2026-11-20"]]
    assert await repeated(database, after(7)) == [("gp0", "still_waits", {"lines": lines})]


@pytest.mark.parametrize("kind", list(RequestKind))
async def test_every_kind_of_request_is_repeated(database: Database, kind: RequestKind) -> None:
    """Two requests of a kind, so that no card is read: whatever a kind's body holds."""
    group = await sisters(database)
    for n in (1, 2):
        await group.write(insert_request, _request(kind, n))

    said = await repeated(database, after(7))
    assert said != []
    lines = [["Ekta", "request", 2, "2026-11-20"]]
    assert {(it, str(facts)) for _, it, facts in said} == {("still_waits", str({"lines": lines}))}


def _request(kind: RequestKind, n: int, group_id: str = "g", asked_by: str = "gm6") -> Request:
    [approval] = [it.approval for it in MATTERS if it.approval.kind is kind]
    seconds = [approval.second, *(case.second for case in approval.cases)]
    fields = {field for it in seconds for field in (*it.favours, *it.named)}
    body = dict.fromkeys(sorted(fields), "gm5")
    waiting = RequestState.WAITING
    id_ = f"{group_id}r{n}"
    return Request(id_, group_id, kind, f"s{n}", body, None, waiting, asked_by, NOON)


@pytest.mark.both_engines
async def test_she_sees_all_cards_at_one_tap(database: Database) -> None:
    group = await sisters(database)
    for n in (3, 4):
        await ask(group, to=n)
    await told(group, 7)
    first = len(await group.said(ROLE))
    count = await group.write(
        reminding.show_all, group.actor(2), approvals=APPROVALS, at=after(7.1)
    )

    cards = await group.said(ROLE)
    assert (count, len(cards) - first) == (2, 2)
    assert {row[0] for row in cards[first:]} == {"gp2"}


async def test_in_a_group_that_has_not_begun_only_its_admission_waits(database: Database) -> None:
    group = await sisters(database, state="waiting")
    await group.write(insert_request, _request(RequestKind.CLAIM, 1))

    assert await told(group, 7) == [[("gp0", "admit_group")]]


async def test_nothing_is_shown_to_whom_nothing_is_asked(database: Database) -> None:
    group = await sisters(database)
    for n in (3, 4):
        await ask(group, to=n)
    await told(group, 7)

    for n in (1, 3, 5):
        show = reminding.show_all
        assert await group.write(show, group.actor(n), approvals=APPROVALS, at=after(7)) == 0


async def test_what_was_noted_of_her_goes_with_her_name(database: Database) -> None:
    group = await sisters(database)
    await ask(group)
    await told(group, 7)
    await group.set_state(2, MemberState.LEFT)
    await group.write(erase_person, "gp2", by_id=None, new_id=group.new_id, at=after(8))

    assert await group.rows("SELECT person_id FROM waits") == []
    assert await group.rows("SELECT person_id FROM waits_told") == []
