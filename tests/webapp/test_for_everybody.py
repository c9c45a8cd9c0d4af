"""Every page for eyes, thumbs, keys and ears: narrow, in both languages, light and dark."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from playwright.async_api import Browser

from groups.disputes import acts as disputes
from groups.joining.acts import joining
from groups.meetings.acts import meetings
from groups.people.model.group import Group
from groups.registers.model.meeting import Mark
from storage.database import Database
from tests.webapp.phone import DARK, LIGHT, phone
from tests.webapp.rows import kept
from tests.webapp.world import World, ekta, served

pytestmark = [
    pytest.mark.parametrize("engine", ["sqlite"], indirect=True),
    pytest.mark.parametrize(
        ("language", "theme"),
        [(language, theme) for language in ("hi", "en") for theme in (LIGHT, DARK)],
        ids=["hi-light", "hi-dark", "en-light", "en-dark"],
    ),
]


@dataclass(frozen=True, slots=True)
class Busy:
    """A village with something waiting on every page; `closed` and `open` are meetings."""

    world: World
    group: Group
    closed: str
    open: str


async def _busy(database: Database) -> tuple[World, tuple[Group, str, str]]:
    world, group = await ekta(database, weeks=2)
    sunita, at = world.people["Sunita"], world.at
    await world.ask_tie("Meena", "Kamla")
    await world.ask_tie("Sunita", "Radha")
    await world.write(
        joining.add_without_phone, sunita, group.id, "Dulari", new_id=world.new_id, at=at
    )
    held = await world.read(meetings.list_meetings, sunita, group.id)
    register = await world.register(held[0].id, "Sunita", {"Kamla": Mark.ABSENT})
    await world.write(
        meetings.ask_correction,
        sunita,
        held[0].id,
        register,
        "Kamla was away",
        new_id=world.new_id,
        at=at,
    )
    await world.write(
        disputes.ask,
        world.people["Usha"],
        group.id,
        f"score:{held[0].day.isoformat()}",
        new_id=world.new_id,
        at=at,
    )
    await world.found("Maya", "Kusum", chat_id=-9, admit=False)
    world.at += timedelta(days=6)
    is_open = await world.hold(group, "Sunita", is_closed=False)
    return world, (group, held[0].id, is_open)


@pytest.fixture
async def busy(database: Database) -> AsyncIterator[Busy]:
    """Return a busy village, served."""
    world, named = await kept(database, "busy", _busy)
    async with served(world):
        yield Busy(world, *named)


async def test_a_members_pages_are_for_everybody(
    busy: Busy, chromium: Browser, language: str, theme: Any
) -> None:
    paths = ("points", "vouch", "passbook", "settings", "waiting", "disputes", "loans")

    assert await _faults(busy, chromium, "Usha", ("standing", *paths), language, theme) == {}


async def test_an_office_bearers_pages_are_for_everybody(
    busy: Busy, chromium: Browser, language: str, theme: Any
) -> None:
    paths = ("standing", "waiting", "members", "agreed", "meetings", f"meetings/{busy.closed}")
    registers = (f"register/{busy.open}", f"register/{busy.closed}", "proxies", "turns")
    radha = busy.world.members["Radha"]
    turns = (f"turns/{radha}", f"turns/{radha}/pin", "loans", "loans/ask")
    shown = (*paths, *registers, *turns, "funds", "share_out")

    assert await _faults(busy, chromium, "Sunita", shown, language, theme) == {}


async def test_a_facilitators_pages_are_for_everybody(
    busy: Busy, chromium: Browser, language: str, theme: Any
) -> None:
    hers = ("groups", "groups/disputes", "groups/records", "standing", "meetings", "waiting")
    paths = (*hers, "disputes", "settings", "members")

    assert await _faults(busy, chromium, "Asha", paths, language, theme) == {}


async def _faults(
    busy: Busy, browser: Browser, name: str, paths: tuple[str, ...], language: str, theme: Any
) -> dict[str, list[str]]:
    await busy.world.speaks(name, language)
    faults_by_path = {}
    async with phone(busy.world, browser) as hers:
        await hers.open(name, start_param=busy.group.start_token, theme=theme)
        for path in paths:
            await hers.go(f"/app/{path}")
            await hers.unfold()
            faults_by_path[path] = [*await hers.faults(), *hers.trouble]
    return {path: faults for path, faults in faults_by_path.items() if faults}
