"""The command menus by scope and language, and the menu button; set only if they differ."""

import logging
from collections.abc import Coroutine, Mapping
from types import MappingProxyType
from typing import Any, Final

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    MenuButtonDefault,
    MenuButtonWebApp,
    WebAppInfo,
)

from handlers.links import Links
from handlers.wire import ODD_ANSWERS
from texts.languages import ENGLISH, HINDI
from texts.say import say_plain

log = logging.getLogger(__name__)

_PRIVATE: Final = (
    "points",
    "vouch",
    "loan",
    "group",
    "meeting",
    "me",
    "settings",
    "language",
    "privacy",
    "help",
)
_GROUP: Final = ("vouch", "loan", "group", "points", "help")
_LEADERS: Final = ("meeting", "vouch", "loan", "group", "points", "help")

SCOPES: Final[Mapping[BotCommandScope, tuple[str, ...]]] = MappingProxyType(
    {
        BotCommandScopeAllPrivateChats(): _PRIVATE,
        BotCommandScopeAllGroupChats(): _GROUP,
        BotCommandScopeAllChatAdministrators(): _LEADERS,
    }
)
# The default language of the menus has no code.
_CODES: Final = ((ENGLISH, ""), (HINDI, HINDI))


async def set_menus(bot: Bot, links: Links, *, button_language: str = HINDI) -> None:
    """Set the menus and the menu button; log each failure and go on."""
    for scope, names in SCOPES.items():
        for language, code in _CODES:
            await _bear(_set_commands(bot, scope, names, language, code))
    await _bear(_set_menu_button(bot, links, button_language))


async def _bear(setting: Coroutine[Any, Any, None]) -> None:
    try:
        await setting
    except ODD_ANSWERS as error:
        log.warning("a menu could not be set: %s", type(error).__name__)


async def _set_commands(
    bot: Bot, scope: BotCommandScope, names: tuple[str, ...], language: str, code: str
) -> None:
    wanted = tuple(BotCommand(name, say_plain("command", language, name=name)) for name in names)
    if await bot.get_my_commands(scope=scope, language_code=code or None) != wanted:
        await bot.set_my_commands(wanted, scope=scope, language_code=code or None)


async def _set_menu_button(bot: Bot, links: Links, language: str) -> None:
    address = links.app()
    wanted = (
        MenuButtonWebApp(say_plain("button", language, name="menu"), WebAppInfo(address))
        if address
        else MenuButtonDefault()
    )
    if await bot.get_chat_menu_button() != wanted:
        await bot.set_chat_menu_button(menu_button=wanted)
