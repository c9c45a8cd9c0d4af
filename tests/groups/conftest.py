"""The worlds in which the tests of groups play."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.database import Database
from tests.groups import living
from tests.groups.hamlet import Hamlet
from tests.groups.later import Later, later_in


@pytest.fixture
def hamlet(database: Database) -> Hamlet:
    """Return an empty hamlet, once on each engine."""
    return Hamlet(database)


@pytest.fixture
async def village_url(
    engine: str,
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    request: pytest.FixtureRequest,
) -> AsyncIterator[str]:
    """Return the address of a new practice village, once on each engine."""
    async for url in living.copied(engine, tmp_path, tmp_path_factory, request):
        yield url


@pytest.fixture
async def village(village_url: str) -> AsyncIterator[Database]:
    """Return a practice village with its past; its books must balance after the test."""
    async for database in living.opened(village_url):
        yield database


@pytest.fixture
async def later(village: Database) -> Later:
    """Return the practice village, ready to continue from its seventeenth week."""
    return await later_in(village)
