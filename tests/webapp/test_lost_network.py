"""The register on a phone with a lost network: stored, sent later by itself, recorded once."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from playwright.async_api import Browser, Page, Route

from groups.meetings.acts import meetings
from groups.people.model.group import Group
from groups.people.model.people import Role
from groups.registers.model.meeting import Mark, MeetingState
from storage.database import Database
from storage.tx import Tx
from tests.webapp.phone import READY, Phone, phone
from tests.webapp.world import NAMES, World, served

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
THIRD = ".register li:nth-child(3)"
CLOSED = "h1:has-text('closed')"
KEPT = "#notice[data-said=kept]:visible"
# A page that the browser closes gets the network back for a moment; a killed page does not.
_DEAD = "() => { window.fetch = () => new Promise(() => {}); }"


@dataclass(frozen=True, slots=True)
class Sitting:
    """Sunita with today's register open on her phone; Radha is marked absent."""

    world: World
    group: Group
    meeting: str
    hers: Phone

    async def close_without_network(self) -> None:
        """Let her press the button without a network; wait for the notice."""
        await self.hers.page.context.set_offline(True)
        await self.hers.page.click(".foot button")
        await self.hers.page.wait_for_selector(KEPT)

    async def reopen(self, name: str = "Sunita", path: str = "/app") -> Page:
        """Kill the page, restore the network, and open the app again on the same phone."""
        context = self.hers.page.context
        await self.hers.page.evaluate(_DEAD)
        await self.hers.page.close()
        await context.set_offline(False)
        page = await context.new_page()
        await page.goto(self.world.base + path + self.hers.hash(name))
        await page.wait_for_selector(READY)
        return page

    async def state(self) -> MeetingState:
        """Return the state of the meeting."""
        leader = self.world.people["Sunita"]
        held = await self.world.read(meetings.list_meetings, leader, self.group.id)
        return next((one.state for one in held if one.id == self.meeting), MeetingState.DROPPED)

    async def close_elsewhere(self, **marks: Mark) -> None:
        """Let Meena take the register over and close it on her phone."""
        meena = self.world.people["Meena"]
        world = self.world
        await world.write(meetings.take_over, meena, self.meeting, at=world.at)
        body = await world.register(self.meeting, "Meena", marks)
        await world.write(
            meetings.close, meena, self.meeting, body, new_id=world.new_id, at=world.at
        )


@pytest.fixture
async def sitting(database: Database, chromium: Browser) -> AsyncIterator[Sitting]:
    """Return an open register in English with one tap in it and the cash counted."""
    world = World(database)
    await world.head("Asha")
    group = await world.found(*NAMES[:5])
    await world.office("Meena", Role.SECRETARY, "Sunita", "Radha")
    for name in ("Sunita", "Meena"):
        await world.speaks(name, "en")
    meeting = await world.hold(group, "Sunita", is_closed=False)
    async with served(world), phone(world, chromium) as hers:
        await hers.open("Sunita", "/app/register")
        await hers.page.click(f"{THIRD} .chip")
        await hers.page.fill("#cash", "80")
        yield Sitting(world, group, meeting, hers)


async def test_the_loss_of_the_network_is_said_before_she_sends(sitting: Sitting) -> None:
    await sitting.hers.page.context.set_offline(True)

    await sitting.hers.page.wait_for_selector("#notice[data-said=offline]:visible")
    assert "kept on this phone" in await sitting.hers.page.inner_text("#notice")


async def test_the_bar_leaves_room_for_the_register_on_the_narrowest_phone(
    sitting: Sitting,
) -> None:
    await sitting.close_without_network()
    height = await sitting.hers.page.evaluate("document.querySelector('#notice').offsetHeight")

    assert (height <= 160, await sitting.hers.faults()) == (True, [])


async def test_a_register_is_sent_by_a_page_opened_anew(sitting: Sitting) -> None:
    await sitting.close_without_network()
    page = await sitting.reopen()

    await page.wait_for_selector(CLOSED)
    assert await sitting.state() is MeetingState.CLOSED


async def test_what_was_not_sent_goes_on_the_day_after(sitting: Sitting) -> None:
    await sitting.close_without_network()
    sitting.world.at += timedelta(days=1)
    page = await sitting.reopen()

    await page.wait_for_selector(CLOSED)
    assert "4 of 5" in await page.inner_text("main")


async def test_taps_stand_on_the_day_after_in_a_register_left_open(sitting: Sitting) -> None:
    sitting.world.at += timedelta(days=1)
    page = await sitting.reopen(path="/app/register")

    assert await page.inner_text("#came") == "4"
    assert "left open" in await page.inner_text("main")


async def test_an_answer_that_was_lost_closes_the_meeting_once(sitting: Sitting) -> None:
    page = sitting.hers.page
    sent = []

    async def lose_the_first(route: Route) -> None:
        sent.append(await route.fetch())
        await (route.abort() if len(sent) == 1 else route.fulfill(response=sent[-1]))

    await page.route("**/close", lose_the_first)
    await page.click(".foot button")
    await page.wait_for_selector(CLOSED)  # sent again by itself, as the network was never lost

    lines = await sitting.world.read(_count_lines)
    assert ([one.status for one in sent], lines) == ([200, 200], 5)


async def test_what_she_changes_afterwards_is_not_sent_behind_her_back(sitting: Sitting) -> None:
    await sitting.close_without_network()
    await sitting.hers.page.click(f"{THIRD} .chip")
    page = await sitting.reopen(path="/app/register")

    assert (await page.inner_text("#came"), await page.is_visible("#notice")) == ("5", False)
    assert await sitting.state() is MeetingState.OPEN


async def test_another_account_on_the_same_phone_sends_nothing_of_hers(sitting: Sitting) -> None:
    await sitting.close_without_network()
    page = await sitting.reopen("Meena")
    await page.wait_for_load_state("networkidle")

    assert await sitting.state() is MeetingState.OPEN


async def test_taps_survive_another_act_in_between(sitting: Sitting) -> None:
    await sitting.hers.go("/app/vouch")
    await sitting.hers.page.click("main form button")
    await sitting.hers.page.wait_for_selector(".said")
    await sitting.hers.go("/app/register")

    assert await sitting.hers.page.inner_text("#came") == "4"


async def test_two_entries_stand_beside_each_other_until_she_has_asked(sitting: Sitting) -> None:
    await sitting.close_without_network()
    await sitting.close_elsewhere()
    page = await sitting.reopen()
    await page.wait_for_selector("h1:has-text('Closed already')")
    both = await page.inner_text("tbody tr:first-child")
    await page.fill("#reason", "Radha was away")
    await page.click("main form button")
    await page.wait_for_selector("h1:has-text('Asked')")

    assert both.split() == ["3", "·", "Radha", "Came", "₹20", "Absent", "₹0"]
    assert await page.evaluate("Object.keys(localStorage)") == []


async def test_two_entries_are_shown_again_while_she_has_not_decided(sitting: Sitting) -> None:
    await sitting.close_without_network()
    await sitting.close_elsewhere()
    page = await sitting.reopen()
    await page.wait_for_selector("h1:has-text('Closed already')")
    await page.reload()
    await page.wait_for_selector("h1:has-text('Closed already')")
    await page.click("a:has-text('in the books is right')")
    await page.wait_for_selector("h1:has-text('Minutes')")

    assert await page.evaluate("Object.keys(localStorage)") == []


async def test_the_same_entries_closed_elsewhere_are_the_minutes(sitting: Sitting) -> None:
    await sitting.close_without_network()
    await sitting.close_elsewhere(Radha=Mark.ABSENT)
    page = await sitting.reopen()

    await page.wait_for_selector(CLOSED)
    assert "4 of 5" in await page.inner_text("main")


async def test_a_register_that_another_holds_leads_to_who_has_it(sitting: Sitting) -> None:
    meena, world = sitting.world.people["Meena"], sitting.world
    await sitting.close_without_network()
    await world.write(meetings.take_over, meena, sitting.meeting, at=world.at)
    page = await sitting.reopen()
    await page.click("#refused a")
    await page.click("main form button")  # she takes it over again, with her earlier taps
    await page.wait_for_selector("#register[data-ready]")

    assert await page.inner_text("#came") == "4"


def _count_lines(tx: Tx) -> int:
    count = tx.value("SELECT COUNT(*) FROM outbox WHERE kind = 'saved_line'")
    assert isinstance(count, int)
    return count
