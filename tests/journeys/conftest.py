"""Starting points: an empty place for each way of getting updates, and a group that has begun."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.journeys.kept import joined, kept_in
from tests.journeys.place import Home, place

WAYS = ("polling on sqlite", "polling on postgresql", "webhook on sqlite")


@pytest.fixture(params=WAYS)
async def anywhere(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Home]:
    """Yield a house and a look-alike with no group yet, for each way of getting updates."""
    how, _, engine = request.param.partition(" on ")
    url = f"sqlite:///{tmp_path / 'saakh.db'}"
    if engine == "postgresql":
        url = request.getfixturevalue("postgres_url")
    secret = {"WEBHOOK_SECRET": "a-secret-of-journeys"} if how == "webhook" else {}
    async with place(url, secret) as made:
        yield made


@pytest.fixture
async def sisters_kept(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a group whose members have joined, by polling on SQLite."""
    await joined(tmp_path_factory.getbasetemp() / "joined", tmp_path)
    return tmp_path


@pytest.fixture
async def village(sisters_kept: Path) -> AsyncIterator[Home]:
    """Yield the same group, with its house and the look-alike running."""
    async with kept_in(sisters_kept) as made:
        yield made
