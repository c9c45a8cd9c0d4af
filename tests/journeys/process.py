"""The real process: `python bot.py …` with its own environment, ended by a signal or killed."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from aiohttp import ClientError, ClientSession

HERE: Final = Path(__file__).parent.parent.parent
BOT: Final = (sys.executable, "bot.py")
SECONDS_MAX: Final = 60.0
_NOT_OURS: Final = (
    *("BOT_TOKEN", "BOT_API_URL", "DATABASE_URL", "WEB_HOST", "WEB_PORT", "PUBLIC_URL"),
    *("WEBHOOK_SECRET", "WEBAPP_NAME", "FACILITATORS", "CHARTER", "LOG_LEVEL", "METRICS_TOKEN"),
)


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended, and its output."""

    status: int
    out: str
    err: str


async def command(*words: str, env: Mapping[str, str]) -> Ended:
    """Run a command of bot.py to its end."""
    process = await begin(*words, env=env)
    async with asyncio.timeout(SECONDS_MAX):
        out, err = await process.communicate()
    assert process.returncode is not None
    return Ended(process.returncode, out.decode(), err.decode())


async def begin(
    *words: str,
    env: Mapping[str, str],
    program: Sequence[str] = BOT,
    said: IO[bytes] | None = None,
) -> Process:
    """Start a command of bot.py; its output goes into pipes, or into an open file."""
    inherited = {name: value for name, value in os.environ.items() if name not in _NOT_OURS}
    return await asyncio.create_subprocess_exec(
        *(*program, *words),
        cwd=HERE,
        env={**inherited, **env},
        stdout=said or PIPE,
        stderr=said or PIPE,
    )


@asynccontextmanager
async def running(*words: str, env: Mapping[str, str], port: int) -> AsyncGenerator[Process]:
    """Run a command from the moment it answers at a port; end it by a signal."""
    process = await begin(*words, env=env)
    try:
        await answers(f"http://127.0.0.1:{port}/", process)
        yield process
    finally:
        if process.returncode is None:
            await end(process)


async def until(is_so: Callable[[], bool]) -> None:
    """Wait until a condition holds that no process signals."""
    async with asyncio.timeout(SECONDS_MAX):
        while not is_so():  # noqa: ASYNC110 - a file or a row of another process
            await asyncio.sleep(0.02)


async def answers(address: str, process: Process) -> None:
    """Wait until an address answers; raise the process's error output if it ends before."""
    async with asyncio.timeout(SECONDS_MAX), ClientSession() as http:
        while process.returncode is None:
            try:
                async with http.get(address):
                    return
            except ClientError:
                await asyncio.sleep(0.05)
    _, err = await process.communicate()
    raise AssertionError(err.decode())


async def end(process: Process) -> Ended:
    """Ask a process to end, as an operating system does."""
    process.send_signal(signal.SIGTERM)
    async with asyncio.timeout(SECONDS_MAX):
        out, err = await process.communicate()
    assert process.returncode is not None
    return Ended(process.returncode, out.decode(), err.decode())


async def kill(process: Process) -> None:
    """Kill a process, as a power cut does."""
    process.kill()
    await process.communicate()
