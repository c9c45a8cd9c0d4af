"""Backups beside a working bot: each holds all that was acknowledged before it began."""

import asyncio
import time
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from functools import partial
from statistics import median
from typing import Final

from tests.journeys.process import BOT, Ended, answers, begin, command
from tests.torture.ground import Ground
from tests.torture.history import Broken, History, broken
from tests.torture.outside import outside
from tests.torture.reading import books_in

_ANSWERS: Final = 20


@dataclass(frozen=True, slots=True)
class BackedUp:
    """The result of some backups."""

    times: int
    seconds: float  # the median
    answered: int  # taps answered while the backups were made
    broken: Sequence[Broken]
    said: Sequence[str]  # the messages of failed backups and restores


async def backed_up(ground: Ground, way: str, times: int, *, seed: int) -> BackedUp:
    """Make backups while members tap, restore each, and compare it with the acknowledgements."""
    seconds: list[float] = []
    faults: list[Broken] = []
    said: list[str] = []
    async with outside(ground, way, seed) as out:
        tapping = asyncio.create_task(out.keep_tapping())
        with (ground.folder / "said.log").open("ab") as log:
            process = await begin("run", env=out.env, program=BOT, said=log)
        await answers(out.env["PUBLIC_URL"], process)
        first = len(out.history.answered)
        try:
            for number in range(times):
                await out.until_heard(partial(_has, len(out.history.answered) + _ANSWERS))
                before, began = deepcopy(out.history), time.monotonic()
                copy = ground.folder / f"copy{number}.db"
                made = await command("backup", str(copy), env=out.env)
                seconds.append(time.monotonic() - began)
                said += _trouble(made)
                back = ground.folder / f"back{number}.db"
                env = out.env | {"DATABASE_URL": f"sqlite:///{back}"}
                said += _trouble(await command("restore", str(copy), env=env))
                before.sent |= out.history.sent  # taps sent meanwhile may be in it
                faults += broken(before, await asyncio.to_thread(books_in, back))
        finally:
            tapping.cancel()
            process.terminate()
            await process.wait()
        answered = len(out.history.answered) - first
    return BackedUp(times, round(median(seconds), 2), answered, faults, said)


def _has(answers_given: int, history: History) -> bool:
    return len(history.answered) >= answers_given


def _trouble(ended: Ended) -> list[str]:
    return [] if ended.status == 0 else [ended.out + ended.err]
