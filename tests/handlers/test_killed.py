"""A process that is killed after it carried out a tap, before it answered or showed anything."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import pytest

from storage.tx import Tx
from tests.handlers import people
from tests.handlers.conftest import House, MakeHouse
from tests.handlers.lending import ask, lenders
from tests.handlers.people import GROUP, MEENA, SUNITA
from tests.handlers.stories import living_group, shown
from tests.handlers.test_joining_strangers import asks_to_join


async def carried_out_and_killed(
    house: House, update: people.Json, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Carry out an update and go down at its commit: no answer, no message, no pinned message."""
    await shown(house)
    await house.service.status.stop()
    await house.service.sender.stop()
    monkeypatch.setattr(house.service.desk, "_after_commit", lambda *_: None)
    house.wire.calls.clear()
    await house.service.receive(update)
    await house.service.desk.idle()
    assert {call.method for call in house.wire.calls} <= {"getChatMember"}  # asked beforehand
    await house.service.desk.stop()
    await house.service.clock.stop()


async def restarted(make_house: MakeHouse, until: str = "") -> House:
    """Start anew on the same database; wait until the pinned message says so, by itself."""
    house = await make_house()
    async with asyncio.timeout(20):
        while until not in str(house.wire.texts_to(GROUP)):  # noqa: ASYNC110 - the wire is a list
            await asyncio.sleep(0.01)
    return house


def everything(tx: Tx) -> list[Any]:
    """Return all that the taps of these tests record."""
    return [
        tx.rows("SELECT id, state FROM meetings ORDER BY id"),
        tx.rows("SELECT id, giver_id, receiver_id FROM vouches ORDER BY id"),
        tx.rows("SELECT id, member_id FROM loan_votes ORDER BY id"),
        tx.rows("SELECT id, state FROM members ORDER BY id"),
        tx.rows("SELECT id, state FROM groups ORDER BY id"),
    ]


async def opened(house: House) -> tuple[int, str]:
    """The president is about to open the meeting."""
    await living_group(house, MEENA)
    await house.comes(people.message(SUNITA, "/start"))
    return SUNITA, next(d for w, d in house.wire.buttons_to(SUNITA).items() if "eeting" in w)


async def vouched(house: House) -> tuple[int, str]:
    """Meena is about to vouch for Sunita on her own board."""
    await living_group(house, MEENA)
    await house.comes(people.message(MEENA, "/vouch"))
    return MEENA, house.wire.button(MEENA, "Sunita")


async def voted(house: House) -> tuple[int, str]:
    """Sunita is about to vote on Kamla's loan."""
    await lenders(house)
    await ask(house)
    return SUNITA, house.wire.button(GROUP, "✅ Yes")


async def saved(house: House) -> tuple[int, str]:
    """Sunita is about to save the group's settings."""
    await house.comes(people.bot_comes(SUNITA, can_pin_messages=True, can_delete_messages=True))
    link = house.wire.buttons_to(GROUP)["⚙️ Set up"]
    await house.comes(people.message(SUNITA, f"/start {link.partition('start=')[2]}"))
    await house.presses(SUNITA, "Ujala")
    await house.comes(people.message(SUNITA, "Rampur"))
    for words in ("English", "Monday", "15:00", "₹20"):
        await house.presses(SUNITA, words)
    return SUNITA, house.wire.button(SUNITA, "save")


async def left(house: House) -> tuple[int, str]:
    """Meena is about to leave the group."""
    await living_group(house, MEENA)
    await house.comes(people.message(MEENA, "/me"))
    await house.presses(MEENA, "Leave the group")
    return MEENA, house.wire.button(MEENA, "Yes, I leave")


async def closed(house: House) -> tuple[int, str]:
    """Sunita is about to close the register in her private chat."""
    await living_group(house, MEENA)
    await house.comes(people.message(SUNITA, "/meeting"))
    for words in ("By buttons", "count the cash", "As the books say"):
        await house.presses(SUNITA, words)
    return SUNITA, house.wire.button(SUNITA, "Close the meeting")


async def confirmed(house: House) -> tuple[int, str]:
    """Sunita is about to confirm Kamla, who was not seen in the chat."""
    await living_group(house, MEENA)
    await asks_to_join(house)
    return SUNITA, house.wire.button(SUNITA, "Yes, that is right")


@dataclass(frozen=True, slots=True)
class Story:
    """A tap, what the pinned message says after it, and what a second tap tells her."""

    about_to: Callable[[House], Awaitable[tuple[int, str]]]
    pinned: str
    told: str
    where: int | None = None


STORIES = (
    Story(opened, "The meeting is open now", "The meeting of Monday, 23 November 2026 is open"),
    Story(closed, "Next meeting: Monday, 30 November", "Minutes of the meeting of 23 November"),
    Story(saved, "0 members · ₹20 a meeting", "is set up and has begun"),
    Story(confirmed, "3 members", "Recorded: you said yes."),
    Story(left, "1 member ·", "This was decided before. Nothing changed."),
    Story(vouched, "", "Your word for Sunita stood already"),
    Story(voted, "1 of 5 have voted", "Recorded: you say yes.", GROUP),
)


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.about_to.__name__)
async def test_what_was_carried_out_before_a_kill_is_found_by_tapping_again(
    make_house: MakeHouse, monkeypatch: pytest.MonkeyPatch, story: Story
) -> None:
    house = await make_house()
    who, data = await story.about_to(house)
    before = await house.database.read(everything)
    await carried_out_and_killed(house, people.tap(who, data, story.where), monkeypatch)
    carried_out = await house.database.read(everything)

    again = await restarted(make_house, until=story.pinned)
    await again.comes(people.tap(who, data, story.where))

    assert carried_out != before
    assert await again.database.read(everything) == carried_out
    assert story.told in str([*again.alerts, *again.wire.texts_to(who)])
