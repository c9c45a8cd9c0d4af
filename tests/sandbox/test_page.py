"""The page of phones in a real Chromium, with a small bot that answers."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from datetime import datetime, timedelta

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer
from playwright.async_api import Browser, Page, expect
from telegram import Bot, BotCommand, InlineKeyboardButton, InlineKeyboardMarkup, Update

from sandbox.clock import MovableClock
from tests.sandbox.conftest import GROUP, MEENA, SUNITA, Serve, Served, make_bot

PHONE = '.phone[data-person="{}"]'
Open = Callable[..., Awaitable[Page]]


async def answer(bot: Bot, update: Update) -> None:
    """What the small bot does: a board for /vouch, an alert for a tap."""
    if update.callback_query is not None:
        await update.callback_query.answer("Your word stands.", show_alert=True)
    elif update.message is not None and (update.message.text or "").startswith("/vouch"):
        app = "https://t.me/saakh_practice_bot?startapp=t1"
        keys = [
            [InlineKeyboardButton("Sunita", callback_data="v|1")],
            [InlineKeyboardButton("Books", url=app)],
        ]
        text = "<b>Whose word</b> do you trust? <i>1 &lt; 2</i>"
        await bot.send_message(
            update.message.chat_id, text, "HTML", reply_markup=InlineKeyboardMarkup(keys)
        )


async def keep_answering(bot: Bot) -> None:
    """Poll and answer until it is stopped."""
    offset = 0
    while True:
        for update in await bot.get_updates(offset=offset, timeout=20):
            offset = update.update_id + 1
            await answer(bot, update)


@pytest.fixture
async def app_url() -> AsyncIterator[str]:
    """A mini-app of one line."""

    async def show(request: web.Request) -> web.Response:
        del request
        return web.Response(text="<h1>The books</h1>", content_type="text/html")

    app = web.Application()
    app.router.add_get("/app", show)
    server = TestServer(app)
    await server.start_server()
    yield str(server.make_url("/app"))
    await server.close()


@pytest.fixture
async def living(serve: Serve, app_url: str) -> AsyncIterator[Served]:
    """A village whose bot answers."""
    clock = MovableClock()

    async def in_a_week() -> datetime:
        return clock.now() + timedelta(days=7)

    served = await serve(limits=False, web_app_url=app_url, clock=clock, next_scoring=in_a_week)
    async with make_bot(served.address) as bot:
        await bot.set_my_commands([BotCommand("vouch", "Give your word")])
        answering = asyncio.create_task(keep_answering(bot))
        yield served
        answering.cancel()
        with suppress(asyncio.CancelledError):
            await answering


@pytest.fixture
async def open_page(chromium: Browser, living: Served) -> Open:
    """Open the page; nothing may break in its script."""

    async def open_one(path: str = "/") -> Page:
        page = await chromium.new_page(viewport={"width": 1280, "height": 800})
        page.on("pageerror", lambda error: pytest.fail(str(error)))
        await page.goto(f"{living.address}{path}")
        return page

    return open_one


async def vouch(page: Page) -> None:
    """Ask for the board on Meena's phone."""
    phone = page.locator(PHONE.format(MEENA))
    await phone.locator("textarea").fill("/vouch")
    await phone.locator("textarea").press("Enter")
    await expect(phone.get_by_role("button", name="Sunita")).to_be_visible()


async def test_member_and_leader_lie_on_the_table_at_first(open_page: Open) -> None:
    page = await open_page()

    await expect(page.locator(".phone")).to_have_count(2)


async def test_command_is_answered_on_every_phone_of_the_group(open_page: Open) -> None:
    page = await open_page()

    await vouch(page)

    await expect(page.locator('.phone[data-kind="leader"] .bubble b')).to_have_text("Whose word")


async def test_words_are_shown_as_words(open_page: Open) -> None:
    page = await open_page()
    phone = page.locator(PHONE.format(MEENA))

    await phone.locator("textarea").fill("<img src=x onerror=alert(1)>")
    await phone.locator("textarea").press("Enter")

    await expect(phone.locator(".mine .text")).to_contain_text("<img src=x onerror=alert(1)>")


async def test_tap_is_answered_on_her_phone_alone(open_page: Open) -> None:
    page = await open_page()
    await vouch(page)

    await page.locator(PHONE.format(MEENA)).get_by_role("button", name="Sunita").click()

    await expect(page.locator(".alert")).to_have_count(1)
    await expect(page.locator(f"{PHONE.format(MEENA)} .alert p")).to_have_text("Your word stands.")


async def test_link_opens_the_mini_app_on_the_phone(open_page: Open) -> None:
    page = await open_page()
    await vouch(page)

    await page.locator(PHONE.format(MEENA)).get_by_role("button", name="Books").click()

    frame = page.frame_locator(f"{PHONE.format(MEENA)} iframe")
    await expect(frame.get_by_role("heading")).to_have_text("The books")


async def test_next_week_moves_the_clock_of_an_open_page(open_page: Open, living: Served) -> None:
    page = await open_page()

    await page.get_by_role("button", name="Next week").click()

    await expect(page.locator("#notice")).to_contain_text("It is now")
    assert living.village.settings.clock.offset > timedelta(days=6)


async def test_page_speaks_hindi(open_page: Open) -> None:
    page = await open_page("/?language=hi")

    await expect(page.locator("html")).to_have_attribute("lang", "hi")
    await expect(page.locator('[data-leap="scoring"]')).to_have_text("अगला हफ़्ता")


async def test_open_phones_and_chats_survive_a_reload(open_page: Open) -> None:
    page = await open_page()
    await page.locator('[data-pick="shared"]').click()
    await page.locator(PHONE.format(SUNITA)).get_by_role("button", name="Back to").click()

    await page.reload()

    await expect(page.locator(PHONE.format(SUNITA)).get_by_text("Chats")).to_be_visible()


async def test_empty_start_asks_first_and_offers_to_add_the_bot(open_page: Open) -> None:
    page = await open_page()
    await page.locator(".tools .menu summary").click()
    await page.locator('[data-start-over="empty"]').click()

    await page.get_by_role("button", name="Yes, begin").click()

    await expect(page.locator('[data-tour="add-bot"]')).to_be_visible()


async def test_dark_is_remembered(open_page: Open) -> None:
    page = await open_page()
    await page.locator("#theme").click()

    await page.reload()

    await expect(page.locator("html")).to_have_attribute("data-theme", "dark")


async def test_tour_ticks_what_was_done(open_page: Open) -> None:
    page = await open_page()
    await vouch(page)

    await page.locator(PHONE.format(MEENA)).get_by_role("button", name="Sunita").click()

    await expect(page.locator("#guide li").first).to_have_class("now done")


async def test_pinned_message_stands_on_top(open_page: Open, living: Served) -> None:
    page = await open_page()
    async with make_bot(living.address) as bot:
        sent = await bot.send_message(GROUP, "Standing: B")
        await bot.pin_chat_message(GROUP, sent.message_id)

    await expect(page.locator(f"{PHONE.format(MEENA)} .pin")).to_contain_text("Standing: B")


async def test_other_sites_cannot_make_people_act(living: Served) -> None:
    async with (
        ClientSession() as session,
        session.post(f"{living.address}/village/start_over", data='{"empty": true}') as answered,
    ):
        assert answered.status == 415


async def test_only_the_page_s_own_files_are_served(living: Served) -> None:
    async with (
        ClientSession() as session,
        session.get(f"{living.address}/village/static/..%2Fserver.py") as answered,
    ):
        assert answered.status == 404


async def test_page_lets_only_the_mini_app_into_a_frame(living: Served, app_url: str) -> None:
    async with ClientSession() as session, session.get(living.address) as answered:
        policy = answered.headers["Content-Security-Policy"]

    assert f"frame-src {app_url.removesuffix('/app')};" in policy
