"""Two members against a third without a phone, end to end over HTTP: nobody speaks in her name.

One chooses pictures for her, the other confirms; then one who knows her pictures uses her turn.
"""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from groups.joining.acts import joining
from groups.people.model.group import Group
from storage.database import Database
from tests.groups.ticking import tick
from tests.webapp.lent import PICTURES, WRONG, enter, turn
from tests.webapp.world import World, served

pytestmark = pytest.mark.both_engines


@dataclass(slots=True)
class Attack:
    """Sunita and Meena against Dulari, who has no phone; Asha is the facilitator."""

    world: World
    group: Group
    sunita: str = ""
    meena: str = ""

    async def sets(self, pictures: str) -> None:
        """Let Sunita choose pictures for Dulari, and Meena confirm them."""
        path = f"/app/turns/{self.world.members['Dulari']}/pin"
        await self.world.post(path, self.sunita, pin=pictures, again=pictures)
        page = await (await self.world.get("/app/waiting", self.meena)).text()
        [confirm] = re.findall(r'action="(/app/waiting/[a-z0-9]+/confirm)"', page)
        await self.world.post(confirm, self.meena)

    async def opens(self, pictures: str) -> bool:
        """Return whether pictures open Dulari's turn on Sunita's phone."""
        return (await enter(self.world, self.sunita, "Dulari", pictures)).status == 200

    async def told(self, kind: str) -> list[str | None]:
        """Return who was told by messages of a kind; None is the group's chat."""
        names = {actor.person_id: name for name, actor in self.world.people.items()}
        rows = await self.rows("SELECT person_id FROM outbox WHERE kind = :kind", kind=kind)
        return [names.get(person_id) for (person_id,) in rows]

    async def rows(self, sql: Any, **p: Any) -> list[tuple[Any, ...]]:
        """Read rows of the tables."""
        return await self.world.database.read(lambda tx: tx.rows(sql, **p))

    async def a_day_passes(self) -> None:
        """Let a day pass, and carry out all that is due."""
        self.world.at += timedelta(days=1)
        while await self.world.write(
            tick, "pending changes", new_id=self.world.new_id, at=self.world.at
        ):
            pass


@pytest.fixture
async def attack(database: Database) -> AsyncIterator[Attack]:
    """Return a group in which Dulari, who has no phone, came to a meeting."""
    world = World(database)
    await world.head()
    group = await world.found("Sunita", "Meena", "Radha")
    added = await world.write(
        joining.add_without_phone,
        world.people["Sunita"],
        group.id,
        "Dulari",
        new_id=world.new_id,
        at=world.at,
    )
    await world.decide("Meena", added.request.id)
    world.members["Dulari"] = added.member.id
    await world.hold(group, "Sunita", {})
    under_attack = Attack(world, group)
    async with served(world):
        tokens = [await world.open(it, group.start_token) for it in ("Sunita", "Meena")]
        under_attack.sunita, under_attack.meena = tokens
        yield under_attack


# --- pictures set by two others -------------------------------------------------------------------


async def test_the_group_hears_of_her_first_pictures_before_they_count(attack: Attack) -> None:
    path = f"/app/turns/{attack.world.members['Dulari']}/pin"
    await attack.world.post(path, attack.sunita, pin=PICTURES, again=PICTURES)
    early = await attack.opens(PICTURES)

    assert (await attack.told("turns_pictures"), early) == ([None], False)


async def test_others_pictures_do_not_take_the_place_of_hers_at_once(attack: Attack) -> None:
    await attack.sets(PICTURES)
    await attack.sets(WRONG)
    told = await attack.told("turns_pictures"), await attack.told("pending_pictures_facilitator")

    assert told == ([None, None], ["Asha"])
    assert [await attack.opens(it) for it in (PICTURES, WRONG)] == [True, False]


async def test_the_facilitator_stops_them(attack: Attack) -> None:
    await attack.sets(PICTURES)
    await attack.sets(WRONG)
    asha = await attack.world.open("Asha", attack.group.start_token)
    [(pending,)] = await attack.rows("SELECT id FROM pending_changes WHERE state = 'waiting'")
    await attack.world.post("/app/settings/undo", asha, pending=pending)
    await attack.a_day_passes()

    assert [await attack.opens(it) for it in (PICTURES, WRONG)] == [True, False]


async def test_pictures_that_nobody_stops_count_after_a_day(attack: Attack) -> None:
    await attack.sets(PICTURES)
    await attack.sets(WRONG)
    await attack.a_day_passes()

    assert [await attack.opens(it) for it in (PICTURES, WRONG)] == [False, True]


# --- her turn on the phone of one who gains by it -------------------------------------------------


@pytest.mark.parametrize("act", ["give", "renew"])
async def test_nobody_gets_her_word_on_a_phone_of_her_own(attack: Attack, act: str) -> None:
    world = attack.world
    await attack.sets(PICTURES)
    if act == "renew":
        token = await turn(world, attack.meena, "Dulari")
        await world.post("/app/turn/vouch/give", token, member=world.members["Sunita"])
    before = await attack.rows("SELECT id FROM vouches")
    token = await turn(world, attack.sunita, "Dulari")
    answer = await world.post(f"/app/turn/vouch/{act}", token, member=world.members["Sunita"])

    assert (answer.status, await attack.rows("SELECT id FROM vouches")) == (409, before)


async def test_a_word_for_another_and_one_taken_back_are_hers_to_say_there(attack: Attack) -> None:
    world = attack.world
    await attack.sets(PICTURES)
    statuses = []
    for session, act, name in (
        (attack.sunita, "give", "Radha"),
        (attack.meena, "give", "Sunita"),
        (attack.sunita, "withdraw", "Sunita"),
    ):
        token = await turn(world, session, "Dulari")
        answer = await world.post(f"/app/turn/vouch/{act}", token, member=world.members[name])
        statuses.append(answer.status)

    assert statuses == [200, 200, 200]
