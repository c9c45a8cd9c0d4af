"""The guided tour followed to the letter, in a real browser, in both languages."""

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

import pytest
from playwright.async_api import Browser, BrowserContext, Page, expect

from groups.practice.spoken import LANGUAGES, spoken
from tests.journeys.phones import Phones, open_page, table
from tests.journeys.village import Opened, opened, seeded

expect.set_options(timeout=30_000)  # milliseconds
LATER: Final = 30_000
# What the steps say is to be typed, in each language; the sentences of the steps hold it.
LOAN: Final = {"en": "/loan 500 3 cloth to sew", "hi": "/loan 500 3 सिलाई का कपड़ा"}
REGISTER: Final = {"en": "Open the register", "hi": "रजिस्टर खोलें"}
PRIVATE, GROUP = ".in-chat:not(.in-group)", ".in-chat.in-group"
INSIDE: Final = """node => {
    const it = node.getBoundingClientRect();
    let seen = {left: 0, top: 0, right: innerWidth, bottom: innerHeight};
    for (let up = node.parentElement; up; up = up.parentElement) {
        if (getComputedStyle(up).overflow === "visible") continue;
        const box = up.getBoundingClientRect();
        seen = {left: Math.max(seen.left, box.left), top: Math.max(seen.top, box.top),
            right: Math.min(seen.right, box.right), bottom: Math.min(seen.bottom, box.bottom)};
    }
    const room = 1;
    return it.width > 0 && it.left >= seen.left - room && it.right <= seen.right + room
        && it.top >= seen.top - room && it.bottom <= seen.bottom + room;
}"""


class Walk:
    """A visitor who does what the tour says, step by step, where its marker points."""

    def __init__(self, page: Page, phones: Phones, language: str) -> None:
        self.page = page
        self.phones = phones
        self.language = language

    def name(self, english: str) -> str:
        """Return a name as the village's language writes it."""
        return spoken(english, self.language)

    async def at(self, step: str, chat: str = "", kind: str = "") -> str:
        """Wait until this step is the open one, let it show its phone; return its sentence.

        `chat` is the phone's open chat afterwards, and `kind` whose phone it is.
        """
        now = self.page.locator(f'#guide li.now[data-step="{step}"]')
        await now.wait_for()
        await expect(now).not_to_have_class(re.compile("done"))
        shown = now.locator("button:not(.step-head):not([data-next])")
        if await shown.count():
            await shown.click()
            await self.page.locator(f'.phone[data-kind="{kind}"]{chat}').first.wait_for()
        return await now.locator("p").inner_text()

    async def press(self, *, inside: str = "", such: str = "") -> None:
        """Press what the marker points to, once it is inside what is visible."""
        pointed = self.page.locator(f"{inside} .pointed{such}")
        await expect(pointed).to_have_count(1)
        await self.page.wait_for_function(f"({INSIDE})(document.querySelector('.pointed'))")
        await pointed.click()

    async def done(self, step: str) -> None:
        """Wait until the step is ticked, and go on to the next."""
        await self.page.locator(f'#guide li.done[data-step="{step}"]').wait_for(timeout=LATER)
        following = self.page.locator("#guide li.now [data-next]")
        if await following.count():
            await following.click()

    async def ticked(self) -> list[str]:
        """Return the steps that are ticked, in their order."""
        steps = await self.page.locator("#guide li.done").all()
        return [await step.get_attribute("data-step") or "" for step in steps]


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    """Return each language of the village."""
    spoken_here: str = request.param
    return spoken_here


@pytest.fixture
async def village(
    language: str, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Opened]:
    """Yield the living village, made once in each language and copied."""
    template = tmp_path_factory.getbasetemp() / f"village_{language}"
    await seeded(template, tmp_path, "--language", language)
    async with opened(tmp_path) as made:
        yield made


@pytest.fixture
async def browser(chromium: Browser, telegram_script: Path) -> AsyncIterator[BrowserContext]:
    """Yield a browser for which telegram.org is only its script."""
    async with table(chromium, telegram_script) as context:
        yield context


async def test_the_tour_followed_to_the_letter_ends_with_every_tick(
    village: Opened, browser: BrowserContext, language: str
) -> None:
    page, phones = await open_page(browser, village.address)
    walk = Walk(page, phones, language)
    steps = [
        await step.get_attribute("data-step") or ""
        for step in await page.locator("#guide li").all()
    ]
    await vouch(walk)
    await ask(walk)
    await vote_approve_and_confirm(walk)
    await let_the_day_come(walk)
    await hold_the_meeting(walk)
    await let_the_week_pass(walk)
    await see_points_and_standing(walk)

    assert await walk.ticked() == steps
    await expect(page.locator("#guide .finished")).to_be_visible()


async def vouch(walk: Walk) -> None:
    """Meena vouches for Kamla on the board in the group."""
    meena = walk.name("Meena Kumari")
    assert "/vouch" in await walk.at("vouch", GROUP, "member")
    await walk.press(inside=".phone")  # the commands
    await walk.press(inside=".phone")  # /vouch
    kamla = walk.phones.of(meena).locator(".pointed").get_by_text(walk.name("Kamla Devi"))
    await kamla.wait_for()
    await walk.press(inside=".phone")
    alert = walk.phones.of(meena).get_by_role("alertdialog")
    assert walk.name("Kamla Devi") in await alert.inner_text()
    await alert.get_by_role("button").click()
    await walk.done("vouch")


async def ask(walk: Walk) -> None:
    """Meena asks for a loan in the words of the step."""
    meena = walk.name("Meena Kumari")
    assert LOAN[walk.language] in await walk.at("ask", PRIVATE, "member")
    await walk.phones.write(meena, LOAN[walk.language])
    newest = walk.phones.of(meena).locator(".message:last-child")
    await newest.locator(".keys:nth-child(7) .key").wait_for()  # the purposes, and cancel
    await walk.press(inside=".phone")
    await newest.locator(".keys:nth-child(3):last-child").wait_for()  # two funds, and cancel
    await walk.press(inside=".phone")
    await newest.locator(".key.success").wait_for()
    await walk.press(inside=".phone")
    await walk.done("ask")


async def vote_approve_and_confirm(walk: Walk) -> None:
    """Sunita votes, Asha approves as the facilitator, Sunita confirms the hand-over."""
    assert walk.name("Radha Bind").split()[0] in await walk.at("vote", GROUP, "leader")
    await walk.press(inside=".phone")
    await (
        walk.phones.of(walk.name("Sunita Devi"))
        .get_by_role("alertdialog")
        .get_by_role("button")
        .click()
    )
    await walk.done("vote")
    assert walk.name("Asha Singh").split()[0] in await walk.at("approve", PRIVATE, "facilitator")
    await walk.press(inside='.phone[data-kind="facilitator"]')
    await walk.done("approve")
    assert walk.name("Geeta Maurya").split()[0] in await walk.at("confirm", PRIVATE, "leader")
    await walk.press(inside='.phone[data-kind="leader"]')
    await walk.done("confirm")


async def let_the_day_come(walk: Walk) -> None:
    """The clock moves to the next meeting."""
    await walk.at("day")
    await walk.press()
    await walk.done("day")


async def hold_the_meeting(walk: Walk) -> None:
    """Sunita opens the register, one is absent, Geeta's loan is handed over, the box counted."""
    sunita = walk.name("Sunita Devi")
    assert "/meeting" in await walk.at("open", GROUP, "leader")
    await walk.press(inside=".phone")  # the commands
    await walk.press(inside=".phone")  # /meeting
    await walk.done("open")
    assert walk.name("Geeta Maurya").split()[0] in await walk.at("hand_over", GROUP, "leader")
    sheet = walk.phones.of(sunita).locator(".sheet:not([hidden])")
    private = walk.page.locator(f'.phone[data-kind="leader"]{PRIVATE}')
    await expect(walk.page.locator(".pointed")).to_contain_text(REGISTER[walk.language])
    await walk.press(inside=".phone", such=".key:has(.sign)")
    await sheet.or_(private).first.wait_for()  # the reminder's button leads there by a second one
    if await private.count():
        await walk.press(inside=".phone", such=".key:has(.sign)")
    app = walk.phones.app(sunita)
    await app.get_by_role("button", name=walk.name("Urmila Kol")).click()
    geeta = app.locator("#hand-overs li").filter(has_text=walk.name("Geeta Maurya"))
    await geeta.locator("input").check()
    await app.locator("#cash").fill(await app.locator("#expected").inner_text())
    await app.locator("#agrees").wait_for()
    await app.locator("#register .foot button").click()
    await app.locator("#register").wait_for(state="detached")
    await walk.phones.of(sunita).locator(".sheet .close").click()
    await walk.done("hand_over")


async def let_the_week_pass(walk: Walk) -> None:
    """The clock moves behind the scoring of the week."""
    await walk.at("week")
    await walk.press()
    await walk.done("week")


async def see_points_and_standing(walk: Walk) -> None:
    """Kamla, who was vouched for, reads her points and the group's standing on her phone."""
    kamla = walk.name("Kamla Devi")
    assert kamla in await walk.at("points", PRIVATE, "member")
    await walk.press(inside=".phone")  # the commands
    await walk.press(inside=".phone")  # /points
    await walk.phones.last(kamla, "⭐")
    await walk.done("points")
    await walk.at("standing", PRIVATE, "member")
    await walk.press(inside=".phone")
    await walk.phones.app(kamla).locator("h1, h2").first.wait_for()
    await walk.done("standing")
