"""The mini-app on a phone, with Telegram's own script in its frame."""

from pathlib import Path

import pytest
from playwright.async_api import Frame, Page, expect
from telegram import MenuButtonWebApp, WebAppInfo

from tests.sandbox.conftest import MEENA, Open, Served, make_bot

PHONE = f'.phone[data-person="{MEENA}"]'


@pytest.fixture
async def page(open_page: Open, living: Served, telegram_script: Path) -> Page:
    """The page with the mini-app open on Meena's phone."""
    app = WebAppInfo(living.village.settings.web_app_url)
    async with make_bot(living.address) as bot:
        await bot.set_chat_menu_button(menu_button=MenuButtonWebApp("Books", app))
    opened = await open_page()
    await opened.locator(f"{PHONE} .back").click()
    await opened.locator(f'{PHONE} [data-tour="bot-row"]').click()
    await opened.locator(f'{PHONE} [data-tour="menu-button"]').click()
    await expect(opened.frame_locator(f"{PHONE} iframe").get_by_role("heading")).to_be_visible()
    return opened


def inside(page: Page) -> Frame:
    """The mini-app's own frame."""
    return page.frames[-1]


async def test_script_reads_who_opened_it(page: Page) -> None:
    assert await inside(page).evaluate("Telegram.WebApp.initDataUnsafe.user.id") == MEENA


async def test_script_takes_up_light_and_dark(page: Page) -> None:
    await page.locator("#theme").click()

    await inside(page).wait_for_function("Telegram.WebApp.colorScheme === 'dark'")


async def test_back_button_of_the_mini_app_is_shown_and_pressed(page: Page) -> None:
    await inside(page).evaluate(
        "Telegram.WebApp.BackButton.show().onClick(() => { document.title = 'went back'; })"
    )

    await page.locator(f"{PHONE} .sheet-back").click()

    await inside(page).wait_for_function("document.title === 'went back'")


async def test_mini_app_closes_itself(page: Page) -> None:
    await inside(page).evaluate("Telegram.WebApp.close()")

    await expect(page.locator(f"{PHONE} .sheet")).to_be_hidden()


async def test_mini_app_asks_by_a_popup(page: Page) -> None:
    await inside(page).evaluate(
        "Telegram.WebApp.showConfirm('Close?', (yes) => { document.title = String(yes); })"
    )

    await page.locator(f"{PHONE} .alert button").first.click()

    await inside(page).wait_for_function("document.title === 'true'")


async def test_mini_app_sends_to_the_chat_by_a_link(page: Page) -> None:
    await inside(page).evaluate(
        "Telegram.WebApp.openTelegramLink('https://t.me/saakh_practice_bot?start=from_app')"
    )

    await expect(page.locator(f"{PHONE} .mine .text").last).to_contain_text("/start from_app")
