"""The first week of a group, over the wire, from the first link to the weekly line."""

import asyncio
from pathlib import Path

import pytest
from aiohttp import ClientSession

from groups.practice import next_due as calendar
from sandbox.clock import MovableClock
from settings import read_settings
from tests.journeys.place import (
    ASHA,
    GEETA,
    GROUP,
    KAMLA,
    MEENA,
    RADHA,
    RANI,
    SUNITA,
    Home,
    Place,
    environment,
    free_port,
    place,
    telegram,
)
from tests.journeys.process import running
from tests.journeys.sisters import (
    found_and_join,
    hold_meeting,
    link_of,
    seen,
    set_up,
    tap_last,
    vouch,
    write,
)
from tests.shell import call


async def score_the_week(here: Home) -> None:
    """Move the clock to the morning on which the week is scored."""
    morning = await here.database.read(calendar.next_scoring, at=here.clock.now())
    assert morning is not None, "a group has begun"
    await here.people.move_clock(morning)
    await here.service.tick()


async def test_a_group_lives_its_first_week(anywhere: Home) -> None:
    here = anywhere
    await found_and_join(here)
    pinned = (await here.people.pinned(MEENA, GROUP) or {})["message_id"]

    await here.people.say(MEENA, GROUP, "/vouch")
    given = await vouch(here, MEENA, "Kamla")
    assert given[0].startswith("Your word for Kamla stands until")

    closed = await hold_meeting(here, absent="Radha", counted=80)
    assert "The meeting is closed" in closed
    minutes = await seen(here, KAMLA, "Minutes of the meeting", GROUP)
    assert "Came: 4 of 5" in minutes["text"]
    assert "₹20" in (await seen(here, KAMLA, "recorded for you"))["text"]

    await score_the_week(here)
    line = (await seen(here, KAMLA, "Your points, week until"))["text"]
    assert "→" in line
    points = line.rpartition("→ ")[2]
    assert f"⭐ {points} points" in await write(here, KAMLA, "/points", "⭐")
    assert "Meetings: 16/20" in await write(here, KAMLA, "/group", "Our standing", GROUP)

    shown = await here.people.pinned(MEENA, GROUP) or {}
    await seen(here, MEENA, "5 members · ₹20 a meeting", GROUP)
    assert shown["message_id"] == pinned


async def test_the_process_itself_lives_from_the_first_link_to_the_minutes(
    postgres_url: str,
) -> None:
    env = environment(free_port(), free_port(), postgres_url)
    clock, web = MovableClock(), env["PUBLIC_URL"]
    async with (
        telegram(read_settings(env), clock) as people,
        running("run", env=env, port=int(env["WEB_PORT"])),
        ClientSession() as http,
    ):
        here = Place(people, clock, http, web, {})
        await found_and_join(here)
        await people.say(MEENA, GROUP, "/vouch")
        await vouch(here, MEENA, "Kamla")
        await hold_meeting(here, absent="Radha", counted=80)
        minutes = await seen(here, MEENA, "Minutes of the meeting", GROUP)
        line = await seen(here, MEENA, "recorded for you")
    verified = await asyncio.to_thread(call, "verify", **env)

    assert "Collected: ₹80" in minutes["text"]
    assert "Saved: ₹20" in line["text"]
    assert verified.exit_code == 0


async def test_a_facilitator_who_comes_late_finds_the_group_that_waits(tmp_path: Path) -> None:
    async with place(f"sqlite:///{tmp_path / 'saakh.db'}") as here:
        await set_up(here)
        await here.people.start_bot(ASHA)
        await tap_last(here, ASHA, "Ujala", "Ujala")
        await tap_last(here, ASHA, "A new group asks to begin", "Admit")

        assert await seen(here, SUNITA, "has begun", GROUP)


async def test_a_word_is_given_once_never_for_oneself_and_by_members_only(village: Home) -> None:
    await village.people.say(MEENA, GROUP, "/vouch")

    said = [
        *await vouch(village, MEENA, "Kamla", "Kamla", "Meena"),
        *await vouch(village, GEETA, "Kamla"),
    ]

    assert [" ".join(it.split()[:5]) for it in said] == [
        "Your word for Kamla stands",
        "Your word for Kamla stood",
        "Nobody gives her word for",
        "You are not yet a",
    ]


async def test_nobody_hears_for_whom_a_word_was_given_or_taken_back(village: Home) -> None:
    await village.people.say(MEENA, GROUP, "/vouch")
    await seen(village, MEENA, "For whom do you give your word?", GROUP)
    before = await everything_said(village, KAMLA, SUNITA)
    await vouch(village, MEENA, "Kamla")
    await tap_last(village, MEENA, "What do you want to do?", "Give my word")
    await tap_last(village, MEENA, "beads", "Kamla")
    taken = await tap_last(village, MEENA, "Kamla", "Take my word back")
    await village.service.idle()

    assert taken.startswith("You took back your word for Kamla.")
    assert await everything_said(village, KAMLA, SUNITA) == before


async def test_who_joins_by_a_link_from_elsewhere_waits_for_an_office_bearer(
    village: Home,
) -> None:
    link = link_of(await seen(village, SUNITA, "has begun", GROUP))
    await village.people.start_bot(RANI, link.partition("start=")[2])
    await tap_last(village, RANI, "Do you agree?", "I agree")
    await tap_last(village, RANI, "Are you 18 or older?", "I am 18 or older")
    await seen(village, RANI, "an office-bearer confirms you first")
    await tap_last(village, SUNITA, "Is she one of you? Rani", "Yes, that is right")

    assert await seen(village, RANI, "Your number in Ujala is 6")
    assert await seen(village, SUNITA, "Rani has joined, number 6", GROUP)


async def test_the_young_are_told_why_and_nothing_is_recorded(village: Home) -> None:
    await tap_last(village, GEETA, "has begun", "Join", GROUP)
    await tap_last(village, GEETA, "Do you agree?", "I agree")
    said = await tap_last(village, GEETA, "Are you 18 or older?", "I am younger")

    assert "18" in said
    assert "You are in no group." in await write(village, GEETA, "/me", "recorded about you")


async def test_me_tells_all_that_is_recorded_of_her(village: Home) -> None:
    text = await write(village, RADHA, "/me", "recorded about you")

    assert "Ujala, Rampur: number 4" in text
    assert "Relative: Kamla" in text


async def test_she_is_spoken_to_in_the_language_she_chooses(village: Home) -> None:
    await write(village, MEENA, "/language", "language")
    await tap_last(village, MEENA, "language", "हिन्दी")
    await seen(village, MEENA, "आप क्या करना चाहती हैं")

    assert "/points – आपके अंक" in await write(village, MEENA, "/help", "मैं क्या कर सकती हूँ")
    assert "ने समूह" not in str(await village.people.messages(MEENA, GROUP))


@pytest.mark.parametrize("command", ["/privacy", "/me", "/points", "/language", "/settings"])
async def test_what_is_hers_is_answered_in_private_only(village: Place, command: str) -> None:
    assert await write(village, MEENA, command, "in private", GROUP)


async def test_help_and_privacy_are_told_to_whoever_asks(village: Home) -> None:
    await village.people.start_bot(RANI)

    told = await write(village, RANI, "/help", "/me")
    assert "/language" in told
    assert "/points" not in told  # she is in no group
    assert await write(village, RANI, "/privacy", "kept")


async def everything_said(here: Place, *people: int) -> list[str]:
    """Return all messages in the group and in the private chats of these people."""
    chats = [await here.people.messages(people[0], GROUP)]
    chats += [await here.people.messages(who) for who in people]
    return [str(it.get("text")) for chat in chats for it in chat]
