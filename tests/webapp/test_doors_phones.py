"""Two members against a third who has her own phone, end to end over HTTP: she keeps all of hers.

One chooses new pictures for her, the other confirms; then they try her turn, and her consent.
"""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta

import pytest

from groups.people.model.group import Group
from groups.people.model.people import MemberState
from groups.people.store.members import select_member
from storage.database import Database
from tests.groups.ticking import tick
from tests.webapp.lent import PICTURES, WRONG, allow, choose, enter
from tests.webapp.world import World, served

pytestmark = pytest.mark.both_engines


@dataclass(slots=True)
class Attack:
    """Sunita and Meena against Radha; each has a session of her own phone."""

    world: World
    group: Group
    sunita: str = ""
    meena: str = ""
    radha: str = ""

    async def sets_pictures(self) -> None:
        """Let Sunita choose pictures for Radha, and Meena confirm them."""
        path = f"/app/turns/{self.world.members['Radha']}/pin"
        await self.world.post(path, self.sunita, pin=WRONG, again=WRONG)
        page = await (await self.world.get("/app/waiting", self.meena)).text()
        [confirm] = re.findall(r'action="(/app/waiting/[a-z0-9]+/confirm)"', page)
        await self.world.post(confirm, self.meena)

    async def told(self, kind: str) -> list[str]:
        """Return who was told by messages of a kind."""
        names = {actor.person_id: name for name, actor in self.world.people.items()}
        rows = await self.world.database.read(
            lambda tx: tx.rows("SELECT person_id FROM outbox WHERE kind = :kind", kind=kind)
        )
        return [names[person_id] for (person_id,) in rows]

    async def stops(self) -> int:
        """Let Radha stop what waits; return the answer's status."""
        [(pending,)] = await self.world.database.read(
            lambda tx: tx.rows("SELECT id FROM pending_changes WHERE state IN ('asked', 'waiting')")
        )
        answer = await self.world.post("/app/settings/undo", self.radha, pending=pending)
        return answer.status

    async def days_pass(self, days: int) -> None:
        """Let days pass, and carry out all that is due."""
        self.world.at += timedelta(days=days)
        while await self.world.write(
            tick, "pending changes", new_id=self.world.new_id, at=self.world.at
        ):
            pass

    async def radhas_record(self) -> tuple[str, MemberState]:
        """Return what Radha is called and whether she is a member."""
        member = await self.world.read(select_member, self.world.members["Radha"])
        assert member is not None
        return member.name, member.state


@pytest.fixture
async def attack(database: Database) -> AsyncIterator[Attack]:
    """Return a group in which Radha has set pictures on her own phone."""
    world = World(database)
    await world.head()
    group = await world.found("Sunita", "Meena", "Radha")
    await choose(world, group, "Radha")
    under_attack = Attack(world, group)
    async with served(world):
        tokens = [await world.open(it, group.start_token) for it in ("Sunita", "Meena", "Radha")]
        under_attack.sunita, under_attack.meena, under_attack.radha = tokens
        yield under_attack


async def test_new_pictures_are_told_to_her_and_stopped(attack: Attack) -> None:
    world = attack.world
    await attack.sets_pictures()
    told = await attack.told("pending_pictures"), await attack.told("pending_pictures_facilitator")
    at_once = (await enter(world, attack.sunita, "Radha", WRONG)).status
    stopped = await attack.stops()
    await attack.days_pass(30)

    assert (told, at_once, stopped) == ((["Radha"], ["Asha"]), 409, 200)
    assert (await enter(world, attack.sunita, "Radha", WRONG)).status == 409
    assert (await enter(world, attack.sunita, "Radha", PICTURES)).status == 200


async def test_her_turn_is_refused_while_she_does_not_allow_it(attack: Attack) -> None:
    world = attack.world
    await world.post("/app/turns/mine/allow", attack.radha, allow="off")
    await attack.sets_pictures()
    await attack.days_pass(30)

    assert [
        (await enter(world, attack.sunita, "Radha", pictures)).status
        for pictures in (PICTURES, WRONG)
    ] == [409, 409]


async def test_who_knows_her_pictures_erases_nobody(attack: Attack) -> None:
    world = attack.world
    token = (await enter(world, attack.sunita, "Radha")).headers["X-Turn"]
    await world.post("/app/turn/consent/withdraw", token)
    told = await attack.told("pending_withdrawal"), await attack.told("confirm_withdrawal")
    before = await attack.radhas_record()
    stopped = await attack.stops()
    await attack.days_pass(30)

    assert (told, before, stopped) == (
        (["Radha"], ["Meena"]),
        ("Radha", MemberState.ACTIVE),
        200,
    )
    assert await attack.radhas_record() == ("Radha", MemberState.ACTIVE)


async def test_even_with_an_accomplices_word_she_undoes_it(attack: Attack) -> None:
    world = attack.world
    token = (await enter(world, attack.sunita, "Radha")).headers["X-Turn"]
    await world.post("/app/turn/consent/withdraw", token)
    page = await (await world.get("/app/waiting", attack.meena)).text()
    [confirm] = re.findall(r'action="(/app/waiting/[a-z0-9]+/confirm)"', page)
    await world.post(confirm, attack.meena)
    out, told = await attack.radhas_record(), await attack.told("pending_erasure")
    stopped = await attack.stops()
    await attack.days_pass(30)

    assert (out, told, stopped) == (("Radha", MemberState.LEFT), ["Radha"], 200)
    assert await attack.radhas_record() == ("Radha", MemberState.ACTIVE)


async def test_a_turn_allowed_again_opens_with_her_own_pictures(attack: Attack) -> None:
    await attack.world.post("/app/turns/mine/allow", attack.radha, allow="off")
    await allow(attack.world, attack.group, "Radha")

    assert (await enter(attack.world, attack.sunita, "Radha")).status == 200
