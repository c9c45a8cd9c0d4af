"""The routes: the shell, its scripts and style, the session, the pages, other routes."""

from collections.abc import Iterable, Iterator
from typing import Final

from aiohttp import web

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
    pending,
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
    *(vouches_proxies, lending_changes, lending, books, funds, oldbooks, pending),
)
_STATIC: Final = r"/static/{version:[0-9a-f]+}/{name:(?:app|register|pin)\.(?:css|js)}"


def make_web(front: Front, doors: Iterable[web.RouteTableDef] = ()) -> web.Application:
    """Return the web application; `doors` are further routes, such as the webhook's."""
    app = web.Application(middlewares=[database_away], client_max_size=1024 * 1024)
    keep_front(app, front)
    app[turns.PIN_KEY] = turns.pin_key(front.bot_token)
    for route in _routes(doors):
        assert isinstance(route, web.RouteDef)
        kwargs = {**route.kwargs, "expect_handler": _expected}
        app.add_routes([web.RouteDef(route.method, route.path, route.handler, kwargs)])
    return app


def _routes(doors: Iterable[web.RouteTableDef]) -> Iterator[web.AbstractRouteDef]:
    yield web.post("/app/session", door.open_session)
    yield web.get("/app", door.shell)
    for page in _PAGES:
        yield from _within_app(page.routes)
        yield from _or_shells(in_turn.within(page.routes))
    yield from _or_shells(in_turn.within(joining_consent.routes))
    yield from _or_shells(turns.within_turn())
    yield web.get(_STATIC, door.static)
    yield from health.routes
    for routes in doors:
        yield from routes
    yield web.route("*", "/{any:.*}", _nothing_here)


async def _nothing_here(_: web.Request) -> web.Response:
    return web.Response(status=404)


async def _expected(request: web.Request) -> web.Response | None:
    """Let a body come that waits to be asked for; the library's own answer breaks at odd bytes."""
    if request.headers.get("Expect", "").lower() != "100-continue":
        return web.Response(status=417)
    await request.writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
    request.writer.output_size = 0  # as the library does: the answer has not begun
    return None


def _within_app(routes: web.RouteTableDef) -> Iterator[web.RouteDef]:
    for route in routes:
        assert isinstance(route, web.RouteDef)
        handler = signed_in(in_turn.not_of_turn(route.handler))
        if route.method == "GET":
            handler = _or_shell(handler)
        yield web.route(route.method, f"/app{route.path}", handler)


def _or_shells(routes: Iterable[web.RouteDef]) -> Iterator[web.RouteDef]:
    for route in routes:
        handler = _or_shell(route.handler) if route.method == "GET" else route.handler
        yield web.route(route.method, route.path, handler)


def _or_shell(page: Handler) -> Handler:
    """Answer with the shell if the address is opened by itself, not asked for as a fragment."""

    async def page_or_shell(request: web.Request) -> web.StreamResponse:
        is_fragment = "Authorization" in request.headers or "X-Fragment" in request.headers
        return await (page(request) if is_fragment else door.shell(request))

    return page_or_shell
