"""What stands where: the shell, its script and style, the session, the pages, the health."""

from aiohttp import web

from webapp import door
from webapp.asking import Front, database_away, keep_front, signed_in


def make_web(front: Front, *more: web.RouteTableDef) -> web.Application:
    """Return the web view; `more` are doors besides it, such as the webhook's."""
    app = web.Application(middlewares=[database_away], client_max_size=256 * 1024)
    keep_front(app, front)
    app.router.add_get("/app", door.shell)
    app.router.add_get("/app/{page:[a-z]+}", door.shell)
    app.router.add_post("/app/session", door.open_session)
    app.router.add_static("/static/", door.STATIC, append_version=True)
    for routes in more:
        app.add_routes(routes)
    return app


__all__ = ["make_web", "signed_in"]
