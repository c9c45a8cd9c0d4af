"""The outbox and the pinned message with the sandbox's faults, over real HTTP."""

import asyncio
import random
import re
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

import pytest
from aiohttp.test_utils import TestServer

from groups.charter.acts import register_charter
from groups.messages.effects import say_to_person
from groups.messages.model import Json
from groups.messages.store import pinned_message as status
from groups.people.model.group import Group
from handlers import status as board
from handlers.service import TelegramService, make_bot
from handlers.settings import TelegramSettings
from handlers.wire import Wire
from sandbox.driver import VillageDriver
from sandbox.server import make_village
from sandbox.settings import PracticeChat, Villager, VillageSettings
from storage.database import Database
from storage.tx import Tx
from tests.handlers.conftest import CHARTER, QUICK
from tests.webapp.world import FIRST_FRIDAY, World

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
TOKEN: Final = "4242:practice-token"
GROUP: Final = -100500
ASHA, SUNITA, MEENA, RADHA = 5000, 5001, 5002, 5003
NAMES: Final = {SUNITA: "Sunita", MEENA: "Meena", RADHA: "Radha"}
BEGUN: Final = time.monotonic()
HASTE: Final = 30  # business time runs this many times faster, so that retries come soon
READ_SECONDS: Final = 0.8
LOST: Final = ("server_error", "bad_gateway", "broken_json", "drop_before", "drop_after", "delay")
ARRIVES: Final = {"broken_json", "drop_after", "delay"}
_TOTAL: Final = re.compile(r"savings in all: ₹(\d+)")
LINE: Final[dict[str, Json]] = {
    "day": "2026-11-23",
    "mark": "present",
    "due": 2000,
    "saved": 2000,
    "extra": 0,
    "moved": [],
    "owed": 0,
    "group_id": "g",
    "meeting_id": "m",
}


@dataclass
class Wired:
    """The service over the wire, and the receiver of each written line, by its sum."""

    service: TelegramService
    driver: VillageDriver
    world: World
    group: Group
    written: dict[int, tuple[int, bool]] = field(default_factory=dict)

    async def tell(self, who: int, *, is_money: bool) -> int:
        """Write a line to a person; return the rupees that identify it."""
        rupees = 100 + len(self.written)
        self.written[rupees] = (who, is_money)

        def act(tx: Tx) -> None:
            say_to_person(
                tx,
                self.world.people[NAMES[who]].person_id,
                "saved_line",
                {**LINE, "balance": rupees * 100},
                urgency=1,
                is_money=is_money,
                at=_now(),
            )

        await self.world.write(act)
        self.service.said()
        return rupees

    async def rename(self, village: str) -> None:
        """Change something that the pinned message shows."""

        def act(tx: Tx) -> None:
            tx.run("UPDATE groups SET village = :village", village=village)
            status.upsert_wanted(tx, self.group.id, _now())

        await self.world.write(act)
        self.service.said()

    async def settled(self) -> None:
        """Wait until no message waits or is being sent."""
        async with asyncio.timeout(20):
            while await self.world.read(_waits):
                self.service.said()
                await asyncio.sleep(0.02)

    async def arrived(self) -> dict[int, int]:
        """Return how often each line has arrived."""
        texts = [it["text"] for who in NAMES for it in await self.driver.messages(who)]
        totals = [int(total) for text in texts for total in _TOTAL.findall(text)]
        return {rupees: totals.count(rupees) for rupees in self.written}

    async def states(self) -> dict[int, str]:
        """Return how each line ended by the outbox, where its facts are still stored."""
        rows = await self.world.read(_ended)
        return dict(zip(self.written, rows, strict=True))


@pytest.fixture
async def wired(database: Database, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Wired]:
    """A group whose pinned message is shown, with nothing left to send."""
    for name, seconds in (("EDIT_SECONDS", 0.0), ("_TROUBLE_SECONDS", 0.05)):
        monkeypatch.setattr(board, name, seconds)
    world = World(database)
    await world.head("Asha")
    group = await world.found(*NAMES.values(), chat_id=GROUP)
    for name in NAMES.values():
        await world.speaks(name, "en")
    persons = tuple(Villager(who, name, "en") for who, name in NAMES.items())
    settings = VillageSettings(
        token=TOKEN,
        people=(*persons, Villager(ASHA, "Asha", "en")),
        groups=(PracticeChat(GROUP, "Ekta", tuple(NAMES)),),
        web_app_url="http://127.0.0.1:9/app",
        empty=True,
        limits=False,
    )
    async with TestServer(make_village(settings)) as server:
        address = str(server.make_url("")).rstrip("/")
        async with VillageDriver(address) as driver:
            await driver.add_bot(SUNITA, GROUP)
            for who in (*NAMES, ASHA):
                await driver.start_bot(who)
            charter = await database.write(register_charter, CHARTER.read_text(), world.at)
            service = _bot(database, address, charter, world)
            await service.start()
            await service.start_polling()
            made = Wired(service, driver, world, group)
            await made.settled()
            yield made
            await service.stop()


async def test_patience_for_one_chat_lets_the_others_go_on(wired: Wired) -> None:
    await wired.driver.order_fault("too_many_requests", chat_id=SUNITA, seconds=3)
    hers, *others = [await wired.tell(who, is_money=True) for who in (SUNITA, MEENA, RADHA)]
    async with asyncio.timeout(2.5):
        arrived = await wired.arrived()
        while not all(arrived[it] for it in others):
            await asyncio.sleep(0.02)
            arrived = await wired.arrived()
    await wired.settled()

    assert (arrived[hers], (await wired.arrived())[hers]) == (0, 1)


async def test_money_goes_out_once_and_news_until_they_arrived(wired: Wired) -> None:
    ended = {}
    for kind in LOST:
        money = await _told_in_trouble(wired, kind, is_money=True)
        news = await _told_in_trouble(wired, kind, is_money=False)
        arrived, states = await wired.arrived(), await wired.states()
        ended[kind] = [(arrived[it], states[it]) for it in (money, news)]

    assert ended == {
        kind: [(came, "unsure"), (came + 1, "sent")]
        for kind in LOST
        for came in [int(kind in ARRIVES)]
    }


async def test_an_edit_of_the_pinned_message_ends_right(wired: Wired) -> None:
    before = await wired.driver.pinned(SUNITA, GROUP) or {}
    ended = {}
    for kind in LOST:
        await wired.driver.order_fault(kind, method="editMessageText", seconds=2 * READ_SECONDS)
        await wired.rename(f"Rampur {kind}")
        await wired.settled()
        after = await wired.driver.pinned(SUNITA, GROUP) or {}
        ended[kind] = (f"Rampur {kind}" in after["text"], after["message_id"])

    assert ended == dict.fromkeys(LOST, (True, before["message_id"]))


async def test_a_pinned_message_that_hangs_holds_back_no_notice(wired: Wired) -> None:
    await wired.driver.order_fault("delay", method="editMessageText", seconds=2 * READ_SECONDS)
    await wired.rename("Rampur")
    await asyncio.sleep(0.1)
    begun = time.monotonic()
    await wired.tell(SUNITA, is_money=True)
    async with asyncio.timeout(1):
        while not any((await wired.arrived()).values()):  # noqa: ASYNC110 - over HTTP
            await asyncio.sleep(0.01)

    assert time.monotonic() - begun < READ_SECONDS


async def test_sends_that_hang_leave_taps_alone(wired: Wired) -> None:
    await wired.driver.say(MEENA, None, "/language")
    card = await wired.driver.wait_for(MEENA, None, "In which language")
    await wired.driver.order_fault("delay", method="sendMessage", times=9, seconds=2 * READ_SECONDS)
    for who in NAMES:
        await wired.tell(who, is_money=True)
    await asyncio.sleep(0.05)
    begun = time.monotonic()
    said = await wired.driver.tap(MEENA, None, card["message_id"], "हिन्दी")

    assert said is not None
    assert time.monotonic() - begun < READ_SECONDS


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_whatever_comes_money_arrives_once_at_most_and_the_end_is_right(
    wired: Wired, seed: int
) -> None:
    chance = random.Random(seed)
    for _ in range(14):
        kind = chance.choice((*LOST, "too_many_requests"))
        method = chance.choice(("sendMessage", "sendMessage", "editMessageText"))
        seconds = 1 if kind == "too_many_requests" else 2 * READ_SECONDS
        await wired.driver.order_fault(kind, method=method, seconds=seconds)
    for n in range(15):
        await wired.tell(chance.choice(tuple(NAMES)), is_money=chance.random() < 0.6)
        if n % 5 == 0:
            await wired.rename(f"Rampur {n}")
        await asyncio.sleep(chance.random() * 0.05)
    await wired.settled()
    arrived, states = await wired.arrived(), await wired.states()
    pinned = await wired.driver.pinned(SUNITA, GROUP) or {}

    assert [it for it in wired.written if not _is_right(wired, it, arrived, states)] == []
    assert "Rampur 10" in pinned["text"]


async def _told_in_trouble(wired: Wired, kind: str, *, is_money: bool) -> int:
    await wired.driver.order_fault(kind, chat_id=SUNITA, seconds=2 * READ_SECONDS)
    rupees = await wired.tell(SUNITA, is_money=is_money)
    await wired.settled()
    return rupees


def _is_right(wired: Wired, it: int, arrived: dict[int, int], states: dict[int, str]) -> bool:
    if not wired.written[it][1]:
        return arrived[it] >= 1 and states[it] == "sent"
    return (states[it] == "sent" and arrived[it] == 1) or (
        states[it] == "unsure" and arrived[it] <= 1
    )


def _bot(database: Database, address: str, charter: str, world: World) -> TelegramService:
    return make_bot(
        TelegramSettings(
            token=TOKEN, charter=charter, api_url=address, public_url="http://127.0.0.1:9"
        ),
        database,
        now=_now,
        new_id=world.new_id,
        limits=QUICK,
        request=Wire(connection_pool_size=32, read_timeout=READ_SECONDS),
        updates_request=Wire(connection_pool_size=1, read_timeout=60),
    )


def _now() -> datetime:
    """Return the fast business time."""
    return FIRST_FRIDAY + timedelta(seconds=(time.monotonic() - BEGUN) * HASTE)


def _waits(tx: Tx) -> bool:
    waiting = tx.value("SELECT COUNT(*) FROM outbox WHERE state IN ('waiting', 'sending')")
    return bool(waiting) or bool(status.select_wanted(tx))


def _ended(tx: Tx) -> list[Any]:
    return [
        it for (it,) in tx.rows("SELECT state FROM outbox WHERE kind = 'saved_line' ORDER BY n")
    ]
