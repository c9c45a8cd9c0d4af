"""The web view, the bot and the clock over one database, started and stopped in order."""

import asyncio
import errno
import secrets
import signal
from collections.abc import Callable, Coroutine
from contextlib import nullcontext, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import click
from aiohttp import web

from groups.charter.acts import register_charter, version_of_charter
from handlers.lanes import lane_of
from handlers.pacing import Limits
from handlers.service import TelegramService, make_bot
from handlers.settings import TelegramSettings
from settings import TELEGRAM, Settings
from storage.database import Database
from texts.languages import HINDI
from webapp.asking import Front
from webapp.health import waiting_room
from webapp.hook import hook
from webapp.operator import operator_door
from webapp.server import make_web

_LOOK_SECONDS: Final = 2.0
_STOP_SECONDS: Final = 3.0

Now = Callable[[], datetime]
Step = Callable[[], Coroutine[None, None, None]]


def new_id() -> str:
    """Return a new random id: ten letters and digits without a meaning."""
    return "".join(secrets.choice("abcdefghijklmnopqrstuvwxyz234567") for _ in range(10))


def real_now() -> datetime:
    """Return the business time, which is the real time everywhere but in the practice village."""
    return datetime.now(UTC)


class House:
    """The web view and the bot over one database, in one event loop."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        now: Now,
        limits: Limits | None = None,
        *,
        button_language: str = HINDI,
    ) -> None:
        self._settings = settings
        self._database = database
        self._now = now
        self._limits = limits
        self._button_language = button_language
        self._web: web.AppRunner | None = None
        self.service: TelegramService | None = None

    async def start(self) -> None:
        """Register the charter, start the bot and the web view, and begin to take updates."""
        body = _read_charter(self._settings.charter)
        charter = await self._database.read(version_of_charter, body)

        async def register(at: datetime) -> None:
            await self._database.write(register_charter, body, at)

        self.service = make_bot(
            _telegram(self._settings, charter, self._button_language),
            self._database,
            now=self._now,
            new_id=new_id,
            limits=self._limits,
        )
        try:
            await self.service.start(unanswered=self._tell_that_it_waits, register=register)
            await self._close_web()
            self._web = await self._serve(self._web_view(self.service))
            if self._settings.webhook_secret:
                await self.service.set_webhook()
            else:
                await self.service.start_polling()
        except BaseException:
            await self.stop()
            raise

    async def until_broken(self) -> None:
        """Wait until the disk has failed at a commit, so that only a restart can write again."""
        while not (await self._database.health()).is_stopped:  # noqa: ASYNC110 - no event tells it
            await asyncio.sleep(_LOOK_SECONDS)

    async def stop(self) -> None:
        """Accept no new work, finish the work under way, and close."""
        await self._close_web()
        if self.service is not None:
            await self.service.stop()
            self.service = None

    async def _tell_that_it_waits(self) -> None:
        """While Telegram does not answer, tell the health probe so; ask visitors to come again."""
        if self._web is None:
            self._web = await self._serve(waiting_room(self._database))

    async def _serve(self, app: web.Application) -> web.AppRunner:
        return await serve(app, self._settings.web_host, self._settings.web_port)

    async def _close_web(self) -> None:
        if self._web is not None:
            await self._web.cleanup()
            self._web = None

    def _web_view(self, service: TelegramService) -> web.Application:
        settings = self._settings
        is_telegram = settings.bot_api_url == TELEGRAM
        front = Front(
            database=self._database,
            now=self._now,
            new_id=new_id,
            said=service.said,
            hears_telegram=lambda: service.hears_telegram,
            delivery=lambda: service.delivery,
            may_date=service.may_date,
            dated=service.trust.recorded,
            clock_doubt=lambda: service.clock_doubt,
            bot_token=settings.bot_token,
            bot_username=service.application.bot.username,
            public_url=settings.public_url,
            webapp_name=settings.webapp_name,
            frame_origin="" if is_telegram else settings.bot_api_url,
            metrics_token=settings.metrics_token,
        )
        doors = [
            operator_door(
                settings.bot_token,
                wake=service.webhook_wake,
                accept_clock=service.trust.accept,
                drop=service.drop,
            )
        ]
        if settings.webhook_secret:
            doors.append(
                hook(
                    settings.webhook_secret,
                    lane=lane_of,
                    wake=service.webhook_wake,
                    failed=service.webhook_failed,
                )
            )
        return make_web(front, doors)


def _telegram(settings: Settings, charter: str, button_language: str) -> TelegramSettings:
    return TelegramSettings(
        token=settings.bot_token,
        charter=charter,
        api_url=settings.bot_api_url,
        public_url=settings.public_url or None,
        webhook_secret=settings.webhook_secret or None,
        webapp_name=settings.webapp_name or None,
        facilitators=settings.facilitators,
        button_language=button_language,
    )


def _read_charter(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise click.ClickException(f"CHARTER: {path.name} cannot be read.") from error


async def serve(app: web.Application, host: str, port: int) -> web.AppRunner:
    """Serve an application; where it cannot listen, click.ClickException says what to do."""
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError as error:
        await runner.cleanup()
        what = "is taken" if error.errno == errno.EADDRINUSE else f"cannot be had at {host}"
        raise click.ClickException(
            f"Port {port} {what}. Choose another with WEB_PORT (and WEB_HOST), or VILLAGE_PORT for "
            "the village, which takes that port and the next."
        ) from error
    return runner


async def live(start: Step, stop: Step, until_broken: Step | None = None) -> None:
    """Start, wait until the process is asked to end, and stop; a stop signal cancels the start.

    Raises click.ClickException when it ends because the disk is broken; then the process manager
    starts it again.
    """
    asked = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, asked.set)
    starting, ending = asyncio.create_task(start()), asyncio.create_task(asked.wait())
    breaking = asyncio.create_task(until_broken()) if until_broken else ending
    is_broken = False
    try:
        await asyncio.wait((starting, ending), return_when=asyncio.FIRST_COMPLETED)
        if ending.done():
            starting.cancel()
        with suppress(asyncio.CancelledError):
            await starting
        await asyncio.wait((ending, breaking), return_when=asyncio.FIRST_COMPLETED)
        is_broken = not ending.done()
    finally:
        ending.cancel()
        breaking.cancel()
        # With a broken disk, waiting without a limit would never end.
        with suppress(TimeoutError) if is_broken else nullcontext():
            async with asyncio.timeout(_STOP_SECONDS if is_broken else None):
                await stop()
    if is_broken:
        raise click.ClickException(
            "The disk failed while the books were written, so that nothing more is written. What "
            "was acknowledged is safe. Look after the disk, then start again."
        )
