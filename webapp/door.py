"""The mini-app's entry: one public shell without data, and a session for launch data."""

import hashlib
import time
from functools import cache
from pathlib import Path
from typing import Final

from aiohttp import web
from rjsmin import jsmin

from groups.founding.acts import founding
from groups.people.acts import persons as people
from groups.people.model.people import Actor, OwnMays
from storage.tx import Tx
from texts.languages import LANGUAGES
from texts.say import render
from webapp.asking import FRONT, LAUNCH_KEY, SESSION_KEY, Front, clock_doubted
from webapp.foot import first_page, may_open
from webapp.launch import LENGTH_MAX, NO_PERSON, Launch, LaunchRefused, read_launch
from webapp.sessions import Session, make_token

NOTICES: Final = ("again", "away", "clock", "unsent", "kept", "offline", "missing", "unclear")
STATIC: Final = Path(__file__).parent / "static"
_CSP: Final = (
    "default-src 'none'; script-src 'self' https://telegram.org; style-src 'self'; "
    "img-src 'self' data: https://t.me; connect-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors https://web.telegram.org https://*.telegram.org"
)


async def shell(request: web.Request) -> web.Response:
    """Return the one public page; it holds no data and is the same for everybody."""
    front = request.app[FRONT]
    headers = {
        "Content-Security-Policy": f"{_CSP} {front.frame_origin}".rstrip(),
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-cache",
    }
    response = web.Response(
        text=_shell(front.bot_username), content_type="text/html", charset="utf-8", headers=headers
    )
    response.enable_compression()
    return response


async def static(request: web.Request) -> web.Response:
    """Return our style or script; browsers may store it for good: its address has its digest."""
    name = request.match_info["name"]
    kind = "text/css" if name.endswith(".css") else "text/javascript"
    response = web.Response(
        body=sent(name),
        content_type=kind,
        charset="utf-8",
        headers={
            "Cache-Control": "public, max-age=31536000, immutable",
            "X-Content-Type-Options": "nosniff",
        },
    )
    response.enable_compression()
    return response


@cache
def sent(name: str) -> bytes:
    """Return a style or script as it is sent: a script without its comments and indentation."""
    text = (STATIC / name).read_text(encoding="utf-8")
    return (str(jsmin(text)) if name.endswith(".js") else text).encode()


async def open_session(request: web.Request) -> web.Response:
    """Exchange `Authorization: tma <launch data>` for a token and the first page's address."""
    front = request.app[FRONT]
    if (
        not await front.may_date()
    ):  # first, as launch data are too old or too young by a wrong clock
        return clock_doubted(LANGUAGES[0])
    scheme, _, raw = request.headers.get("Authorization", "").partition(" ")
    try:
        if scheme != "tma" or len(raw) > LENGTH_MAX:
            raise LaunchRefused("no_launch_data")
        launch = read_launch(raw, request.app[LAUNCH_KEY], seconds=time.time())
    except LaunchRefused as refused:
        if refused.why == NO_PERSON:
            return web.json_response({"code": "launch_of_nobody"}, status=400)
        return web.json_response({"code": "launch_refused"}, status=401)
    session, page = await front.database.write(_recognise, launch, front)
    token = make_token(session, request.app[SESSION_KEY], seconds=time.time())
    return web.json_response({"token": token, "page": page}, headers={"Cache-Control": "no-store"})


def _recognise(tx: Tx, launch: Launch, front: Front) -> tuple[Session, str]:
    """Return her session, with the group of her link or else her own, and her first page."""
    asker = people.recognise(
        tx,
        telegram_id=launch.telegram_id,
        name=launch.name,
        language_code=launch.language_code,
        new_id=front.new_id,
        at=front.now(),
    )
    token, _, named = launch.start_param.partition("-")
    own = people.group_of(tx, asker)
    group_id = _group_of_link(tx, asker, token) if token else ""
    leads_nowhere = bool(token) and not group_id
    group_id = group_id or (own.id if own else "")
    session = Session(asker.person_id, group_id, launch.telegram_id)
    if leads_nowhere:
        return session, "/app/welcome?link=old"
    return session, f"/app/{_page_for(people.own_mays(tx, asker, group_id), named)}"


def _group_of_link(tx: Tx, asker: Actor, token: str) -> str:
    """Return the group of a link; to a stranger a link that stands and one that never did are one.

    The founder and the facilitators of a group that has not begun are no strangers to it.
    """
    group = founding.group_by_token(tx, token)
    if group is None or not people.knows(tx, asker, group.id):
        return ""
    return group.id


def _page_for(mays: OwnMays, named: str) -> str:
    """Return the page that a link names after its token, as in `<token>-register`, if it is hers.

    Else it is the first page that is.
    """
    return named if may_open(mays, named) else first_page(mays)


@cache
def _shell(bot_username: str) -> str:
    return render(
        "web/shell.html",
        LANGUAGES[0],
        style=_address("app.css"),
        scripts=[_address(f"{name}.js") for name in ("app", "register", "pin")],
        bot_username=bot_username,
        notices=[
            {"language": language, "words": {name: _words(name, language) for name in NOTICES}}
            for language in LANGUAGES
        ],
        closed=[
            {"language": language, "text": _words("closed", language)} for language in LANGUAGES
        ],
    )


def _words(name: str, language: str) -> str:
    return render(f"web/_{name}.html", language).strip()


def _address(name: str) -> str:
    digest = hashlib.sha256(sent(name)).hexdigest()
    return f"/static/{digest[:10]}/{name}"
