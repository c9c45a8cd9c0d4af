"""Office-bearers are reminded of the meeting day and of one that was missed, moderators of two."""

import json
from datetime import timedelta

import pytest

from groups.meetings.acts import meetings
from groups.meetings.acts.reminders import remind_of_meeting_days
from groups.meetings.store import upsert_looked_day
from groups.people.model.people import MemberState
from storage.database import Database
from tests.groups.sisters import FRIDAY, SAVING, Sisters, after, sisters
from tests.groups.ticking import tick

TODAY, MISSED, STOPPED = "meeting_today", "meeting_missed", "meetings_stopped"
MORNING = -3 / 24  # nine o'clock on a meeting day, two hours before the meeting
ALL = {TODAY: "today", MISSED: "missed", STOPPED: "stopped"}


async def looks(group: Sisters, *days: float) -> list[str]:
    """Let the clock look at these days after the first Friday's noon; return what it said anew."""
    said: list[str] = []
    for day in days:
        before = await _counts(group)
        await group.write(tick, "meeting days", at=after(day))
        now = await _counts(group)
        said.append(" ".join(ALL[kind] for kind in ALL if now[kind] > before[kind]))
    return said


async def _counts(group: Sisters) -> dict[str, int]:
    return {kind: len(await group.said(kind)) for kind in ALL}


async def met(group: Sisters, day: float = 0) -> None:
    """Hold a meeting at noon of a day after the first Friday, and let the clock look before it."""
    body = group.body((await _held(group) + 1) * 6 * SAVING)
    await group.meet(after(day), body)


async def _held(group: Sisters) -> int:
    return len(await group.rows("SELECT id FROM meetings WHERE state = 'closed'"))


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        (-5, ""),  # seven o'clock: she sleeps
        (-4, "today"),
        (-1, "today"),  # the meeting's own hour
        (-0.9, ""),  # it is over, or begun
        (8, ""),
    ],
)
async def test_the_meeting_day_is_told_by_day_before_the_meeting(
    database: Database, hours: float, said: str
) -> None:
    group = await sisters(database)
    await met(group, -7)

    assert await looks(group, hours / 24) == [said]


async def test_each_office_bearer_is_told_once_and_nobody_else(database: Database) -> None:
    group = await sisters(database)
    await met(group, -7)
    await looks(group, MORNING, MORNING + 0.01)

    assert await group.said(TODAY) == [
        ("gp1", None, '{"minute":660}'),
        ("gp2", None, '{"minute":660}'),
    ]


async def test_who_meets_early_in_the_morning_is_told_in_the_first_waking_hour(
    database: Database,
) -> None:
    group = await sisters(database)
    await met(group, -7)
    await group.write(lambda tx: tx.run("UPDATE groups SET meeting_minute = 360"))

    assert await looks(group, -3.5 / 24) == ["today"]


@pytest.mark.both_engines
async def test_a_day_on_which_something_stands_is_not_told(database: Database) -> None:
    group = await sisters(database)
    await met(group, -7)
    at = after(-5 / 24)
    meeting = await group.open_meeting(at)
    opened = await looks(group, -4 / 24)
    await group.write(meetings.drop, group.actor(1), meeting.id, at=at)
    await group.write(lambda tx: tx.run("DELETE FROM meeting_looks"))
    dropped = await looks(group, -4 / 24)
    await group.close(await group.open_meeting(at), group.body(12 * SAVING), at)
    await group.write(lambda tx: tx.run("DELETE FROM meeting_looks"))

    assert (opened, dropped, await looks(group, -4 / 24)) == ([""], [""], [""])


@pytest.mark.both_engines
async def test_weeks_without_a_meeting(database: Database) -> None:
    group = await sisters(database)
    await met(group)

    said = await looks(group, *(day + MORNING for day in range(1, 24)))

    week = [""] * 5
    assert said == [
        *["", *week, "today"],  # the day after a meeting, and the next meeting day
        *["missed", *week, "today"],
        *["missed stopped", *week, "today"],
        *["missed stopped", ""],
    ]


async def test_what_was_missed_is_said_to_whom_it_concerns(database: Database) -> None:
    group = await sisters(database)
    await met(group)
    await looks(group, 15)

    missed = {"day": "2026-12-04", "missed": 2}
    stopped = {"group_id": "g", "group": "Ekta", "missed": 2, "last_held": "2026-11-20"}
    assert [(to, json.loads(facts)) for to, _, facts in await group.said(MISSED)] == [
        ("gp1", missed),
        ("gp2", missed),
    ]
    assert [(to, json.loads(facts)) for to, _, facts in await group.said(STOPPED)] == [
        ("gp0", stopped)
    ]


async def test_a_clock_that_stood_still_for_weeks_tells_the_last_one_alone(
    database: Database,
) -> None:
    group = await sisters(database)
    await met(group)
    await looks(group, 1)

    assert await looks(group, 25, 26) == ["missed stopped", ""]
    assert [json.loads(row[2])["day"] for row in await group.said(MISSED)] == ["2026-12-11"] * 2


async def test_a_clock_that_looks_for_the_first_time_tells_of_yesterday_alone(
    database: Database,
) -> None:
    group = await sisters(database)
    await met(group)

    assert await looks(group, 9) == [""]


async def test_a_meeting_on_another_day_is_that_of_the_next_meeting_day(
    database: Database,
) -> None:
    group = await sisters(database)
    await met(group)
    before = await looks(group, 8)
    await met(group, 9)  # the Sunday after the Friday that was missed

    assert (before, await looks(group, 15, 22)) == (["missed"], ["", "missed"])


async def test_a_dropped_meeting_is_missed_for_the_facilitator_alone(database: Database) -> None:
    group = await sisters(database)
    await met(group)
    for day in (7, 14):
        meeting = await group.open_meeting(after(day))
        await group.write(meetings.drop, group.actor(1), meeting.id, at=after(day))

    assert await looks(group, 8, 15) == ["", "stopped"]


async def test_a_meeting_left_open_is_told_daily_and_not_a_second_time(database: Database) -> None:
    group = await sisters(database)
    await group.open_meeting()

    assert await looks(group, 7 + MORNING, 8, 15) == ["", "", "stopped"]


@pytest.mark.parametrize(
    ("first_day", "said"),
    [
        (FRIDAY, ["", "today", "missed", "missed stopped"]),
        (FRIDAY - timedelta(days=1), ["missed", "today", "missed stopped", "missed stopped"]),
        (FRIDAY + timedelta(days=1), ["", "today", "missed", "missed stopped"]),
    ],
)
async def test_a_group_that_never_met_misses_the_days_after_it_began(
    database: Database, first_day: object, said: list[str]
) -> None:
    group = await sisters(database)
    await group.write(lambda tx: tx.run("UPDATE groups SET first_day = :day", day=str(first_day)))

    assert await looks(group, 1, 7 + MORNING, 8, 15) == said


@pytest.mark.parametrize("state", ["new", "waiting", "refused"])
async def test_a_group_that_has_not_begun_is_not_reminded(database: Database, state: str) -> None:
    group = await sisters(database, state=state)

    assert await looks(group, MORNING, 1, 8, 15) == ["", "", "", ""]


async def test_a_frozen_office_bearer_is_not_reminded_of_the_day(database: Database) -> None:
    group = await sisters(database)
    await group.set_state(2, MemberState.FROZEN)
    await looks(group, MORNING, 1)

    assert [row[0] for row in await group.said(TODAY)] == ["gp1"]


async def test_a_facilitator_who_is_concerned_is_not_told_but_who_stands_in(
    database: Database,
) -> None:
    group = await sisters(database)
    head = await group.stand_in()
    await met(group)
    await looks(group, 15)

    assert [row[0] for row in await group.said(STOPPED)] == [head.person_id]


@pytest.mark.both_engines
async def test_of_two_clocks_one_tells(database: Database) -> None:
    group = await sisters(database)

    answers = [await group.write(upsert_looked_day, "g", FRIDAY) for _ in range(2)]

    assert answers == [True, False]


async def test_a_second_look_on_one_day_says_nothing(database: Database) -> None:
    group = await sisters(database)
    for _ in range(2):
        await group.write(remind_of_meeting_days, "g", at=after(MORNING))

    assert len(await group.said(TODAY)) == 2  # to each of two office-bearers
