"""From the bot's coming to a vouch on the board, by taps alone."""

from tests.handlers import people
from tests.handlers.conftest import House
from tests.handlers.people import GROUP, MEENA, SUNITA


async def set_up(house: House) -> None:
    """Sunita brings the bot and sets the group up."""
    await house.comes(people.bot_comes(SUNITA, can_pin_messages=True, can_delete_messages=True))
    link = house.wire.buttons_to(GROUP)["⚙️ Set up"]
    await house.comes(people.message(SUNITA, f"/start {link.partition('start=')[2]}"))
    await house.presses(SUNITA, "Ujala")
    await house.comes(people.message(SUNITA, "Rampur"))
    await house.presses(SUNITA, "English")
    await house.presses(SUNITA, "Monday")
    await house.presses(SUNITA, "15:00")
    await house.presses(SUNITA, "₹20")
    await house.presses(SUNITA, "save")


async def join(house: House, who: int) -> None:
    """She writes in the group, taps Join and answers."""
    await house.comes(people.message(who, "hello", GROUP))
    link = next(
        call["reply_markup"]["inline_keyboard"][0][0]["url"]
        for call in house.wire.of("sendMessage")
        if call["chat_id"] == GROUP and "join_" in str(call.get("reply_markup"))
    )
    await house.comes(people.message(who, f"/start {link.partition('start=')[2]}"))
    await house.presses(who, "agree")
    await house.presses(who, "18 or older")
    while "Done" in str(house.wire.buttons_to(who)):
        await house.presses(who, "Done")


async def test_a_group_is_set_up_joined_and_vouched_in(house: House) -> None:
    await set_up(house)
    await join(house, SUNITA)
    await join(house, MEENA)
    await house.comes(people.message(MEENA, "/vouch", GROUP))
    await house.presses(MEENA, "Sunita", GROUP)

    assert "Your word for Sunita stands until" in house.alerts[-1]
