"""The page of phones in a real browser, as a visitor of the practice village sees it."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

from playwright.async_api import Browser, BrowserContext, FrameLocator, Locator, Page

MILLISECONDS_MAX: Final = 30_000


class Phones:
    """The page's phones, by their owners' kind or name."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def of(self, name: str) -> Locator:
        """Return the phone on the table."""
        return self._page.locator(".phone").filter(
            has=self._page.locator(".owner b", has_text=name)
        )

    def app(self, name: str) -> FrameLocator:
        """Return the mini-app that is open on a phone."""
        return self.of(name).frame_locator("iframe")

    async def take(self, name: str) -> None:
        """Put a phone on the table."""
        await self._page.get_by_role("button", name=f"Open the phone of {name}").click()

    async def write(self, name: str, text: str) -> None:
        """Write into the open chat."""
        field = self.of(name).get_by_role("textbox")
        await field.fill(text)
        await field.press("Enter")

    async def open_private(self, name: str) -> None:
        """Go back to the list and into the chat with the bot."""
        phone = self.of(name)
        await phone.get_by_role("button", name="Back to the chats").click()
        await phone.locator(".list").get_by_text("Saakh").first.click()

    async def open_group(self, name: str) -> None:
        """Go back to the list and into the group's chat."""
        phone = self.of(name)
        await phone.get_by_role("button", name="Back to the chats").click()
        await phone.locator('.list [data-tour="group-row"]').first.click()

    async def close_app(self, name: str) -> None:
        """Close the mini-app."""
        await self.of(name).get_by_role("button", name="Close").click()

    async def last(self, name: str, *words: str) -> str:
        """Wait for the newest message with all these words."""
        texts = self.of(name).locator(".message .text")
        for each in words:
            texts = texts.filter(has_text=each)
        await texts.last.wait_for()
        return await texts.last.inner_text()


@asynccontextmanager
async def table(chromium: Browser, telegram_script: Path) -> AsyncGenerator[BrowserContext]:
    """Yield a browser for which telegram.org is only its script; wide enough for three phones."""
    context = await chromium.new_context(
        viewport={"width": 1500, "height": 950}, locale="en-IN", timezone_id="Asia/Kolkata"
    )
    context.set_default_timeout(MILLISECONDS_MAX)
    await context.route(
        "https://telegram.org/**",
        lambda route: route.fulfill(path=telegram_script, content_type="text/javascript"),
    )
    yield context
    await context.close()


async def open_page(browser: BrowserContext, address: str) -> tuple[Page, Phones]:
    """Open the village's page, and read what Saakh is."""
    page = await browser.new_page()
    await page.goto(address)
    await page.locator("#welcome .strong").click()
    return page, Phones(page)
