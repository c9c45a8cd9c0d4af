"""The clock: every few seconds, and when its time is moved, it carries out what is due.

The database says what is due. A step does a little in one transaction and returns how much it did.
The clock repeats a step until it returns 0; between two steps other tasks may run.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Final

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from groups.deciding import acts as deciding
from groups.lending.acts import loan_clock as loan_days
from groups.lending.acts import loans
from groups.meetings.acts import reminders
from groups.messages.acts import inbox, outbox, pulse
from groups.standing import acts as scoring
from groups.vouches.acts import vouching
from handlers import metrics
from handlers.logs import troubled
from handlers.weigher import Weigher
from storage.database import Database
from storage.tx import StorageError

log = logging.getLogger(__name__)

TICK_SECONDS: Final = 20
_ROUNDS_MAX: Final = 100_000
_BREATH: Final = 0.002

Step = Callable[..., int]
_PROBE_SECONDS: Final = 0.25


class Clock:
    """Wakes by itself and on demand; one look at a time, and no demand is lost."""

    def __init__(
        self,
        database: Database,
        *,
        now: Callable[[], datetime],
        said: Callable[[], None],
        steps: Sequence[Step],
    ) -> None:
        self._database = database
        self._now = now
        self._said = said
        self._steps = steps
        self._looking = asyncio.Lock()
        self._weigher = Weigher()
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        self._probe: asyncio.Task[None] | None = None
        self._is_stopping = False

    async def start(self) -> None:
        """Begin to tick; do what became due while the process was down."""
        self._scheduler.add_job(
            self.do_what_is_due,
            "interval",
            seconds=TICK_SECONDS,
            misfire_grace_time=None,
            coalesce=True,
            max_instances=1,
            next_run_time=datetime.now(self._scheduler.timezone),
        )
        self._scheduler.start()
        self._probe = asyncio.create_task(_measure_lag(), name="lag")

    async def stop(self) -> None:
        """Stop ticking: the current step ends first, other steps stay due."""
        self._is_stopping = True
        if self._scheduler.running:
            self._scheduler.pause()
            async with self._looking:
                self._scheduler.shutdown(wait=False)
        if self._probe is not None:
            self._probe.cancel()
            await asyncio.gather(self._probe, return_exceptions=True)

    async def do_what_is_due(self) -> None:
        """Do all that is due now; return when nothing is left."""
        async with self._looking:
            began = time.perf_counter()
            await self._exhaust(self._score)
            await self._weigher.rest()
            for step in self._steps:
                await self._exhaust(partial(self._database.write, step))
            await self._mark()
            metrics.TICKS.inc()
            metrics.TICK_SECONDS.set(time.perf_counter() - began)

    async def _exhaust(self, step: Callable[..., Awaitable[int]]) -> None:
        """Repeat a step until it does nothing; log an error, so that the other steps go on."""
        for _ in range(_ROUNDS_MAX):
            if self._is_stopping:
                return
            try:
                if not await step(at=self._now()):
                    return
            except StorageError as error:
                troubled(log, "a step of the clock was not written: %s", type(error).__name__)
                return
            except Exception as error:  # noqa: BLE001 - one broken step must not stop the clock
                troubled(log, "a step of the clock broke: %s", type(error).__name__)
                return
            self._said()
            await asyncio.sleep(_BREATH)

    async def _score(self, *, at: datetime) -> int:
        """Score one due group: read its run's facts, compute the run off the loop, record it."""
        due_group = await self._database.read(scoring.next_due_group, at=at)
        if due_group is None:
            return 0
        weighed = await self._weigher.weigh(due_group)
        return await self._database.write(scoring.record_weighed, due_group, weighed, at=at)

    async def _mark(self) -> None:
        try:
            await self._database.write(pulse.ticked, at=self._now())
        except StorageError as error:
            troubled(log, "the tick was not marked: %s", type(error).__name__)


def steps(new_id: Callable[[], str]) -> tuple[Step, ...]:
    """The clock's steps in their order; they follow all scoring runs that are due."""
    return (
        partial(deciding.carry_out_due, new_id=new_id),
        partial(loans.end_ballots, new_id=new_id),
        partial(loan_days.post_due_interest, new_id=new_id),
        reminders.remind_open_meetings,
        vouching.remind_expiring,
        loan_days.remind,
        inbox.sweep,
        outbox.sweep,
    )


async def _measure_lag() -> None:
    while True:
        asked = time.perf_counter()
        await asyncio.sleep(_PROBE_SECONDS)
        metrics.LOOP_LAG.observe(max(0.0, time.perf_counter() - asked - _PROBE_SECONDS))
