"""Ask Telegram for updates; an update is confirmed only after it is stored."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Final

from telegram import Bot
from telegram.error import Conflict, InvalidToken, RetryAfter

from handlers.application import POLL_SECONDS
from handlers.lanes import ALLOWED_UPDATES, update_id
from handlers.outcomes import ended

Keep = Callable[[Sequence[dict[str, Any]]], Awaitable[None]]

_LIMIT: Final = 100
_EARLY_SECONDS: Final = 0.2
_WAIT_MAX: Final = 30.0

log = logging.getLogger(__name__)


class Polling:
    """A loop of getUpdates; `keep` returns when the updates are durable."""

    def __init__(self, bot: Bot, keep: Keep) -> None:
        self._bot = bot
        self._keep = keep
        self._offset: int | None = None
        self._wait = 0.0

    @property
    def is_answered(self) -> bool:
        """Whether Telegram answered when it was last asked."""
        return self._wait == 0.0

    async def run(self) -> None:
        """Ask until cancelled; a cancelled request confirms nothing."""
        while True:
            try:
                asked = time.monotonic()
                updates = await self._ask()
                if not updates:
                    await self._not_too_soon(asked)
                else:
                    await self._keep(updates)
                    self._offset = max(update_id(it) or 0 for it in updates) + 1
                self._wait = 0.0
            except Exception as error:  # noqa: BLE001 - after any error, ask again
                await self._rest(error)

    async def _ask(self) -> list[dict[str, Any]]:
        # Raw, so that fields which the library does not know are not lost. This spelling of
        # getUpdates avoids the library's warning to use its own method.
        answer = await self._bot.do_api_request(
            "get_Updates",
            api_kwargs={
                "timeout": POLL_SECONDS,
                "limit": _LIMIT,
                "allowed_updates": list(ALLOWED_UPDATES),
            }
            | ({} if self._offset is None else {"offset": self._offset}),
        )
        updates = [it for it in answer if update_id(it) is not None] if _is_list(answer) else []
        return sorted(updates, key=lambda it: update_id(it) or 0)

    async def _not_too_soon(self, asked: float) -> None:
        """Wait a little, because a server that answers at once would be asked without a pause."""
        if time.monotonic() - asked < _EARLY_SECONDS:
            await asyncio.sleep(_EARLY_SECONDS)

    async def _rest(self, error: Exception) -> None:
        self._wait = min(max(1.0, self._wait * 2), _WAIT_MAX)
        if isinstance(error, Conflict | InvalidToken):
            log.error("getUpdates refused: %s; is another bot running?", type(error).__name__)
        else:
            log.warning("no updates were taken in: %s, asking again", type(error).__name__)
        wait = ended(error).retry_after if isinstance(error, RetryAfter) else self._wait
        await asyncio.sleep(wait)


def _is_list(answer: object) -> bool:
    return isinstance(answer, list)
