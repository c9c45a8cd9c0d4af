"""Turns on another's phone: whose turn it is, her PIN of pictures, and a new PIN."""

import hmac
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from typing import Final

from aiohttp import web

from groups.deciding import acts as deciding
from groups.people.model.people import Actor
from groups.turns.acts import pins, turns
from groups.turns.model import PICTURES, OwnPinSet, Pin, PinRefused, TurnOpened
from texts.say import render
from webapp.asking import (
    FRONT,
    SESSION_KEY,
    TURN,
    TURN_HEADER,
    actor,
    do,
    fragment,
    group_id,
    look,
    new_id,
    now,
    session,
)
from webapp.forms import answers
from webapp.sessions import make_token
from webapp.turns import PREFIX, done, elsewhere, of_turn, page_of

routes = web.RouteTableDef()
PIN_KEY: Final = web.AppKey("pin_key", bytes)
_MEMBER: Final = "/turns/{member:[a-z0-9]+}"


def pin_key(bot_token: str) -> bytes:
    """Return the key of the PINs' digests; without it the database does not reveal a PIN."""
    return hmac.new(b"saakh pin", bot_token.encode(), sha256).digest()


@routes.get("/turns")
async def names(request: web.Request) -> web.Response:
    """Show the members who may take a turn on this phone."""
    return await _names(request, said="")


@routes.get(_MEMBER)
async def enter(request: web.Request) -> web.Response:
    """Show the keypad for the four pictures of her PIN."""
    return await _keypad(request, "web/turn_enter.html")


@routes.post(_MEMBER)
async def open_turn(request: web.Request) -> web.Response:
    """Begin her turn: return its first page, with its token in `X-Turn`; or refuse the PIN."""
    form = await answers(request)
    member_id = request.match_info["member"]
    opened, language = await do(
        request,
        turns.open_turn,
        actor(request),
        group_id(request),
        member_id,
        Pin.of(form.get("pin", "")),
        request.app[PIN_KEY],
        new_id=new_id(request),
        now=_real_now(request),
    )
    if isinstance(opened, PinRefused):
        return fragment(
            "web/pin_refused.html",
            language,
            status=409,
            is_locked=opened.wait_seconds is None,
            tries_left=opened.tries_left,
            minutes=-(-(opened.wait_seconds or 0) // 60),
        )
    return await _begun(request, opened)


@routes.get(_MEMBER + "/pin")
async def choose(request: web.Request) -> web.Response:
    """Show the keypad to choose four pictures and tap them a second time."""
    return await _keypad(request, "web/turn_pin.html")


@routes.post(_MEMBER + "/pin")
async def ask_pin(request: web.Request) -> web.Response:
    """Set her own new PIN, or ask for an approval of another's."""
    form = await answers(request)
    outcome, _ = await do(
        request,
        pins.ask_pin,
        actor(request),
        group_id(request),
        request.match_info["member"],
        (Pin.of(form.get("pin", "")), Pin.of(form.get("again", ""))),
        request.app[PIN_KEY],
        new_id=new_id(request),
        at=now(request),
    )
    if isinstance(outcome, OwnPinSet):
        return await _names(request, said="set")
    return await _names(request, said="asked" if outcome.is_new else "waits")


@routes.post("/turns/mine/allow")
async def allow(request: web.Request) -> web.Response:
    """Let her own turn be opened on others' phones, or no longer."""
    is_on = (await answers(request)).get("allow") == "on"
    await do(
        request,
        pins.allow_turn,
        actor(request),
        group_id(request),
        is_on,
        new_id=new_id(request),
        at=now(request),
    )
    return await _names(request, said="on" if is_on else "off")


def within_turn() -> Iterator[web.RouteDef]:
    """Return the routes of every turn: its first page, its end; all others are refused."""
    yield web.get(f"{PREFIX}/home", home)
    yield web.post(f"{PREFIX}/end", end)
    yield web.route("*", PREFIX + "/{rest:.*}", elsewhere)


@of_turn
async def home(request: web.Request) -> web.Response:
    """Show the pages that she can open in her turn."""
    asked, language = await look(request, deciding.about_me, actor(request), group_id(request))
    return fragment("web/turn_home.html", language, asked=len(asked))


@of_turn
async def end(request: web.Request) -> web.Response:
    """End her turn early."""
    hers = session(request)
    await look(request, lambda _: None)
    await request.app[FRONT].database.write(
        turns.end, hers.turn_id, hers.telegram_id, now=_real_now(request)
    )
    return done(request[TURN], "")


async def _begun(request: web.Request, opened: TurnOpened) -> web.Response:
    hers = replace(session(request), person_id=opened.person_id, turn_id=opened.turn_id)
    database, at = request.app[FRONT].database, _real_now(request)
    whose = await database.read(turns.whose, hers.turn_id, hers.telegram_id, now=at)
    asked = await database.read(deciding.about_me, Actor(opened.person_id), group_id(request))
    first = render("web/turn_home.html", whose.language, asked=len(asked))
    response = page_of(whose, first, address=f"{PREFIX}/home")
    key = request.app[SESSION_KEY]
    response.headers[TURN_HEADER] = make_token(hers, key, seconds=time.time())
    return response


async def _names(request: web.Request, *, said: str) -> web.Response:
    page, language = await look(request, pins.names_page, actor(request), group_id(request))
    return fragment(
        "web/turns.html",
        language,
        names=page.names,
        said=said,
        may_hand=page.may_hand,
        address="/app/turns",
    )


async def _keypad(request: web.Request, template: str) -> web.Response:
    member_id = request.match_info["member"]
    one, language = await look(request, pins.name, actor(request), group_id(request), member_id)
    return fragment(template, language, one=one, pictures=PICTURES)


def _real_now(request: web.Request) -> datetime:
    return request.app[FRONT].real_now()
