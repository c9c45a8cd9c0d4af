"""The clock finds what is due, and no failing step stops it."""

import asyncio
from datetime import datetime

import pytest

from groups.messages.acts import pulse
from handlers.clock import Clock
from storage.tx import StorageError, Tx
from tests.handlers.conftest import START, House


class Steps:
    """A step with a given number of things to do, or one that fails."""

    def __init__(self, to_do: int, error: type[Exception] | None = None) -> None:
        self.left = to_do
        self.error = error
        self.asked = 0

    def __call__(self, tx: Tx, *, at: datetime) -> int:
        """Do one thing."""
        del tx, at
        self.asked += 1
        if self.error:
            raise self.error
        self.left -= 1
        return int(self.left >= 0)


def clock(house: House, *steps: Steps) -> Clock:
    """Return a clock with these steps."""
    return Clock(house.database, now=lambda: START, said=lambda: None, steps=steps)


async def its_own_look(house: House) -> None:
    """Wait until the house's own clock has looked once."""
    while (await house.database.read(pulse.beat)).last_tick is None:  # noqa: ASYNC110 - a row
        await asyncio.sleep(0.005)


async def test_a_step_is_asked_until_it_finds_nothing(house: House) -> None:
    much = Steps(3)

    await clock(house, much).do_what_is_due()

    assert much.asked == 4


@pytest.mark.parametrize("error", [ZeroDivisionError, StorageError])
async def test_a_step_that_breaks_stops_no_other(house: House, error: type[Exception]) -> None:
    broken, after = Steps(3, error), Steps(1)

    await its_own_look(house)  # a step that fails beside another transaction is retried once

    await clock(house, broken, after).do_what_is_due()

    assert (broken.asked, after.asked) == (1, 2)


async def test_a_look_is_marked(house: House) -> None:
    await clock(house).do_what_is_due()

    assert (await house.database.read(pulse.beat)).last_tick == START


async def test_told_to_stop_it_ends_a_look_that_would_go_on_for_long(house: House) -> None:
    endless, never = Steps(1_000_000), Steps(1)
    ticking = clock(house, endless, never)
    await ticking.start()
    while endless.asked < 3:  # noqa: ASYNC110 - the step gives no signal
        await asyncio.sleep(0.001)

    async with asyncio.timeout(2):
        await ticking.stop()

    assert never.asked == 0
