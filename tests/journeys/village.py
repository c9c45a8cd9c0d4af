"""The practice village as `python bot.py village` opens it, in a folder of the test's."""

from asyncio.subprocess import Process
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.journeys.kept import copy_left, is_done
from tests.journeys.place import free_port, is_free
from tests.journeys.process import running


@dataclass(frozen=True, slots=True)
class Opened:
    """A village that is up."""

    address: str
    folder: Path
    process: Process


@asynccontextmanager
async def opened(folder: Path, *words: str) -> AsyncGenerator[Opened]:
    """Open the village that is kept in a folder, or a new one; ended in order at last."""
    env = environment(folder)
    port = int(env["VILLAGE_PORT"])
    async with running("village", *words, env=env, port=port + 1) as process:
        yield Opened(f"http://127.0.0.1:{port}", folder, process)


async def seeded(template: Path, folder: Path) -> None:
    """Fill a folder with a living village; it is made by the first who asks."""
    if not is_done(template):
        async with opened(template):
            pass
        is_done(template, mark=True)
    copy_left(template, folder)


def environment(folder: Path) -> dict[str, str]:
    """A folder, and two ports side by side that nobody has."""
    port = free_port()
    while not is_free(port + 1):
        port = free_port()
    return {"VILLAGE_FOLDER": str(folder), "VILLAGE_PORT": str(port)}
