"""The pulse of the service: its last update, its last look at the clock, and what waits."""

import pytest

from groups.messages.acts import inbox, pulse
from groups.messages.acts.pulse import Heartbeat
from groups.messages.effects import say_to_person
from storage.database import Database
from tests.groups.sisters import NOON, after, sisters


async def test_before_anything_came_there_is_none(database: Database) -> None:
    assert await database.read(pulse.beat) == Heartbeat(None, None, None, parked=0, parked_steps=0)


async def test_the_clock_looked_when_it_last_did(database: Database) -> None:
    for days in (0, 1):
        await database.write(pulse.ticked, at=after(days))

    assert (await database.read(pulse.beat)).last_tick == after(1)


async def test_the_newest_update_tells_when_it_last_heard(database: Database) -> None:
    await database.write(inbox.store, [(10, 7, "a")], at=NOON)
    await database.write(inbox.store, [(11, 7, "b")], at=after(1))

    assert (await database.read(pulse.beat)).last_update == after(1)


@pytest.mark.both_engines
async def test_the_newest_update_is_known_by_its_id(database: Database) -> None:
    await database.write(inbox.store, [(10, 7, "a")], at=after(365))
    await database.write(inbox.store, [(11, 7, "b")], at=NOON)

    assert (await database.read(pulse.beat)).newest_update_id == 11


async def test_the_oldest_message_tells_since_when_it_waits(database: Database) -> None:
    group = await sisters(database, members=2)
    for number in (2, 1):
        person_id = group.actor(number).person_id
        await group.write(say_to_person, person_id, "hello", {"n": 1}, at=after(number))

    assert (await database.read(pulse.beat)).oldest_waiting == after(1)


async def test_an_update_that_broke_too_often_is_counted(database: Database) -> None:
    await database.write(inbox.store, [(10, 7, "a")], at=NOON)
    for _ in range(inbox.TRIES_MAX):
        await database.write(inbox.broke, 10, "KeyError", at=NOON)

    assert (await database.read(pulse.beat)).parked == 1
