"""The practice village's folder: one process at a time, reset when asked, no time lived twice."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from aiohttp import ClientSession

from sandbox.driver import VillageDriver
from storage.lock_file import LockFile
from tests.journeys.process import command, kill
from tests.journeys.village import environment, opened, seeded
from tests.shell import call


@pytest.fixture
async def folder(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a living village."""
    await seeded(tmp_path_factory.getbasetemp() / "village", tmp_path)
    return tmp_path


def test_a_folder_in_use_is_left_alone_even_if_it_is_to_begin_anew(tmp_path: Path) -> None:
    (tmp_path / "saakh.db").touch()
    lock = LockFile(tmp_path / "village")
    result = call("village", "--fresh", **environment(tmp_path))
    lock.release()

    assert (result.exit_code, "another process" in result.output) == (1, True)
    assert (tmp_path / "saakh.db").exists()


def test_chats_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    (tmp_path / "telegram.json").write_text("{")

    result = call("village", **environment(tmp_path))

    assert (result.exit_code, "make run FRESH=1" in result.output) == (1, True)


async def test_a_village_of_another_version_is_told_how_to_begin_anew(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "saakh.db")) as file, file:
        file.execute("UPDATE schema_migrations SET checksum = 'other' WHERE number = 2")

    ended = await command("village", env=environment(folder))

    assert (ended.status, "make run FRESH=1" in ended.err) == (1, True)


async def test_a_port_that_is_taken_is_told(tmp_path: Path, folder: Path) -> None:
    async with opened(folder) as here:
        port = here.address.rpartition(":")[2]
        env = environment(folder / "other") | {"VILLAGE_PORT": port}
        result = await asyncio.to_thread(call, "village", **env)

    assert (result.exit_code, f"Port {port} is taken" in result.output) == (1, True)
    assert "VILLAGE_PORT" in result.output


async def test_a_village_in_another_language_is_told_and_can_be_begun_anew(folder: Path) -> None:
    ended = await command("village", "--language", "hi", env=environment(folder))
    async with opened(folder, "--fresh", "--language", "hi") as here:
        fresh = await names_in(here.address)
    async with opened(folder) as here:
        again = await names_in(here.address)

    assert (ended.status, "another language" in ended.err) == (1, True)
    assert fresh == again
    assert "सुनीता देवी" in fresh


async def test_a_village_that_is_begun_anew_has_forgotten_its_time(folder: Path) -> None:
    async with opened(folder) as here, VillageDriver(here.address) as people:
        left = await people.move_clock(days=30)
    async with opened(folder, "--fresh") as here, VillageDriver(here.address) as people:
        assert await people.now() < left


async def test_no_time_comes_twice_though_the_process_is_killed_at_a_leap(folder: Path) -> None:
    chats = (folder / "telegram.json").read_bytes()
    async with opened(folder) as here, VillageDriver(here.address) as people:
        left = await people.move_clock(days=30)
        await kill(here.process)
    (folder / "telegram.json").write_bytes(chats)  # as if the leap had not been stored

    async with opened(folder) as here, VillageDriver(here.address) as people:
        assert await people.now() >= left


async def names_in(address: str) -> set[str]:
    """Return the names of the village's people."""
    async with ClientSession() as http, http.get(f"{address}/village/people") as answer:
        return {it["name"] for it in await answer.json()}
