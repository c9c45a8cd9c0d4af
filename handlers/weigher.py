"""Compute scoring runs in another process, so that the event loop can answer taps meanwhile.

`python -m handlers.weigher` is that process. It reads runs and writes results, each pickled and
after its length, until its input ends; the input ends at the latest when the bot ends.
"""

import asyncio
import logging
import pickle
import struct
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, Final

from groups.standing.acts import DueGroup
from groups.standing.model import Weighed
from handlers.logs import troubled

HERE_AT_MOST: Final = 2  # a process needs a second to start: too much for one or two groups
_LENGTH: Final = struct.Struct("!I")
_HOME: Final = Path(__file__).parent.parent

log = logging.getLogger(__name__)


class Weigher:
    """Computes runs one at a time: the first few in this process, later ones in another."""

    def __init__(self) -> None:
        self._process: Process | None = None
        self._here = 0

    async def weigh(self, due_group: DueGroup) -> Weighed | None:
        """Compute a run's scores; None if no run is due."""
        if due_group.draft is None:
            return None
        if self._here < HERE_AT_MOST:
            self._here += 1
            return await asyncio.to_thread(due_group.weigh)
        try:
            return await self._apart(due_group)
        except (OSError, EOFError) as error:
            troubled(log, "the process that weighs has ended: %s", type(error).__name__)
        return await asyncio.to_thread(due_group.weigh)

    async def rest(self) -> None:
        """End the other process and free its memory: nothing more is due for now."""
        self._here = 0
        process, self._process = self._process, None
        if process is not None and process.stdin is not None:
            process.stdin.close()
            await process.wait()

    async def _apart(self, due_group: DueGroup) -> Weighed:
        if self._process is None:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "handlers.weigher"),
                stdin=PIPE,
                stdout=PIPE,
                cwd=_HOME,
                start_new_session=True,  # Ctrl+C reaches the bot alone: it stops in its own order
            )
        process = self._process
        assert process.stdin is not None, "it was asked for"
        assert process.stdout is not None, "it was asked for"
        try:
            process.stdin.write(packed(due_group))
            await process.stdin.drain()
            (length,) = _LENGTH.unpack(await process.stdout.readexactly(_LENGTH.size))
            weighed: Weighed = pickle.loads(  # noqa: S301 - from our own process
                await process.stdout.readexactly(length)
            )
        except BaseException:
            self._process = None  # its next answer would belong to this run, not to the next one
            process.stdin.close()
            raise
        return weighed


def packed(value: object) -> bytes:
    """Return a value's bytes between the processes: its length, then its pickle."""
    body = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    return _LENGTH.pack(len(body)) + body


def obey(orders: BinaryIO, answers: BinaryIO, weigh: Callable[[DueGroup], object]) -> None:
    """Compute each run that comes in, until the input ends."""
    while len(head := orders.read(_LENGTH.size)) == _LENGTH.size:
        (length,) = _LENGTH.unpack(head)
        due_group = pickle.loads(orders.read(length))  # noqa: S301 - from the bot
        answers.write(packed(weigh(due_group)))
        answers.flush()


if __name__ == "__main__":
    obey(sys.stdin.buffer, sys.stdout.buffer, DueGroup.weigh)
