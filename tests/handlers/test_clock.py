"""The clock finds what is due, and no failing step stops it."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import LiteralString
from zoneinfo import ZoneInfoNotFoundError

import pytest

from groups.calendar.model import GroupWork
from groups.messages.acts import clock_work, pulse
from groups.messages.rules.pauses import pause_after
from handlers.clock import Clock
from handlers.clock_steps import Do, Step, of_no_group
from storage.tx import TROUBLE, ConstraintBroken, Tx
from tests.benchmarks.population import ids, morning_after, settle
from tests.handlers.conftest import START, House


class Steps:
    """A step with a given number of things to do, or one that fails."""

    def __init__(self, to_do: int, error: type[Exception] | None = None) -> None:
        self.left = to_do
        self.error = error
        self.asked = 0

    def __call__(self, tx: Tx, *, at: datetime) -> int:
        """Do one thing."""
        del tx, at
        self.asked += 1
        if self.error:
            raise self.error
        self.left -= 1
        return int(self.left >= 0)


def clock(house: House, *steps: Steps) -> Clock:
    """Return a clock with these steps, which belong to no group."""
    named = [of_no_group(f"step {n}", step) for n, step in enumerate(steps)]
    return _clock(house, named)


class InGroups:
    """A step in each of some groups; in some it breaks, or cannot tell whether it is due."""

    def __init__(self, *groups: str, breaks: set[str], undue: set[str] | None = None) -> None:
        self.left = list(groups)
        self.breaks = breaks
        self.undue = undue or set()
        self.done: list[str] = []

    def works(self, tx: Tx, *, at: datetime) -> list[GroupWork]:
        """Return what is left."""
        del tx, at
        return [GroupWork(group_id) for group_id in self.left]

    def is_due(self, tx: Tx, work: GroupWork, *, at: datetime) -> bool:
        """Say that it is due, or break."""
        del tx, at
        if work.group_id in self.undue:
            raise ZoneInfoNotFoundError(work.group_id)
        return True

    def do(self, tx: Tx, group_id: str, *, at: datetime) -> None:
        """Do it, or break with half of it done."""
        tx.run("INSERT INTO marks (name, value) VALUES (:name, 1)", name=group_id)
        if group_id in self.breaks:
            raise ZeroDivisionError(group_id)
        del at
        self.left.remove(group_id)
        self.done.append(group_id)


def clock_in_groups(house: House, step: InGroups) -> Clock:
    """Return a clock with this one step."""
    named = (Step("a step", step.works, step.is_due), step.do)
    return _clock(house, [named])


def _clock(house: House, steps: Sequence[tuple[Step, Do]]) -> Clock:
    return Clock(
        house.database,
        now=lambda: house.times["now"],
        said=lambda: None,
        steps=steps,
        may_date=house.service.may_date,
        ticked=house.service.trust.ticked,
    )


async def parked(house: House) -> list[tuple[str, str, int, str]]:
    """Return what is put aside: step, group, tries, error."""
    rows = await house.database.read(clock_work.parked)
    return [(row.step, row.group_id, row.tries, row.error) for row in rows]


async def its_own_look(house: House) -> None:
    """Wait until the house's own clock has looked once."""
    while (await house.database.read(pulse.beat)).last_tick is None:  # noqa: ASYNC110 - a row
        await asyncio.sleep(0.005)


async def test_a_step_is_asked_until_it_finds_nothing(house: House) -> None:
    much = Steps(3)

    await clock(house, much).do_what_is_due()

    assert much.asked == 4


@pytest.mark.both_engines
@pytest.mark.parametrize("error", [ZeroDivisionError, ConstraintBroken])
async def test_a_step_that_breaks_stops_no_other(house: House, error: type[Exception]) -> None:
    broken, after = Steps(3, error), Steps(1)

    await its_own_look(house)  # a step that fails beside another transaction is retried once

    await clock(house, broken, after).do_what_is_due()

    assert (broken.asked, after.asked) == (1, 2)
    assert await parked(house) == [("step 0", "", 1, error.__name__)]


@pytest.mark.parametrize("trouble", TROUBLE)
async def test_trouble_of_the_database_puts_nothing_aside(
    house: House, trouble: type[Exception]
) -> None:
    await its_own_look(house)

    await clock(house, Steps(3, trouble)).do_what_is_due()

    assert await parked(house) == []


@pytest.mark.both_engines
async def test_a_group_in_which_a_step_breaks_stops_no_other(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    await its_own_look(house)
    step = InGroups("g1", "g2", "g3", breaks={"g1"}, undue={"g2"})

    await clock_in_groups(house, step).do_what_is_due()

    assert step.done == ["g2", "g3"]
    assert await parked(house) == [("a step", "g1", 1, "ZeroDivisionError")]
    assert "step a step broke in group g1: ZeroDivisionError" in caplog.text
    assert "tried again in 1 minutes" in caplog.text


async def test_what_is_put_aside_is_tried_again_after_growing_pauses(house: House) -> None:
    await its_own_look(house)
    step = InGroups("g1", breaks={"g1"})
    ticking = clock_in_groups(house, step)
    tried: list[int] = []
    for minutes in range(16):
        await ticking.do_what_is_due()
        ((_, _, tries, _),) = await parked(house)
        if tries > len(tried):
            tried.append(minutes)
        house.later(minutes=1)

    assert tried == [0, 1, 3, 7, 15]


@pytest.mark.both_engines
async def test_what_is_done_at_last_is_put_aside_no_more(house: House) -> None:
    await its_own_look(house)
    step = InGroups("g1", "g2", breaks={"g1", "g2"})
    ticking = clock_in_groups(house, step)
    await ticking.do_what_is_due()
    step.breaks.clear()
    step.left.remove("g2")  # as if nothing of it were to be done any more
    house.later(minutes=2)

    await ticking.do_what_is_due()

    assert (step.done, await parked(house)) == (["g1"], [])


@pytest.mark.both_engines
async def test_the_operator_lets_it_be_tried_at_once(house: House) -> None:
    await its_own_look(house)
    step = InGroups("g1", breaks={"g1"})
    ticking = clock_in_groups(house, step)
    await ticking.do_what_is_due()
    step.breaks.clear()

    count = await house.database.write(clock_work.retry)
    await ticking.do_what_is_due()

    assert (count, step.done, await parked(house)) == (1, ["g1"], [])


def test_a_pause_grows_up_to_six_hours() -> None:
    pauses = [pause_after(tries) for tries in (1, 2, 5, 10, 10_000)]

    assert pauses == [timedelta(minutes=minutes) for minutes in (1, 2, 16, 360, 360)]


async def test_a_look_is_marked(house: House) -> None:
    await clock(house).do_what_is_due()

    assert (await house.database.read(pulse.beat)).last_tick == START


async def test_told_to_stop_it_ends_a_look_that_would_go_on_for_long(house: House) -> None:
    endless, never = Steps(1_000_000), Steps(1)
    ticking = clock(house, endless, never)
    await ticking.start()
    while endless.asked < 3:  # noqa: ASYNC110 - the step gives no signal
        await asyncio.sleep(0.001)

    async with asyncio.timeout(2):
        await ticking.stop()

    assert never.asked == 0


# --- real groups ---------------------------------------------------------------------------------

BREAKS: dict[str, LiteralString] = {
    "zone": "UPDATE groups SET zone = 'Nowhere/None' WHERE id = :id",
    "zone that is a path": "UPDATE groups SET zone = '/etc' WHERE id = :id",
    "no zone": "UPDATE groups SET zone = '' WHERE id = :id",
    "first day": "UPDATE groups SET first_day = 'soon' WHERE id = :id",
}


@pytest.mark.parametrize("broken", BREAKS)
async def test_one_broken_group_holds_up_nobody_elses_week(
    house: House, broken: str, caplog: pytest.LogCaptureFixture
) -> None:
    first, *others = await house.database.write(settle, range(3), weeks=6, new_id=ids("s"))
    await house.database.write(lambda tx: tx.run(BREAKS[broken], id=first.group_id))
    house.times["now"] = morning_after(5)

    await house.service.clock.do_what_is_due()

    scored = await house.database.read(
        lambda tx: tx.rows("SELECT DISTINCT group_id FROM score_runs ORDER BY group_id")
    )
    assert [group_id for (group_id,) in scored] == sorted(it.group_id for it in others)
    aside = await parked(house)
    assert ("scoring", first.group_id) in [(step, group) for step, group, _, _ in aside]
    assert {group for _, group, _, _ in aside} == {first.group_id}
    assert f"step scoring broke in group {first.group_id}" in caplog.text
    assert (await house.database.read(pulse.beat)).parked_steps == len(aside)


async def test_a_group_that_is_put_right_is_scored_when_its_pause_is_over(house: House) -> None:
    (group,) = await house.database.write(settle, range(1), weeks=6, new_id=ids("s"))
    await house.database.write(lambda tx: tx.run(BREAKS["zone"], id=group.group_id))
    house.times["now"] = morning_after(5)
    await house.service.clock.do_what_is_due()
    await house.database.write(lambda tx: tx.run("UPDATE groups SET zone = 'Asia/Kolkata'"))
    house.later(minutes=1, seconds=1)

    await house.service.clock.do_what_is_due()

    runs = await house.database.read(lambda tx: tx.value("SELECT COUNT(*) FROM score_runs"))
    assert (runs > 0, await parked(house)) == (True, [])
