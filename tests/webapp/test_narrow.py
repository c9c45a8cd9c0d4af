"""Nothing is out of sight on a narrow screen, and large text stays within it."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from playwright.async_api import Browser

from groups.people.model.group import Group
from storage.database import Database
from tests.webapp.phone import phone
from tests.webapp.world import World, ekta, served

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
Village = tuple[World, Group]


@pytest.fixture
async def village(database: Database) -> AsyncIterator[Village]:
    """Return a living group between two meetings, served."""
    world, group = await ekta(database, weeks=2)
    world.at += timedelta(days=2)
    async with served(world):
        yield world, group


async def test_on_a_narrow_screen_no_amount_of_a_book_is_out_of_sight(
    village: Village, chromium: Browser
) -> None:
    hidden = """() => [...document.querySelectorAll("td.number:not(:empty)")]
      .filter((it) => it.getBoundingClientRect().right > innerWidth).length"""
    shown = "[...document.querySelectorAll('td.number:not(:empty)')].length"
    seen = {}
    async with phone(village[0], chromium) as hers:
        await hers.open("Sunita")
        for book in ("cash", "loans", "ledger", "passbook", "demand"):
            await hers.go(f"/app/books/{book}")
            seen[book] = await hers.page.evaluate(hidden)
        await hers.go("/app/books/cash")
        cells = await hers.page.evaluate(shown)

    assert seen == dict.fromkeys(seen, 0)
    assert cells > 0


async def test_text_twice_as_large_grows_as_one_and_is_not_wider_than_the_screen(
    village: Village, chromium: Browser
) -> None:
    grown = "getComputedStyle(document.querySelector('main p')).fontSize"
    too_wide = "document.documentElement.scrollWidth - innerWidth"
    async with phone(village[0], chromium) as hers:
        await hers.open("Sunita")
        await hers.page.evaluate("document.documentElement.style.fontSize = '200%'")
        wide = {}
        for path in ("standing", "points", "vouch", "loans", "funds", "members", "books/cash"):
            await hers.go(f"/app/{path}")
            wide[path] = await hers.page.evaluate(too_wide)
        await hers.go("/app/standing")
        size = await hers.page.evaluate(grown)

    assert wide == dict.fromkeys(wide, 0)
    assert size == "34px"
