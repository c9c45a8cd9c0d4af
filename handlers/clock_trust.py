"""Whether the machine's clock is believed: a wrong one would date acts, score weeks, end ballots.

Telegram's answers carry the time (their `Date`). Between two answers the time since the last one
is measured by a clock that nobody can set, so that a wrong clock is seen at once. While there is a
doubt, Telegram is asked anew: the older answer may be what misleads.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from groups.messages.acts import pulse
from groups.messages.acts.pulse import ClockMarks
from handlers import metrics
from handlers.logs import troubled
from storage.database import Database
from storage.tx import StorageError

OFF_MAX: Final = timedelta(minutes=5)
LEAP_MAX: Final = timedelta(days=8)
_ASK_SECONDS: Final = 1.0  # between two questions to Telegram that change nothing
_ANSWER_SECONDS: Final = 5.0

log = logging.getLogger(__name__)


class Doubt(StrEnum):
    """Why the clock is not believed."""

    OFF = "more than five minutes off Telegram's time"
    BEHIND = "behind the newest recorded act"
    LEAP = "more than eight days past the last tick, and Telegram has not told the time"
    UNREAD = "the database was not asked yet what it last recorded"


def doubt_of(now: datetime, marks: ClockMarks, *, telegram: datetime | None) -> Doubt | None:
    """Compare the clock with Telegram's time, if it is known, and with what the books say.

    Acts dated after Telegram's time were recorded under a wrong clock: they do not count.
    """
    if telegram is not None and abs(now - telegram) > OFF_MAX:
        return Doubt.OFF
    newest = marks.newest
    if newest is not None and now < newest and (telegram is None or newest <= telegram + OFF_MAX):
        return Doubt.BEHIND
    leaps = marks.last_tick is not None and now - marks.last_tick > LEAP_MAX
    return Doubt.LEAP if leaps and telegram is None else None


def since_boot() -> float:
    """Seconds that no setting of the clock changes; they go on while the machine sleeps."""
    if hasattr(time, "CLOCK_BOOTTIME"):
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    return time.monotonic()


class ClockTrust:
    """Judges a clock; `ask` calls Telegram, whose answer comes in by `heard`."""

    def __init__(
        self,
        database: Database,
        *,
        now: Callable[[], datetime],
        ask: Callable[[], Awaitable[object]],
        elapsed: Callable[[], float] = since_boot,
    ) -> None:
        self._database = database
        self._now = now
        self._ask = ask
        self._elapsed = elapsed
        self._heard: tuple[datetime, float] | None = None
        self._marks: ClockMarks | None = None
        self._not_again_before = 0.0
        self._asking = asyncio.Lock()
        self._told: Doubt | None = None

    def heard(self, date: datetime) -> None:
        """Take the time of a fresh answer of Telegram's."""
        self._heard = (date, self._elapsed())

    @property
    def doubt(self) -> Doubt | None:
        """Why the clock is not believed now; None if it is."""
        if self._marks is None:
            return Doubt.UNREAD
        return doubt_of(self._now(), self._marks, telegram=self._telegram_time())

    async def believes(self) -> bool:
        """Whether the clock is believed; in doubt, ask the database and Telegram anew first."""
        if self.doubt is not None:
            async with self._asking:
                await self._make_sure()
        self._tell()
        return self._told is None

    def recorded(self, at: datetime) -> None:
        """Note that an act was dated by the clock: from now on, an earlier time is behind."""
        marks = self._marks
        if marks is not None and (marks.newest is None or at > marks.newest):
            self._marks = ClockMarks(marks.last_tick, at)

    def ticked(self, at: datetime) -> None:
        """Note a tick that was marked."""
        if self._marks is not None:
            self._marks = ClockMarks(at, self._marks.newest)

    async def accept(self) -> None:
        """Believe the clock from now on, as the operator has looked at it.

        What Telegram said before counts no more, what it says next does.
        """
        await self._database.write(pulse.accept_clock, at=self._now())
        self._heard, self._marks = None, None

    async def _make_sure(self) -> None:
        if self._marks is None:
            await self._read_marks()
        doubt = self.doubt
        if doubt is None or self._elapsed() < self._not_again_before:
            return
        try:
            async with asyncio.timeout(_ANSWER_SECONDS):
                await self._ask()
        except Exception as error:  # noqa: BLE001 - without an answer the doubt stays
            log.info("Telegram does not tell the time: %s", type(error).__name__)
        if self.doubt is not None:
            self._not_again_before = self._elapsed() + _ASK_SECONDS

    async def _read_marks(self) -> None:
        telegram = self._telegram_time()
        latest = telegram + OFF_MAX if telegram is not None else None
        try:
            marks = await self._database.read(pulse.clock_marks, latest)
            beyond = await self._database.read(pulse.clock_marks, None)
        except StorageError as error:
            troubled(log, "the last tick cannot be read: %s", type(error).__name__)
            return
        if beyond.newest is not None and beyond.newest != marks.newest:
            troubled(
                log,
                "acts are dated up to %s: they were recorded under a wrong clock and do not count "
                "as the newest; bot.py verify explains them",
                beyond.newest.isoformat(timespec="minutes"),
            )
        self._marks = marks

    def _telegram_time(self) -> datetime | None:
        if self._heard is None:
            return None
        date, at = self._heard
        return date + timedelta(seconds=self._elapsed() - at)

    def _tell(self) -> None:
        """Say once, loudly, that the clock is not believed, and once that it is again."""
        doubt, before = self.doubt, self._told
        self._told = doubt
        metrics.CLOCK_DOUBTED.set(0 if doubt is None else 1)
        if doubt is not None and before is None:
            troubled(
                log,
                "THE CLOCK IS NOT BELIEVED: it says %s, which is %s. Nothing is recorded, scored "
                "or ended; updates are stored and wait until the machine's clock is right",
                *(self._now().isoformat(timespec="seconds"), doubt.value),
            )
        elif doubt is None and before is not None:
            log.warning("the clock is believed again")
