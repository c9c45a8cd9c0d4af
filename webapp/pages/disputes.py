"""For a facilitator: the lines that members have marked as wrong, and her decision."""

from aiohttp import web

from groups import disputes
from groups.model.refusals import BadAnswer
from webapp.asking import actor, do, fragment, group_id, look, new_id, now
from webapp.forms import answers

routes = web.RouteTableDef()


@routes.get("/disputes")
async def waiting(request: web.Request) -> web.Response:
    """Show what waits for the facilitator."""
    return await _page(request, said="")


@routes.post("/disputes/{one:[a-z0-9]+}")
async def decide(request: web.Request) -> web.Response:
    """Say with a reason that the line is right, or that the register was put right."""
    form = await answers(request)
    state = form.get("state", "")
    if state not in {disputes.UPHELD, disputes.CORRECTED}:
        raise BadAnswer("state")
    await do(
        request,
        disputes.decide,
        actor(request),
        request.match_info["one"],
        state,
        form.get("reason", ""),
        new_id=new_id(request),
        at=now(request),
    )
    return await _page(request, said="recorded")


async def _page(request: web.Request, *, said: str) -> web.Response:
    found, language = await look(request, disputes.waiting, actor(request), group_id(request))
    return fragment("web/disputes.html", language, disputes=found, said=said)
