"""The command menus are set only where they differ."""

import json

from telegram import BotCommand

from handlers.menus import SCOPES, set_menus
from tests.handlers.conftest import House


async def settled(house: House) -> None:
    """Wait until the menus of the start are set."""
    task = house.service._menus
    assert task is not None
    await task


async def test_every_scope_has_its_menu_in_both_languages(house: House) -> None:
    await settled(house)

    assert len(house.wire.of("setMyCommands")) == 2 * len(SCOPES)


async def test_a_menu_that_stands_is_left_alone(house: House) -> None:
    await settled(house)
    for call in house.wire.of("setMyCommands"):
        key = f"commands {call.get('scope')} {call.get('language_code')}"
        house.wire.kept[key] = [
            BotCommand(**it).to_dict() if isinstance(it, dict) else it for it in call["commands"]
        ]
    house.wire.note()

    await set_menus(house.service.application.bot, house.service.links)

    assert "setMyCommands" not in house.said_by_method()


async def test_the_menu_button_opens_the_app(house: House) -> None:
    await settled(house)

    button = house.wire.of("setChatMenuButton")[0]["menu_button"]
    assert json.loads(json.dumps(button))["web_app"] == {"url": "https://saakh.example.org/app"}
