"""The real process is killed in the middle of 200 updates, again and again, and nothing is lost."""

import asyncio
import contextlib
from asyncio.subprocess import Process
from pathlib import Path

import pytest

from sandbox.clock import MovableClock
from settings import read_settings
from storage.database import open_database
from storage.tx import StorageError, Tx
from tests.journeys.place import NAMES, environment, free_port, telegram
from tests.journeys.process import SECONDS_MAX, begin, end, kill

UPDATES = 200
KILLS_MAX = 6
ASKED = ("/help", "/privacy", "/language")
KINDS = ("help", "privacy", "language")


def count_done(tx: Tx) -> int:
    """How many updates were carried out."""
    return int(tx.value("SELECT COUNT(*) FROM inbox WHERE state = 'done'"))


def said_to_each(tx: Tx) -> dict[int, list[str]]:
    """What each person was to be told, in the order in which it came about."""
    said: dict[int, list[str]] = {}
    rows = tx.rows(
        "SELECT t.telegram_id, o.kind FROM outbox o"
        " JOIN telegram_accounts t ON t.person_id = o.person_id ORDER BY o.n"
    )
    for telegram_id, kind in rows:
        said.setdefault(telegram_id, []).append(kind)
    return said


async def done_so_far(url: str) -> int:
    """How many updates were carried out, seen from outside; 0 before there is a database."""
    try:
        database = await open_database(url, read_only=True)
    except StorageError:
        return 0
    try:
        return await database.read(count_done)
    finally:
        await database.close()


async def until_done(url: str, at_least: int, process: Process) -> int:
    """Wait until so many updates are carried out, or the process ends."""
    async with asyncio.timeout(SECONDS_MAX):
        done = await done_so_far(url)
        while done < at_least and process.returncode is None:
            await asyncio.sleep(0.002)
            done = await done_so_far(url)
    return done


@pytest.mark.slow
@pytest.mark.timeout(300)
async def test_updates_are_carried_out_once_and_in_order(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'saakh.db'}"
    telegram_port, web_port = free_port(), free_port()
    env = environment(telegram_port, web_port, url, LOG_LEVEL="ERROR", PUBLIC_URL="")
    people = tuple(NAMES)
    killed_at: list[int] = []
    async with telegram(read_settings(env), MovableClock()) as driver:
        for number in range(UPDATES):
            who = people[number % len(people)]
            await driver.say(who, None, ASKED[number // len(people) % len(ASKED)])
        done = 0
        while done < UPDATES:
            process = await begin("run", env=env)
            wanted = done + 25 if len(killed_at) < KILLS_MAX else UPDATES
            done = await until_done(url, min(wanted, UPDATES), process)
            if done < UPDATES:
                killed_at.append(done)
            with contextlib.suppress(ProcessLookupError):
                await (kill(process) if done < UPDATES else end(process))
            done = await done_so_far(url)
    database = await open_database(url)
    said = await database.read(said_to_each)
    await database.close()

    each = {
        who: [KINDS[at // len(people) % len(KINDS)] for at in range(place, UPDATES, len(people))]
        for place, who in enumerate(people)
    }
    assert (said, killed_at != []) == (each, True)
