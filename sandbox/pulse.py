"""Wakes the tasks that wait for a change of the village."""

import asyncio
from contextlib import suppress


class Pulse:
    """A counter that tasks can wait on; closing it releases all of them."""

    def __init__(self) -> None:
        self.version = 0
        self.closed = False
        self._changed = asyncio.Event()

    def beat(self) -> None:
        """Count one change, and wake the waiting tasks."""
        self.version += 1
        self._changed.set()
        self._changed = asyncio.Event()

    def close(self) -> None:
        """Release all waiting tasks."""
        self.closed = True
        self.beat()

    async def after(self, version: int, *, seconds: float) -> int:
        """The version once it differs from `version`, or after so many seconds."""
        if self.version == version and not self.closed:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._changed.wait(), seconds)
        return self.version
