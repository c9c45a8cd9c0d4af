"""Commands, names and the menu button."""

import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChatMember,
    MenuButtonCommands,
    MenuButtonWebApp,
    WebAppInfo,
)
from telegram.error import BadRequest

from sandbox.driver import VillageDriver
from tests.sandbox.conftest import GROUP, LEADER, MEENA, SUNITA, Served, refusal


async def shown(driver: VillageDriver, person: int, chat: int | None = None) -> list[str]:
    """The descriptions of the commands that a person sees."""
    return [it["description"] for it in (await driver.conversation(person, chat))["commands"]]


async def test_bot_knows_itself(bot: Bot) -> None:
    me = await bot.get_me()

    assert (me.username, me.can_read_all_group_messages) == ("saakh_practice_bot", False)


async def test_commands_are_kept_by_scope_and_language(bot: Bot) -> None:
    points = [BotCommand("points", "मेरे अंक")]
    scope = BotCommandScopeAllPrivateChats()
    await bot.set_my_commands(points, scope=scope, language_code="hi")

    assert await bot.get_my_commands(scope=scope, language_code="hi") == tuple(points)
    assert await bot.get_my_commands() == ()


async def test_person_is_shown_commands_in_her_language(bot: Bot, driver: VillageDriver) -> None:
    await bot.set_my_commands([BotCommand("points", "my points")])
    await bot.set_my_commands([BotCommand("points", "मेरे अंक")], language_code="hi")

    assert (await shown(driver, SUNITA), await shown(driver, MEENA)) == (
        ["मेरे अंक"],
        ["my points"],
    )


async def test_narrowest_scope_wins(bot: Bot, driver: VillageDriver) -> None:
    await bot.set_my_commands([BotCommand("a", "all")])
    await bot.set_my_commands([BotCommand("a", "groups")], scope=BotCommandScopeAllGroupChats())
    await bot.set_my_commands(
        [BotCommand("a", "leaders")], scope=BotCommandScopeAllChatAdministrators()
    )
    await bot.set_my_commands(
        [BotCommand("a", "Meena")], scope=BotCommandScopeChatMember(GROUP, MEENA)
    )

    commands = [await shown(driver, it, GROUP) for it in (SUNITA, LEADER, MEENA)]

    assert commands == [["groups"], ["leaders"], ["Meena"]]


async def test_deleted_commands_are_gone(bot: Bot) -> None:
    await bot.set_my_commands([BotCommand("a", "all")])

    await bot.delete_my_commands()

    assert await bot.get_my_commands() == ()


@pytest.mark.parametrize(
    ("commands", "said"),
    [
        ([{"command": "Points", "description": "x"}], "BOT_COMMAND_INVALID"),
        ([{"command": "points", "description": ""}], "BOT_COMMAND_DESCRIPTION_INVALID"),
        ([{"command": "points", "description": "x"}] * 101, "BOT_COMMANDS_TOO_MUCH"),
    ],
)
async def test_bad_commands_are_refused(
    served: Served, commands: list[dict[str, str]], said: str
) -> None:
    reason = await refusal(served, "setMyCommands", commands=commands)

    assert reason == f"Bad Request: {said}"


async def test_language_has_two_letters(served: Served) -> None:
    said = await refusal(served, "setMyCommands", commands=[], language_code="hindi")

    assert said == "Bad Request: invalid language code specified"


async def test_menu_button_of_one_chat_goes_before_the_one_of_all(bot: Bot) -> None:
    app = MenuButtonWebApp("Open", WebAppInfo("http://127.0.0.1:8081/app"))
    await bot.set_chat_menu_button(menu_button=app)
    await bot.set_chat_menu_button(SUNITA, MenuButtonCommands())

    buttons = [await bot.get_chat_menu_button(it) for it in (SUNITA, MEENA)]

    assert [it.type for it in buttons] == ["commands", "web_app"]


async def test_menu_button_is_for_private_chats(bot: Bot) -> None:
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.set_chat_menu_button(GROUP, MenuButtonCommands())


async def test_names_are_kept_by_language(bot: Bot) -> None:
    await bot.set_my_name("साख", language_code="hi")

    assert ((await bot.get_my_name("hi")).name, (await bot.get_my_name()).name) == (
        "साख",
        "Saakh",
    )


async def test_descriptions_are_kept(bot: Bot) -> None:
    await bot.set_my_description("Keeps the books.")
    await bot.set_my_short_description("Books")

    assert (await bot.get_my_description("hi")).description == "Keeps the books."
    assert (await bot.get_my_short_description()).short_description == "Books"


async def test_too_long_name_is_refused(served: Served) -> None:
    assert await refusal(served, "setMyName", name="x" * 65) == "Bad Request: NAME_INVALID"


async def test_bot_is_busy_where_it_may_write(bot: Bot) -> None:
    assert await bot.send_chat_action(GROUP, "typing")
