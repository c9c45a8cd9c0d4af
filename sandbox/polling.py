"""getUpdates: one caller at a time; a newer call ends the older one."""

import asyncio
import time
from contextlib import suppress

from sandbox.errors import OTHER_POLL, conflict
from sandbox.faults import Faults
from sandbox.updates import Update, Updates
from sandbox.world import Json

WAIT_MAX = 50
LIMIT_MAX = 100
CONFLICT_PAUSE = 3.0
SAME_OFFSET_SECONDS = 3.0
HASTY_SECONDS = 0.5


class _Asker:
    def __init__(self) -> None:
        self.wake = asyncio.Event()
        self.ended_by: str | None = None


class PollingRules:
    """The rules of getUpdates, in real time."""

    def __init__(self, updates: Updates, faults: Faults) -> None:
        self._updates = updates
        self._faults = faults
        self._asker: _Asker | None = None
        self._offset = 0
        self._asked_at = float("-inf")
        self._next_conflict_at = float("-inf")
        updates.listeners.append(self._on_update)

    async def get(self, offset: int, limit: int, wait: int) -> list[Json]:
        """Updates from `offset` on; confirms all before it, and waits up to `wait` seconds."""
        limit, wait = self._bounds(offset, limit, wait)
        self.end(OTHER_POLL)
        mine = self._asker = _Asker()
        self._confirm(offset)
        deadline = time.monotonic() + wait
        while True:
            if mine.ended_by is not None:
                return await self._ended(mine.ended_by)
            batch = self._updates.fresh()[:limit]
            left = deadline - time.monotonic()
            if batch or left <= 0:
                self._asker = None
                return [update.wire() for update in self._disturbed(batch)]
            mine.wake.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(mine.wake.wait(), left)

    def end(self, why: str) -> None:
        """End the waiting call: with a conflict, or with an empty answer when `why` is empty."""
        if self._asker is not None:
            self._asker.ended_by = why
            self._asker.wake.set()
            self._asker = None

    def _bounds(self, offset: int, limit: int, wait: int) -> tuple[int, int]:
        limit = min(max(limit, 1), LIMIT_MAX)
        wait = min(max(wait, 0), WAIT_MAX)
        since = time.monotonic() - self._asked_at
        if offset == self._offset and since < SAME_OFFSET_SECONDS:
            wait = max(wait, 3)
            limit = 1 if since < HASTY_SECONDS else limit
        self._offset = offset
        self._asked_at = time.monotonic()
        return limit, wait

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            waiting = [update.id for update in self._updates.fresh()]
            offset = waiting[offset:][0] if waiting else 0
        self._updates.confirm_before(offset)

    async def _ended(self, why: str) -> list[Json]:
        if not why:
            return []
        now = time.monotonic()
        pause = 0.0 if now >= self._next_conflict_at else CONFLICT_PAUSE
        self._next_conflict_at = now + CONFLICT_PAUSE
        await asyncio.sleep(pause)
        raise conflict(why)

    def _disturbed(self, batch: list[Update]) -> list[Update]:
        if batch and self._faults.take("duplicate_update"):
            batch = [*batch, batch[-1]]
        if len(batch) > 1 and self._faults.take("out_of_order_update"):
            batch = batch[::-1]
        return batch

    def _on_update(self, _update: Update) -> None:
        if self._asker is not None:
            self._asker.wake.set()
