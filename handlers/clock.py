"""The clock: every few seconds, and when its time is moved, it carries out what is due.

The database says in which groups a step is due. In each it is done in a transaction of its own;
between two of them other tasks may run. Where a step breaks, it is put aside for that group, and
tried again after growing pauses.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Final, Protocol

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from groups.messages.acts import clock_work, pulse
from groups.standing import acts as scoring
from handlers import metrics
from handlers.clock_steps import NO_GROUP, SCORING, Do, Step, due_work
from handlers.logs import troubled
from handlers.weigher import Weigher
from storage.database import Database
from storage.tx import TROUBLE, StorageError

log = logging.getLogger(__name__)

TICK_SECONDS: Final = 20
_ROUNDS_MAX: Final = 100_000
_BREATH: Final = 0.002

_PROBE_SECONDS: Final = 0.25


class DoDurably(Protocol):
    """Does a step in a group; what it did is durable when it returns."""

    def __call__(self, group_id: str, *, at: datetime) -> Awaitable[int | None]:
        """Return how much was done, where a step has to be asked until it finds nothing."""
        ...


class Clock:
    """Wakes by itself and on demand; one look at a time, and no demand is lost."""

    def __init__(
        self,
        database: Database,
        *,
        now: Callable[[], datetime],
        said: Callable[[], None],
        steps: Sequence[tuple[Step, Do]],
        may_date: Callable[[], Awaitable[bool]],
        ticked: Callable[[datetime], None],
    ) -> None:
        self._database = database
        self._now = now
        self._said = said
        self._steps = steps
        self._may_date = may_date
        self._ticked = ticked
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
        """Do all that is due now, while the clock is believed; return when nothing is left."""
        async with self._looking:
            if not await self._may_date():
                return
            began = time.perf_counter()
            await self._take_step(SCORING, self._score)
            await self._weigher.rest()
            for step, do in self._steps:
                await self._take_step(step, partial(self._do, do))
            await self._mark()
            metrics.TICKS.inc()
            metrics.TICK_SECONDS.set(time.perf_counter() - began)

    async def _take_step(self, step: Step, do: DoDurably) -> None:
        """Do a step in each group in which it is due; where it breaks, the others go on."""
        try:
            due = await self._database.read(due_work, step, at=self._now())
            for group_id in due.gone:
                await self._database.write(clock_work.forget, step.name, group_id)
            for group_id in due.groups:
                if self._is_stopping:
                    return
                await self._do_in_group(step, group_id, do, was_aside=group_id in due.put_aside)
        except TROUBLE as trouble:  # it passes: the next look finds the same work due
            name = type(trouble).__name__
            troubled(log, "a step of the clock was not written: %s: %s", step.name, name)
        except Exception as error:  # noqa: BLE001 - one broken step must not stop the clock
            await self._put_aside(step, NO_GROUP, error)

    async def _do_in_group(
        self, step: Step, group_id: str, do: DoDurably, *, was_aside: bool
    ) -> None:
        try:
            await self._exhaust(step, group_id, do)
            if was_aside and not self._is_stopping:
                await self._database.write(clock_work.forget, step.name, group_id)
        except TROUBLE:
            raise
        except Exception as error:  # noqa: BLE001 - one broken group must not stop the others
            await self._put_aside(step, group_id, error)

    async def _exhaust(self, step: Step, group_id: str, do: DoDurably) -> None:
        """Do a step in a group, again and again if it is to be repeated until it does nothing."""
        for _ in range(_ROUNDS_MAX):
            if self._is_stopping or not await self._may_date():
                return
            done = await do(group_id, at=self._now())
            if done != 0:
                self._said()
            if not done or not step.is_repeated:
                return
            await asyncio.sleep(_BREATH)

    async def _put_aside(self, step: Step, group_id: str, error: Exception) -> None:
        """Put a step aside in the group in which it broke, and say so."""
        name, where = type(error).__name__, group_id or "none"
        metrics.STEPS_BROKEN.labels(step.name).inc()
        log.debug("step %s of group %s", step.name, where, exc_info=error)
        try:
            parked = await self._database.write(
                clock_work.put_aside, step.name, group_id, name, at=self._now()
            )
        except StorageError as trouble:
            troubled(log, "a broken step cannot be put aside: %s", type(trouble).__name__)
            return
        minutes = (parked.again_at - parked.parked_at) // 60_000_000
        troubled(
            log,
            "the clock's step %s broke in group %s: %s; put aside, tried again in %d minutes",
            *(step.name, where, name, minutes),
        )

    async def _do(self, do: Do, group_id: str, *, at: datetime) -> int | None:
        return await self._database.write(do, group_id, at=at)

    async def _score(self, group_id: str, *, at: datetime) -> int:
        """Score a due group: read its run's facts, compute the run off the loop, record it."""
        due_group = await self._database.read(scoring.next_due_run, group_id, at=at)
        if due_group is None:
            return 0
        weighed = await self._weigher.weigh(due_group)
        return await self._database.write(scoring.record_weighed, due_group, weighed, at=at)

    async def _mark(self) -> None:
        if not await self._may_date():
            return
        at = self._now()
        try:
            await self._database.write(pulse.ticked, at=at)
            self._ticked(at)
            beat = await self._database.read(pulse.beat)
            metrics.STEPS_PARKED_NOW.set(beat.parked_steps)
            metrics.OUTBOX_AGE.set(beat.outbox_age(self._now()))
        except StorageError as error:
            troubled(log, "the tick was not marked: %s", type(error).__name__)


async def _measure_lag() -> None:
    while True:
        asked = time.perf_counter()
        await asyncio.sleep(_PROBE_SECONDS)
        metrics.LOOP_LAG.observe(max(0.0, time.perf_counter() - asked - _PROBE_SECONDS))
