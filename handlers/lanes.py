"""The lane of a raw update: updates of one lane are carried out in their order."""

from collections.abc import Mapping
from typing import Any, Final

ALLOWED_UPDATES: Final = ("message", "callback_query", "my_chat_member", "chat_member")

BEYOND: Final = 2**63  # no database keeps such a number
_BY_CHAT: Final = ("message", "edited_message", "channel_post", "my_chat_member")
_BY_USER: Final = ("callback_query", "chat_member")


def lane_of(update: Mapping[str, Any]) -> int:
    """The chat id of a message, the person's id of a tap: Telegram keeps no other order.

    Updates with neither share lane 0. In a private chat both numbers are the same.
    """
    for kind in _BY_CHAT:
        if isinstance(body := update.get(kind), Mapping):
            return _id(body.get("chat"))
    for kind in _BY_USER:
        if isinstance(body := update.get(kind), Mapping):
            return _id(body.get("from"))
    return 0


def update_id(update: object) -> int | None:
    """The update's number; None if it is no update."""
    number = update.get("update_id") if isinstance(update, dict) else None
    if not isinstance(number, int) or isinstance(number, bool):
        return None
    return number if 0 <= number < BEYOND else None


def _id(value: object) -> int:
    number = value.get("id") if isinstance(value, Mapping) else None
    return number if isinstance(number, int) and -BEYOND < number < BEYOND else 0
