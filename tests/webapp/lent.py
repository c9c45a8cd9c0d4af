"""A phone that serves many: pictures chosen and confirmed, turns begun over the wire."""

from typing import Final

from aiohttp import ClientResponse

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
    """Somebody chooses her pictures on another's phone, and a second person saw it."""
    pin = Pin(tuple(PICTURES.split(",")))
    asked = await world.write(
        pins.ask_pin,
        world.people[by],
        group.id,
        world.members[name],
        (pin, pin),
        pin_key(BOT_TOKEN),
        new_id=world.new_id,
        at=world.at,
    )
    await world.decide(second, asked.request.id)


async def enter(world: World, token: str, name: str, pictures: str = PICTURES) -> ClientResponse:
    """Somebody taps her pictures on the phone of this session."""
    return await world.post(f"/app/turns/{world.members[name]}", token, pin=pictures)


async def turn(world: World, token: str, name: str) -> str:
    """Somebody's turn on the phone of this session; the turn's token."""
    return (await enter(world, token, name)).headers["X-Turn"]
