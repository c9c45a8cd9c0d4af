"""Under her thumb, in a real Chromium: two taps where one was meant, fields left empty, tabs."""

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


# --- two taps where one was meant -----------------------------------------------------------------


@pytest.mark.parametrize("pause", [60, 300, 900])
async def test_a_second_tap_at_the_same_place_takes_nothing_back(
    village: Village, chromium: Browser, pause: int
) -> None:
    async with phone(village[0], chromium) as hers:
        await hers.open("Meena")
        await hers.go("/app/vouch")
        button = hers.page.locator("form[action$=give] button").last
        await button.scroll_into_view_if_needed()
        box = await button.bounding_box()
        assert box is not None
        given = await hers.page.locator("form[action$=withdraw]").count()

        for wait in (pause, 0):
            await hers.page.touchscreen.tap(box["x"] + 20, box["y"] + 20)
            await hers.page.wait_for_timeout(wait)
        await hers.page.wait_for_timeout(400)

        assert await hers.page.locator("form[action$=withdraw]").count() == given + 1
        assert await hers.page.locator(".said").count() == 1


async def test_a_tap_at_another_place_counts_at_once(village: Village, chromium: Browser) -> None:
    async with phone(village[0], chromium) as hers:
        await hers.open("Meena")
        await hers.go("/app/vouch")
        given = await hers.page.locator("form[action$=withdraw]").count()

        await hers.page.locator("form[action$=give] button").first.click()
        await hers.page.wait_for_selector(".said")
        await hers.page.locator("form[action$=give] button").last.click()
        await hers.page.wait_for_function(
            "(n) => document.querySelectorAll('form[action$=withdraw]').length === n",
            arg=given + 2,
        )


# --- what is missing in a form --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "यह भरिए, फिर आगे बढ़िए।"),
        ("20,50", "यह साफ़ नहीं है। फिर से लिखिए, जैसे 200 या 12.50।"),
    ],
)
async def test_what_is_wrong_is_said_beside_the_field_in_her_language(
    village: Village, chromium: Browser, typed: str, words: str
) -> None:
    async with phone(village[0], chromium) as hers:
        await hers.open("Sunita")
        await hers.go("/app/register")
        await hers.page.locator("form[action$=open] button").click()
        await hers.page.locator("#cash").fill(typed)

        await hers.page.locator(".foot button").click()
        said = hers.page.locator(".cash + .wrong")
        await said.wait_for()
        place = await said.bounding_box()
        bar = await hers.page.locator(".foot").bounding_box()

        assert (await said.inner_text(), await hers.page.locator(".wrong").count()) == (words, 1)
        assert place is not None
        assert bar is not None
        assert 0 < place["y"] < bar["y"] - place["height"]
        assert await hers.page.evaluate("document.activeElement.id") == "cash"

        await hers.page.locator("#cash").fill("200")
        assert await hers.page.locator(".wrong").count() == 0


async def test_a_choice_that_is_missing_is_asked_for_once(
    village: Village, chromium: Browser
) -> None:
    async with phone(village[0], chromium) as hers:
        await hers.open("Meena")
        await hers.go("/app/settings")
        await hers.unfold()
        form = hers.page.locator("form[action$=tie].stack")
        await form.locator("select").select_option(index=1)
        await form.locator("button").click()
        await hers.page.locator("fieldset + .wrong").wait_for()

        assert await hers.page.locator(".wrong").count() == 1
