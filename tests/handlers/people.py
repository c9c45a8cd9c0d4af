"""Updates as Telegram sends them, from named people."""

import itertools
from typing import Any

Json = dict[str, Any]

GROUP = -1001
SUNITA, MEENA, KAMLA, ASHA = 11, 12, 13, 14
NAMES = {SUNITA: "Sunita", MEENA: "Meena", KAMLA: "Kamla", ASHA: "Asha"}

CREATOR: Json = {"status": "creator", "is_anonymous": False}  # of a chat, as Telegram shows her

_numbers = itertools.count(700_000)


def next_number() -> int:
    """Return the next number of an update or a message."""
    return next(_numbers)


def user(who: int, language: str = "en") -> Json:
    """Return a `User`."""
    return {
        "id": who,
        "is_bot": False,
        "first_name": NAMES.get(who, f"P{who}"),
        "language_code": language,
    }


def chat(number: int, title: str = "Ujala") -> Json:
    """Return a `Chat`: a person's private chat, or a group."""
    if number > 0:
        return {"id": number, "type": "private", "first_name": NAMES.get(number, "P")}
    return {"id": number, "type": "supergroup", "title": title}


def message(who: int, text: str, where: int | None = None, **more: Any) -> Json:
    """Return the update of a written message."""
    body: Json = {
        "message_id": next_number(),
        "date": 1,
        "from": user(who),
        "chat": chat(where or who),
        "text": text,
    }
    if text.startswith("/"):
        command = text.split(maxsplit=1)[0]
        body["entities"] = [{"type": "bot_command", "offset": 0, "length": len(command)}]
    return {"update_id": next_number(), "message": body | more}


def tap(who: int, data: str, where: int | None = None, card: int = 1, **more: Any) -> Json:
    """Return the update of a tapped button."""
    body: Json = {
        "id": f"q{next_number()}",
        "from": user(who),
        "chat_instance": "1",
        "data": data,
        "message": {
            "message_id": card,
            "date": 1,
            "chat": chat(where or who),
            "from": {"id": 4242, "is_bot": True, "first_name": "Saakh"},
            "text": "…",
        },
    }
    return {"update_id": next_number(), "callback_query": body | more}


def bot_comes(who: int, where: int = GROUP, *, title: str = "Ujala", **rights: bool) -> Json:
    """Return the update of the bot coming into a group; with rights, as an administrator."""
    return _bot_changes(who, where, "left", "administrator" if rights else "member", title, rights)


def bot_goes(who: int, where: int = GROUP) -> Json:
    """Return the update of the bot being removed."""
    return _bot_changes(who, where, "member", "kicked", "Ujala", {})


def blocks(who: int) -> Json:
    """Return the update of a person blocking the bot."""
    return _bot_changes(who, who, "member", "kicked", "", {})


def bot_changes(who: int, where: int, before: str, after: str, **rights: bool) -> Json:
    """Return the update of a changed status of the bot in a group."""
    return _bot_changes(who, where, before, after, "Ujala", rights)


def moves(old: int, new: int) -> Json:
    """Return the update of a group becoming a supergroup, as the old chat gets it."""
    body = {"message_id": 1, "date": 1, "chat": chat(old), "migrate_to_chat_id": new}
    return {"update_id": next_number(), "message": body | {"from": user(SUNITA)}}


def moved_from(old: int, new: int) -> Json:
    """Return the same update as the new chat gets it."""
    body = {"message_id": 1, "date": 1, "chat": chat(new), "migrate_from_chat_id": old}
    return {"update_id": next_number(), "message": body | {"from": user(SUNITA)}}


def _bot_changes(
    who: int, where: int, before: str, after: str, title: str, rights: dict[str, bool]
) -> Json:
    body = {
        "chat": chat(where, title),
        "from": user(who),
        "date": 1,
        "old_chat_member": _bot_as(before, {}),
        "new_chat_member": _bot_as(after, rights),
    }
    return {"update_id": next_number(), "my_chat_member": body}


def _bot_as(status: str, rights: dict[str, bool]) -> Json:
    bot = {"id": 4242, "is_bot": True, "first_name": "Saakh"}
    shown: Json = {"user": bot, "status": status}
    if status == "kicked":
        shown["until_date"] = 0
    if status == "administrator":
        general = dict.fromkeys(
            (
                "can_be_edited",
                "is_anonymous",
                "can_manage_chat",
                "can_delete_messages",
                "can_manage_video_chats",
                "can_restrict_members",
                "can_promote_members",
                "can_change_info",
                "can_invite_users",
                "can_post_stories",
                "can_edit_stories",
                "can_delete_stories",
                "can_pin_messages",
            ),
            False,
        )
        shown |= general | rights
    return shown
