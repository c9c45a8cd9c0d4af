"""A village speaks one language: names, phones and page; in another it begins anew."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from sandbox.driver import Refused, VillageDriver
from sandbox.server import make_village
from sandbox.village import Village
from tests.sandbox.conftest import HINDI_NAMES, MEENA, OpenAt, Serve, bilingual


def names(village: Village) -> set[str]:
    """Return the names of all people, those without a phone too."""
    return {it.name for it in village.settings.people}


async def test_begun_in_another_language_it_has_other_names_and_keeps_them(
    serve: Serve, state_path: Path
) -> None:
    served = await serve(make_village(bilingual(state_path=state_path)))
    async with VillageDriver(served.address) as driver:
        await driver.start_over(language="hi")
    begun = names(served.village)
    await served.server.close()
    again = await serve(make_village(bilingual(state_path=state_path)))

    assert begun == names(again.village) == set(HINDI_NAMES.values())
    assert again.village.settings.language == "hi"
    assert again.village.world.users[MEENA].name == HINDI_NAMES[MEENA]


async def test_a_new_start_keeps_the_language_and_refuses_an_unknown_one(serve: Serve) -> None:
    served = await serve(make_village(bilingual("hi")))
    async with VillageDriver(served.address) as driver:
        await driver.start_over()
        with pytest.raises(Refused, match="unknown_language"):
            await driver.start_over(language="fr")

    assert served.village.world.language == "hi"


async def test_the_page_asks_in_the_other_language_before_it_begins_in_it(
    serve: Serve, open_at: OpenAt
) -> None:
    served = await serve(make_village(bilingual()))
    page = await open_at(served.address)
    await page.get_by_role("button", name="हिन्दी").click()
    await page.get_by_role("button", name="हाँ, शुरू करें").click()

    await expect(page.locator("html")).to_have_attribute("lang", "hi")
    await expect(page.locator('[data-leap="scoring"]')).to_have_text("अगला हफ़्ता")
    await expect(page.locator(".phone .owner b").first).to_have_text(HINDI_NAMES[11])


async def test_refused_in_the_dialog_the_village_stays(serve: Serve, open_at: OpenAt) -> None:
    served = await serve(make_village(bilingual()))
    page = await open_at(served.address)
    await page.get_by_role("button", name="हिन्दी").click()
    await page.get_by_role("button", name="रहने दें").click()

    await expect(page.locator("html")).to_have_attribute("lang", "en")
    assert served.village.starts == 0


async def test_a_village_of_one_language_offers_no_other(serve: Serve, open_at: OpenAt) -> None:
    page = await open_at((await serve()).address)

    await expect(page.locator("#theme")).to_be_visible()
    await expect(page.locator("#language")).to_be_hidden()


async def test_before_anything_is_done_the_first_screen_changes_the_language_at_once(
    serve: Serve, chromium: Browser
) -> None:
    served = await serve(make_village(bilingual()))
    page = await chromium.new_page()
    await page.goto(served.address)
    await page.locator("#welcome").get_by_role("button", name="हिन्दी").click()

    await expect(page.locator("html")).to_have_attribute("lang", "hi")
    await expect(page.locator("#welcome")).to_be_visible()
