"""The register on a phone: one tap for an exception, sums, a difference in cash, no network."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from playwright.async_api import Browser

from groups.meetings.acts import meetings
from groups.people.model.group import Group
from groups.registers.model.meeting import Mark, MeetingState
from storage.database import Database
from tests.webapp.phone import READY, Phone, phone
from tests.webapp.world import World, ekta, served

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
THIRD = ".register li:nth-child(3)"


@dataclass(frozen=True, slots=True)
class Sitting:
    """The leader with today's register open on her phone."""

    world: World
    group: Group
    hers: Phone

    async def text(self, selector: str) -> str:
        """Return the text of an element."""
        return (await self.hers.page.inner_text(selector)).strip()

    async def close(self) -> None:
        """Press the button that closes the meeting."""
        await self.hers.page.click(".foot button")

    async def held(self) -> list[MeetingState]:
        """Return the states of the group's meetings, newest first."""
        leader = self.world.people["Sunita"]
        held_meetings = await self.world.read(meetings.list_meetings, leader, self.group.id)
        return [one.state for one in held_meetings]


@pytest.fixture
async def sitting(database: Database, chromium: Browser) -> AsyncIterator[Sitting]:
    """Return the open register in English, with ₹480 in the box before the meeting."""
    world, group = await ekta(database, weeks=2)
    await world.speaks("Sunita", "en")
    world.at += timedelta(days=6)
    async with served(world), phone(world, chromium) as hers:
        await hers.open("Sunita", "/app/register")
        await hers.page.click("main form button")
        await hers.page.wait_for_selector("#register[data-ready]")
        yield Sitting(world, group, hers)


async def test_one_tap_marks_an_exception_and_changes_the_sums(sitting: Sitting) -> None:
    before = (await sitting.text("#came"), await sitting.text("#sum"))
    await sitting.hers.page.click(f"{THIRD} .chip")

    after = (await sitting.text("#came"), await sitting.text("#sum"))
    chip = await sitting.text(f"{THIRD} .chip")
    assert (before, after, chip) == (("12", "₹240"), ("11", "₹220"), "Absent")


async def test_a_second_tap_takes_it_back(sitting: Sitting) -> None:
    await sitting.hers.page.click(f"{THIRD} .chip")
    await sitting.hers.page.click(f"{THIRD} .chip")

    saved = await sitting.hers.page.input_value(f"{THIRD} .saved input")
    assert (await sitting.text("#sum"), saved) == ("₹240", "20")


async def test_whoever_is_late_pays_all_the_same(sitting: Sitting) -> None:
    await sitting.hers.page.click(f"{THIRD} .chip")
    await sitting.hers.page.click(f"{THIRD} .marks label:has([value=late])")

    assert (await sitting.text("#came"), await sitting.text("#sum")) == ("12", "₹240")


async def test_a_row_takes_one_line_on_the_narrowest_phone(sitting: Sitting) -> None:
    heights: list[float] = await sitting.hers.page.evaluate(
        "() => [...document.querySelectorAll('.register > li')].map((it) => it.offsetHeight)"
    )

    assert max(heights) <= 60


async def test_a_count_that_agrees_is_said_so_and_closes(sitting: Sitting) -> None:
    page = sitting.hers.page
    await page.click(f"{THIRD} .chip")
    await page.fill("#cash", await _expected(sitting))
    agrees = await page.is_visible("#agrees")
    await sitting.close()
    await page.wait_for_selector("h1:has-text('closed')")

    assert (agrees, (await sitting.held())[0]) == (True, MeetingState.CLOSED)
    assert page.url.endswith(await _newest(sitting))


async def test_a_count_that_differs_asks_why_first(sitting: Sitting) -> None:
    page = sitting.hers.page
    await page.fill("#cash", "600")
    await sitting.close()
    shown = await page.is_visible("#difference")
    await page.select_option("#reason-cash", "unknown")
    still_open = (await sitting.held())[0]
    await sitting.close()
    await page.wait_for_selector("h1:has-text('closed')")

    assert (shown, still_open) == (True, MeetingState.OPEN)


async def test_a_count_far_off_waits_for_a_second_person(sitting: Sitting) -> None:
    page = sitting.hers.page
    await page.fill("#cash", "100")
    await sitting.close()
    await page.select_option("#reason-cash", "unknown")
    await sitting.close()
    await page.wait_for_selector("h1:has-text('Asked')")

    assert "₹600" in await sitting.text("main")
    assert (await sitting.held())[0] == MeetingState.OPEN


async def test_a_refusal_leaves_what_she_filled_in(sitting: Sitting) -> None:
    page = sitting.hers.page
    for row in range(1, 10):
        await page.click(f".register li:nth-child({row}) .chip")
    await page.fill("#cash", await _expected(sitting))
    await sitting.close()
    await page.wait_for_selector("#refused")

    assert (await sitting.text("#came"), (await sitting.held())[0]) == ("3", MeetingState.OPEN)


async def test_taps_survive_a_page_that_was_thrown_away(sitting: Sitting) -> None:
    page = sitting.hers.page
    await page.click(f"{THIRD} .chip")
    await page.fill("#cash", "700")
    await page.reload()
    await page.wait_for_selector("#register[data-ready]")

    assert (await sitting.text("#sum"), await page.input_value("#cash")) == ("₹220", "700")


async def test_without_network_it_says_so_and_sends_once_when_it_is_back(
    sitting: Sitting,
) -> None:
    page = sitting.hers.page
    await page.fill("#cash", await _expected(sitting))
    await page.context.set_offline(True)
    await sitting.close()
    await page.wait_for_selector("#notice[data-said=kept]:visible")
    unsent = await sitting.text("#notice span")
    await page.context.set_offline(False)
    await page.wait_for_selector("h1:has-text('closed')")

    assert ("Not sent yet" in unsent, (await sitting.held())[0]) == (True, MeetingState.CLOSED)


async def test_the_keyboard_alone_holds_a_meeting(sitting: Sitting) -> None:
    page = sitting.hers.page
    await page.focus(f"{THIRD} .chip")
    await page.keyboard.press("Space")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Tab")
    await page.keyboard.press("ArrowRight")
    mark = await page.eval_on_selector(f"{THIRD} :checked", "(it) => it.value")
    await page.focus("#cash")
    await page.keyboard.type(await _expected(sitting))
    await page.keyboard.press("Enter")
    await page.wait_for_selector("h1:has-text('closed')")

    assert mark == Mark.EXCUSED


async def test_another_phone_is_told_who_has_it_and_may_go_on(
    sitting: Sitting, chromium: Browser
) -> None:
    await sitting.world.speaks("Meena", "en")
    async with phone(sitting.world, chromium) as other:
        await other.open("Meena", "/app/register")
        text = await other.page.inner_text("main")
        await other.page.click("main form button")
        await other.page.wait_for_selector("#register[data-ready]")

    await sitting.hers.page.fill("#cash", await _expected(sitting))
    await sitting.close()
    await sitting.hers.page.wait_for_selector("#refused")
    assert ("Sunita has this register open" in text, "Meena" in await sitting.text("#refused")) == (
        True,
        True,
    )


async def test_a_register_that_is_dropped_records_nothing(sitting: Sitting) -> None:
    page = sitting.hers.page
    await page.click("summary:has-text('not held')")
    await page.click("button.danger")
    await page.wait_for_selector("h1:has-text('Meeting')")

    assert (await sitting.held())[0] is MeetingState.CLOSED


async def test_a_closed_register_is_corrected_by_two(sitting: Sitting, chromium: Browser) -> None:
    page = sitting.hers.page
    await page.fill("#cash", await _expected(sitting))
    await sitting.close()
    await page.wait_for_selector("h1:has-text('closed')")
    await page.click("a:has-text('Something is wrong')")
    await page.wait_for_selector("#register[data-ready]")
    await page.click(f"{THIRD} .chip")
    await page.fill("#cash", await _expected(sitting))
    await page.fill("#reason", "Radha was away")
    await sitting.close()
    await page.wait_for_selector("h1:has-text('Asked')")
    await sitting.world.speaks("Meena", "en")
    async with phone(sitting.world, chromium) as third:
        await third.open("Usha", "/app/waiting")
        told_to_others = await third.page.inner_text("main")
    async with phone(sitting.world, chromium) as other:
        await other.open("Meena", "/app/waiting")
        shown = await other.page.inner_text("main table")
        await other.page.click("button:has-text('Yes')")
        await other.page.wait_for_selector(".said")

    await page.goto(f"{sitting.world.base}/app/meetings/{await _newest(sitting)}")
    await page.wait_for_selector(READY)
    assert ("Radha" in shown, "11 of 12" in await sitting.text("main")) == (True, True)
    assert "Radha" not in told_to_others


async def _expected(sitting: Sitting) -> str:
    shown = await sitting.text("#expected")
    return shown.removeprefix("₹").replace(",", "")


async def _newest(sitting: Sitting) -> str:
    leader = sitting.world.people["Sunita"]
    held = await sitting.world.read(meetings.list_meetings, leader, sitting.group.id)
    return held[0].id


async def test_an_amount_in_words_counts_and_a_doubtful_one_is_marked(sitting: Sitting) -> None:
    page = sitting.hers.page
    await page.fill(f"{THIRD} .saved input", "₹1,000/-")
    read = (await sitting.text("#sum"), await page.locator("[aria-invalid=true]").count())
    await page.fill(f"{THIRD} .saved input", "20,50")
    doubtful = await page.get_attribute("[aria-invalid=true]", "name")
    await page.click(".register li:nth-child(2) .chip")

    assert (read, await page.input_value(f"{THIRD} .saved input")) == (("₹1,220", 0), "20,50")
    assert doubtful == await page.get_attribute(f"{THIRD} .saved input", "name")


async def test_a_doubtful_amount_is_asked_again_and_stays_as_she_typed_it(sitting: Sitting) -> None:
    page = sitting.hers.page
    await page.fill(f"{THIRD} .saved input", "20,50")
    await page.fill("#cash", "700")
    await page.select_option("#reason-cash", "unknown")
    await sitting.close()
    await page.wait_for_selector(f"{THIRD} .saved .wrong")

    assert "This is not clear" in await sitting.text(f"{THIRD} .saved .wrong")
    assert await page.input_value(f"{THIRD} .saved input") == "20,50"
    assert (await sitting.held())[0] is MeetingState.OPEN
