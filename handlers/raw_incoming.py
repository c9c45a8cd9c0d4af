"""Who came in where, read from a raw update: also of one that cannot be parsed."""

from collections.abc import Mapping
from typing import Any, Final

from groups.people.model.typed_text import typed
from handlers.lanes import update_id
from handlers.turn import Incoming, TelegramUser

GROUP_ANONYMOUS_BOT: Final = 1087968824
CHANNEL_BOT: Final = 136817688
TELEGRAM_SERVICE: Final = 777000
NOBODY: Final = frozenset({GROUP_ANONYMOUS_BOT, CHANNEL_BOT, TELEGRAM_SERVICE})
_CHANGES: Final = ("my_chat_member", "chat_member")
_NAME_MAX: Final = 1024  # letters looked at; what is kept of them is far shorter
_BEYOND: Final = 2**63


def incoming_from_raw(raw: Mapping[str, Any]) -> Incoming:
    """Who came in where, of whatever shape the update is; what cannot be read is left out."""
    query = _part(raw, "callback_query")
    message = _part(query, "message") if query else _part(raw, "message")
    change = next((part for kind in _CHANGES if (part := _part(raw, kind))), {})
    chat = _part(message or change, "chat")
    is_hidden = not query and bool(_part(message, "sender_chat"))
    query_id = query.get("id")
    return Incoming(
        update_id=update_id(raw) or 0,
        sender=None if is_hidden else _sender(_part(query or message or change, "from")),
        chat_id=_number(chat, "id") or 0,
        is_private=chat.get("type") == "private",
        message_id=_number(message, "message_id"),
        query_id=query_id if isinstance(query_id, str) else None,
    )


def _sender(user: Mapping[str, Any]) -> TelegramUser | None:
    telegram_id = _number(user, "id")
    if telegram_id is None or user.get("is_bot") or telegram_id in NOBODY:
        return None
    names = [str(user.get(kind) or "") for kind in ("first_name", "last_name")]
    code = user.get("language_code")
    name = typed(" ".join(names))[:_NAME_MAX]
    return TelegramUser(telegram_id, name, code if isinstance(code, str) else "")


def _part(body: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = body.get(name)
    return part if isinstance(part, Mapping) else {}


def _number(body: Mapping[str, Any], name: str) -> int | None:
    number = body.get(name)
    if not isinstance(number, int) or isinstance(number, bool):
        return None
    return number if 0 < abs(number) < _BEYOND else None
