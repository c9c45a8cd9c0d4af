"""The routes: the shell, its scripts and style, the session, the pages, other routes."""

from collections.abc import Iterable, Iterator
from typing import Final

from aiohttp import web

from groups.people.model.refusals import NotFound
from webapp import door, health
from webapp import turns as in_turn
from webapp.asking import Front, Handler, database_away, keep_front, signed_in
from webapp.pages import (
    approvals,
    books,
    disputes,
    funds,
    group,
    joining_consent,
    joining_records,
    lending,
    lending_changes,
    meetings,
    oldbooks,
    passbook,
    people_members,
    points,
    privacy,
    programme,
    registers,
    turns,
    vouches,
    vouches_proxies,
)

_PAGES: Final = (
    *(group, points, vouches, passbook, registers, meetings),
    *(approvals, privacy, people_members, programme, joining_records, disputes, turns),
    *(vouches_proxies, lending_changes, lending, books, funds, oldbooks),
)
_STATIC: Final = r"/static/{version:[0-9a-f]+}/{name:(?:app|register|pin)\.(?:css|js)}"


def make_web(front: Front, doors: Iterable[web.RouteTableDef] = ()) -> web.Application:
    """Return the web application; `doors` are further routes, such as the webhook's."""
    app = web.Application(middlewares=[database_away], client_max_size=1024 * 1024)
    keep_front(app, front)
    app.router.add_post("/app/session", door.open_session)
    app.router.add_get("/app", door.shell)
    app[turns.PIN_KEY] = turns.pin_key(front.bot_token)
    for page in _PAGES:
        app.add_routes(_within_app(page.routes))
        app.add_routes(_or_shells(in_turn.within(page.routes)))
    app.add_routes(_or_shells(in_turn.within(joining_consent.routes)))
    app.add_routes(_or_shells(turns.within_turn()))
    app.router.add_get(_STATIC, door.static)
    app.add_routes(health.routes)
    for routes in doors:
        app.add_routes(routes)
    return app


def _within_app(routes: web.RouteTableDef) -> Iterator[web.RouteDef]:
    for route in routes:
        assert isinstance(route, web.RouteDef)
        handler = signed_in(in_turn.not_of_turn(_plainly(route.handler)))
        if route.method == "GET":
            handler = _or_shell(handler)
        yield web.route(route.method, f"/app{route.path}", handler)


def _or_shells(routes: Iterable[web.RouteDef]) -> Iterator[web.RouteDef]:
    for route in routes:
        handler = _or_shell(route.handler) if route.method == "GET" else route.handler
        yield web.route(route.method, route.path, handler)


def _plainly(page: Handler) -> Handler:
    """Raise NotFound for an address that holds signs which no id of ours has."""

    async def asked(request: web.Request) -> web.StreamResponse:
        named = (*request.match_info.values(), *request.query.values())
        if not all(it.isascii() and it.isprintable() for it in named):
            raise NotFound
        return await page(request)

    return asked


def _or_shell(page: Handler) -> Handler:
    """Answer with the shell if the address is opened by itself, not asked for as a fragment."""

    async def page_or_shell(request: web.Request) -> web.StreamResponse:
        is_fragment = "Authorization" in request.headers or "X-Fragment" in request.headers
        return await (page(request) if is_fragment else door.shell(request))

    return page_or_shell
