"""One phone for a whole group: three members' turns, and a register that survives lost network."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
from playwright.async_api import Browser, Page

from groups.deciding import acts as second_person
from groups.joining.acts import joining
from groups.meetings.acts import meetings
from groups.people.model.group import Group
from groups.people.model.people import Actor
from groups.people.store.members import select_member
from groups.registers.model.meeting import MeetingState
from groups.verifying.facts import DIGESTED
from groups.vouches.acts import vouching
from ledger.verify import verify
from storage.database import Database
from tests.webapp.phone import READY, Phone, phone
from tests.webapp.world import World, served

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
SISTERS = ("Radha", "Kamla", "Dulari", "Usha")
PICTURES = {
    "Radha": ("sun", "moon", "fish", "pot"),
    "Kamla": ("leaf", "leaf", "lamp", "sun"),
    "Dulari": ("boat", "bell", "tree", "star"),
}
KEPT = "#notice[data-said=kept]:visible"


@dataclass(slots=True)
class OnePhone:
    """Sunita's phone, the only one in her group; Asha is the facilitator."""

    world: World
    group: Group
    hers: Phone
    persons: dict[str, Actor] = field(default_factory=dict)

    @property
    def page(self) -> Page:
        """Return the page on the phone."""
        return self.hers.page

    async def tap(self, pictures: tuple[str, ...], keypad: int = 0) -> None:
        """Tap pictures on a keypad, counted from 0."""
        keys = self.page.locator(".keypad").nth(keypad)
        for picture in pictures:
            await keys.locator(f"[data-picture={picture}]").click()

    async def choose(self, name: str) -> None:
        """Let a member choose her PIN; Asha, who sits beside her, confirms it."""
        await self.hers.go(f"/app/turns/{self.world.members[name]}/pin")
        for keypad in (0, 1):
            await self.tap(PICTURES[name], keypad)
        await self.page.click("[type=submit]")
        await self.page.wait_for_selector(".said")
        asha = self.world.people["Asha"]
        (asked,) = await self.world.read(second_person.waiting, asha, self.group.id)
        await self.world.decide("Asha", asked.id)

    async def vouch(self, giver: str, receiver: str) -> str:
        """Begin a member's turn and let her vouch; return the phone's last message."""
        await self.hers.go("/app/turns")
        await self.page.click(f"a[href='/app/turns/{self.world.members[giver]}']")
        await self.page.wait_for_selector(".keypad")
        await self.tap(PICTURES[giver])
        await self.page.click("[type=submit]")
        await self.page.wait_for_selector(".band")
        await self.page.click("nav.links a[href='/app/turn/vouch']")
        member = self.world.members[receiver]
        await self.page.click(f"form[action$=give]:has([value='{member}']) button")
        await self.page.wait_for_selector(".said >> visible=true")
        return await self.page.inner_text("main")

    async def words(self, name: str) -> list[str]:
        """Return the names of those for whom a member vouches, from her own board."""
        board = await self.world.read(
            vouching.my_board, self.persons[name], self.group.id, at=self.world.at
        )
        return [row.name for row in board.rows if row.stands]

    async def hold_without_network(self) -> None:
        """Let Sunita fill the register in and close it without a network."""
        await self.hers.go("/app/register")
        await self.page.click("main form button")
        await self.page.wait_for_selector("#register[data-ready]")
        await self.page.click(".register li:nth-child(3) .chip")
        await self.page.fill("#cash", "80")
        await self.page.context.set_offline(True)
        await self.page.click(".foot button")
        await self.page.wait_for_selector(KEPT)

    async def reopen(self) -> Page:
        """Kill the page, restore the network, and open the app again."""
        context = self.page.context
        await self.page.close()
        await context.set_offline(False)
        page = await context.new_page()
        await page.goto(self.world.base + "/app" + self.hers.hash("Sunita"))
        await page.wait_for_selector(READY)
        return page


@pytest.fixture
async def one_phone(database: Database, chromium: Browser) -> AsyncIterator[OnePhone]:
    """Yield the group with its one phone, in English."""
    world = World(database)
    await world.head("Asha")
    group = await world.found("Sunita")
    await world.speaks("Sunita", "en")
    persons = {}
    for name in SISTERS:
        sunita, at = world.people["Sunita"], world.at
        added = await world.write(
            joining.add_without_phone, sunita, group.id, name, new_id=world.new_id, at=at
        )
        await world.decide("Asha", added.request.id)
        world.members[name] = added.member.id
        member = await world.read(select_member, added.member.id)
        assert member is not None
        persons[name] = Actor(member.person_id)
    async with served(world), phone(world, chromium) as hers:
        await hers.open("Sunita", start_param=group.start_token)
        yield OnePhone(world, group, hers, persons)


async def test_one_phone_serves_a_group_through_a_lost_network(one_phone: OnePhone) -> None:
    for name in PICTURES:
        await one_phone.choose(name)
    texts = [
        await one_phone.vouch(giver, receiver)
        for giver, receiver in (("Radha", "Kamla"), ("Kamla", "Usha"), ("Dulari", "Radha"))
    ]
    await one_phone.hold_without_network()
    page = await one_phone.reopen()
    await page.wait_for_selector("h1:has-text('closed')")
    await page.goto(one_phone.world.base + "/app" + one_phone.hers.hash("Sunita"))
    await page.wait_for_selector(READY)

    assert [await one_phone.words(name) for name in PICTURES] == [["Kamla"], ["Usha"], ["Radha"]]
    assert [text.splitlines()[0] for text in texts] == [f"{it} की बारी खत्म हुई" for it in PICTURES]
    held = await one_phone.world.read(
        meetings.list_meetings, one_phone.world.people["Sunita"], one_phone.group.id
    )
    assert [(one.state, one.version) for one in held] == [(MeetingState.CLOSED, 1)]
    async with one_phone.world.database.long_read() as read:
        assert (await verify(read, DIGESTED)).is_sound
    assert one_phone.hers.trouble == []
