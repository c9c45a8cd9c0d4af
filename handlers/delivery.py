"""How Telegram gets its updates to us: what waits there, and its last error with our webhook.

A webhook whose way is broken (proxy down, certificate over) is silent on our side, so Telegram is
asked. Updates that wait there while none comes in are silence too, whichever way they come.
"""

import asyncio
import logging
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from telegram import Bot

from groups.messages.acts import pulse
from groups.messages.model import Delivery
from handlers import metrics
from handlers.logs import troubled
from handlers.wire import ODD_ANSWERS
from storage.database import Database
from storage.tx import StorageError

PENDING_MAX: Final = 100  # so many wait only where they come too slowly, or not at all
_FIRST_SECONDS: Final = 10.0
_AGAIN_SECONDS: Final = 20.0  # while something waits
_CALM_SECONDS: Final = 120.0
_WORDS_MAX: Final = 200

Came = tuple[int | None, datetime | None]
log = logging.getLogger(__name__)


class DeliveryWatch:
    """Asks Telegram every two minutes; `url` is the webhook that was set, "" while we poll."""

    def __init__(self, bot: Bot, database: Database, *, url: str) -> None:
        self._bot = bot
        self._database = database
        self._url = url
        self._last_came: Came = (None, None)
        self._waited = False
        self.delivery = Delivery()

    async def run(self) -> None:
        """Look again and again until cancelled."""
        self._last_came = await self._newest()
        wait = _FIRST_SECONDS
        while True:
            await asyncio.sleep(wait)
            await self.look()
            wait = _AGAIN_SECONDS if self.delivery.pending else _CALM_SECONDS

    async def look(self) -> None:
        """Ask once; without an answer, what was known stays."""
        try:
            answer: object = await self._bot.do_api_request("get_Webhook_Info")
        except ODD_ANSWERS as error:
            log.info("Telegram does not tell how updates come: %s", type(error).__name__)
            return
        if isinstance(answer, Mapping):
            newest = await self._newest()
            self._note(answer, has_come=newest != self._last_came)
            self._last_came = newest

    def _note(self, answer: Mapping[str, Any], *, has_come: bool) -> None:
        """Note what waits: it is stuck if nothing came in meanwhile, or if it is very much."""
        pending = _whole(answer, "pending_update_count")
        failed_at = _whole(answer, "last_error_date")
        was_stuck, waits_on = self.delivery.is_stuck, self._waited or failed_at > 0
        self.delivery = Delivery(
            pending=pending,
            last_error=str(answer.get("last_error_message") or "")[:_WORDS_MAX],
            last_error_at=datetime.fromtimestamp(failed_at, UTC) if failed_at else None,
            is_elsewhere=str(answer.get("url") or "") != self._url,
            is_stuck=pending >= PENDING_MAX or (pending > 0 and waits_on and not has_come),
        )
        self._waited = pending > 0
        metrics.PENDING_AT_TELEGRAM.set(pending)
        metrics.WEBHOOK_FAILED_AT.set(failed_at)
        _tell(self.delivery, was_stuck=was_stuck)

    async def _newest(self) -> Came:
        """What came last: its id too, as one that came while the clock was ahead hides others."""
        try:
            beat = await self._database.read(pulse.beat)
        except StorageError:
            return self._last_came  # the probe tells of the database
        return beat.newest_update_id, beat.last_update


def _tell(delivery: Delivery, *, was_stuck: bool) -> None:
    if delivery.is_elsewhere:
        troubled(log, "Telegram brings updates elsewhere: its webhook is not the one that was set")
    if delivery.is_stuck and not was_stuck:
        troubled(log, "updates do not come: %d wait at Telegram", delivery.pending)
    elif was_stuck and not delivery.is_stuck:
        log.warning("updates come again")


def _whole(answer: Mapping[str, Any], name: str) -> int:
    number = answer.get(name)
    return number if type(number) is int and 0 < number < 2**33 else 0
