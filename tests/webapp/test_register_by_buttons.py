"""The register in the mini-app, after buttons in the chat have begun to fill it in."""

from groups.people.model.group import Group
from groups.registers import acts as drafts
from groups.registers.model.meeting import CashReason, Mark
from tests.webapp.world import World

Village = tuple[World, Group]


async def begun(world: World, group: Group) -> str:
    """Let Sunita mark Meena as late and count the cash, by buttons; return the meeting's id."""
    meeting = await world.hold(group, "Sunita", is_closed=False)
    sunita, meena = world.people["Sunita"], world.members["Meena"]
    await world.write(drafts.mark, sunita, meeting, meena, Mark.LATE, at=world.at)
    await world.write(drafts.count, sunita, meeting, 777_00, at=world.at)
    await world.write(drafts.explain, sunita, meeting, CashReason.FOUND, at=world.at)
    return meeting


async def test_the_page_shows_what_was_tapped_in_the_chat(village: Village) -> None:
    world, group = village
    await begun(world, group)
    page = await (await world.get("/app/register", await world.open("Sunita"))).text()
    meena = world.members["Meena"]

    assert f'name="mark-{meena}" value="late" checked' in page
    assert ('value="777"' in page, '<option value="found" selected>' in page) == (True, True)


async def test_a_second_phone_is_not_told_that_it_begins_with_nothing(village: Village) -> None:
    world, group = village
    address, token = "/app/register", await world.open("Meena")
    await world.speaks("Meena", "en")
    await world.hold(group, "Sunita", is_closed=False)
    blank = await (await world.get(address, token)).text()
    await begun(world, group)
    tapped = await (await world.get(address, token)).text()

    assert ["Here it begins with everybody" in page for page in (blank, tapped)] == [True, False]
