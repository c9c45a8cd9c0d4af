"""A session is valid for the account that opened it, and only while that account is hers."""

from collections.abc import AsyncIterator

import pytest

from groups.people.acts import persons as people
from groups.people.model.group import Group
from storage.database import Database
from storage.tx import Tx
from tests.webapp.world import World, ekta, served


@pytest.fixture
async def living(database: Database) -> AsyncIterator[tuple[World, Group]]:
    """Return a group served over HTTP."""
    world, group = await ekta(database, weeks=0)
    async with served(world):
        yield world, group


def _link(tx: Tx, person_id: str, telegram_id: int) -> None:
    tx.run(
        "UPDATE telegram_accounts SET telegram_id = :telegram_id WHERE person_id = :person_id",
        person_id=person_id,
        telegram_id=telegram_id,
    )


async def test_a_lost_phone_sees_nothing_once_another_is_linked(
    living: tuple[World, Group],
) -> None:
    world, group = living
    token = await world.open("Meena", group.start_token)
    await world.write(_link, world.people["Meena"].person_id, 70_001)

    assert (await world.get("/app/standing", token)).status == 401


async def test_a_lost_phone_does_nothing_once_another_is_linked(
    living: tuple[World, Group],
) -> None:
    world, group = living
    token = await world.open("Meena", group.start_token)
    await world.write(_link, world.people["Meena"].person_id, 70_001)

    answer = await world.post("/app/settings/language", token, language="en")

    spoken = await world.read(people.language_of, world.people["Meena"].person_id)
    assert (answer.status, spoken) == (401, "hi")


async def test_the_new_phone_is_hers(living: tuple[World, Group]) -> None:
    world, group = living
    await world.write(_link, world.people["Meena"].person_id, 70_001)
    world.telegram_ids["Meena"] = 70_001
    token = await world.open("Meena", group.start_token)

    assert (await world.get("/app/standing", token)).status == 200
