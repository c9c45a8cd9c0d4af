"""Many callers of the one writer: their order, their commits, and cancelled callers."""

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage import group_commit
from storage.database import Database
from storage.tx import Tx
from tests.storage.faults import Plan, add, open_planned, whole


@pytest.fixture
def plan() -> Plan:
    """A plan that records the writer's statements."""
    return Plan()


@pytest.fixture
async def database(tmp_path: Path, plan: Plan) -> AsyncIterator[Database]:
    """A database whose commits can be counted and delayed."""
    opened = open_planned(tmp_path / "planned.db", plan)
    yield opened
    plan.gate.set()
    await opened.close()


def dawdle(tx: Tx, number: int) -> int:
    """Run an act that takes two milliseconds more."""
    time.sleep(0.002)
    return add(tx, number)


async def test_64_callers_share_commits_and_lose_nothing(database: Database, plan: Plan) -> None:
    async def caller(first: int) -> list[int]:
        return [await database.write(add, number) for number in range(first, first + 10)]

    numbers_by_caller = await asyncio.gather(*(caller(first) for first in range(0, 640, 10)))

    assert sorted(await database.read(whole)) == list(range(640))
    assert [number for numbers in numbers_by_caller for number in numbers] == list(range(640))
    assert plan.commits < 320


async def test_acts_run_in_the_order_in_which_they_came(database: Database) -> None:
    await asyncio.gather(*(database.write(add, number) for number in range(1_000)))

    assert await database.read(whole) == list(range(1_000))


async def test_an_act_that_failed_among_others_is_tried_once_more_behind_them(
    database: Database,
) -> None:
    seen: list[list[int]] = []

    def refuse(tx: Tx) -> None:
        add(tx, 2)
        seen.append(whole(tx))
        raise KeyError(2)

    writes = (database.write(add, 1), database.write(refuse), database.write(add, 3))
    outcomes = await asyncio.gather(*writes, return_exceptions=True)
    alone = await asyncio.gather(database.write(refuse), return_exceptions=True)

    assert ([str(it) for it in outcomes], str(alone[0])) == (["1", "2", "3"], "2")
    assert seen == [[1, 2], [1, 2], [1, 3, 2]]
    assert await database.read(whole) == [1, 3]


async def test_after_a_failed_act_the_others_have_a_savepoint_each_for_a_while(
    database: Database, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(group_commit, "CAREFUL_ACTS", 4)

    def refuse(tx: Tx, number: int) -> int:
        return tx.run("no such statement") + number

    acts = (add, refuse, add)
    outcomes = await asyncio.gather(
        *(database.write(act, number) for number, act in enumerate(acts)), return_exceptions=True
    )
    await asyncio.gather(*(database.write(add, number) for number in (3, 4, 5)))

    assert plan.statements.count("SAVEPOINT act") == 4
    assert (outcomes[::2], await database.read(whole)) == ([0, 2], [0, 2, 3, 4, 5])


async def test_nobody_is_told_before_the_disk_has_it(database: Database, plan: Plan) -> None:
    plan.gate.clear()
    writing = asyncio.create_task(database.write(add, 1))
    await asyncio.to_thread(plan.at_gate.wait)
    await asyncio.sleep(0.02)

    assert (writing.done(), await database.read(whole)) == (False, [])
    plan.gate.set()
    assert (await writing, await database.read(whole)) == (1, [1])


async def test_the_loop_goes_on_while_the_disk_is_slow(database: Database, plan: Plan) -> None:
    plan.gate.clear()
    writing = asyncio.create_task(database.write(add, 1))
    await asyncio.to_thread(plan.at_gate.wait)
    turns = 0
    for _ in range(100):
        await asyncio.sleep(0)
        turns += 1
    plan.gate.set()

    assert (turns, await writing) == (100, 1)


async def test_a_batch_ends_after_some_milliseconds(database: Database, plan: Plan) -> None:
    await asyncio.gather(*(database.write(dawdle, number) for number in range(16)))

    assert plan.commits >= 3


async def test_others_have_their_turn_while_a_batch_grows(
    database: Database, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(group_commit, "BATCH_SECONDS_MAX", 5.0)  # even on a slow machine
    turns: list[int] = []

    async def another() -> None:
        while plan.commits == 0:
            turns.append(len(plan.statements))
            await asyncio.sleep(0)

    await asyncio.gather(*(database.write(dawdle, number) for number in range(6)), another())

    within = [count for count in turns if 1 < count < plan.statements.index("COMMIT")]
    assert len(within) >= 2


async def test_a_batch_ends_after_some_hundreds_of_acts(database: Database, plan: Plan) -> None:
    await asyncio.gather(*(database.write(add, number) for number in range(600)))

    assert plan.commits >= 3


@pytest.mark.parametrize("turns", range(8))
async def test_a_caller_that_gives_up_leaves_all_or_nothing(database: Database, turns: int) -> None:
    one = asyncio.create_task(database.write(add, 1))
    two = asyncio.create_task(database.write(add, 2))
    for _ in range(turns):
        await asyncio.sleep(0)
    one.cancel()

    outcomes = await asyncio.gather(one, two, return_exceptions=True)
    recorded = await database.read(whole)

    assert (outcomes[1], recorded in ([2], [1, 2])) == (2, True)
    assert isinstance(outcomes[0], asyncio.CancelledError) or recorded == [1, 2]


async def test_an_act_given_up_before_its_turn_is_not_run(database: Database) -> None:
    ran: list[int] = []
    one = asyncio.create_task(database.write(lambda _: ran.append(1)))
    await asyncio.sleep(0)
    one.cancel()
    await database.write(lambda _: ran.append(2))

    assert (one.cancelled(), ran) == (True, [2])


async def test_an_act_given_up_while_the_disk_works_stands(database: Database, plan: Plan) -> None:
    plan.gate.clear()
    one = asyncio.create_task(database.write(add, 1))
    await asyncio.to_thread(plan.at_gate.wait)
    one.cancel()
    await asyncio.sleep(0)
    two = asyncio.create_task(database.write(add, 2))
    plan.gate.set()
    await two

    assert (one.cancelled(), await database.read(whole)) == (True, [1, 2])


async def test_an_act_given_up_between_two_runs_is_not_recorded(
    database: Database, plan: Plan
) -> None:
    tasks: list[asyncio.Task[int]] = []

    def lose_the_batch(tx: Tx) -> int:
        tasks[0].cancel()
        return tx.run("INSERT OR ROLLBACK INTO note (id, part) VALUES (NULL, 1)")

    tasks.append(asyncio.create_task(database.write(add, 1)))
    tasks.append(asyncio.create_task(database.write(lose_the_batch)))
    tasks.append(asyncio.create_task(database.write(add, 3)))
    await asyncio.gather(*tasks, return_exceptions=True)

    assert await database.read(whole) == [3]


async def test_closing_waits_for_the_commit_under_way(database: Database, plan: Plan) -> None:
    plan.gate.clear()
    writing = asyncio.create_task(database.write(add, 1))
    await asyncio.to_thread(plan.at_gate.wait)
    closing = asyncio.create_task(database.close())
    given_up = asyncio.create_task(database.close())
    await asyncio.sleep(0.01)
    given_up.cancel()
    assert not closing.done()
    plan.gate.set()
    await closing

    assert await writing == 1


async def test_a_loop_that_ends_during_a_commit_loses_only_the_answer(tmp_path: Path) -> None:
    plan = Plan()

    async def leave() -> None:
        database = open_planned(tmp_path / "left.db", plan)
        plan.gate.clear()
        plan.left_gate.clear()
        task = asyncio.create_task(database.write(add, 1))
        await asyncio.to_thread(plan.at_gate.wait)
        task.cancel()

    await asyncio.to_thread(asyncio.run, leave())
    plan.gate.set()
    assert await asyncio.to_thread(plan.left_gate.wait, 20)

    assert plan.connection is not None
    assert plan.connection.execute("SELECT count(*) FROM note").fetchone() == (2,)
    plan.connection.close()
