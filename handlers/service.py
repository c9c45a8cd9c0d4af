"""The Telegram service: its parts put together, started and stopped in order."""

import asyncio
import itertools
import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any, Final

from telegram.error import RetryAfter, TelegramError
from telegram.request import BaseRequest

from groups.programme.acts import facilitators
from handlers.acts.menu import COMMANDS, TAPS
from handlers.answers import Answers
from handlers.application import make_application
from handlers.cards.keyboards import Cards
from handlers.clock import Clock, steps
from handlers.desk import Desk
from handlers.enclosing import Enclosing
from handlers.lanes import ALLOWED_UPDATES, lane_of
from handlers.links import Links
from handlers.membership import MembershipCheck
from handlers.menus import set_menus
from handlers.outbox import OutboxSender
from handlers.outcomes import Outcome, ended
from handlers.pacing import Limits, Pace
from handlers.polling import Polling
from handlers.post import Post
from handlers.routes import Routes
from handlers.settings import TelegramSettings
from handlers.sheets import Sheets
from handlers.status import StatusBoard
from handlers.unmoderated import log_groups_without_moderator
from storage.database import Database

log = logging.getLogger(__name__)

WEBHOOK_PATH: Final = "/telegram"
_TRIES: Final = 4  # of a call that the service can do without
_WAIT_MAX: Final = 30.0
_MAX_CONNECTIONS: Final = 40


class TelegramService:
    """The bot as `bot.py` sees it: start, then `start_polling` or `set_webhook`, then stop."""

    def __init__(
        self,
        settings: TelegramSettings,
        database: Database,
        *,
        now: Callable[[], datetime],
        new_id: Callable[[], str],
        limits: Limits | None = None,
        request: BaseRequest | None = None,
        updates_request: BaseRequest | None = None,
    ) -> None:
        self._limits = limits or Limits()
        self._settings = settings
        self._database = database
        self._now = now
        self._new_id = new_id
        self.application = make_application(
            settings.token,
            api_url=settings.api_url,
            request=request,
            updates_request=updates_request,
        )
        self._listening: Polling | None = None
        self._polling: asyncio.Task[None] | None = None
        self._menus: asyncio.Task[None] | None = None
        self._is_up = False
        self._is_answered = False

    @property
    def hears_telegram(self) -> bool:
        """Whether Telegram answered the last call that the service needs."""
        return self._is_answered and (self._listening is None or self._listening.is_answered)

    # --- life -----------------------------------------------------------------------------------

    async def start(self, unanswered: Callable[[], Awaitable[None]] | None = None) -> None:
        """Ask Telegram who the bot is, take up waiting work, begin to send and to tick.

        Wait for Telegram as long as it takes; call `unanswered` after each try without an answer.
        Raise telegram.error.InvalidToken for a token that Telegram does not know.
        """
        await self._insist(self.application.initialize, unanswered=unanswered)
        self._put_together()
        await self._database.write(
            facilitators.appoint_heads,
            self._settings.facilitators,
            new_id=self._new_id,
            at=self._now(),
        )
        await self.sender.start()
        await self.status.start()
        await self.desk.start()
        await self.clock.start()
        menus = set_menus(
            self.application.bot, self.links, button_language=self._settings.button_language
        )
        self._menus = asyncio.create_task(menus)
        self._is_up = True
        await log_groups_without_moderator(self._database)

    async def stop(self) -> None:
        """Stop taking updates, finish the updates and messages under way, close."""
        for task in (self._polling, self._menus):
            if task is not None:
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)
        if self._is_up:
            await self.desk.stop()
            await self.clock.stop()
            await self.status.stop()
            await self.sender.stop()
            self._is_up = False
        await self.application.shutdown()

    # --- how updates come in ----------------------------------------------------------------------

    async def start_polling(self) -> None:
        """Delete the webhook, keep its waiting updates, and begin to poll."""
        bot = self.application.bot
        try:
            await self._insist(
                lambda: bot.delete_webhook(drop_pending_updates=False), tries_max=_TRIES
            )
        except TelegramError as error:
            # A server without webhooks lacks this method. If a webhook is set, getUpdates says so.
            log.warning("a webhook could not be taken away: %s", type(error).__name__)
        self._listening = Polling(bot, self.desk.keep)
        self._polling = asyncio.create_task(self._listening.run(), name="polling")

    async def set_webhook(self) -> None:
        """Set the webhook: Telegram sends updates to PUBLIC_URL, with the secret in a header."""
        bot, settings = self.application.bot, self._settings
        await self._insist(
            lambda: bot.set_webhook(
                f"{settings.public_url}{WEBHOOK_PATH}",
                secret_token=settings.webhook_secret,
                allowed_updates=list(ALLOWED_UPDATES),
                drop_pending_updates=False,
                max_connections=_MAX_CONNECTIONS,
            )
        )

    def webhook_wake(self) -> None:
        """Take up an update that the web door has stored."""
        self.desk.wake()

    def webhook_failed(self, update: Mapping[str, Any]) -> None:
        """Note an update that the web door could not store; Telegram will send it again."""
        self.desk.not_stored(update)

    async def receive(self, update: Mapping[str, Any]) -> None:
        """Store one raw update durably and take it up; StorageError if it is not stored."""
        await self.desk.store([dict(update)])

    async def tick(self) -> None:
        """Do at once what is due: the clock was moved, or an operator asks."""
        await self.clock.do_what_is_due()
        self.said()

    def said(self) -> None:
        """Wake the senders: the outbox or the facts of a pinned message have changed."""
        self.sender.wake()
        self.status.wake()

    async def idle(self) -> None:
        """Return when all updates are done and all messages sent; for tests and the village."""
        await self.desk.idle()
        await self.sender.idle()

    # --- parts ------------------------------------------------------------------------------------

    def _put_together(self) -> None:
        bot, settings = self.application.bot, self._settings
        self.links = Links(bot.username, settings.public_url, settings.webapp_name)
        cards = Cards(self.links)
        pace = Pace(self._limits)
        post = Post(bot, cards, Enclosing(self._database))
        self.sender = OutboxSender(self._database, post, pace=pace, now=self._now)
        self.status = StatusBoard(self._database, bot, cards, pace=pace, now=self._now)
        routes = Routes(
            self.application,
            commands=COMMANDS,
            taps=TAPS,
            charter=settings.charter,
            is_in_chat=MembershipCheck(self._database, bot).is_in_chat,
            read_sheet=Sheets(bot).read,
        )
        self.desk = Desk(
            self._database,
            choose=routes.choose,
            answer=Answers(bot).give,
            said=self.said,
            now=self._now,
            new_id=self._new_id,
        )
        self.clock = Clock(self._database, now=self._now, said=self.said, steps=steps(self._new_id))

    async def _insist(
        self,
        call: Callable[[], Awaitable[object]],
        *,
        tries_max: int | None = None,
        unanswered: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        """Call Telegram until it answers; do not retry a wrong token or a refused call."""
        for tries in itertools.count(1):
            try:
                await call()
            except TelegramError as error:
                self._is_answered = False
                result = ended(error)
                if result.outcome in (Outcome.NOT_OURS, Outcome.REFUSED) or tries == tries_max:
                    raise
                log.warning("Telegram does not answer: %s", type(error).__name__)
                if unanswered is not None:
                    await unanswered()
                waits = min(2.0 ** min(tries - 1, 10), _WAIT_MAX)
                await asyncio.sleep(result.retry_after if isinstance(error, RetryAfter) else waits)
            else:
                self._is_answered = True
                return


def make_bot(
    settings: TelegramSettings,
    database: Database,
    *,
    now: Callable[[], datetime],
    new_id: Callable[[], str],
    limits: Limits | None = None,
    request: BaseRequest | None = None,
    updates_request: BaseRequest | None = None,
) -> TelegramService:
    """Return the service, not yet started; tests pass fake wires as requests."""
    return TelegramService(
        settings,
        database,
        now=now,
        new_id=new_id,
        limits=limits,
        request=request,
        updates_request=updates_request,
    )


__all__ = ["TelegramService", "lane_of", "make_bot"]
