"""A member's turn on another's phone: the pages that it reaches, and how it shows them.

These pages are under /app/turn/: the phone holder's session reaches nothing of the member, and the
turn's session reaches nothing of the phone's holder.
"""

import re
from collections.abc import Iterator
from typing import Final

from aiohttp import web

from groups.people.model.refusals import NotFound
from groups.turns.model import TurnNow, TurnOver
from storage.tx import Tx
from texts.say import render
from webapp.asking import (
    SESSION,
    SPENT,
    TURN,
    TURN_HEADER,
    Handler,
    look,
    rendered,
    session,
    signed_in,
)

PREFIX: Final = "/app/turn"
# The routes that a turn reaches, to read or for its one act: method and path.
REACHED: Final = frozenset(
    {
        ("GET", "/vouch"),
        ("POST", "/vouch/{act:give|renew|withdraw}"),
        ("GET", "/points"),
        ("POST", "/dispute"),
        ("GET", "/passbook"),
        ("POST", "/passbook/dispute"),
        ("GET", "/waiting"),
        ("GET", "/loans"),
        ("GET", "/loans/{loan:[a-z0-9]+}"),
        ("POST", "/loans/{loan:[a-z0-9]+}/vote"),
        ("POST", "/loans/{loan:[a-z0-9]+}/confirm"),
        ("GET", "/pending"),
        ("POST", "/pending/{one:[a-z0-9]+}/stop"),
        ("GET", "/consent"),
        ("POST", "/consent/agree"),
        ("POST", "/consent/withdraw"),
        ("POST", "/waiting/{one:[a-z0-9]+}/{word:confirm|decline}"),
    }
)
_ADDRESS: Final = re.compile('"/app/(?!turn/)')
_SAID: Final = re.compile(r'<section class="card said.*?</section>', re.DOTALL)


def within(routes: web.RouteTableDef) -> Iterator[web.RouteDef]:
    """Return those routes of a page that a turn reaches, under the turn's prefix."""
    for route in routes:
        assert isinstance(route, web.RouteDef)
        if (route.method, route.path) in REACHED:
            yield web.route(route.method, PREFIX + route.path, of_turn(route.handler))


def of_turn(page: Handler) -> Handler:
    """Require the session of a turn for a page (else TurnOver), and show it within the turn."""

    async def turned(request: web.Request) -> web.StreamResponse:
        if not session(request).turn_id:
            raise TurnOver
        return await page(request)

    guarded = signed_in(turned)

    async def shown(request: web.Request) -> web.StreamResponse:
        response = await guarded(request)
        if TURN not in request or TURN_HEADER in response.headers:
            return response
        assert isinstance(response, web.Response), "a page is a fragment"
        return _shown(request, response)

    return shown


def not_of_turn(page: Handler) -> Handler:
    """Raise NotFound if the session of a turn asks for a page that is not of the turn."""

    async def asked(request: web.Request) -> web.StreamResponse:
        if request[SESSION].turn_id:
            raise NotFound
        return await page(request)

    return asked


@of_turn
async def elsewhere(request: web.Request) -> web.Response:
    """Refuse all other pages within the turn."""
    await look(request, _nothing)
    raise NotFound


def done(turn: TurnNow, said: str) -> web.Response:
    """Return the page that ends a turn: only the answer to its act, if there was one."""
    html = render("web/turn_done.html", turn.language, name=turn.name, said=said)
    response = rendered(html.encode(), turn.language)
    response.headers[TURN_HEADER] = ""
    return response


def _nothing(_tx: Tx) -> None:
    """Read nothing but whose turn it is."""


def _shown(request: web.Request, response: web.Response) -> web.Response:
    """Show a page within the turn; after the turn's one act show its last page."""
    turn, html = request[TURN], str(response.text)
    if request.get(SPENT):
        said = _SAID.search(html)
        return done(turn, said.group() if said else "")
    inner = _ADDRESS.sub(f'"{PREFIX}/', html)
    if request.method == "POST":  # a refusal, which the page shows above the form
        return rendered(inner.encode(), turn.language, status=response.status)
    return page_of(turn, inner, status=response.status, current=request.path)


def page_of(
    turn: TurnNow, html: str, *, status: int = 200, current: str = "", address: str = ""
) -> web.Response:
    """Return a page of a turn: above it the member's name, below it the turn's other pages."""
    band = render("web/_turn_band.html", turn.language, name=turn.name)
    foot = render("web/_turn_pages.html", turn.language, current=current)
    body = f"{band}{html}{foot}".encode()
    return rendered(body, turn.language, status=status, address=address)
