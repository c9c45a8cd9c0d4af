"""A small village of four people and one group, served on a free port, and a real bot beside it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer
from telegram import Bot, Update
from telegram.request import HTTPXRequest

from sandbox.api import VILLAGE
from sandbox.driver import VillageDriver
from sandbox.server import make_village
from sandbox.settings import Person, PracticeChat, VillageSettings
from sandbox.village import Village

TOKEN = "4242:practice-token"
LEADER, SUNITA, MEENA, FIELD = 11, 12, 13, 14
OFFSETS = count(1)
GROUP = -100500
PEOPLE = (
    Person(LEADER, "Kamla Devi", "hi", "leader"),
    Person(SUNITA, "Sunita", "hi", "shared", also_used_by=("Rani",)),
    Person(MEENA, "Meena", "en", "member"),
    Person(FIELD, "Asha", "en", "facilitator"),
    Person(15, "Rani", "hi", "member", phone=False),
)


@dataclass(frozen=True, slots=True)
class Served:
    """A village that is up."""

    village: Village
    address: str
    server: TestServer


Serve = Callable[..., Awaitable[Served]]


def settings(**more: object) -> VillageSettings:
    """The small village, with the given settings changed."""
    usual: dict[str, object] = {
        "token": TOKEN,
        "people": PEOPLE,
        "groups": (PracticeChat(GROUP, "Ujala", (LEADER, SUNITA, MEENA)),),
        "web_app_url": "http://127.0.0.1:8081/app",
        "retry_seconds": 0.05,
    }
    return VillageSettings(**{**usual, **more})  # type: ignore[arg-type] # each is tested by use


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
    """The living village without limits."""
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
    """Everything that waits for the bot, confirmed; the same offset twice would be slowed down."""
    updates = list(await bot.get_updates(offset=next(OFFSETS), allowed_updates=kinds))
    if updates:
        await bot.get_updates(offset=updates[-1].update_id + 1)
    return updates


@pytest.fixture
def state_path(tmp_path: Path) -> Path:
    """Where a village keeps itself."""
    return tmp_path / "village.json"


async def call(served: Served, method: str, **parameters: object) -> dict[str, Any]:
    """One bare call with a JSON body, the answer as the server wrote it."""
    address = f"{served.address}/bot{TOKEN}/{method}"
    async with ClientSession() as session, session.post(address, json=parameters) as answer:
        found: dict[str, Any] = await answer.json()
        return found


async def refusal(served: Served, method: str, **parameters: object) -> str:
    """The words with which a call was refused."""
    return str((await call(served, method, **parameters))["description"])
