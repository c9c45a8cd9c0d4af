"""A disk that fails at any statement: an acknowledged act is always recorded."""

import asyncio
import sqlite3
import subprocess
import warnings
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from storage.database import Database
from storage.tx import ConstraintBroken, DiskFull, StorageBusy, StorageError, StorageStopped, Tx
from tests.storage.faults import Fault, Plan, add, open_planned, whole

# The statements of the three callers before the batch starts again with savepoints: BEGIN, two
# parts of 1, two in a savepoint of 2, two of 3, ROLLBACK, BEGIN.
CAREFUL = 11


@pytest.fixture
def plan() -> Plan:
    """A plan in which nothing fails until a test arms it."""
    return Plan()


@pytest.fixture
async def database(tmp_path: Path, plan: Plan) -> AsyncIterator[Database]:
    """A database whose writer follows the plan."""
    opened = open_planned(tmp_path / "planned.db", plan)
    yield opened
    await opened.close()


def add_in_savepoint(tx: Tx, number: int) -> int:
    with tx.savepoint():
        return add(tx, number)


def add_and_refuse(tx: Tx, number: int) -> int:
    add(tx, number)
    raise KeyError(number)


async def three_callers(database: Database) -> dict[int, object]:
    outcomes = await asyncio.gather(
        database.write(add, 1),
        database.write(add_in_savepoint, 2),
        database.write(add_and_refuse, 3),
        database.write(add, 4),
        return_exceptions=True,
    )
    return dict(enumerate(outcomes, 1))


@pytest.mark.parametrize("fault", Fault)
async def test_a_fault_at_any_statement_leaves_each_act_whole_or_undone(
    tmp_path: Path, fault: Fault
) -> None:
    fail_at, reached = 0, "BEGIN"
    while reached:
        fail_at += 1
        plan = Plan()
        database = open_planned(tmp_path / f"{fail_at}.db", plan)
        plan.arm(fail_at, fault)
        outcomes = await three_callers(database)
        reached = plan.failed
        plan.arm(0, fault)
        await _check(database, outcomes, f"{fault.name} at {fail_at}: {reached}")
        await database.close()

    assert 15 < fail_at < 50


async def _check(database: Database, outcomes: dict[int, object], where: str) -> None:
    recorded = await database.read(whole)
    acknowledged = [number for number, answer in outcomes.items() if answer == number]
    stopped = any(isinstance(answer, StorageStopped) for answer in outcomes.values())
    assert 3 not in recorded, where
    if stopped:  # the act under way may be recorded, but its caller was not told so
        assert acknowledged == [], where
    else:
        assert recorded == acknowledged, where
        assert await database.write(add, 9) == 9, where
    assert all(_is_told(number, answer) for number, answer in outcomes.items()), where


def _is_told(number: int, answer: object) -> bool:
    errors = (StorageError, MemoryError, KeyError)
    return answer == number or isinstance(answer, errors)


@pytest.mark.parametrize("fault", [Fault.FULL, Fault.INPUT_OUTPUT])
async def test_an_error_that_leaves_the_transaction_open_undoes_its_caller_alone(
    database: Database, plan: Plan, fault: Fault
) -> None:
    plan.arm(CAREFUL + 5, fault)  # at the savepoint of 2

    outcomes = await three_callers(database)

    assert await database.read(whole) == [1, 4]
    assert (outcomes[1], type(outcomes[3]), outcomes[4]) == (1, KeyError, 4)


@pytest.mark.parametrize("fault", [Fault.FULL_CLOSED, Fault.INPUT_OUTPUT_CLOSED, Fault.MEMORY])
async def test_an_error_that_closes_the_transaction_runs_the_others_once_more(
    database: Database, plan: Plan, fault: Fault
) -> None:
    plan.arm(CAREFUL + 7, fault)  # in the first part of 2

    outcomes = await three_callers(database)

    assert await database.read(whole) == [1, 4]
    assert (outcomes[1], isinstance(outcomes[2], StorageError | MemoryError), outcomes[4]) == (
        1,
        True,
        4,
    )


async def test_an_act_that_rolls_everything_back_harms_only_itself(database: Database) -> None:
    await database.write(lambda tx: tx.run("CREATE UNIQUE INDEX one ON note (id, part)"))

    def roll_back(tx: Tx) -> None:
        add(tx, 2)
        tx.run("INSERT OR ROLLBACK INTO note (id, part) VALUES (2, 1)")

    outcomes = await asyncio.gather(
        database.write(add, 1),
        database.write(roll_back),
        database.write(add, 3),
        return_exceptions=True,
    )

    assert (outcomes[0], type(outcomes[1]), outcomes[2]) == (1, ConstraintBroken, 3)
    assert await database.read(whole) == [1, 3]


async def test_what_an_act_does_after_losing_its_transaction_is_not_recorded(
    database: Database,
) -> None:
    await database.write(lambda tx: tx.run("CREATE UNIQUE INDEX one ON note (id, part)"))

    def go_on(tx: Tx) -> None:
        add(tx, 1)
        with pytest.raises(ConstraintBroken):
            tx.run("INSERT OR ROLLBACK INTO note (id, part) VALUES (1, 1)")
        with pytest.raises(StorageError, match="over"):
            add(tx, 2)

    with pytest.raises(StorageError):
        await database.write(go_on)
    assert await database.read(whole) == []


async def test_a_constraint_that_only_the_commit_sees_fails_its_own_act(database: Database) -> None:
    await database.write(lambda tx: tx.run("CREATE TABLE parent (id BIGINT PRIMARY KEY)"))
    await database.write(
        lambda tx: tx.run("""
            CREATE TABLE child (
                id BIGINT REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED
            )
        """)
    )

    def add_orphan(tx: Tx) -> None:
        add(tx, 2)
        tx.run("INSERT INTO child (id) VALUES (7)")

    outcomes = await asyncio.gather(
        database.write(add, 1),
        database.write(add_orphan),
        database.write(add, 3),
        return_exceptions=True,
    )

    assert (outcomes[0], type(outcomes[1]), outcomes[2]) == (1, ConstraintBroken, 3)
    assert await database.read(whole) == [1, 3]


async def test_a_disk_full_at_commit_refuses_the_batch_and_stays_up(
    database: Database, plan: Plan
) -> None:
    plan.arm(4, Fault.FULL)
    with pytest.raises(DiskFull):
        await database.write(add, 1)

    red = await database.health()
    plan.arm(0, Fault.FULL)
    with pytest.raises(KeyError):
        await database.write(add_and_refuse, 2)
    still_red = await database.health()
    await database.write(add, 3)
    green = await database.health()

    assert plan.commits == 1
    assert (red.ok, still_red.ok, green.ok) == (False, False, True)
    assert await database.read(whole) == [3]


@pytest.mark.parametrize("fault", [Fault.INPUT_OUTPUT, Fault.INPUT_OUTPUT_AFTER])
async def test_a_disk_that_fails_at_commit_stops_writing(
    database: Database, plan: Plan, fault: Fault
) -> None:
    plan.arm(4, fault)
    first = asyncio.create_task(database.write(add, 1))
    await asyncio.sleep(0)
    with pytest.raises(StorageStopped):
        await first

    for number in (2, 3):
        with pytest.raises(StorageStopped):
            await database.write(add, number)
    health = await database.health()

    assert (health.ok, health.detail.split(":")[0]) == (False, "StorageStopped")


@pytest.mark.parametrize(
    ("fail_at", "fail_for", "hers"),
    [
        pytest.param(6, 1, StorageStopped, id="where nobody had a savepoint"),
        pytest.param(15, 2, KeyError, id="first her part, then with all the others"),
    ],
)
async def test_a_transaction_that_cannot_be_undone_stops_writing(
    database: Database, plan: Plan, fail_at: int, fail_for: int, hers: type[Exception]
) -> None:
    plan.arm(fail_at, Fault.INPUT_OUTPUT)  # while 2 is being undone
    plan.fail_for = fail_for

    outcomes = await asyncio.gather(
        database.write(add, 1),
        database.write(add_and_refuse, 2),
        database.write(add, 3),
        return_exceptions=True,
    )

    assert [type(answer) for answer in outcomes] == [StorageStopped, hers, StorageStopped]
    assert await database.read(whole) == []


async def test_who_waits_while_the_disk_fails_is_told_too(database: Database, plan: Plan) -> None:
    plan.arm(4, Fault.INPUT_OUTPUT)
    plan.gate.clear()
    first = asyncio.create_task(database.write(add, 1))
    await asyncio.to_thread(plan.at_gate.wait)
    second = asyncio.create_task(database.write(add, 2))
    await asyncio.sleep(0)
    plan.gate.set()

    outcomes = await asyncio.gather(first, second, return_exceptions=True)

    assert [type(answer) for answer in outcomes] == [StorageStopped, StorageStopped]


@dataclass(frozen=True)
class SmallDisk:
    """A folder in which the database soon runs out of room, and a way to make room."""

    folder: Path
    make_room: Callable[[], object]


@pytest.fixture(params=["pages", "file system"])
def small_disk(request: pytest.FixtureRequest, tmp_path: Path, plan: Plan) -> Iterator[SmallDisk]:
    """A disk limited by SQLite's own setting, and one of 600 kB where a test may mount it."""
    mount = ["mount", "-t", "tmpfs", "-o", "size=600k", "none", str(tmp_path)]
    if request.param == "file system":
        mounted = subprocess.run(mount, check=False, capture_output=True, text=True)
        if mounted.returncode == 0:
            ballast = tmp_path / "ballast"
            ballast.write_bytes(bytes(300_000))
            yield SmallDisk(tmp_path, ballast.unlink)
            subprocess.run(["umount", "--lazy", tmp_path], check=True)
            return
        warnings.warn(f"SQLite's own limit stands in: {mounted.stderr}", stacklevel=1)
    plan.pages_max = 12
    yield SmallDisk(tmp_path, lambda: plan.direct("PRAGMA max_page_count = 1000"))


async def test_a_full_disk_refuses_and_goes_on_when_there_is_room(
    small_disk: SmallDisk, plan: Plan
) -> None:
    database = open_planned(small_disk.folder / "small.db", plan)

    done = await _fill(database)
    red = await database.health()
    small_disk.make_room()
    await database.write(add, 10_000)

    assert await database.read(whole) == [*done, 10_000]
    assert (red.ok, (await database.health()).ok) == (False, True)
    await database.close()


async def _fill(database: Database) -> list[int]:
    """Write a few acts at a time until the disk is full; return the acknowledged acts."""
    done: list[int] = []
    for number in range(0, 10_000, 4):
        outcomes = await asyncio.gather(
            *(database.write(add, number + n, "x" * 1_000) for n in range(4)),
            return_exceptions=True,
        )
        done += [answer for answer in outcomes if isinstance(answer, int)]
        refused = [answer for answer in outcomes if not isinstance(answer, int)]
        assert all(isinstance(answer, DiskFull) for answer in refused), refused
        if refused:
            break
    assert 0 < len(done) < 10_000
    return done


async def test_a_writer_outside_the_house_is_waited_for_shortly(
    database: Database, tmp_path: Path
) -> None:
    shell = sqlite3.connect(tmp_path / "planned.db", isolation_level=None)
    shell.execute("BEGIN IMMEDIATE")
    with pytest.raises(StorageBusy):
        await database.write(add, 1)
    shell.execute("ROLLBACK")
    shell.close()

    assert await database.write(add, 2) == 2
