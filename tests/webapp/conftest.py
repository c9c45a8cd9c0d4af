"""The village Ekta behind the web view, once on each engine, or on SQLite only for a browser."""

from collections.abc import AsyncIterator

import pytest

from groups.people.model.group import Group
from storage.database import Database
from tests.webapp.world import World, ekta, served


@pytest.fixture
async def village(database: Database) -> AsyncIterator[tuple[World, Group]]:
    """Return a world with a living group, served over loopback HTTP."""
    world, group = await ekta(database, weeks=3)
    async with served(world):
        yield world, group
