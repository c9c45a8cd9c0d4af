"""The mini-app opens in a real Chromium, with Telegram's own script and without it."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.async_api import Browser, Route

from groups.people.model.group import Group
from storage.database import Database
from tests.webapp.phone import DARK, READY, TELEGRAM, phone
from tests.webapp.world import AGREED, World, ekta, served

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
Village = tuple[World, Group]


@pytest.fixture
async def village(database: Database) -> AsyncIterator[Village]:
    """Return a living group between two meetings, served."""
    world, group = await ekta(database, weeks=2)
    world.at += timedelta(days=2)
    async with served(world):
        yield world, group


# --- opening ------------------------------------------------------------------------------------


async def test_it_opens_where_telegram_org_cannot_be_reached(
    village: Village, chromium: Browser
) -> None:
    async with phone(village[0], chromium) as hers:
        await hers.open("Meena")

        assert (await hers.heading(), hers.trouble) == ("Ekta", [])


async def test_it_opens_while_telegram_org_does_not_answer(
    village: Village, chromium: Browser
) -> None:
    never = asyncio.Event()

    async def hang(route: Route) -> None:
        await never.wait()
        await route.abort()

    async with phone(village[0], chromium) as hers:
        await hers.page.route(TELEGRAM, hang)
        await hers.page.goto(f"{village[0].base}/app{hers.hash('Meena')}", wait_until="commit")
        await hers.page.wait_for_selector(READY)
        await hers.go("/app/points")
        heading = await hers.heading()
        never.set()

    assert heading == "मेरे अंक"


async def test_it_opens_with_telegrams_own_script(
    village: Village, chromium: Browser, telegram_script: Path
) -> None:
    async with phone(village[0], chromium, script=telegram_script) as hers:
        await hers.open("Meena")
        await hers.page.wait_for_function("window.Telegram?.WebApp?.initData")

        assert (await hers.heading(), hers.trouble) == ("Ekta", [])


@pytest.mark.parametrize("has_script", [True, False])
async def test_no_secret_stays_in_the_address(
    village: Village, chromium: Browser, telegram_script: Path, *, has_script: bool
) -> None:
    script = telegram_script if has_script else None
    async with phone(village[0], chromium, script=script) as hers:
        await hers.open("Meena")
        await hers.page.wait_for_function("!location.hash")
        await hers.go("/app/vouch")

        assert hers.page.url == f"{village[0].base}/app/vouch"


async def test_no_request_carries_a_secret_in_its_address(
    village: Village, chromium: Browser
) -> None:
    asked: list[str] = []
    async with phone(village[0], chromium) as hers:
        hers.page.on("request", lambda request: asked.append(request.url))
        await hers.open("Meena")
        await hers.go("/app/passbook")

    of_ours = {url.removeprefix(village[0].base) for url in asked if "telegram.org" not in url}
    pages = {url for url in of_ours if not url.startswith("/static/")}
    assert {url.partition("#")[0] for url in pages} == {
        "/app",
        "/app/session",
        "/app/standing",
        "/app/passbook",
    }


async def test_without_launch_data_it_asks_to_be_opened_from_telegram(
    village: Village, chromium: Browser
) -> None:
    async with phone(village[0], chromium) as hers:
        await hers.page.goto(f"{village[0].base}/app/points")
        await hers.page.wait_for_selector("#closed:visible")
        words = await hers.page.inner_text("#closed")

        assert ("from Telegram" in words, "टेलीग्राम से" in words) == (True, True)
        assert await hers.faults() == []


async def test_launch_data_that_prove_nothing_open_nothing(
    village: Village, chromium: Browser
) -> None:
    async with phone(village[0], chromium) as hers:
        forged = hers.hash("Meena").replace("hash%3D", "hash%3D0")
        await hers.page.goto(f"{village[0].base}/app{forged}")

        await hers.page.wait_for_selector("#closed:visible")


async def test_a_button_in_the_private_chat_opens_its_page(
    village: Village, chromium: Browser
) -> None:
    async with phone(village[0], chromium) as hers:
        await hers.open("Meena", "/app/vouch")

        assert await hers.heading() == "आपकी साख"


async def test_a_link_in_the_group_opens_its_page(village: Village, chromium: Browser) -> None:
    world, group = village
    async with phone(world, chromium) as hers:
        await hers.open("Meena", start_param=f"{group.start_token}-passbook")

        assert (await hers.heading(), hers.page.url.partition("#")[0]) == (
            "मेरी बचत",
            f"{world.base}/app/passbook",
        )


async def test_a_reload_stays_on_the_page(village: Village, chromium: Browser) -> None:
    async with phone(village[0], chromium) as hers:
        await hers.open("Meena")
        await hers.go("/app/vouch")
        await hers.page.wait_for_function("!location.hash")
        await hers.page.reload()
        await hers.page.wait_for_selector(READY)

        assert await hers.heading() == "आपकी साख"


# --- Telegram's own controls --------------------------------------------------------------------


async def test_the_back_button_is_there_when_there_is_a_way_back(
    village: Village, chromium: Browser, telegram_script: Path
) -> None:
    async with phone(village[0], chromium, script=telegram_script) as hers:
        await hers.open("Meena")
        await hers.page.wait_for_function("window.Telegram?.WebApp?.initData")
        first = await hers.page.evaluate("Telegram.WebApp.BackButton.isVisible")
        await hers.go("/app/points")
        second = await hers.page.evaluate("Telegram.WebApp.BackButton.isVisible")
        await hers.page.evaluate("Telegram.WebView.receiveEvent('back_button_pressed')")
        await hers.page.wait_for_selector("h1:has-text('Ekta')")
        third = await hers.page.evaluate("Telegram.WebApp.BackButton.isVisible")

    assert (first, second, third) == (False, True, False)


async def test_a_changed_theme_changes_the_page(
    village: Village, chromium: Browser, telegram_script: Path
) -> None:
    async with phone(village[0], chromium, script=telegram_script) as hers:
        await hers.open("Meena")
        await hers.page.wait_for_function("window.Telegram?.WebApp?.initData")
        await hers.page.evaluate(
            "(theme) => Telegram.WebView.receiveEvent('theme_changed', {theme_params: theme})", DARK
        )

        assert await hers.page.evaluate(
            "[document.documentElement.dataset.scheme,"
            " getComputedStyle(document.body).backgroundColor]"
        ) == ["dark", "rgb(23, 33, 43)"]


async def test_a_dark_theme_is_there_before_telegrams_script(
    village: Village, chromium: Browser
) -> None:
    async with phone(village[0], chromium) as hers:
        await hers.open("Meena", theme=DARK)

        assert await hers.page.evaluate("document.documentElement.dataset.scheme") == "dark"


# --- navigation ---------------------------------------------------------------------------------


async def test_the_keyboard_moves_to_the_new_page_and_its_heading(
    village: Village, chromium: Browser
) -> None:
    async with phone(village[0], chromium) as hers:
        await hers.open("Meena")
        await hers.page.focus("nav.tabs a[href='/app/points']")
        await hers.page.keyboard.press("Enter")
        await hers.page.wait_for_selector("h1:has-text('मेरे अंक')")

        assert await hers.page.evaluate(
            "[document.activeElement.tagName, document.title, document.documentElement.lang]"
        ) == ["H1", "मेरे अंक · Saakh", "hi"]


async def test_the_last_of_two_quick_taps_wins(village: Village, chromium: Browser) -> None:
    async with phone(village[0], chromium) as hers:
        await hers.open("Meena")

        async def late(route: Route) -> None:
            await asyncio.sleep(0.5)
            await route.continue_()

        await hers.page.route("**/app/points", late)
        await hers.page.click("nav.tabs a[href='/app/points']")
        await hers.page.click("nav.tabs a[href='/app/passbook']")
        await hers.page.wait_for_selector("h1:has-text('मेरी बचत')")
        await asyncio.sleep(0.8)

        assert await hers.heading() == "मेरी बचत"


async def test_a_tab_lights_at_the_touch_and_stays_on_the_books(
    village: Village, chromium: Browser
) -> None:
    lit = "[...document.querySelectorAll('.tabs [aria-current]')].map(it => it.pathname)"
    async with phone(village[0], chromium) as hers:
        await hers.open("Meena")
        await hers.page.click('.tabs a[href="/app/points"]')
        at_once = await hers.page.evaluate(lit)
        await hers.go("/app/books")
        on_books = await hers.page.evaluate(lit)
        await hers.go("/app/books/minutes")

        assert (at_once, on_books) == (["/app/points"], ["/app/standing"])
        assert await hers.page.evaluate(lit) == ["/app/standing"]


async def test_a_session_that_ran_out_is_renewed_unseen(
    village: Village, chromium: Browser
) -> None:
    async with phone(village[0], chromium) as hers:
        await hers.open("Meena")
        refused: list[str] = []

        async def once(route: Route) -> None:
            if refused:
                await route.continue_()
            else:
                refused.append(route.request.url)
                await route.fulfill(status=401)

        await hers.page.route("**/app/passbook", once)
        await hers.go("/app/passbook")

        assert (await hers.heading(), len(refused)) == ("मेरी बचत", 1)


async def test_her_language_is_changed_on_the_spot(village: Village, chromium: Browser) -> None:
    async with phone(village[0], chromium) as hers:
        await hers.open("Meena", "/app/settings")
        await hers.page.click("button[value='en']")
        await hers.page.wait_for_selector("h1:has-text('Settings')")

        assert await hers.page.evaluate("document.documentElement.lang") == "en"


async def test_a_vouch_is_given_and_said_where_she_stands(
    village: Village, chromium: Browser
) -> None:
    async with phone(village[0], chromium) as hers:
        await hers.open("Meena", "/app/vouch")
        button = hers.page.locator("form[action='/app/vouch/give'] button").last
        await button.scroll_into_view_if_needed()
        before = await hers.page.evaluate("scrollY")
        await button.click()
        await hers.page.wait_for_selector(".said")

        assert await hers.page.evaluate("[scrollY > 0, document.activeElement.className]") == [
            before > 0,
            "card said good",
        ]


async def test_a_facilitator_goes_from_group_to_group(village: Village, chromium: Browser) -> None:
    world, _ = village
    await world.found("Lali", "Bela", chat_id=-7, agreed=replace(AGREED, name="Jyoti"))
    opened = []
    async with phone(world, chromium) as hers:
        await hers.open("Asha")
        for name in ("Ekta", "Jyoti"):
            await hers.page.click(f".group-row:has-text('{name}')")
            await hers.page.wait_for_selector(f"h1:has-text('{name}')")
            opened.append(hers.page.url.partition("#")[0])
            await hers.go("/app/groups")

    assert opened == [f"{world.base}/app/standing"] * 2


async def test_a_facilitators_group_is_opened_again_with_a_new_session(
    village: Village, chromium: Browser
) -> None:
    async with phone(village[0], chromium) as hers:
        await hers.open("Asha")
        await hers.page.click(".group-row")
        await hers.page.wait_for_selector("h1:has-text('Ekta')")
        refused: list[str] = []

        async def once(route: Route) -> None:
            if refused:
                await route.continue_()
            else:
                refused.append(route.request.url)
                await route.fulfill(status=401)

        await hers.page.route("**/app/meetings", once)
        await hers.go("/app/meetings")

        assert (await hers.heading(), await hers.page.locator(".rows li").count()) == ("बैठकें", 2)
