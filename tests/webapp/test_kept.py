"""Cached fragments are never old and never another's: each act shows in the next request."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from groups.founding.acts import settings
from groups.people.model.group import Group
from groups.people.model.people import Role
from storage.database import Database
from tests.webapp.world import World, served
from webapp.kept import Kept, Newest

Village = tuple[World, Group]


@pytest.fixture
async def village(database: Database) -> AsyncIterator[Village]:
    """Return a group after its first scored week, served; everybody reads English."""
    world = World(database)
    await world.head("Asha")
    group = await world.found("Sunita", "Meena", "Radha", "Kamla", "Usha")
    await world.live(group, "Sunita", 1, ())
    for name in ("Asha", "Sunita", "Meena"):
        await world.speaks(name, "en")
    async with served(world):
        yield world, group


async def shown(village: Village, name: str = "Meena") -> str:
    """Return the standing as a person sees it."""
    world, group = village
    token = await world.open(name, group.start_token)
    await world.get("/app/standing", token)  # so that the cache holds something
    return await (await world.get("/app/standing", token)).text()


async def test_a_page_asked_for_twice_is_the_same(village: Village) -> None:
    assert await shown(village) == await shown(village)


async def test_a_meeting_changes_the_next_page(village: Village) -> None:
    world, group = village
    before = await shown(village)
    world.at += timedelta(days=6)
    await world.hold(group, "Sunita")

    assert ("₹100" in before, "₹200" in await shown(village)) == (True, True)


async def test_a_scored_week_changes_the_next_page(village: Village) -> None:
    world, group = village
    before = await shown(village)
    world.at += timedelta(days=6)
    await world.hold(group, "Sunita")
    world.at += timedelta(days=1)
    await world.score(group)

    after = await shown(village)
    assert ("as of 31 July 2026" in before, "as of 7 August 2026" in after) == (True, True)


async def test_what_the_books_do_not_hold_changes_the_next_page(village: Village) -> None:
    world, group = village
    await shown(village)
    await world.write(
        settings.change, world.people["Sunita"], group.id, meeting_minute=15 * 60, at=world.at
    )

    assert "15:00" in await shown(village)


async def test_a_day_that_passes_changes_the_next_page(village: Village) -> None:
    before = await shown(village)
    village[0].at += timedelta(days=7)

    assert ("7 August" in before, "14 August" in await shown(village)) == (True, True)


async def test_an_open_meeting_changes_the_next_page(village: Village) -> None:
    world, group = village
    await shown(village, "Sunita")
    world.at += timedelta(days=6)
    await world.hold(group, "Sunita", is_closed=False)

    assert "Go on with the open meeting" in await shown(village, "Sunita")


async def test_an_office_bearers_page_is_not_shown_to_a_member(village: Village) -> None:
    leader, member = await shown(village, "Sunita"), await shown(village, "Meena")

    assert ("Start meeting" in leader, "Start meeting" in member) == (True, False)


async def test_an_office_taken_up_changes_the_next_page(village: Village) -> None:
    await shown(village)
    await village[0].office("Meena", Role.SECRETARY, "Sunita", "Radha")

    assert "Start meeting" in await shown(village)


async def test_a_language_chosen_changes_the_next_page(village: Village) -> None:
    await shown(village)
    await village[0].speaks("Meena", "hi")

    assert "समूह की साख" in await shown(village)


async def test_a_facilitators_page_is_not_a_members(village: Village) -> None:
    facilitators, members = await shown(village, "Asha"), await shown(village, "Meena")

    assert ("/app/groups" in facilitators, "/app/groups" in members) == (True, False)


async def test_other_facts_at_the_same_place_are_rendered() -> None:
    fragments = Kept()
    fragments.fragment("place", (1, 2), lambda: "old")

    assert fragments.fragment("place", (1, 3), lambda: "new") == b"new"


async def test_the_same_facts_at_the_same_place_are_not_rendered_again() -> None:
    fragments = Kept()
    fragments.fragment("place", (1, 2), lambda: "first")

    assert fragments.fragment("place", (1, 2), lambda: "second") == b"first"


async def test_it_holds_no_more_than_its_size() -> None:
    newest: Newest[int, int] = Newest(2)
    newest.update({1: 1, 2: 2, 3: 3})

    assert dict(newest) == {2: 2, 3: 3}
