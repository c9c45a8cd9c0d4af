"""What members do on their phones, from the first link to the closed register."""

import asyncio
import re
from typing import Any, Final

from tests.journeys.place import ASHA, GROUP, KAMLA, MEENA, NAMES, RADHA, SUNITA, Place

SECONDS_MAX: Final = 30.0


async def seen(place: Place, who: int, words: str, chat: int | None = None) -> Any:
    """Wait for the newest message with these words in a person's chat."""
    return await place.people.wait_for(who, chat, words, seconds=SECONDS_MAX)


async def tap_last(place: Place, who: int, words: str, button: str, chat: int | None = None) -> str:
    """Tap a button under the newest message with these words; return the alert, or what opened."""
    card = await seen(place, who, words, chat)
    said = await place.people.tap(who, chat, card["message_id"], button)
    assert said is not None, f"nobody answered the tap on {button!r}"
    return said


async def write(place: Place, who: int, text: str, answer: str, chat: int | None = None) -> str:
    """Write to the bot; wait for an answer with these words and return it."""
    said = await place.people.say(who, chat, text)
    card = await _newer(place, who, chat, answer, said)
    return str(card["text"])


async def found(place: Place) -> None:
    """Let Sunita bring the bot and set the group up; Asha admits it."""
    await place.people.start_bot(ASHA)
    await set_up(place)
    await tap_last(place, ASHA, "A new group asks to begin", "Admit")
    await seen(place, SUNITA, "has begun", GROUP)


async def set_up(place: Place) -> None:
    """Let Sunita bring the bot and answer its questions in private."""
    await place.people.add_bot(SUNITA, GROUP)
    await tap_last(place, SUNITA, "I am Saakh", "Set up", GROUP)
    await tap_last(place, SUNITA, "1 of 6", "Ujala")
    await seen(place, SUNITA, "2 of 6")
    await place.people.say(SUNITA, None, "Rampur")
    await tap_last(place, SUNITA, "3 of 6", "English")
    await tap_last(place, SUNITA, "4 of 6", f"{place.clock.now():%A}")
    await tap_last(place, SUNITA, "5 of 6", "15:00")
    await tap_last(place, SUNITA, "6 of 6", "₹20")
    await tap_last(place, SUNITA, "Is everything right?", "All right")
    await seen(place, SUNITA, "is set up")


async def found_and_join(place: Place) -> None:
    """Let the group begin and all join: four members, with Radha as Kamla's kin, and Phoolmati."""
    await found(place)
    await join_all(place)


async def join_all(place: Place) -> None:
    """Let four members join the group, and one without a phone."""
    for who in (SUNITA, MEENA, KAMLA):
        await join(place, who)
    await join(place, RADHA, kin=KAMLA)
    await add_without_phone(place, "Phoolmati", MEENA)


async def join(place: Place, who: int, *, kin: int | None = None) -> None:
    """Let a person follow the Join button, agree, confirm her age and name her kin."""
    await tap_last(place, who, "has begun", "Join", GROUP)
    await tap_last(place, who, "Do you agree?", "I agree")
    await tap_last(place, who, "Are you 18 or older?", "I am 18 or older")
    await seen(place, who, "Welcome! Your number")
    if who == SUNITA:
        return
    if kin is not None:
        await tap_last(place, who, "your relative", NAMES[kin])
    await tap_last(place, who, "your relative", "Done")
    await tap_last(place, who, "your house", "Done")
    await seen(place, who, "What do you want to do?")


async def add_without_phone(place: Place, name: str, second: int) -> None:
    """Let Sunita add a member without a phone; another confirms it."""
    await write(place, SUNITA, "/add", "Write the name of the sister")
    await write(place, SUNITA, name, f"{name} is written down")
    await tap_last(place, second, f"Is she one of you? {name}", "Yes, that is right")


async def vouch(place: Place, who: int, *names: str) -> list[str]:
    """Let a member tap names on the board in the group; return the alerts."""
    board = await seen(place, who, "For whom do you give your word?", GROUP)
    said = []
    for name in names:
        alert = await place.people.tap(who, GROUP, board["message_id"], name)
        assert alert is not None, "nobody answered"
        said.append(alert)
    return said


async def hold_meeting(place: Place, *, absent: str, counted: int) -> str:
    """Let Sunita hold a meeting with one absent and the cash counted; return the last page."""
    await place.people.say(SUNITA, GROUP, "/meeting")
    card = await seen(place, SUNITA, "is open.", GROUP)
    first = await place.open_app(SUNITA, link_of(card), GROUP)
    register = await place.page(SUNITA, first)
    form = filled(register, absent=absent) | {"cash": str(counted)}
    return await place.page(SUNITA, action_of(register), **form)


def link_of(card: Any) -> str:
    """Return the address of the first button under a message."""
    return str(card["reply_markup"]["inline_keyboard"][0][0]["url"])


def action_of(register: str) -> str:
    """Return the address to which the register is sent."""
    match = re.search(r'action="(/app/register/\w+/close)"', register)
    assert match is not None, register
    return match.group(1)


def filled(register: str, *, absent: str) -> dict[str, str]:
    """Return the register's form with one member absent who saves nothing."""
    saved = re.findall(r'name="(saved-\w+)"[^>]* value="([\d.]+)"', register)
    names = dict(re.findall(r'id="who-(\w+)">\d+ · ([^<]+)<', register))
    form = dict(saved) | {f"mark-{member}": "present" for member in names}
    away = next(member for member, name in names.items() if name == absent)
    return form | {f"mark-{away}": "absent", f"saved-{away}": "0"}


async def _newer(place: Place, who: int, chat: int | None, words: str, than: int) -> Any:
    async with asyncio.timeout(SECONDS_MAX):
        while True:
            card = await seen(place, who, words, chat)
            if card["message_id"] > than:
                return card
            await asyncio.sleep(0.02)
