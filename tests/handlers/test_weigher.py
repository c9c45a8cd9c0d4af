"""Runs are computed in a separate process, or in this one if they are small or that one is gone."""

import io
import pickle

import pytest

from groups.standing import acts as scoring
from groups.standing.acts import Look
from handlers.weigher import HERE_AT_MOST, Weigher, obey, packed
from storage.database import Database
from tests.benchmarks.population import ids, morning_after, settle


@pytest.fixture
async def found(database: Database) -> Look:
    """Return a run of a group with six weeks of meetings."""
    await database.write(settle, range(1), weeks=6, scored_from=5, new_id=ids("s"))
    found = await database.read(scoring.look, at=morning_after(5))
    assert found is not None
    return found


async def weigh_all_that_stay_here(weigher: Weigher, found: Look) -> None:
    for _ in range(HERE_AT_MOST):
        await weigher.weigh(found)


async def test_the_process_answers_every_run_until_no_more_come(found: Look) -> None:
    answers = io.BytesIO()
    obey(io.BytesIO(packed(found) + packed(found)), answers, Look.weigh)
    told = answers.getvalue()

    assert told == 2 * told[: len(told) // 2]
    assert pickle.loads(told[4 : len(told) // 2]) == found.weigh()


async def test_a_run_or_two_are_not_worth_a_process(found: Look) -> None:
    weigher = Weigher()
    await weigh_all_that_stay_here(weigher, found)

    assert weigher._process is None


async def test_where_much_is_due_a_process_weighs_the_same(found: Look) -> None:
    weigher = Weigher()
    await weigh_all_that_stay_here(weigher, found)
    weighed = await weigher.weigh(found)
    process = weigher._process
    assert process is not None
    await weigher.rest()

    assert (weighed, process.returncode) == (found.weigh(), 0)


async def test_a_run_is_weighed_here_when_the_process_was_killed(found: Look) -> None:
    weigher = Weigher()
    await weigh_all_that_stay_here(weigher, found)
    await weigher.weigh(found)
    assert weigher._process is not None
    weigher._process.kill()

    assert await weigher.weigh(found) == found.weigh()


async def test_a_group_of_which_nothing_is_due_weighs_nothing() -> None:
    assert await Weigher().weigh(Look("g", None)) is None
