"""The scoring's sums in a process of their own, so that the loop answers taps meanwhile.

`python -m handlers.weigher` is that process: runs come in and results go out, pickled, each after
its length, until the input ends, as it does at the latest when the bot ends or is killed.
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

HERE_AT_MOST: Final = 2  # a process takes a second to begin, which a group or two are not worth
_LENGTH: Final = struct.Struct("!I")
_HOME: Final = Path(__file__).parent.parent

log = logging.getLogger(__name__)


class Weigher:
    """Weighs runs, one at a time: the first ones of a time here, all others apart."""

    def __init__(self) -> None:
        self._process: Process | None = None
        self._here = 0

    async def weigh(self, due_group: DueGroup) -> Weighed | None:
        """Compute what a run comes to; None where no run is due."""
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
        """Nothing more is due for now: the process ends, its memory is free."""
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
                start_new_session=True,  # Ctrl+C is for the bot to obey, in its order
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
            self._process = None  # what it would answer now is not what is asked next
            process.stdin.close()
            raise
        return weighed


def packed(value: object) -> bytes:
    """Return a value as it goes from one process to the other."""
    body = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    return _LENGTH.pack(len(body)) + body


def obey(orders: BinaryIO, answers: BinaryIO, weigh: Callable[[DueGroup], object]) -> None:
    """Weigh every run that comes in, until nothing comes any more."""
    while len(head := orders.read(_LENGTH.size)) == _LENGTH.size:
        (length,) = _LENGTH.unpack(head)
        due_group = pickle.loads(orders.read(length))  # noqa: S301 - from the bot
        answers.write(packed(weigh(due_group)))
        answers.flush()


if __name__ == "__main__":
    obey(sys.stdin.buffer, sys.stdout.buffer, DueGroup.weigh)
