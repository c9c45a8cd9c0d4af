"""The village before which every cell is tried, made once and copied for each who asks."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.database import open_database
from tests.rights.rehearsal import Stage
from tests.rights.scene import Scene, make_scene


@pytest.fixture
async def scene(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Scene]:
    """Return the village on a database of its own."""
    file = tmp_path_factory.getbasetemp() / "rights.db"
    if not file.exists():
        _made.append(await _make(file))
    shutil.copyfile(file, tmp_path / "rights.db")
    database = await open_database(f"sqlite:///{tmp_path / 'rights.db'}")
    [made] = _made
    yield made.on(database)
    await database.close()


@pytest.fixture
async def stage(scene: Scene) -> Stage:
    """Return where updates of everybody are tried and undone."""
    return await Stage.open(scene)


_made: list[Scene] = []


async def _make(file: Path) -> Scene:
    database = await open_database(f"sqlite:///{file}")
    try:
        return await make_scene(database)
    finally:
        await database.close()
