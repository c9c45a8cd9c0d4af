"""The Telegram service: its parts put together, started and stopped in order."""

import asyncio
import itertools
import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any, Final

from telegram.error import RetryAfter, TelegramError
from telegram.request import BaseRequest

from groups.messages.model import Delivery
from groups.programme.acts import facilitators
from handlers import apply
from handlers.acts.menu import COMMANDS, TAPS
from handlers.answers import Answers
from handlers.application import make_application
from handlers.cards.keyboards import Cards
from handlers.clock import Clock
from handlers.clock_steps import steps
from handlers.clock_trust import ClockTrust
from handlers.delivery import DeliveryWatch
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
_BEGIN_SECONDS: Final = 2.0
_DOUBT_SECONDS: Final = 0.5


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
        self.trust = ClockTrust(database, now=now, ask=self._ask_the_time)
        self._begun = asyncio.Event()
        self._beginning: asyncio.Task[None] | None = None
        self._register: Callable[[datetime], Awaitable[object]] | None = None
        self.application = make_application(
            settings.token,
            heard=self.trust.heard,
            api_url=settings.api_url,
            request=request,
            updates_request=updates_request,
        )
        self._listening: Polling | None = None
        self._polling: asyncio.Task[None] | None = None
        self._menus: asyncio.Task[None] | None = None
        self._watch: DeliveryWatch | None = None
        self._watching: asyncio.Task[None] | None = None
        self._is_up = False
        self._is_answered = False

    @property
    def hears_telegram(self) -> bool:
        """Whether Telegram answered the last call that the service needs."""
        return self._is_answered and (self._listening is None or self._listening.is_answered)

    @property
    def delivery(self) -> Delivery:
        """What Telegram last said of the updates that wait there."""
        return self._watch.delivery if self._watch is not None else Delivery()

    # --- life -----------------------------------------------------------------------------------

    async def start(
        self,
        unanswered: Callable[[], Awaitable[None]] | None = None,
        register: Callable[[datetime], Awaitable[object]] | None = None,
    ) -> None:
        """Ask Telegram who the bot is, take up waiting work, begin to send and to tick.

        Wait for Telegram as long as it takes; call `unanswered` after each try without an answer.
        `register` is the first thing dated by the clock: it waits until the clock is believed, and
        so do updates. Raise telegram.error.InvalidToken for a token that Telegram does not know.
        """
        self._register = register
        await self._insist(self.application.initialize, unanswered=unanswered)
        self._put_together()
        await self._begin_soon()
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
        for task in (self._polling, self._menus, self._watching, self._beginning):
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

    # --- the clock --------------------------------------------------------------------------------

    async def may_date(self) -> bool:
        """Whether an act may be dated by the clock now; in doubt, Telegram is asked first."""
        return self._begun.is_set() and await self.trust.believes()

    @property
    def clock_doubt(self) -> str:
        """Why the clock is not believed; empty if it is."""
        doubt = self.trust.doubt
        return doubt.value if doubt is not None else ""

    async def _ask_the_time(self) -> None:
        await self.application.bot.do_api_request("get_Me")

    async def _begin_soon(self) -> None:
        """Begin; where the clock is not believed, go on and begin when it is."""
        self._beginning = asyncio.create_task(self._begin(), name="begin")
        await asyncio.wait((self._beginning,), timeout=_BEGIN_SECONDS)
        if self._beginning.done():
            self._beginning.result()

    async def _begin(self) -> None:
        while not await self.trust.believes():  # noqa: ASYNC110 - a clock gives no signal
            await asyncio.sleep(_DOUBT_SECONDS)
        if self._register is not None:
            await self._register(self._now())
        await self._database.write(
            facilitators.appoint_heads,
            self._settings.facilitators,
            new_id=self._new_id,
            at=self._now(),
        )
        self._begun.set()

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
        self._watch_delivery("")

    async def set_webhook(self) -> None:
        """Set the webhook: Telegram sends updates to PUBLIC_URL, with the secret in a header."""
        bot, settings = self.application.bot, self._settings
        url = f"{settings.public_url}{WEBHOOK_PATH}"
        await self._insist(
            lambda: bot.set_webhook(
                url,
                secret_token=settings.webhook_secret,
                allowed_updates=list(ALLOWED_UPDATES),
                drop_pending_updates=False,
                max_connections=_MAX_CONNECTIONS,
            )
        )
        self._watch_delivery(url)

    def _watch_delivery(self, url: str) -> None:
        self._watch = DeliveryWatch(self.application.bot, self._database, url=url)
        self._watching = asyncio.create_task(self._watch.run(), name="delivery")

    def webhook_wake(self) -> None:
        """Take up an update that the web door has stored."""
        self.desk.wake()

    def webhook_failed(self, update: Mapping[str, Any]) -> None:
        """Note an update that the web door could not store; Telegram will send it again."""
        self.desk.not_stored(update)

    async def drop(self, update_id: int) -> bool | None:
        """Put a parked update away for good; return whether its sender is told, None if none is."""
        new_id, at = self._new_id, self._now()
        is_told = await self._database.write(apply.drop, update_id, new_id=new_id, at=at)
        self.desk.wake()  # the next look counts what is parked
        self.said()
        return is_told

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
        may_date = self.may_date
        self.sender = OutboxSender(
            self._database, post, pace=pace, now=self._now, may_date=may_date
        )
        self.status = StatusBoard(
            self._database, bot, cards, pace=pace, now=self._now, may_date=may_date
        )
        routes = Routes(
            self.application,
            commands=COMMANDS,
            taps=TAPS,
            charter=settings.charter,
            membership=MembershipCheck(self._database, bot, now=self._now),
            read_sheet=Sheets(bot).read,
        )
        self.desk = Desk(
            self._database,
            choose=routes.choose,
            answer=Answers(bot).give,
            said=self.said,
            now=self._now,
            new_id=self._new_id,
            may_date=may_date,
            dated=self.trust.recorded,
        )
        self.clock = Clock(
            self._database,
            now=self._now,
            said=self.said,
            steps=steps(self._new_id),
            may_date=may_date,
            ticked=self.trust.ticked,
        )

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
