"""The practice village as a person sees it: in a real browser, with the real process."""

import re
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, BrowserContext, FrameLocator

from groups.practice.village import CHAT_ID
from sandbox.driver import VillageDriver
from tests.journeys.phones import Phones, open_page, table
from tests.journeys.process import begin, end, kill
from tests.journeys.village import Opened, environment, opened, seeded

SUNITA, KAMLA = 710000001, 710000003
HALF = """
import time
from itertools import islice

import bot
from groups.practice import village as practice

past = practice.past

def half(**given):
    yield from islice(past(**given), 20)
    print("half", flush=True)
    time.sleep(600)

practice.past = half
bot.main()
"""


@pytest.fixture
async def village(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Opened]:
    """Yield the living village, made once and copied."""
    await seeded(tmp_path_factory.getbasetemp() / "village", tmp_path)
    async with opened(tmp_path) as made:
        yield made


@pytest.fixture
async def browser(chromium: Browser, telegram_script: Path) -> AsyncIterator[BrowserContext]:
    """Yield a browser for which telegram.org is only its script; wide enough for three phones."""
    async with table(chromium, telegram_script) as context:
        yield context


async def vouch(phones: Phones, giver: str, receiver: str) -> str:
    """Let a member ask for the board in the group and tap a name; return the alert."""
    await phones.write(giver, "/vouch")
    await phones.of(giver).get_by_role("button", name=receiver).last.click()
    alert = phones.of(giver).get_by_role("alertdialog")
    said = await alert.inner_text()
    await alert.get_by_role("button").click()
    return said


async def hold_the_meeting(phones: Phones, leader: str) -> str:
    """Let the leader hold a meeting with two exceptions; return what is shown at the end."""
    await phones.write(leader, "/meeting")
    await phones.of(leader).get_by_role("button", name="Open the register").last.click()
    app = phones.app(leader)
    await app.get_by_role("button", name="Urmila Kol").click()
    await app.get_by_label("Saving of Geeta Maurya in rupees").fill("0")
    should_be = await app.locator("#expected").inner_text()
    await app.get_by_label("Counted in the box").fill(should_be)
    await app.get_by_text("The cash agrees with the books").wait_for()
    await app.get_by_role("button", name="Close the meeting").click()
    await app.get_by_role("heading", name="The meeting is closed").wait_for()
    return await app.locator("main").inner_text()


async def test_one_press_shows_the_week_in_points_causes_and_standing(
    village: Opened, browser: BrowserContext
) -> None:
    page, phones = await open_page(browser, village.address)
    await phones.take("Kamla Devi")
    await phones.open_private("Kamla Devi")
    await phones.write("Kamla Devi", "/points")
    before = points_in(await phones.last("Kamla Devi", "⭐"))

    assert "Kamla Devi" in await vouch(phones, "Meena Kumari", "3 · Kamla Devi")
    assert "11 of 12" in await hold_the_meeting(phones, "Sunita Devi")
    await phones.app("Sunita Devi").get_by_role("link", name="Back to the group").click()
    standing_before = await standing_on(phones.app("Sunita Devi"))
    await page.get_by_role("button", name="Next week").click()

    causes = ("came to the meeting +", "saved on time +", "sisters' word +")
    line = await phones.last("Kamla Devi", "Your points, week until", *causes)
    after = int(line.rpartition("→")[2].split()[0])
    assert after > before
    await phones.of("Kamla Devi").get_by_role("button", name="See every cause").last.click()
    shown = phones.app("Kamla Devi")
    await shown.get_by_text(f"{after}").first.wait_for()
    await shown.get_by_role("link", name="Group").click()
    standing = await standing_on(shown)
    for words in ("as of", "savings paid"):
        assert figures(standing, words) != figures(standing_before, words)


async def test_on_a_phone_the_first_words_are_seen_and_the_marker_is_right(
    village: Opened, chromium: Browser
) -> None:
    context = await chromium.new_context(viewport={"width": 360, "height": 740})
    page = await context.new_page()
    await page.goto(village.address)
    first_words = await page.locator("#welcome h2").bounding_box()
    await page.locator("#welcome .strong").click()
    pointed = page.locator(".pointed")
    await pointed.wait_for()

    assert first_words is not None
    assert first_words["y"] >= 0
    assert "Meena" in await pointed.inner_text()
    assert await page.evaluate("scrollY") == 0
    await context.close()


async def test_the_village_is_as_it_was_left_when_it_is_opened_again(
    village: Opened, tmp_path: Path
) -> None:
    async with VillageDriver(village.address) as people:
        await people.move_clock(leap="scoring")
        line = await people.wait_for(KAMLA, None, "Your points, week until")
        left = await people.now()
    await end(village.process)

    async with opened(tmp_path) as again, VillageDriver(again.address) as people:
        assert await people.now() >= left
        assert line in await people.messages(KAMLA)


async def test_the_village_starts_empty_at_a_press_and_a_group_can_begin_there(
    village: Opened, browser: BrowserContext
) -> None:
    page, phones = await open_page(browser, village.address)
    await phones.last("Sunita Devi", "Minutes of the meeting")
    await page.get_by_label("More", exact=True).first.click()
    await page.get_by_role("button", name="Start with an empty village").click()
    async with page.expect_navigation():
        await page.get_by_role("button", name="Yes, begin").click()
    leader = phones.of("Sunita Devi")
    await leader.get_by_text("No messages yet").or_(leader.locator(".log")).first.wait_for()

    assert await leader.locator(".message").count() == 0
    await page.get_by_role("button", name="Show me").click()
    await leader.locator('[data-tour="add-bot"]').click()
    assert "Set up" in await phones.last("Sunita Devi", "I am Saakh")
    await page.locator("#guide li.now.done").get_by_text("Bring Saakh").wait_for()
    await page.get_by_role("button", name="Next", exact=True).click()
    await leader.locator(".key.pointed").filter(has_text="Set up").wait_for()


async def test_a_seeding_that_was_killed_begins_anew(tmp_path: Path) -> None:
    killed = await begin("village", env=environment(tmp_path), program=(sys.executable, "-c", HALF))
    assert killed.stdout is not None
    while (line := await killed.stdout.readline()) != b"half\n":
        assert line, "it ended before it was half written"
    await kill(killed)
    assert not is_made(tmp_path)

    async with opened(tmp_path) as again, VillageDriver(again.address) as people:
        pinned = await people.wait_for(KAMLA, CHAT_ID, "12 members")
        assert "Our standing" in pinned["text"]
    assert is_made(tmp_path)


async def standing_on(app: FrameLocator) -> list[str]:
    """Return the lines of the group's standing, as the mini-app shows them."""
    card = app.locator("section", has=app.get_by_role("heading", name="The group's standing"))
    return (await card.inner_text()).splitlines()


def figures(lines: list[str], words: str) -> list[str]:
    """Return the lines that contain these words."""
    return [line for line in lines if words in line]


def is_made(folder: Path) -> bool:
    """Return whether the village's books are complete, and nothing unfinished is left."""
    return (folder / "saakh.db").exists() and not any(folder.glob("unfinished*"))


def points_in(text: str) -> int:
    """Return the number before "points"."""
    match = re.search(r"(\d+) points", text)
    assert match is not None, text
    return int(match.group(1))
