"""A small village of four people and one group, served on a free port, and a real bot beside it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer
from playwright.async_api import Browser, Page, expect
from telegram import Bot, BotCommand, InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.request import HTTPXRequest

from sandbox.api import VILLAGE
from sandbox.clock import MovableClock
from sandbox.driver import VillageDriver
from sandbox.server import make_village
from sandbox.settings import PracticeChat, Villager, VillageSettings
from sandbox.village import Village
from tests.conftest import TELEGRAM_SCRIPT

TOKEN = "4242:practice-token"
LEADER, SUNITA, MEENA, FIELD = 11, 12, 13, 14
OFFSETS = count(1)
APP = '<h1>The books</h1><script src="/telegram.js"></script>'
GROUP = -100500
PEOPLE = (
    Villager(LEADER, "Kamla Devi", "hi", "leader"),
    Villager(SUNITA, "Sunita", "hi", "shared", also_used_by=("Rani",)),
    Villager(MEENA, "Meena", "en", "member"),
    Villager(FIELD, "Asha", "en", "facilitator"),
    Villager(15, "Rani", "hi", "member", phone=False),
)

expect.set_options(timeout=30_000)  # milliseconds, enough for a slow or busy machine


@dataclass(frozen=True, slots=True)
class Served:
    """A village that is being served."""

    village: Village
    address: str
    server: TestServer


Serve = Callable[..., Awaitable[Served]]
HINDI_NAMES = {
    LEADER: "कमला देवी",
    SUNITA: "सुनीता",
    MEENA: "मीना",
    FIELD: "आशा",
    15: "रानी",
}
Open = Callable[[], Awaitable[Page]]
OpenAt = Callable[[str], Awaitable[Page]]


def settings(**more: object) -> VillageSettings:
    """The small village's settings, with the given ones changed."""
    usual: dict[str, object] = {
        "token": TOKEN,
        "people": PEOPLE,
        "groups": (PracticeChat(GROUP, "Ujala", (LEADER, SUNITA, MEENA)),),
        "web_app_url": "http://127.0.0.1:8081/app",
        "retry_seconds": 0.05,
    }
    return VillageSettings(**{**usual, **more})  # type: ignore[arg-type] # each is tested by use


def bilingual(language: str = "en", **more: object) -> VillageSettings:
    """The small village's settings in one of its two languages; it may be begun in the other."""

    def speaking(asked: str) -> VillageSettings:
        return bilingual(asked, **more)

    names = HINDI_NAMES if language == "hi" else {}
    people = tuple(replace(it, name=names.get(it.telegram_id, it.name)) for it in PEOPLE)
    return settings(people=people, language=language, speaking=speaking, **more)


@pytest.fixture
async def serve() -> AsyncIterator[Serve]:
    """Make and serve villages; all are closed at the end."""
    servers: list[TestServer] = []

    async def serve_one(app: web.Application | None = None, **more: object) -> Served:
        app = app or make_village(settings(**more))
        server = TestServer(app)
        await server.start_server()
        servers.append(server)
        return Served(app[VILLAGE], str(server.make_url("")).rstrip("/"), server)

    yield serve_one
    for server in servers:
        await server.close()


@pytest.fixture
async def served(serve: Serve) -> Served:
    """A served village without limits."""
    return await serve(limits=False)


@pytest.fixture
async def bot(served: Served) -> AsyncIterator[Bot]:
    """A real bot that talks to the village."""
    async with make_bot(served.address) as made:
        yield made


@pytest.fixture
async def driver(served: Served) -> AsyncIterator[VillageDriver]:
    """The village's people."""
    async with VillageDriver(served.address) as made:
        yield made


def make_bot(address: str) -> Bot:
    """A python-telegram-bot bot at an address."""
    request = HTTPXRequest(connection_pool_size=16, pool_timeout=5)
    return Bot(
        TOKEN,
        base_url=f"{address}/bot",
        base_file_url=f"{address}/file/bot",
        request=request,
        get_updates_request=HTTPXRequest(connection_pool_size=4),
    )


async def heard(bot: Bot, kinds: list[str] | None = None) -> list[Update]:
    """All waiting updates, confirmed; offsets differ, since a repeated one is answered late."""
    updates = list(await bot.get_updates(offset=next(OFFSETS), allowed_updates=kinds))
    if updates:
        await bot.get_updates(offset=updates[-1].update_id + 1)
    return updates


@pytest.fixture
def state_path(tmp_path: Path) -> Path:
    """The file in which a village stores its state."""
    return tmp_path / "village.json"


async def call(served: Served, method: str, **parameters: object) -> dict[str, Any]:
    """Make one call with a JSON body; return the answer as the server wrote it."""
    address = f"{served.address}/bot{TOKEN}/{method}"
    async with ClientSession() as session, session.post(address, json=parameters) as answer:
        body: dict[str, Any] = await answer.json()
        return body


async def refusal(served: Served, method: str, **parameters: object) -> str:
    """The words of a call's refusal."""
    return str((await call(served, method, **parameters))["description"])


# --- the page ----------------------------------------------------------------------------------


async def answer(bot: Bot, update: Update) -> None:
    """Answer as a small bot: a board for /vouch, an alert for a tap."""
    if update.callback_query is not None:
        await update.callback_query.answer("Your word stands.", show_alert=True)
    elif update.message is not None and (update.message.text or "").startswith("/vouch"):
        app = "https://t.me/saakh_practice_bot?startapp=t1"
        keys = [
            [InlineKeyboardButton("Sunita", callback_data="v|1")],
            [InlineKeyboardButton("Books", url=app)],
        ]
        text = "<b>Whose word</b> do you trust? <i>1 &lt; 2</i>"
        await bot.send_message(
            update.message.chat_id, text, "HTML", reply_markup=InlineKeyboardMarkup(keys)
        )


async def keep_answering(bot: Bot) -> None:
    """Poll and answer until cancelled."""
    offset = 0
    while True:
        for update in await bot.get_updates(offset=offset, timeout=20):
            offset = update.update_id + 1
            await answer(bot, update)


@pytest.fixture
async def app_url() -> AsyncIterator[str]:
    """A mini-app of one line, with Telegram's own script where `make test` has fetched it."""

    async def show(request: web.Request) -> web.Response:
        del request
        return web.Response(text=APP, content_type="text/html")

    async def script(request: web.Request) -> web.Response:
        del request
        text = TELEGRAM_SCRIPT.read_text() if TELEGRAM_SCRIPT.exists() else ""
        return web.Response(text=text, content_type="text/javascript")

    app = web.Application()
    app.router.add_get("/app", show)
    app.router.add_get("/telegram.js", script)
    server = TestServer(app)
    await server.start_server()
    yield str(server.make_url("/app"))
    await server.close()


@pytest.fixture
async def living(serve: Serve, app_url: str) -> AsyncIterator[Served]:
    """A village whose bot answers."""
    clock = MovableClock()

    async def in_a_week() -> datetime:
        return clock.now() + timedelta(days=7)

    served = await serve(limits=False, web_app_url=app_url, clock=clock, next_scoring=in_a_week)
    async with make_bot(served.address) as bot:
        await bot.set_my_commands([BotCommand("vouch", "Give your word")])
        answering = asyncio.create_task(keep_answering(bot))
        yield served
        answering.cancel()
        with suppress(asyncio.CancelledError):
            await answering


@pytest.fixture
async def open_at(chromium: Browser) -> OpenAt:
    """Open a village's page behind its first screen; an error in its script fails the test."""

    async def open_one(address: str) -> Page:
        page = await chromium.new_page(viewport={"width": 1280, "height": 800})
        page.on("pageerror", lambda error: pytest.fail(str(error)))
        await page.goto(address)
        await page.locator("#welcome .strong").click()
        return page

    return open_one


@pytest.fixture
async def open_page(open_at: OpenAt, living: Served) -> Open:
    """Open the page of the village whose bot answers."""
    return partial(open_at, living.address)
