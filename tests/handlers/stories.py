"""How a group is set up: the first steps of most tests."""

import asyncio
from typing import Any

from groups.messages.store import pinned_message as status
from groups.people.store.groups import select_group_in_chat
from storage.tx import Tx
from tests.handlers import people
from tests.handlers.conftest import House, MakeHouse
from tests.handlers.people import ASHA, GROUP, SUNITA


async def set_up(house: House, *, rights: bool = True) -> None:
    """Let Sunita, who created the chat, bring the bot and set the group up."""
    await house.comes(
        people.bot_comes(SUNITA, can_pin_messages=True, can_delete_messages=True)
        if rights
        else people.bot_comes(SUNITA)
    )
    link = house.wire.buttons_to(GROUP)["⚙️ Set up"]
    await house.comes(people.message(SUNITA, f"/start {link.partition('start=')[2]}"))
    await house.presses(SUNITA, "Ujala")
    await house.comes(people.message(SUNITA, "Rampur"))
    for words in ("English", "Monday", "15:00", "₹20", "save"):
        await house.presses(SUNITA, words)


async def shown(house: House) -> None:
    """Wait until every pinned message is up to date and no work on it is left."""
    async with asyncio.timeout(30):
        while await house.database.read(status.select_wanted):
            house.service.said()
            await asyncio.sleep(0.01)
        await house.service.status.idle()


async def join(house: House, *everybody: int) -> None:
    """Let each follow the group's link and answer; Telegram knows them as members of the chat."""
    link = next(
        call["reply_markup"]["inline_keyboard"][0][0]["url"]
        for call in house.wire.of("sendMessage")
        if call["chat_id"] == GROUP and "join_" in str(call.get("reply_markup"))
    )
    for who in everybody:
        house.wire.in_chat.add(who)
        await house.comes(people.message(who, f"/start {link.partition('start=')[2]}"))
        await house.presses(who, "agree")
        await house.presses(who, "18 or older")
        while "Done" in str(house.wire.buttons_to(who)):
            await house.presses(who, "Done")


async def living_group(house: House, *members: int) -> None:
    """A group with Sunita, the president, and other members."""
    await set_up(house)
    await join(house, SUNITA, *members)


def agreed(tx: Tx) -> tuple[Any, ...]:
    """Return what the group has agreed."""
    group = select_group_in_chat(tx, GROUP)
    assert group is not None
    return group.language, group.meeting_day, group.meeting_minute, group.saving


async def with_facilitator(make_house: MakeHouse) -> House:
    """A programme with Asha as its head, who has started the bot."""
    house = await make_house(facilitators=(ASHA,))
    await house.comes(people.message(ASHA, "/start"))
    return house
