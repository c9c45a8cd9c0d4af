"""Launch data of the mini-app, signed with the bot's token as Telegram signs them."""

import hashlib
import hmac
import json
import secrets
import time
from collections.abc import Mapping
from urllib.parse import quote, urlencode, urlsplit, urlunsplit

from sandbox.wire import user_json
from sandbox.world import Chat, User

VERSION = "8.0"
PLATFORM = "weba"
THEMES: Mapping[str, Mapping[str, str]] = {
    "light": {
        "bg_color": "#ffffff",
        "secondary_bg_color": "#f4f4f5",
        "text_color": "#000000",
        "hint_color": "#707579",
        "link_color": "#3390ec",
        "button_color": "#3390ec",
        "button_text_color": "#ffffff",
        "header_bg_color": "#ffffff",
        "section_bg_color": "#ffffff",
        "section_header_text_color": "#707579",
        "section_separator_color": "#e7e7e7",
        "subtitle_text_color": "#707579",
        "accent_text_color": "#3390ec",
        "destructive_text_color": "#df3f40",
        "bottom_bar_bg_color": "#f4f4f5",
    },
    "dark": {
        "bg_color": "#212121",
        "secondary_bg_color": "#0f0f0f",
        "text_color": "#ffffff",
        "hint_color": "#aaaaaa",
        "link_color": "#8774e1",
        "button_color": "#8774e1",
        "button_text_color": "#ffffff",
        "header_bg_color": "#212121",
        "section_bg_color": "#212121",
        "section_header_text_color": "#aaaaaa",
        "section_separator_color": "#181818",
        "subtitle_text_color": "#aaaaaa",
        "accent_text_color": "#8774e1",
        "destructive_text_color": "#e53935",
        "bottom_bar_bg_color": "#0f0f0f",
    },
}


def signed(fields: Mapping[str, str], token: str) -> str:
    """The fields as signed init data: an HMAC over all pairs, sorted, keyed by the token."""
    secret = hmac.new(b"WebAppData", token.encode(), hashlib.sha256).digest()
    check = "\n".join(f"{name}={fields[name]}" for name in sorted(fields))
    proof = hmac.new(secret, check.encode(), hashlib.sha256).hexdigest()
    return urlencode({**fields, "hash": proof}, quote_via=quote)


def init_data(user: User, token: str, *, chat: Chat | None = None, start_param: str = "") -> str:
    """A client's data for the mini-app: with a chat, the chat's kind; without, a query id."""
    account = {name: it for name, it in user_json(user).items() if name != "is_bot"}
    account["allows_write_to_pm"] = True
    fields = {"user": json.dumps(account, ensure_ascii=False, separators=(",", ":"))}
    if chat is None:
        fields["query_id"] = f"AAE{secrets.token_urlsafe(16)}"
    else:
        fields |= {"chat_instance": chat.instance, "chat_type": _chat_type(chat)}
    if start_param:
        fields["start_param"] = start_param
    fields["auth_date"] = str(int(time.time()))
    fields["signature"] = secrets.token_urlsafe(64)
    return signed(fields, token)


def launch_url(app_url: str, data: str, *, theme: str = "light", start_param: str = "") -> str:
    """The URL that a client opens in its frame."""
    parts = urlsplit(app_url)
    query = parts.query
    if start_param:
        query = "&".join(filter(None, [query, f"tgWebAppStartParam={quote(start_param)}"]))
    colours = json.dumps(THEMES[theme], separators=(",", ":"))
    launch = {
        "tgWebAppData": data,
        "tgWebAppVersion": VERSION,
        "tgWebAppPlatform": PLATFORM,
        "tgWebAppThemeParams": colours,
    }
    return urlunsplit(parts._replace(query=query, fragment=urlencode(launch, quote_via=quote)))


def _chat_type(chat: Chat) -> str:
    return "sender" if chat.is_private else chat.type
