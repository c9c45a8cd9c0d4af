"""The page of phones in a real Chromium, with a small bot that answers."""

from datetime import timedelta

from aiohttp import ClientSession
from playwright.async_api import Page, expect

from sandbox.settings import TourDeeds
from tests.sandbox.conftest import (
    GROUP,
    MEENA,
    SUNITA,
    Open,
    OpenAt,
    Serve,
    Served,
    make_bot,
)

PHONE = '.phone[data-person="{}"]'


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


async def test_what_time_it_is_now_covers_no_phone(open_page: Open) -> None:
    page = await open_page()
    await page.get_by_role("button", name="Next week").click()
    await expect(page.locator("#notice")).to_be_visible()
    notice = await page.locator("#notice").bounding_box()
    phones = [await it.bounding_box() for it in await page.locator(".phone").all()]

    assert notice is not None
    assert [it for it in phones if it and it["y"] < notice["y"] + notice["height"]] == []


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
    await expect(page.locator("#guide li").first).to_contain_text("Bring Saakh into the group")


async def test_tour_of_an_empty_village_begins_with_the_founding(
    open_page: Open, living: Served
) -> None:
    living.village.start_over(empty=True)
    page = await open_page()
    await page.get_by_role("button", name="Show me").click()
    await page.locator('[data-tour="add-bot"]').click()

    await expect(page.locator("#guide li").first).to_have_class("now done")


async def test_dark_is_remembered(open_page: Open) -> None:
    page = await open_page()
    await page.locator("#theme").click()

    await page.reload()

    await expect(page.locator("html")).to_have_attribute("data-theme", "dark")


async def test_tour_ticks_what_the_books_tell_whichever_step_is_open(
    serve: Serve, open_at: OpenAt
) -> None:
    known = [TourDeeds()]

    async def deeds() -> TourDeeds:
        return known[-1]

    served = await serve(deeds=deeds)
    page = await open_at(served.address)
    known.append(TourDeeds(frozenset({"week", "approve"}), MEENA))
    served.village.changed()

    await expect(page.locator("#guide li.done")).to_have_count(2)
    await expect(page.locator('#guide li.done[data-step="approve"]')).to_be_visible()
    await page.locator('#guide [data-step="points"] .step-head').click()
    await expect(page.locator("#guide li.now p")).to_contain_text("You vouched for Meena.")


async def test_opening_a_chat_or_a_mini_app_ticks_no_deed(open_page: Open) -> None:
    page = await open_page()
    await vouch(page)
    await page.locator(PHONE.format(MEENA)).get_by_role("button", name="Books").click()
    await expect(page.locator(f"{PHONE.format(MEENA)} iframe")).to_be_visible()

    await expect(page.locator("#guide li.done")).to_have_count(0)


async def test_the_first_screen_comes_once_and_can_be_read_again(open_page: Open) -> None:
    page = await open_page()
    await page.reload()
    await expect(page.locator(".phone").first).to_be_visible()
    await expect(page.locator("#welcome")).to_be_hidden()
    await page.locator(".tools .menu summary").click()
    await page.locator("#about").click()

    await expect(page.locator("#welcome .pictures li")).to_have_count(3)


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
