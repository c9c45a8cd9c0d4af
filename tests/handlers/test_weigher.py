"""Runs are computed in a separate process, or in this one if they are small or that one is gone."""

import io
import pickle

import pytest

from groups.standing import acts as scoring
from groups.standing.acts import DueGroup
from handlers.weigher import HERE_AT_MOST, Weigher, obey, packed
from storage.database import Database
from tests.benchmarks.population import ids, morning_after, settle


@pytest.fixture
async def due_group(database: Database) -> DueGroup:
    """Return a run of a group with six weeks of meetings."""
    await database.write(settle, range(1), weeks=6, scored_from=5, new_id=ids("s"))
    at = morning_after(5)
    (work,) = await database.read(scoring.groups_due, at=at)
    due_group = await database.read(scoring.next_due_run, work.group_id, at=at)
    assert due_group is not None
    return due_group


async def weigh_all_that_stay_here(weigher: Weigher, due_group: DueGroup) -> None:
    for _ in range(HERE_AT_MOST):
        await weigher.weigh(due_group)


async def test_the_process_answers_every_run_until_no_more_come(due_group: DueGroup) -> None:
    answers = io.BytesIO()
    obey(io.BytesIO(packed(due_group) + packed(due_group)), answers, DueGroup.weigh)
    answered = answers.getvalue()

    assert answered == 2 * answered[: len(answered) // 2]
    assert pickle.loads(answered[4 : len(answered) // 2]) == due_group.weigh()


async def test_a_run_or_two_are_not_worth_a_process(due_group: DueGroup) -> None:
    weigher = Weigher()
    await weigh_all_that_stay_here(weigher, due_group)

    assert weigher._process is None


async def test_where_much_is_due_a_process_weighs_the_same(due_group: DueGroup) -> None:
    weigher = Weigher()
    await weigh_all_that_stay_here(weigher, due_group)
    weighed = await weigher.weigh(due_group)
    process = weigher._process
    assert process is not None
    await weigher.rest()

    assert (weighed, process.returncode) == (due_group.weigh(), 0)


async def test_a_run_is_weighed_here_when_the_process_was_killed(due_group: DueGroup) -> None:
    weigher = Weigher()
    await weigh_all_that_stay_here(weigher, due_group)
    await weigher.weigh(due_group)
    assert weigher._process is not None
    weigher._process.kill()

    assert await weigher.weigh(due_group) == due_group.weigh()


async def test_a_group_of_which_nothing_is_due_weighs_nothing() -> None:
    assert await Weigher().weigh(DueGroup("g", None)) is None
