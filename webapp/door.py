"""The door of the mini-app: one public shell without data, and launch data for a session."""

import time
from pathlib import Path
from typing import Final

from aiohttp import web

from groups import founding, people
from groups.model.people import Actor
from storage.tx import Tx
from texts.languages import pick_language
from texts.say import render
from webapp.asking import FRONT, Front, LAUNCH_KEY, SESSION_KEY
from webapp.launch import LENGTH_MAX, Launch, LaunchRefused, read_launch
from webapp.sessions import Session, make_token

PAGES: Final = frozenset({"standing", "points", "vouch", "passbook", "register", "settings"})
STATIC: Final = Path(__file__).parent / "static"
CSP: Final = (
    "default-src 'none'; script-src 'self' https://telegram.org; style-src 'self'; "
    "img-src 'self' data: https://t.me; connect-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors https://web.telegram.org https://*.telegram.org"
)


async def shell(request: web.Request) -> web.Response:
    """Return the one public page; it holds no data and is the same for everybody."""
    front = request.app[FRONT]
    headers = {
        "Content-Security-Policy": f"{CSP} {front.frame_origin}".rstrip(),
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-cache",
    }
    text = render("web/shell.html", pick_language(None), bot_username=front.bot_username)
    return web.Response(text=text, content_type="text/html", charset="utf-8", headers=headers)


async def open_session(request: web.Request) -> web.Response:
    """Exchange `Authorization: tma <launch data>` for a token and the first page's address."""
    front = request.app[FRONT]
    scheme, _, raw = request.headers.get("Authorization", "").partition(" ")
    try:
        if scheme != "tma" or len(raw) > LENGTH_MAX:
            raise LaunchRefused("no_launch_data")
        launch = read_launch(raw, request.app[LAUNCH_KEY], seconds=time.time())
    except LaunchRefused:
        return web.json_response({"code": "launch_refused"}, status=401)
    session, language = await front.database.write(_recognise, launch, front)
    token = make_token(session, request.app[SESSION_KEY], seconds=time.time())
    page = _first_page(launch.start_param)
    return web.json_response(
        {"token": token, "page": page, "language": language},
        headers={"Cache-Control": "no-store"},
    )


def _recognise(tx: Tx, launch: Launch, front: Front) -> tuple[Session, str]:
    """Find her and the group that her link names; without one, her own."""
    asker = people.recognise(
        tx,
        telegram_id=launch.telegram_id,
        name=launch.name,
        language_code=launch.language_code,
        new_id=front.new_id,
        at=front.now(),
    )
    return Session(asker.person_id, _group_id(tx, asker, launch)), people.language_of(
        tx, asker.person_id
    )


def _group_id(tx: Tx, asker: Actor, launch: Launch) -> str:
    token = launch.start_param.partition("-")[0]
    group = founding.group_by_token(tx, token) if token else people.group_of(tx, asker)
    return group.id if group else ""


def _first_page(start_param: str) -> str:
    """Return the page that a link names after its token: `<token>-register`."""
    name = start_param.partition("-")[2]
    return f"/app/{name}" if name in PAGES else "/app/standing"
