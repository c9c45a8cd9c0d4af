"""Links to the bot: what a tap on a t.me/… link does."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from sandbox.settings import VillageSettings


@dataclass(frozen=True, slots=True)
class BotLink:
    """A link to this bot: `start` and `startgroup` write to the bot, `app` opens the mini-app."""

    kind: str
    payload: str = ""
    rights: tuple[str, ...] = ()


def bot_link(url: str, settings: VillageSettings) -> BotLink | None:
    """The link to the bot in a URL; None for a link to elsewhere."""
    path, query = _parts(url)
    if not path or path[0].lower() != settings.bot_username.lower():
        return None
    if "startapp" in query or len(path) > 1:
        return _app_link(path, query, settings)
    if "startgroup" in query:
        rights = tuple(f"can_{right}" for right in query.get("admin", "").split(" ") if right)
        return BotLink("startgroup", query["startgroup"], rights)
    payload = query.get("start", "")
    return BotLink("start", payload) if re.fullmatch(r"[A-Za-z0-9_-]{0,64}", payload) else None


def _app_link(path: list[str], query: dict[str, str], settings: VillageSettings) -> BotLink | None:
    payload = query.get("startapp", "")
    if not re.fullmatch(r"[A-Za-z0-9_-]{0,512}", payload):
        return None
    if len(path) > 1 and path[1] != settings.webapp_name:
        return None
    return BotLink("app", payload)


def _parts(url: str) -> tuple[list[str], dict[str, str]]:
    parts = urlsplit(url if "://" in url else f"https://{url}")
    query = {
        name: values[0] for name, values in parse_qs(parts.query, keep_blank_values=True).items()
    }
    if parts.scheme == "tg" and parts.netloc == "resolve":
        path = [query.get("domain", ""), *([query["appname"]] if "appname" in query else [])]
        return path, query
    if parts.hostname not in {"t.me", "telegram.me"}:
        return [], query
    return [piece for piece in parts.path.split("/") if piece], query
