"""Rate limits of messages: a token bucket for each chat, a limit for the whole bot.

Times are seconds of a monotonic clock, given by the caller.
"""

import asyncio
import time
from collections import deque
from dataclasses import dataclass, field
from typing import Final


@dataclass(frozen=True, slots=True)
class Limits:
    """Telegram's published limits, less one, because its clock may differ from ours."""

    chat_burst: int = 3  # then one a second
    group_per_minute: int = 19
    bot_per_second: int = 29


BOT_PAUSE_WINDOW: Final = 1.0  # seconds; two chats paused within them: the whole bot is too fast
_IDLE_SECONDS: Final = 120.0


@dataclass(slots=True)
class _Chat:
    limits: Limits
    is_group: bool
    tokens: float
    counted_at: float
    last_minute: deque[float] = field(default_factory=deque)
    paused_until: float = 0.0

    def ready_at(self, now: float, spare: int) -> float:
        ready = max(now, self.paused_until)
        tokens = min(self.limits.chat_burst, self.tokens + now - self.counted_at)
        needed = min(2 if spare else 1, self.limits.chat_burst)
        if tokens < needed:
            ready = max(ready, now + needed - tokens)
        while self.last_minute and self.last_minute[0] <= now - 60:
            self.last_minute.popleft()
        allowed = max(1, self.limits.group_per_minute - spare)
        if self.is_group and len(self.last_minute) >= allowed:
            ready = max(ready, self.last_minute[-allowed] + 60)
        return ready

    def spend(self, now: float) -> None:
        self.tokens = min(self.limits.chat_burst, self.tokens + now - self.counted_at) - 1
        self.counted_at = now
        if self.is_group:
            self.last_minute.append(now)


class Pace:
    """Tells when each chat may get its next message."""

    def __init__(self, limits: Limits = Limits()) -> None:
        self._limits = limits
        self._chats: dict[int, _Chat] = {}
        self._last_second: deque[float] = deque()
        self._bot_paused_until = 0.0
        self._last_pause: tuple[int, float] | None = None

    def ready_at(self, chat_id: int, now: float, *, spare: int = 0) -> float:
        """The first moment from `now` on at which this chat may get a message.

        Afterwards the chat may still get `spare` messages within the minute, the first at once.
        """
        return max(self._chat(chat_id, now).ready_at(now, spare), self._bot_ready_at(now))

    async def bot_may_speak(self) -> None:
        """Return when the whole bot may send again, which is usually at once."""
        now = time.monotonic()
        await asyncio.sleep(max(0.0, self._bot_ready_at(now) - now))

    def spend(self, chat_id: int, now: float) -> None:
        """Count one message or edit."""
        self._chat(chat_id, now).spend(now)
        self._last_second.append(now)

    def pause(self, chat_id: int, seconds: float, now: float) -> None:
        """Pause a chat for so many seconds; pause the whole bot if two chats ask within one."""
        self._chat(chat_id, now).paused_until = now + seconds
        before, self._last_pause = self._last_pause, (chat_id, now)
        if before and before[0] != chat_id and now - before[1] <= BOT_PAUSE_WINDOW:
            self.pause_bot(seconds, now)

    def pause_bot(self, seconds: float, now: float) -> None:
        """Pause all chats for so many seconds."""
        self._bot_paused_until = max(self._bot_paused_until, now + seconds)

    def forget_idle(self, now: float) -> None:
        """Drop the buckets of chats without a message for two minutes."""
        for chat_id, chat in tuple(self._chats.items()):
            if now - chat.counted_at > _IDLE_SECONDS and chat.paused_until <= now:
                del self._chats[chat_id]

    def _chat(self, chat_id: int, now: float) -> _Chat:
        chat = self._chats.get(chat_id)
        if chat is None:
            chat = self._chats[chat_id] = _Chat(
                self._limits, chat_id < 0, self._limits.chat_burst, counted_at=now
            )
        return chat

    def _bot_ready_at(self, now: float) -> float:
        while self._last_second and self._last_second[0] <= now - 1:
            self._last_second.popleft()
        ready = max(now, self._bot_paused_until)
        if len(self._last_second) >= self._limits.bot_per_second:
            ready = max(ready, self._last_second[0] + 1)
        return ready
