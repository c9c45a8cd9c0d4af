"""What every page does: know who asks, run one transaction, return one fragment."""

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import Concatenate, Final, ParamSpec, TypeVar

from aiohttp import web

from groups.messages.model import Delivery
from groups.pages.model import GroupBooks
from groups.people.acts import persons as people
from groups.people.model.people import Actor, OwnMays
from groups.people.model.refusals import NotFound, Refusal
from groups.turns.acts import turns
from groups.turns.model import TurnNow, TurnOver
from storage.database import Database
from storage.tx import StorageError, Tx
from texts.languages import LANGUAGES
from texts.say import render, say_plain
from webapp.foot import first_page, with_foot
from webapp.forms import NotAForm
from webapp.kept import Kept, Newest
from webapp.launch import launch_key
from webapp.sessions import Session, read_token, session_key

P = ParamSpec("P")
R = TypeVar("R")
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


async def _always() -> bool:
    return True


@dataclass(frozen=True)
class Front:
    """What the pages need from outside; bot.py makes it once.

    `now` is business time; turns on another's phone and tries of a PIN follow `real_now`. `new_id`
    makes ids, `public_url` has no slash at its end.
    `frame_origin` is an origin that may show us in a frame, besides Telegram's own; `said` is
    called after an act, which may have written messages to send; `hears_telegram` says whether
    Telegram answers, `delivery` what it says of the updates that wait there. `may_date` says
    whether the clock is believed, `clock_doubt` why not; `dated` is called with an act's time.
    """

    database: Database
    now: Callable[[], datetime]
    new_id: Callable[[], str]
    bot_token: str
    bot_username: str
    public_url: str
    webapp_name: str = ""
    frame_origin: str = ""
    metrics_token: str = ""
    said: Callable[[], None] = lambda: None
    hears_telegram: Callable[[], bool] = lambda: True
    delivery: Callable[[], Delivery] = Delivery
    may_date: Callable[[], Awaitable[bool]] = _always
    dated: Callable[[datetime], None] = lambda _: None
    clock_doubt: Callable[[], str] = str
    real_now: Callable[[], datetime] = lambda: datetime.now(UTC)


class ClockDoubted(Exception):
    """The machine's clock is not believed: nothing is shown or recorded by it."""


class SessionOver(Exception):
    """The account of this session is no longer hers: she must open the mini-app anew."""


TURN_HEADER: Final = "X-Turn"  # the token of a turn that begins; empty: the turn is over
WHY_HEADER: Final = "X-Why"  # of a 503: which of the shell's notices says it
FRONT: Final = web.AppKey("front", Front)
LAUNCH_KEY: Final = web.AppKey("launch_key", bytes)
SESSION_KEY: Final = web.AppKey("session_key", bytes)
KEPT: Final = web.AppKey("kept", Kept)
BOOKS: Final = web.AppKey("books", Newest[tuple[str, str], GroupBooks])
SESSION: Final = web.RequestKey("session", Session)
TURN: Final = web.RequestKey("turn", TurnNow)
SPENT: Final = web.RequestKey("spent", bool)
MAYS: Final = web.RequestKey("mays", OwnMays)


def keep_front(app: web.Application, front: Front) -> None:
    """Store the front, and the keys made from its bot token, in the application."""
    app[FRONT] = front
    app[LAUNCH_KEY] = launch_key(front.bot_token)
    app[SESSION_KEY] = session_key(front.bot_token)
    app[KEPT] = Kept()
    app[BOOKS] = Newest(2048)


def session(request: web.Request) -> Session:
    """Return the request's session: the person, and the group if she has one."""
    return request[SESSION]


def actor(request: web.Request) -> Actor:
    """Return the actor of the request."""
    return Actor(request[SESSION].person_id)


def group_id(request: web.Request) -> str:
    """Return the group of her link, or her own group; NotFound if there is none."""
    if not request[SESSION].group_id:
        raise NotFound
    return request[SESSION].group_id


def now(request: web.Request) -> datetime:
    """Return business time."""
    return request.app[FRONT].now()


def new_id(request: web.Request) -> Callable[[], str]:
    """Return the source of ids."""
    return request.app[FRONT].new_id


async def look(
    request: web.Request,
    act: Callable[Concatenate[Tx, P], R],
    /,
    *args: P.args,
    **kwargs: P.kwargs,
) -> tuple[R, str]:
    """Read in one snapshot; return the result and the asker's language."""

    def whole(tx: Tx) -> tuple[R, str]:
        _check_session(tx, request)
        result = act(tx, *args, **kwargs)
        return result, _about_asker(tx, request)

    return await request.app[FRONT].database.read(whole)


async def do(
    request: web.Request,
    act: Callable[Concatenate[Tx, P], R],
    /,
    *args: P.args,
    **kwargs: P.kwargs,
) -> tuple[R, str]:
    """Act in one transaction, durable on return; return the result and the asker's language.

    In a turn this is its one act: a second act is refused, and only the answer is shown then.
    """
    front, asker = request.app[FRONT], request[SESSION]
    await check_clock(request)

    def whole(tx: Tx) -> tuple[R, str]:
        _check_session(tx, request)
        if asker.turn_id:
            at, now = front.now(), front.real_now()
            turns.spend(tx, asker.turn_id, asker.telegram_id, at=at, now=now)
        result = act(tx, *args, **kwargs)
        return result, _about_asker(tx, request)

    done = await front.database.write(whole)
    front.dated(front.now())
    request[SPENT] = bool(asker.turn_id)
    front.said()
    return done


async def check_clock(request: web.Request) -> None:
    """Raise ClockDoubted while the machine's clock is not believed."""
    if not await request.app[FRONT].may_date():
        raise ClockDoubted


def fragment(
    template: str, language: str, *, status: int = 200, address: str = "", **facts: object
) -> web.Response:
    """Return a piece of HTML for the shell to show.

    `address` is the address of the page shown after a form, if it differs from the form's.
    """
    body = render(template, language, **facts).encode()
    return rendered(body, language, status=status, address=address)


def rendered(body: bytes, language: str, *, status: int = 200, address: str = "") -> web.Response:
    """Return rendered HTML as a response, compressed if the client accepts it."""
    headers = {
        "Cache-Control": "no-store",
        "Content-Language": language,
        "Content-Type": "text/html; charset=utf-8",
    }
    if address:
        headers["Content-Location"] = address
    response = web.Response(body=body, status=status, headers=headers)
    response.enable_compression()
    return response


def signed_in(handler: Handler) -> Handler:
    """Let a page be asked for only with a session; its refusals become words, once, here.

    An address in which no id of ours can stand leads nowhere; a body that is no form is told so.
    """

    async def guarded(request: web.Request) -> web.StreamResponse:
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if not await request.app[FRONT].may_date():  # a token's end is told by the clock, too
            known = read_token(token, request.app[SESSION_KEY], seconds=0.0)
            return await _clock_doubted_to(request, known)
        session = read_token(token, request.app[SESSION_KEY], seconds=time.time())
        if scheme != "Bearer" or session is None:
            return _open_anew()
        request[SESSION] = session
        try:
            _check_address(request)
            return _footed(request, await handler(request))
        except SessionOver:
            return _open_anew()
        except ClockDoubted:
            return await _clock_doubted_to(request, session)
        except NotAForm:
            language = await request.app[FRONT].database.read(_language, session)
            return fragment("web/not_a_form.html", language, status=400)
        except Refusal as refusal:
            return await _refused(request, refusal)

    return guarded


def clock_doubted(language: str) -> web.Response:
    """Return the page that says that the clock is wrong; a register stays on her phone."""
    response = fragment("web/clock_doubted.html", language, status=503)
    response.headers.update({"Retry-After": "10", WHY_HEADER: "clock"})
    return response


def turn_over(language: str) -> web.Response:
    """Return the page after a turn that expired; the phone is its holder's again."""
    response = fragment("web/turn_over.html", language, status=409)
    response.headers[TURN_HEADER] = ""
    return response


async def _clock_doubted_to(request: web.Request, known: Session | None) -> web.Response:
    if known is None:
        return clock_doubted(LANGUAGES[0])
    return clock_doubted(await request.app[FRONT].database.read(_language, known))


def _open_anew() -> web.Response:
    return web.Response(status=401, headers={"Cache-Control": "no-store"})


def _check_address(request: web.Request) -> None:
    named = (*request.match_info.values(), *request.query.values())
    if not all(it.isascii() and it.isprintable() for it in named):
        raise NotFound


def _check_session(tx: Tx, request: web.Request) -> None:
    """Refuse the session of an account that is no longer hers, and a turn that is over."""
    asker = request[SESSION]
    if not asker.turn_id:
        if not people.account_stands(tx, asker.person_id, asker.telegram_id):
            raise SessionOver
    elif not request.get(SPENT):
        now = request.app[FRONT].real_now()
        request[TURN] = turns.whose(tx, asker.turn_id, asker.telegram_id, now=now)


def _about_asker(tx: Tx, request: web.Request) -> str:
    """Note what she may see, for the foot of the page; return her language."""
    asker = request[SESSION]
    if not asker.turn_id:
        request[MAYS] = people.own_mays(tx, Actor(asker.person_id), asker.group_id)
    return _language(tx, asker)


def _footed(request: web.Request, response: web.StreamResponse) -> web.StreamResponse:
    """Put the links to her pages at the foot of a page; a turn has none of them."""
    if isinstance(response, web.Response) and response.content_type == "text/html":
        language = response.headers.get("Content-Language", LANGUAGES[0])
        response.text = with_foot(str(response.text), request.get(MAYS), language)
    return response


def _language(tx: Tx, asker: Session) -> str:
    if asker.turn_id:
        return turns.language_in(tx, asker.person_id, asker.group_id)
    return people.language_of(tx, asker.person_id)


async def _refused(request: web.Request, refusal: Refusal) -> web.Response:
    language = await request.app[FRONT].database.read(_about_asker, request)
    if isinstance(refusal, TurnOver):
        return turn_over(language)
    facts = {each.name: getattr(refusal, each.name) for each in fields(refusal)}
    mays = request.get(MAYS)
    page = fragment(
        "web/refusal.html",
        language,
        status=404 if isinstance(refusal, NotFound) else 409,
        words=say_plain(f"refusals/{refusal.code}", language, **facts),
        code=refusal.code,
        is_reading=request.method == "GET",
        back=first_page(mays) if mays else "",
    )
    _footed(request, page)
    return page


@web.middleware
async def database_away(request: web.Request, handler: Handler) -> web.StreamResponse:
    """If the database fails, answer 503 with Retry-After: nothing was recorded."""
    try:
        return await handler(request)
    except StorageError:
        return web.Response(status=503, headers={"Retry-After": "2", "Cache-Control": "no-store"})
