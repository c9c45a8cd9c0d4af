"""The bot with a clock that a file moves: `python -m tests.torture.moved run`.

A year passes in minutes, so the bot sends as fast as it can and checks twice a second what is due.
"""

import logging
import os
import signal
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import bot
import handlers.clock
from handlers.pacing import Limits
from house import House, real_now
from settings import Settings
from storage.database import Database

PROGRAM: Final = (sys.executable, "-m", "tests.torture.moved")
CLOCK: Final = "SAAKH_TEST_CLOCK"
_QUICK: Final = Limits(chat_burst=10_000, group_per_minute=10_000, bot_per_second=10_000)


def moved_now() -> datetime:
    """The real time plus the microseconds in the file."""
    return real_now() + timedelta(microseconds=int(Path(os.environ[CLOCK]).read_text()))


def set_clock(file: Path, offset: timedelta) -> None:
    """Set how far the bot's clock is ahead."""
    fresh = file.with_suffix(".new")
    fresh.write_text(str(offset // timedelta(microseconds=1)))
    fresh.rename(file)


def blocks_file(clock: Path) -> Path:
    """The file in which the bot writes, on SIGUSR1, how many memory blocks Python uses."""
    return clock.with_name("blocks")


def _tell_blocks(*_: object) -> None:
    fresh = blocks_file(Path(os.environ[CLOCK]))
    fresh.with_suffix(".new").write_text(str(sys.getallocatedblocks()))
    fresh.with_suffix(".new").rename(fresh)


class _MovedHouse(House):
    """The house with the moved clock and without pauses."""

    def __init__(self, settings: Settings, database: Database, _now: object) -> None:
        super().__init__(settings, database, moved_now, _QUICK)


if __name__ == "__main__":
    signal.signal(signal.SIGUSR1, _tell_blocks)
    logging.getLogger("apscheduler.scheduler").addFilter(lambda it: "skipped" not in it.msg)
    bot.__dict__["House"] = _MovedHouse  # the bot's own command starts this house
    handlers.clock.__dict__["TICK_SECONDS"] = 0.5  # a day passes in seconds
    bot.main()
