"""A lent phone: PINs chosen and confirmed, turns begun over the wire."""

from typing import Final

from aiohttp import ClientResponse

from groups.approvals.model import Asked
from groups.people.model.group import Group
from groups.turns.acts import pins
from groups.turns.model import Pin
from tests.webapp.world import BOT_TOKEN, World
from webapp.pages.turns import pin_key

PICTURES: Final = "sun,moon,fish,pot"
WRONG: Final = "sun,moon,fish,sun"


async def choose(
    world: World, group: Group, name: str, *, by: str = "Sunita", second: str = "Meena"
) -> None:
    """Let a person choose her PIN, on her own phone if she has one; there she allows her turn.

    On another's phone a second person confirms it.
    """
    pin = Pin(tuple(PICTURES.split(",")))
    outcome = await world.write(
        pins.ask_pin,
        world.people.get(name, world.people[by]),
        group.id,
        world.members[name],
        (pin, pin),
        pin_key(BOT_TOKEN),
        new_id=world.new_id,
        at=world.at,
    )
    if isinstance(outcome, Asked):
        await world.decide(second, outcome.request.id)
    else:
        await allow(world, group, name)


async def allow(world: World, group: Group, name: str) -> None:
    """Let a person with a phone allow her turn on others' phones."""
    await world.write(
        pins.allow_turn,
        world.people[name],
        group.id,
        True,
        new_id=world.new_id,
        at=world.at,
    )


async def enter(world: World, token: str, name: str, pictures: str = PICTURES) -> ClientResponse:
    """Let a person enter her PIN on the phone of this session."""
    return await world.post(f"/app/turns/{world.members[name]}", token, pin=pictures)


async def turn(world: World, token: str, name: str) -> str:
    """Begin a person's turn on the phone of this session; return the turn's token."""
    return (await enter(world, token, name)).headers["X-Turn"]
