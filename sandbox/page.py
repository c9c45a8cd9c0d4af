"""The page of phones: its shell, script and style, and an event for every change."""

import asyncio
import json
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from aiohttp import ClientConnectionResetError, web
from markupsafe import Markup

from sandbox.api import VILLAGE
from sandbox.control import clock_shown
from sandbox.launch import THEMES
from sandbox.view import people
from sandbox.village import Village
from sandbox.world import Json
from texts.languages import LANGUAGES
from texts.say import render

PHONES: Final = Path(__file__).parent / "phones"
KINDS: Final = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
HEARTBEAT: Final = 15.0
GATHER: Final = 0.03


def page_routes() -> list[web.RouteDef]:
    """The routes of a browser."""
    return [
        web.get("/", show_page),
        web.get("/village/static/{name}", send_static),
        web.get("/village/events", tell_events),
    ]


async def show_page(request: web.Request) -> web.Response:
    """The page's shell in the village's language; its script fetches what changes."""
    village = request.app[VILLAGE]
    language = village.settings.language
    other = next(it for it in LANGUAGES if it != language)
    text = render(
        "village/page.html",
        language,
        facts=page_facts(village, language, other),
        other=other,
        switch=Markup(render("village/switch.html", other)),  # noqa: S704 - a template of ours
    )
    app_origin = origin(village.settings.web_app_url)
    policy = (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        f"media-src 'self'; connect-src 'self'; frame-src {app_origin}; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    headers = {
        "Content-Security-Policy": policy,
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
    }
    return web.Response(text=text, content_type="text/html", charset="utf-8", headers=headers)


async def send_static(request: web.Request) -> web.StreamResponse:
    """One of the page's own files."""
    path = PHONES / request.match_info["name"]
    if path.parent != PHONES or path.suffix not in KINDS or not path.is_file():
        raise web.HTTPNotFound
    headers = {"Cache-Control": "no-cache", "Content-Type": f"{KINDS[path.suffix]}; charset=utf-8"}
    return web.FileResponse(path, headers=headers)


async def tell_events(request: web.Request) -> web.StreamResponse:
    """Send server-sent events: one after every change, and one now and then as a sign of life."""
    village = request.app[VILLAGE]
    answer = web.StreamResponse(
        headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
    )
    await answer.prepare(request)
    try:
        while not village.pulse.closed:
            version = village.pulse.version
            event = json.dumps({**clock_shown(village), "starts": village.starts})
            await answer.write(f"data: {event}\n\n".encode())
            await village.pulse.after(version, seconds=HEARTBEAT)
            await asyncio.sleep(GATHER)
    except ClientConnectionResetError:
        pass
    return answer


def page_facts(village: Village, language: str, other: str) -> Json:
    """The facts that the script needs at its start."""
    return {
        "people": people(village),
        "bot": village.bot.id,
        "bot_name": village.bot.name,
        "bot_username": village.bot.username,
        "language": language,
        "other_language": other if village.settings.speaking is not None else None,
        "themes": {name: dict(colours) for name, colours in THEMES.items()},
        "app_origin": origin(village.settings.web_app_url),
        "app_url": village.settings.web_app_url,
        "leaps": {
            "meeting": village.settings.next_meeting is not None,
            "scoring": village.settings.next_scoring is not None,
        },
        **clock_shown(village),
        "starts": village.starts,
        "began_empty": village.world.began_empty,
    }


def origin(url: str) -> str:
    """Scheme, host and port of a URL."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
