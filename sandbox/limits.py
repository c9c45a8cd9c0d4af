"""Telegram's limits on messages and edits in one group, by the real clock."""

import time
from collections import defaultdict, deque
from collections.abc import Callable
from math import ceil

from sandbox.errors import too_many

PER_MINUTE = 20
MINUTE = 60.0


class GroupLimits:
    """Allows twenty messages and twenty edits a minute in each group; refuses more."""

    def __init__(self, *, on: bool, now: Callable[[], float] = time.monotonic) -> None:
        self.on = on
        self._now = now
        self._spent: defaultdict[tuple[str, int], deque[float]] = defaultdict(deque)

    def spend(self, kind: str, chat_id: int) -> None:
        """Count one `message` or `edit` of a group; ApiError 429 when the minute is full."""
        if not self.on:
            return
        spent = self._spent[kind, chat_id]
        now = self._now()
        while spent and spent[0] <= now - MINUTE:
            spent.popleft()
        if len(spent) >= PER_MINUTE:
            raise too_many(max(1, ceil(spent[0] + MINUTE - now)))
        spent.append(now)
