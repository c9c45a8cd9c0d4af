"""Checks a message's keyboard as the real server does."""

from typing import Any
from urllib.parse import urlsplit

from sandbox.entities import utf16_length
from sandbox.errors import bad_request
from sandbox.settings import VillageSettings
from sandbox.world import Chat, Json

CALLBACK_BYTES_MAX = 64
BUTTONS_MAX = 100
COPY_UNITS_MAX = 256
KINDS = ("callback_data", "url", "web_app", "copy_text", "switch_inline_query", "login_url")


def checked_keyboard(markup: Json, chat: Chat, settings: VillageSettings) -> Json | None:
    """The inline keyboard to store, None for an empty one; ApiError for a bad button."""
    rows = [
        [_button(it, chat, settings) for it in row] for row in markup.get("inline_keyboard", [])
    ]
    rows = [row for row in rows if row]
    if sum(map(len, rows)) > BUTTONS_MAX:
        raise bad_request("REPLY_MARKUP_TOO_LONG")
    return {"inline_keyboard": rows} if rows else None


def _button(button: Any, chat: Chat, settings: VillageSettings) -> Json:
    if not isinstance(button, dict) or not button.get("text"):
        raise bad_request(
            'can\'t parse inline keyboard button: Field "text" must be of type String'
        )
    kinds = [kind for kind in KINDS if button.get(kind) is not None]
    if len(kinds) != 1:
        raise bad_request(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    _check_kind(kinds[0], button, chat, settings)
    return button


def _check_kind(kind: str, button: Json, chat: Chat, settings: VillageSettings) -> None:
    if kind == "callback_data":
        size = len(str(button[kind]).encode())
        if not 1 <= size <= CALLBACK_BYTES_MAX:
            raise bad_request("BUTTON_DATA_INVALID")
    elif kind == "url":
        check_url(str(button[kind]))
    elif kind == "copy_text" and utf16_length(button[kind]["text"]) > COPY_UNITS_MAX:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")
    elif kind == "web_app":
        if not chat.is_private:
            raise bad_request("BUTTON_TYPE_INVALID")
        check_web_app(str(button[kind].get("url", "")), settings)


def check_url(url: str) -> None:
    """Refuse a link that the real server refuses under a button; raises ApiError."""
    parts = urlsplit(url if "://" in url else f"http://{url}")
    if parts.scheme == "tg" or (parts.scheme in {"http", "https"} and "." in parts.netloc):
        return
    raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")


def check_web_app(url: str, settings: VillageSettings) -> None:
    """Refuse a mini-app that is neither behind HTTPS nor the village's own; raises ApiError."""
    own = urlsplit(settings.web_app_url)
    asked = urlsplit(url)
    if asked.scheme != "https" and asked[:2] != own[:2]:
        raise bad_request(
            f"inline keyboard button Web App URL '{url}' is invalid: Only HTTPS links are allowed"
        )
