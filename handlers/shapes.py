"""Whether a raw update has the shape of one: what the library reads unseen is looked at here.

Telegram promises which kind of value stands where; a broken server or a forged update does not
keep it, and the library finds out only when the value is used. Such an update asks for nothing.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from groups.people.model.typed_text import typed
from handlers.lanes import BEYOND

_DEEP_MAX: Final = 16  # a message holds the one it answers, and that one holds none


def _is_number(value: object) -> bool:
    """Whether a database can keep it."""
    return type(value) is int and -BEYOND < value < BEYOND


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_flag(value: object) -> bool:
    return isinstance(value, bool)


def _is_thing(value: object) -> bool:
    return isinstance(value, dict)


def _is_person_or_chat(value: object) -> bool:
    return isinstance(value, dict) and _is_number(value.get("id"))


def _is_query(value: object) -> bool:
    return isinstance(value, dict) and _is_text(value.get("id"))


def _are_things(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(it, dict) for it in value)


_NAMES_BY_KIND: Final[Mapping[Callable[[object], bool], tuple[str, ...]]] = {
    _is_number: (
        *("update_id", "message_id", "date", "message_thread_id", "until_date", "edit_date"),
        *("migrate_to_chat_id", "migrate_from_chat_id", "offset", "length", "duration"),
        *("file_size",),
    ),
    _is_text: (
        *("text", "caption", "data", "first_name", "last_name", "username", "language_code"),
        *("type", "status", "title", "file_id", "file_unique_id", "chat_instance", "mime_type"),
        *("file_name", "game_short_name", "inline_message_id"),
    ),
    _is_flag: ("is_bot", "is_topic_message", "is_member", "is_forum", "is_automatic_forward"),
    _is_person_or_chat: ("from", "chat", "user", "sender_chat", "via_bot"),
    _is_query: ("callback_query",),
    _is_thing: (
        *("message", "my_chat_member", "chat_member", "reply_to_message", "voice", "document"),
        *("old_chat_member", "new_chat_member", "forum_topic_created", "forward_origin"),
    ),
    _are_things: ("entities", "caption_entities"),
}
_OF_A_MESSAGE: Final = ("message_id", "date", "chat")
_OF_A_CHANGE: Final = ("chat", "from", "date", "old_chat_member", "new_chat_member")
_NEEDED: Final[Mapping[str, tuple[str, ...]]] = {
    "message": _OF_A_MESSAGE,
    "reply_to_message": _OF_A_MESSAGE,
    "callback_query": ("id", "from"),
    "my_chat_member": _OF_A_CHANGE,
    "chat_member": _OF_A_CHANGE,
    "old_chat_member": ("user", "status"),
    "new_chat_member": ("user", "status"),
}
_STORED: Final = frozenset({"language_code", "title", "file_id", "first_name", "last_name"})
_FITS: Final = {name: fits for fits, names in _NAMES_BY_KIND.items() for name in names}


def in_shape(value: Any, depth: int = 0) -> Any:
    """Return a raw update without what says nothing; ValueError for what is no update's shape."""
    if depth > _DEEP_MAX:
        raise ValueError("it is too deep")
    if isinstance(value, list):
        return [in_shape(it, depth + 1) for it in value]
    if not isinstance(value, dict):
        return value
    shaped = {}
    for name, inner in value.items():
        if inner is None:
            continue
        fits = _FITS.get(name) or (_is_flag if name.startswith("can_") else None)
        if fits is not None and not fits(inner):
            raise ValueError(f"{name} is of another kind")
        shaped[name] = typed(inner) if name in _STORED else in_shape(inner, depth + 1)
        _check_whole(name, shaped[name])
    return shaped


def _check_whole(name: str, shaped: Any) -> None:
    for needed in _NEEDED.get(name, ()):
        if needed not in shaped:
            raise ValueError(f"{name} lacks {needed}")
