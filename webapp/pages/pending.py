"""What others have asked about her own record and waits; she stops it, in her turn too."""

from aiohttp import web

from groups.deciding import acts as deciding
from webapp.asking import actor, do, fragment, group_id, look, new_id, now

routes = web.RouteTableDef()


@routes.get("/pending")
async def pending(request: web.Request) -> web.Response:
    """Show each change that waits about her, who asked for it, and when it takes effect."""
    return await _page(request)


@routes.post("/pending/{one:[a-z0-9]+}/stop")
async def stop(request: web.Request) -> web.Response:
    """Stop one: it never takes effect."""
    await do(
        request,
        deciding.stop,
        actor(request),
        request.match_info["one"],
        new_id=new_id(request),
        at=now(request),
    )
    return await _page(request, said="stopped")


async def _page(request: web.Request, *, said: str = "") -> web.Response:
    changes, language = await look(request, deciding.about_me, actor(request), group_id(request))
    return fragment("web/pending.html", language, changes=changes, said=said)
