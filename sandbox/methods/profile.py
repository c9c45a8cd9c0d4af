"""The Bot API's methods about the bot itself: its account, names, commands and menu button."""

import re

from sandbox.errors import bad_request
from sandbox.keyboards import check_web_app
from sandbox.params import Params
from sandbox.profile import scope_key
from sandbox.village import Village
from sandbox.wire import user_json
from sandbox.world import Json

COMMANDS_MAX = 100
UNITS_MAX = {"name": 64, "description": 512, "short_description": 120}
SCOPES = {
    "default": (),
    "all_private_chats": (),
    "all_group_chats": (),
    "all_chat_administrators": (),
    "chat": ("chat_id",),
    "chat_administrators": ("chat_id",),
    "chat_member": ("chat_id", "user_id"),
}


def get_me(village: Village, _params: Params) -> Json:
    """The bot's account."""
    return user_json(village.bot) | {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": village.settings.webapp_name is None,
    }


def set_my_commands(village: Village, params: Params) -> bool:
    """Set the command menu of a scope and language."""
    listed = params.entries("commands")
    if len(listed) > COMMANDS_MAX:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in listed:
        if not re.fullmatch(r"[a-z0-9_]{1,32}", str(command.get("command", ""))):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(str(command.get("description", ""))) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    village.profile.commands[_scope(village, params)] = listed
    village.changed()
    return True


def get_my_commands(village: Village, params: Params) -> list[Json]:
    """The command menu of exactly this scope and language."""
    return village.profile.commands.get(_scope(village, params), [])


def delete_my_commands(village: Village, params: Params) -> bool:
    """Delete the command menu of a scope and language."""
    village.profile.commands.pop(_scope(village, params), None)
    village.changed()
    return True


def set_my_name(village: Village, params: Params) -> bool:
    """Set the bot's name in a language."""
    return _set_text(village, params, "name")


def get_my_name(village: Village, params: Params) -> Json:
    """The bot's name in a language, or its general name."""
    return {"name": _text(village, params, "name") or village.bot.name}


def set_my_description(village: Village, params: Params) -> bool:
    """Set the text of an empty chat."""
    return _set_text(village, params, "description")


def get_my_description(village: Village, params: Params) -> Json:
    """The text of an empty chat."""
    return {"description": _text(village, params, "description")}


def set_my_short_description(village: Village, params: Params) -> bool:
    """Set the text of the bot's profile page."""
    return _set_text(village, params, "short_description")


def get_my_short_description(village: Village, params: Params) -> Json:
    """The text of the bot's profile page."""
    return {"short_description": _text(village, params, "short_description")}


def set_chat_menu_button(village: Village, params: Params) -> bool:
    """Set the menu button of one private chat or of all."""
    button = params.record("menu_button") or {"type": "default"}
    if button.get("type") not in {"default", "commands", "web_app"}:
        raise bad_request("can't parse menu button: unsupported type specified")
    if button["type"] == "web_app":
        if not button.get("text"):
            raise bad_request('can\'t parse menu button: Field "text" must be of type String')
        check_web_app(str(button.get("web_app", {}).get("url", "")), village.settings)
    village.profile.menu_buttons[str(_menu_chat(village, params))] = button
    village.changed()
    return True


def get_chat_menu_button(village: Village, params: Params) -> Json:
    """The menu button of one private chat, or the general one."""
    return village.profile.menu_button(_menu_chat(village, params))


def _menu_chat(village: Village, params: Params) -> int:
    if not params.has("chat_id"):
        return 0
    chat = village.find_chat(params.text("chat_id"))
    if not chat.is_private:
        raise bad_request("chat not found")
    return chat.id


def _scope(village: Village, params: Params) -> str:
    scope = params.record("scope")
    kind = str(scope.get("type", "default"))
    if kind not in SCOPES:
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    needed = {name: scope.get(name) for name in SCOPES[kind]}
    if "chat_id" in needed:
        village.find_chat(str(needed["chat_id"]))
    language = params.text("language_code")
    if not re.fullmatch(r"([a-z]{2})?", language):
        raise bad_request("invalid language code specified")
    return scope_key({"type": kind, **needed}, language)


def _set_text(village: Village, params: Params, what: str) -> bool:
    text = params.text(what)
    if len(text) > UNITS_MAX[what]:
        raise bad_request(f"{what.upper()}_INVALID")
    village.profile.texts[f"{what}|{params.text('language_code')}"] = text
    village.changed()
    return True


def _text(village: Village, params: Params, what: str) -> str:
    texts = village.profile.texts
    return texts.get(f"{what}|{params.text('language_code')}") or texts.get(f"{what}|", "")
