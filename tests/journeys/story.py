"""A small village that speaks Hindi, and the bot polling it in the same event loop."""

import asyncio
import secrets
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from aiohttp.test_utils import TestServer

from groups.charter.acts import register_charter
from handlers.service import TelegramService, make_bot
from handlers.settings import TelegramSettings
from sandbox.clock import MovableClock
from sandbox.driver import VillageDriver
from sandbox.server import make_village
from sandbox.settings import PracticeChat, Villager, VillageSettings
from sandbox.world import Json
from storage.database import Database
from tests.journeys.place import QUICK, from_noon
from tests.journeys.sisters import SECONDS_MAX

TOKEN = "4242:practice-token"
KAMLA, SUNITA, MEENA, RANI, ASHA = 11, 12, 13, 14, 15
GROUP = -100500
PEOPLE = (
    Villager(KAMLA, "Kamla", "hi", "leader"),
    Villager(SUNITA, "Sunita", "en"),
    Villager(MEENA, "Meena", "en"),
    Villager(RANI, "Rani", "hi"),
    Villager(ASHA, "Asha", "en", "facilitator"),
)
CHARTER = Path(__file__).parent.parent.parent / "groups" / "charter.toml"


@dataclass
class Story:
    """The village's people and the bot that serves them."""

    driver: VillageDriver
    service: TelegramService
    database: Database
    now: Callable[[], datetime]

    async def taps(self, who: int, words: str, chat: int | None = None) -> str | None:
        """Let a person tap the newest button with these words, once it is there."""
        message = await self.waits_for_button(who, words, chat)
        button = next(it for it in _labels(message) if words in it)
        return await self.driver.tap(who, chat, message["message_id"], button)

    async def waits_for_button(self, who: int, words: str, chat: int | None = None) -> Json:
        """Wait for the newest message with such a button."""
        return await _wait_for(self.driver, who, chat, words)

    async def pinned(self, who: int, chat: int, words: str) -> str:
        """Wait for these words in the pinned message, which is edited at most every few seconds."""
        shown = ""
        async with asyncio.timeout(SECONDS_MAX):
            while not shown or words not in shown:
                pinned = await self.driver.pinned(who, chat)
                shown = str(pinned["text"]) if pinned else ""
                await asyncio.sleep(0.03)
        return shown

    async def link(self, who: int, words: str, chat: int | None = None) -> str:
        """Return the payload of the start link under the newest button with these words."""
        message = await self.waits_for_button(who, words, chat)
        url = next(
            it["url"]
            for row in message["reply_markup"]["inline_keyboard"]
            for it in row
            if words in it["text"]
        )
        return str(url).partition("start=")[2]


@asynccontextmanager
async def told(database: Database) -> AsyncGenerator[Story]:
    """Yield an empty village with a facilitator in the settings."""
    settings = VillageSettings(
        token=TOKEN,
        people=PEOPLE,
        groups=(PracticeChat(GROUP, "Ujala", (KAMLA, SUNITA, MEENA, RANI)),),
        web_app_url="http://127.0.0.1:8081/app",
        clock=MovableClock(from_noon),
        empty=True,
        limits=False,
    )
    server = TestServer(make_village(settings))
    await server.start_server()
    address = str(server.make_url("")).rstrip("/")
    charter = await database.write(register_charter, CHARTER.read_text(), settings.clock.now())
    service = make_bot(
        TelegramSettings(
            token=TOKEN,
            charter=charter,
            api_url=address,
            public_url="http://127.0.0.1:8081",
            facilitators=(ASHA,),
        ),
        database,
        now=settings.clock.now,
        new_id=_new_id,
        limits=QUICK,
    )
    await service.start()
    await service.start_polling()
    async with VillageDriver(address) as driver:
        yield Story(driver, service, database, settings.clock.now)
    await service.stop()
    await server.close()


def _new_id() -> str:
    return "".join(secrets.choice("abcdefghijklmnopqrstuvwxyz234567") for _ in range(10))


def _labels(message: Json) -> list[str]:
    rows = (message.get("reply_markup") or {}).get("inline_keyboard", [])
    return [it["text"] for row in rows for it in row]


async def _wait_for(driver: VillageDriver, who: int, chat: int | None, words: str) -> Json:
    deadline = asyncio.get_running_loop().time() + SECONDS_MAX
    while True:
        seen = await driver.messages(who, chat)
        for message in reversed(seen):
            if any(words in it for it in _labels(message)):
                return message
        if asyncio.get_running_loop().time() > deadline:
            shown = [(it.get("text"), _labels(it)) for it in seen]
            raise TimeoutError(f"no button {words!r} in {shown}")
        await asyncio.sleep(0.02)
