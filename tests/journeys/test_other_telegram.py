"""The first week beside another look-alike of Telegram, with faults and without."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, cast

import pytest
from aiohttp import ClientSession

from groups.practice import next_due as calendar
from house import House, serve
from sandbox.clock import MovableClock
from sandbox.driver import VillageDriver
from settings import read_settings
from storage.database import open_database
from storage.tx import Tx
from tests.journeys.other_telegram import FOLDER, Line, OtherPhones, other_telegram
from tests.journeys.place import (
    GROUP,
    KAMLA,
    MEENA,
    QUICK,
    RADHA,
    SUNITA,
    Home,
    environment,
    free_port,
    from_noon,
)
from tests.journeys.sisters import found, hold_meeting, join_all, seen, vouch
from texts.say import prepare

SECRET = {"WEBHOOK_SECRET": "a-secret-of-journeys"}
MONEY = "recorded for you"
TROUBLES = ("server_error", "drop_after", "patience", "bad_gateway", "drop_before")


@asynccontextmanager
async def beside(
    folder: Path,
    more: dict[str, str],
    *,
    trouble: Callable[[int], str] = lambda _: "",
    twice: bool = False,
) -> AsyncGenerator[tuple[Home, Line]]:
    """Yield the real house in this process, with a line between it and the look-alike."""
    prepare()
    node, port = free_port(), free_port()
    address = f"http://127.0.0.1:{port}"
    settings = read_settings(
        environment(port, free_port(), f"sqlite:///{folder / 'saakh.db'}", more)
    )
    clock, database = MovableClock(from_noon), await open_database(settings.database_url)
    house = House(settings, database, clock.now, QUICK)
    async with other_telegram(node) as telegram, ClientSession() as http:
        line = Line(telegram, http, trouble, twice, now=clock.now)
        served = await serve(line.app(address), "127.0.0.1", port)
        try:
            await house.start()
            assert house.service is not None
            # the same methods, but another class
            people = cast("VillageDriver", OtherPhones(line))
            home = Home(people, clock, http, settings.public_url, {}, database, house.service)
            yield home, line
        finally:
            await house.stop()
            await served.cleanup()
            await database.close()


async def live_a_week(here: Home) -> list[tuple[Any, ...]]:
    """Live from the first link to the week's points; return what the books hold then."""
    await found(here)
    for who in (MEENA, KAMLA, RADHA):  # this look-alike cannot say who is in a chat
        await here.people.say(who, GROUP, "Namaste")
    await join_all(here)
    await here.people.say(MEENA, GROUP, "/vouch")
    assert (await vouch(here, MEENA, "Kamla"))[0].startswith("Your word for Kamla stands until")
    assert "The meeting is closed" in await hold_meeting(here, absent="Radha", counted=80)
    morning = await here.database.read(calendar.next_scoring, at=here.clock.now())
    assert morning is not None, "a group has begun"
    here.clock.move(morning)
    await here.service.tick()
    await seen(here, KAMLA, "Your points, week until")
    return await here.database.read(books)


def books(tx: Tx) -> list[tuple[Any, ...]]:
    """Return members, vouches, marks and every balance, with the members' numbers for ids."""
    members = dict(tx.rows("SELECT id, number FROM members"))
    rows = [
        *tx.rows("SELECT 'member', number, state FROM members"),
        *tx.rows("SELECT 'word', giver_id, receiver_id FROM vouches"),
        *tx.rows("SELECT 'mark', member_id, mark, saved FROM register_lines"),
        *tx.rows("SELECT 'balance', account, net_debit FROM balances"),
    ]
    return sorted((tuple(_numbered(it, members) for it in row) for row in rows), key=str)


def _numbered(value: Any, members: dict[str, int]) -> Any:
    if not isinstance(value, str):
        return value
    return ":".join(str(members.get(part, part)) for part in value.split(":"))


def every_ninth(n: int) -> str:
    """Give every ninth message or edit a fault, each kind in turn."""
    return TROUBLES[n // 9 % len(TROUBLES)] if n % 9 == 0 else ""


@pytest.mark.skipif(not FOLDER.exists(), reason="fetch it by `bash .ci/other-telegram`")
async def test_troubles_and_the_way_that_updates_come_change_nothing_in_the_books(
    tmp_path: Path,
) -> None:
    folders = [tmp_path / name for name in ("calm", "storm", "asking")]
    for folder in folders:
        folder.mkdir()
    async with (
        beside(folders[0], SECRET) as (calm, _),
        beside(folders[1], SECRET, trouble=every_ninth, twice=True) as (stormy, line),
        beside(folders[2], {}) as (asking, _),
    ):
        books_of = await asyncio.gather(*map(live_a_week, (calm, stormy, asking)))
        notices = [
            sum(MONEY in it["text"] for it in await OtherPhones(line).shown(who))
            for who in (SUNITA, MEENA, KAMLA, RADHA)
        ]

    assert set(line.met) == set(TROUBLES)
    assert books_of[1] == books_of[0] == books_of[2]
    assert max(notices) == 1
