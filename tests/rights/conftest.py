"""The village for all cells, made once for each engine and copied for each test."""

import os
import secrets
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.database import open_database
from tests.cluster import Cluster
from tests.rights.rehearsal import Stage
from tests.rights.scene import Scene, make_scene

_MADE: dict[str, Scene] = {}  # by engine; each process of a test run makes its own


@pytest.fixture
async def scene(
    engine: str,
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    request: pytest.FixtureRequest,
) -> AsyncIterator[Scene]:
    """Return the village on its own database."""
    if engine == "sqlite":
        template = tmp_path_factory.getbasetemp() / "rights.db"
        made = await _made(engine, f"sqlite:///{template}")
        shutil.copyfile(template, tmp_path / "rights.db")
        database = await open_database(f"sqlite:///{tmp_path / 'rights.db'}")
        yield made.on(database)
        await database.close()
        return
    cluster: Cluster = request.getfixturevalue("cluster")
    name, template_name = f"t{secrets.token_hex(6)}", f"rights_{os.getpid()}"
    if engine not in _MADE:
        await _made(engine, cluster.create(template_name))
    database = await open_database(cluster.create(name, template_name))
    yield _MADE[engine].on(database)
    await database.close()
    cluster.drop(name)


@pytest.fixture
async def stage(scene: Scene) -> Stage:
    """Return the stage on which everybody's updates are carried out and undone."""
    return await Stage.open(scene)


async def _made(engine: str, url: str) -> Scene:
    if engine not in _MADE:
        database = await open_database(url)
        try:
            _MADE[engine] = await make_scene(database)
        finally:
            await database.close()
    return _MADE[engine]
