"""A place for a journey: a look-alike of Telegram, the house beside it, one clock."""

import secrets
import socket
import time
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from aiohttp import ClientSession, web

from handlers.pacing import Limits
from handlers.service import TelegramService
from house import House, serve
from sandbox.clock import MovableClock
from sandbox.driver import VillageDriver, init_data_of
from sandbox.server import make_village
from sandbox.settings import PracticeChat, Villager, VillageSettings
from settings import Settings, read_settings
from storage.database import Database, open_database
from texts.say import prepare

TOKEN: Final = "4242:a-token-of-journeys"
GROUP: Final = -1001000000077
SUNITA, MEENA, KAMLA, RADHA, GEETA, RANI, ASHA = 11, 12, 13, 14, 15, 16, 100
NAMES: Final = {
    SUNITA: "Sunita",
    MEENA: "Meena",
    KAMLA: "Kamla",
    RADHA: "Radha",
    GEETA: "Geeta",
    RANI: "Rani",
    ASHA: "Asha",
}
PEOPLE: Final = tuple(
    Villager(who, name, "en", "leader" if who == SUNITA else "member")
    for who, name in NAMES.items()
)
CHAT: Final = PracticeChat(GROUP, "Ujala", (SUNITA, MEENA, KAMLA, RADHA, GEETA))
PORTS: Final = range(20_000, 32_000)
QUICK: Final = Limits(chat_burst=1000, group_per_minute=1000, bot_per_second=1000)
_NOON: Final = datetime(2026, 11, 20, 6, 30, tzinfo=UTC)  # on a Friday, noon in the village
_BEGUN: Final = time.monotonic()


@dataclass
class Place:
    """Everything that a journey uses."""

    people: VillageDriver
    clock: MovableClock
    http: ClientSession
    web: str  # the mini-app's server
    opened: dict[int, str]  # the session's token of each person

    async def open_app(self, who: int, link: str | None = None, chat: int | None = None) -> str:
        """Open the mini-app on a phone, by a link or the menu button; return its first page."""
        data = init_data_of(await self.people.open_app(who, link, chat))
        page = await session(self.http, self.web, data)
        self.opened[who] = page["token"]
        return page["page"]

    async def page(self, who: int, path: str, **form: str) -> str:
        """Ask for a page of the mini-app, or send its form; return the answer's text."""
        return (await self.answer(who, path, **form))[1]

    async def answer(self, who: int, path: str, **form: str) -> tuple[int, str]:
        """Ask for a page or send its form; return the status and the text."""
        headers = {"X-Fragment": "1", "Authorization": f"Bearer {self.opened[who]}"}
        method = "POST" if form else "GET"
        async with self.http.request(
            method, f"{self.web}{path}", headers=headers, data=form or None
        ) as answer:
            return answer.status, await answer.text()


@dataclass
class Home(Place):
    """A place whose house runs in this process, so that tests can read its database."""

    database: Database
    service: TelegramService


async def session(http: ClientSession, address: str, data: str) -> dict[str, str]:
    """Exchange launch data for a session, as the shell does."""
    headers = {"Authorization": f"tma {data}"}
    async with http.post(f"{address}/app/session", headers=headers) as answer:
        assert answer.status == 200, answer.status
        tokens: dict[str, str] = await answer.json()
        return tokens


def free_port() -> int:
    """Return a port that no process listens at and that no outgoing connection gets.

    Operating systems give outgoing connections ports from 32768 (Linux) or 49152 (IANA). Any
    connection could take such a port before the process under test listens at it.
    """
    while True:
        port = secrets.randbelow(PORTS.stop - PORTS.start) + PORTS.start
        if is_free(port):
            return port


def is_free(port: int) -> bool:
    """Return whether a process can listen at a port."""
    with socket.socket() as listener:
        try:
            listener.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def environment(
    telegram: int, web_port: int, database_url: str, more: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Return the environment of a house beside the look-alike at a port."""
    return {
        "BOT_TOKEN": TOKEN,
        "BOT_API_URL": f"http://127.0.0.1:{telegram}",
        "DATABASE_URL": database_url,
        "WEB_PORT": str(web_port),
        "PUBLIC_URL": f"http://127.0.0.1:{web_port}",
        "FACILITATORS": str(ASHA),
        **(more or {}),
    }


def from_noon() -> datetime:
    """Return the time of journeys, in which the tests began at noon.

    By the real clock a day could end during a test, and with it acts that one day allows.
    """
    return _NOON + timedelta(seconds=time.monotonic() - _BEGUN)


def look_alike(settings: Settings, clock: MovableClock, state_path: Path | None) -> web.Application:
    """Return a Telegram in which nobody has written to the bot yet, or one stored in a file."""
    return make_village(
        VillageSettings(
            token=settings.bot_token,
            people=PEOPLE,
            groups=(CHAT,),
            web_app_url=f"{settings.public_url}/app",
            clock=clock,
            state_path=state_path,
            empty=True,
            limits=False,
        )
    )


@asynccontextmanager
async def telegram(
    settings: Settings, clock: MovableClock, state_path: Path | None = None
) -> AsyncGenerator[VillageDriver]:
    """Serve the look-alike at the settings' address of Telegram."""
    port = int(settings.bot_api_url.rpartition(":")[2])
    served = await serve(look_alike(settings, clock, state_path), "127.0.0.1", port)
    try:
        async with VillageDriver(settings.bot_api_url) as people:
            yield people
    finally:
        await served.cleanup()


@asynccontextmanager
async def place(
    database_url: str, more: Mapping[str, str] | None = None, *, state_path: Path | None = None
) -> AsyncGenerator[Home]:
    """Yield the real house beside the look-alike, in this process, both by one clock."""
    prepare()
    settings = read_settings(environment(free_port(), free_port(), database_url, more))
    clock = MovableClock(from_noon)
    database = await open_database(database_url)
    house = House(settings, database, clock.now, QUICK)
    try:
        async with telegram(settings, clock, state_path) as people, ClientSession() as http:
            await house.start()
            assert house.service is not None
            yield Home(people, clock, http, settings.public_url, {}, database, house.service)
            await house.stop()
    finally:
        await house.stop()
        await database.close()
