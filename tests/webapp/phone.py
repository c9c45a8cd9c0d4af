"""A phone in a real Chromium: it opens the mini-app with signed launch data, as Telegram does."""

import json
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, Route

from tests.webapp.world import World

LIGHT: Final = {
    "bg_color": "#ffffff",
    "text_color": "#000000",
    "secondary_bg_color": "#f1f1f1",
    "section_bg_color": "#ffffff",
}
DARK: Final = {
    "bg_color": "#17212b",
    "text_color": "#f5f5f5",
    "secondary_bg_color": "#232e3c",
    "section_bg_color": "#17212b",
}
TELEGRAM: Final = "https://telegram.org/**"
READY: Final = "main:not([aria-busy]) h1"
_VIOLATIONS: Final = """() => axe.run(document, {resultTypes: ["violations"]})
  .then((found) => found.violations)"""
_SMALL: Final = """() => [...document.querySelectorAll("a, button, input, select, summary")]
  .filter((it) => it.checkVisibility() && !it.closest(".marks, .choice"))
  .map((it) => [it, it.getBoundingClientRect()])
  .filter(([, box]) => box.height < 47.5 || box.width < 47.5)
  .map(([it, box]) => `${it.outerHTML.slice(0, 80)} ${box.width}x${box.height}`)"""
_UNREACHED: Final = """() => [...document.querySelectorAll("a, button, input, select, summary")]
  .filter((it) => it.checkVisibility() && it.type !== "hidden")
  .filter((it) => it.tabIndex < 0 || it.closest("[aria-hidden=true]"))
  .map((it) => it.outerHTML.slice(0, 80))"""


@dataclass(slots=True)
class Phone:
    """One page of one person; `trouble` holds the browser's errors."""

    world: World
    page: Page
    trouble: list[str] = field(default_factory=list)

    async def open(
        self, name: str, path: str = "/app", start_param: str = "", theme: Any = LIGHT
    ) -> None:
        """Open the mini-app and wait for its first page."""
        await self.page.goto(self.world.base + path + self.hash(name, start_param, theme))
        await self.page.wait_for_selector(READY)

    def hash(self, name: str, start_param: str = "", theme: Any = LIGHT) -> str:
        """Return the fragment that Telegram adds to the address."""
        given = {
            "tgWebAppData": self.world.launch(name, start_param),
            "tgWebAppVersion": "8.0",
            "tgWebAppPlatform": "android",
            "tgWebAppThemeParams": json.dumps(theme),
        }
        return f"#{urlencode(given)}"

    async def go(self, path: str) -> None:
        """Follow a link of the page to this address."""
        await self.page.evaluate(
            """(path) => {
              const link = document.createElement("a");
              link.href = path;
              document.querySelector("main").append(link);
              link.click();
            }""",
            path,
        )
        await self.page.wait_for_function("(path) => location.pathname === path", arg=path)
        await self.page.wait_for_selector(READY)

    async def heading(self) -> str:
        """Return the page's heading."""
        return (await self.page.inner_text("h1")).strip()

    async def unfold(self) -> None:
        """Open every folded part of the page."""
        await self.page.evaluate(
            "() => document.querySelectorAll('details').forEach((it) => { it.open = true; })"
        )

    async def faults(self) -> list[str]:
        """Return what is wrong with the page for eyes, thumbs, keys and screen readers."""
        if not await self.page.evaluate("'axe' in window"):
            await self.page.evaluate(Axe().axe_script)  # stays while pages change within the shell
        violations: list[dict[str, Any]] = await self.page.evaluate(_VIOLATIONS)
        serious = [
            f"{one['id']}: {node['html'][:90]}"
            for one in violations
            if one["impact"] in {"serious", "critical"}
            for node in one["nodes"]
        ]
        wide = await self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        sideways = [f"{wide} px too wide"] if wide > 0 else []
        small: list[str] = await self.page.evaluate(_SMALL)
        unreached: list[str] = await self.page.evaluate(_UNREACHED)
        return serious + sideways + small + unreached


@asynccontextmanager
async def phone(
    world: World, browser: Browser, *, width: int = 320, script: Path | None = None
) -> AsyncGenerator[Phone, None]:
    """Return a phone; without Telegram's `script`, telegram.org cannot be reached."""

    async def telegram(route: Route) -> None:
        if script is None:
            await route.abort()
        else:
            await route.fulfill(path=script, content_type="text/javascript")

    size: Any = {"width": width, "height": 640}
    context = await browser.new_context(viewport=size, has_touch=True, service_workers="block")
    await context.route(TELEGRAM, telegram)
    page = await context.new_page()
    made = Phone(world, page)
    page.on("pageerror", lambda error: made.trouble.append(str(error)))
    page.on("console", lambda said: made.trouble.append(said.text) if _is_trouble(said) else None)
    try:
        yield made
    finally:
        await context.close()


def _is_trouble(said: Any) -> bool:
    """Return whether a console message is an error, other than of a failed or refused request."""
    return said.type == "error" and "Failed to load resource" not in said.text
