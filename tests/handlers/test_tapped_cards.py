"""A tap names its card; a card that Telegram no longer stores cannot be edited."""

import pytest

from tests.handlers import people
from tests.handlers.conftest import House
from tests.handlers.people import MEENA
from tests.handlers.stories import living_group


@pytest.fixture
async def board(house: House) -> str:
    """Return the data of a button on a member's own board."""
    await living_group(house, MEENA)
    await house.comes(people.message(MEENA, "/vouch"))
    house.wire.note()
    return house.wire.button(MEENA, "Sunita")


async def test_the_card_that_was_tapped_is_changed(house: House, board: str) -> None:
    await house.comes(people.tap(MEENA, board, card=7))

    assert house.wire.last_to(MEENA)["message_id"] == 7


async def test_in_the_place_of_a_card_that_is_gone_a_new_one_is_sent(
    house: House, board: str
) -> None:
    tapped = people.tap(MEENA, board, card=7)
    tapped["callback_query"]["message"] = {
        "message_id": 7,
        "date": 0,
        "chat": people.chat(MEENA),
    }
    await house.comes(tapped)

    assert set(house.said_by_method()) == {"sendMessage", "answerCallbackQuery"}
