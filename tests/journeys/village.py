"""The practice village as `python bot.py village` opens it, in a test's folder."""

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
    """A village that is running."""

    address: str
    folder: Path
    process: Process


@asynccontextmanager
async def opened(folder: Path, *words: str) -> AsyncGenerator[Opened]:
    """Open the village stored in a folder, or a new one; end it by a signal."""
    env = environment(folder)
    port = int(env["VILLAGE_PORT"])
    async with running("village", *words, env=env, port=port + 1) as process:
        yield Opened(f"http://127.0.0.1:{port}", folder, process)


async def seeded(template: Path, folder: Path, *words: str) -> None:
    """Fill a folder with a living village; the first caller makes it, with these options."""
    if not is_done(template):
        async with opened(template, *words):
            pass
        is_done(template, mark=True)
    copy_left(template, folder)


def environment(folder: Path) -> dict[str, str]:
    """Return the environment for a folder, with two free ports side by side."""
    port = free_port()
    while not is_free(port + 1):
        port = free_port()
    return {"VILLAGE_FOLDER": str(folder), "VILLAGE_PORT": str(port)}
