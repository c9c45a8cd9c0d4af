"""Places to begin from: an empty one in each way that updates come, and a group that has begun."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest

from tests.journeys.place import Place, place
from tests.journeys.sisters import found_and_join
from tests.journeys.village import copy_left, is_done

WAYS = ("polling on sqlite", "polling on postgresql", "webhook on sqlite")


@pytest.fixture(params=WAYS)
async def anywhere(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Place]:
    """A house and a look-alike in which nobody has met yet, in each way that updates come."""
    how, _, engine = request.param.partition(" on ")
    url = f"sqlite:///{tmp_path / 'saakh.db'}"
    if engine == "postgresql":
        url = request.getfixturevalue("postgres_url")
    secret = {"WEBHOOK_SECRET": "a-secret-of-journeys"} if how == "webhook" else {}
    async with place(url, **secret) as made:
        yield made


@pytest.fixture
async def village(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Place]:
    """A group whose sisters have joined, by polling on SQLite: copied from a first one."""
    template = tmp_path_factory.getbasetemp() / "joined"
    if not is_done(template):
        template.mkdir(exist_ok=True)
        async with _kept_in(template) as first:
            await found_and_join(first)
        is_done(template, mark=True)
    copy_left(template, tmp_path)
    async with _kept_in(tmp_path) as made:
        yield made


def _kept_in(folder: Path) -> AbstractAsyncContextManager[Place]:
    return place(f"sqlite:///{folder / 'saakh.db'}", kept=folder / "telegram.json")
