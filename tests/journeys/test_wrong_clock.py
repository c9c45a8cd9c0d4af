"""The machine's clock is set wrong and right again, while members write and open the mini-app."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession

from house import House
from sandbox.clock import MovableClock
from sandbox.driver import Refused, VillageDriver, init_data_of
from settings import Settings, read_settings
from storage.database import Database, open_database
from storage.tx import Tx
from tests.journeys.place import (
    GEETA,
    MEENA,
    QUICK,
    environment,
    free_port,
    from_noon,
    session,
    telegram,
)
from texts.say import prepare

HOUR = timedelta(hours=1)


@dataclass
class Off:
    """A house whose clock is off the look-alike's, which has the right time."""

    people: VillageDriver
    http: ClientSession
    settings: Settings
    database: Database
    house: House
    by: timedelta = timedelta()

    async def probe(self) -> tuple[int, dict[str, Any]]:
        """Return the probe's answer."""
        async with self.http.get(f"{self.settings.public_url}/healthz") as answer:
            return answer.status, await answer.json()

    async def page(self, token: str) -> tuple[int, str | None, str]:
        """Ask for a page of the mini-app; return the status, why, and the words."""
        headers = {"X-Fragment": "1", "Authorization": f"Bearer {token}"}
        address = f"{self.settings.public_url}/app/points"
        async with self.http.get(address, headers=headers) as answer:
            return answer.status, answer.headers.get("X-Why"), await answer.text()

    async def persons(self) -> int:
        """Return how many persons the bot knows."""
        return int(await self.database.read(lambda tx: tx.value("SELECT COUNT(*) FROM persons")))

    async def until_known(self, count: int) -> None:
        """Wait until the bot knows so many persons, the facilitator among them."""
        async with asyncio.timeout(30):
            while await self.persons() != count:  # noqa: ASYNC110 - another task's doing
                await asyncio.sleep(0.05)

    async def opens(self, who: int) -> str:
        """Open the mini-app by the menu button, as soon as it is there."""
        async with asyncio.timeout(30):
            while True:
                try:
                    return init_data_of(await self.people.open_app(who))
                except Refused:
                    await asyncio.sleep(0.05)

    async def until_well(self) -> None:
        """Wait until the probe is green."""
        async with asyncio.timeout(30):
            while (await self.probe())[0] != 200:  # noqa: ASYNC110 - another task's doing
                await asyncio.sleep(0.1)


@pytest.fixture
async def off(tmp_path: Path) -> AsyncIterator[Off]:
    """Return a house that has begun by the right clock."""
    prepare()
    url = f"sqlite:///{tmp_path / 'saakh.db'}"
    settings = read_settings(environment(free_port(), free_port(), url))
    clock, database = MovableClock(from_noon), await open_database(url)
    made: list[Off] = []
    house = House(settings, database, lambda: clock.now() + made[0].by, QUICK)
    async with telegram(settings, clock, None) as people, ClientSession() as http:
        made.append(Off(people, http, settings, database, house))
        await house.start()
        await made[0].until_well()
        yield made[0]
        await house.stop()
    await database.close()


@pytest.mark.parametrize("by", [-20 * HOUR, 365 * 24 * HOUR], ids=str)
async def test_all_waits_while_the_clock_is_wrong_and_goes_on_by_itself(
    off: Off, by: timedelta
) -> None:
    await off.people.start_bot(GEETA)
    await off.until_known(2)
    data = await off.opens(GEETA)
    token = (await session(off.http, off.settings.public_url, data))["token"]
    off.by = by
    await off.people.start_bot(MEENA)
    await asyncio.sleep(1.5)
    red, shown = await off.probe(), await off.page(token)
    headers = {"Authorization": f"tma {data}"}
    async with off.http.post(f"{off.settings.public_url}/app/session", headers=headers) as answer:
        opened = answer.status, answer.headers.get("X-Why")
    during = await off.persons()

    off.by = timedelta()
    await off.until_known(3)
    await off.until_well()

    assert (red[0], red[1]["clock"]) == (
        503,
        "not believed: more than five minutes off Telegram's time",
    )
    assert (shown[0], shown[1], "clock of Saakh" in shown[2]) == (503, "clock", True)
    assert (opened, during, await off.persons()) == ((503, "clock"), 2, 3)
    assert (await off.page(token))[0] != 503


async def test_a_house_that_begins_by_a_wrong_clock_stores_and_waits(tmp_path: Path) -> None:
    prepare()
    url = f"sqlite:///{tmp_path / 'saakh.db'}"
    settings = read_settings(environment(free_port(), free_port(), url))
    clock, database = MovableClock(from_noon), await open_database(url)
    by = [365 * 24 * HOUR]
    house = House(settings, database, lambda: clock.now() + by[0], QUICK)

    def waiting(tx: Tx) -> int:
        return int(tx.value("SELECT COUNT(*) FROM inbox"))

    def rows(tx: Tx) -> list[int]:
        tables = ("charters", "persons", "facilitators", "links", "entries", "marks")
        return [tx.value(f"SELECT COUNT(*) FROM {table}") for table in tables]

    async with telegram(settings, clock, None) as people, ClientSession():
        await people.start_bot(GEETA)
        await house.start()
        while not await database.read(waiting):  # noqa: ASYNC110 - another task's doing
            await asyncio.sleep(0.05)
        await asyncio.sleep(0.5)
        during = await database.read(rows)
        by[0] = timedelta()
        while (await database.read(rows))[1] != 2:  # noqa: ASYNC110 - another task's doing
            await asyncio.sleep(0.05)
        after = await database.read(rows)
        await house.stop()
    await database.close()

    assert during == [0] * 6
    assert after[:3] == [1, 2, 1]
