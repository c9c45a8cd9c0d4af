"""Kill the real process at random moments under load, and compare its books with its promises."""

import asyncio
import random
from asyncio.subprocess import Process
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from tests.journeys.process import BOT, begin, kill
from tests.torture.ground import Ground
from tests.torture.history import Broken, broken
from tests.torture.outside import Outside, outside
from tests.torture.reading import books_in, copied, done_in

_ANSWERS: Final = 60  # the most answers that it gives before it is killed
_MOMENT: Final = 0.02
_AT_START: Final = 0.15  # the share of kills during the start of the process
_START_SECONDS: Final = 3.0
_END_SECONDS: Final = 300.0


@dataclass(frozen=True, slots=True)
class Killed:
    """The result of some kills."""

    kills: int
    at_work: int  # kills of a process that had acknowledged something
    sent: int
    taken: int
    answered: int
    broken: Sequence[Broken]

    @property
    def is_kept(self) -> bool:
        """Whether every promise was kept."""
        return not self.broken


async def killed(
    ground: Ground, way: str, kills: int, *, seed: int, program: Sequence[str] = BOT
) -> Killed:
    """Kill the process so many times, then let it finish all; stop at a broken promise."""
    chance = random.Random(seed)
    at_work = 0
    async with outside(ground, way, seed) as out:
        tapping = asyncio.create_task(out.keep_tapping())
        try:
            for number in range(1, kills + 1):
                at_work += await _one_life(ground, out, chance, program)
                faults = await looked_at(ground, out)
                if faults:
                    return _told(out, number, at_work, faults)
        finally:
            tapping.cancel()
        return await _last_life(ground, out, kills, at_work, program)


async def looked_at(ground: Ground, out: Outside) -> list[Broken]:
    """The promises that the file left by a crash has broken."""
    with TemporaryDirectory() as folder:
        books = await asyncio.to_thread(books_in, copied(ground.file, Path(folder)))
    return broken(out.history, books)


async def _one_life(
    ground: Ground, out: Outside, chance: random.Random, program: Sequence[str]
) -> bool:
    out.begin_life()
    with _log(ground).open("ab") as log:
        process = await begin("run", env=out.env, program=program, said=log)
        answered, taken = len(out.history.answered), len(out.history.taken)
        try:
            if chance.random() < _AT_START:
                await asyncio.sleep(chance.uniform(0.2, _START_SECONDS))
            else:
                await _at_work(ground, out, process, answered + chance.randint(1, _ANSWERS))
                await asyncio.sleep(chance.uniform(0.0, _MOMENT))
        finally:
            if process.returncode is None:
                await kill(process)
    return len(out.history.answered) > answered or len(out.history.taken) > taken


async def _at_work(ground: Ground, out: Outside, process: Process, answers: int) -> None:
    """Wait until the process has given so many answers; show its log if it ends before."""
    working = asyncio.create_task(out.until_heard(lambda it: len(it.answered) >= answers))
    ended = asyncio.create_task(process.wait())
    await asyncio.wait((working, ended), return_when=asyncio.FIRST_COMPLETED)
    for task in (working, ended):
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
    assert process.returncode is None, _log(ground).read_text()[-2000:]


async def _last_life(
    ground: Ground, out: Outside, kills: int, at_work: int, program: Sequence[str]
) -> Killed:
    """Stop tapping: the process carries out all that was sent, and ends in order."""
    with _log(ground).open("ab") as log:
        process = await begin("run", env=out.env, program=program, said=log)
        try:
            await _all_done(ground, out)
        finally:
            process.terminate()
            async with asyncio.timeout(_END_SECONDS):
                status = await process.wait()
        assert status == 0
    return _told(out, kills, at_work, await looked_at(ground, out))


async def _all_done(ground: Ground, out: Outside) -> None:
    async with asyncio.timeout(_END_SECONDS):
        while len(done_in(ground.file)) < len(out.history.sent):  # noqa: ASYNC110 - another's file
            await asyncio.sleep(0.1)


def _told(out: Outside, kills: int, at_work: int, faults: Sequence[Broken]) -> Killed:
    history = out.history
    counts = (len(history.sent), len(history.taken), len(history.answered))
    return Killed(kills, at_work, *counts, faults)


def _log(ground: Ground) -> Path:
    return ground.folder / "said.log"
