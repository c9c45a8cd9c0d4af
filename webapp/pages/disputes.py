"""For a facilitator: the lines that members marked as wrong, and her decision."""

from aiohttp import web

from groups.disputes import acts as disputes
from groups.people.model.refusals import BadAnswer
from webapp.asking import actor, do, fragment, group_id, look, new_id, now
from webapp.forms import answers

routes = web.RouteTableDef()


@routes.get("/disputes")
async def waiting(request: web.Request) -> web.Response:
    """Show the group's disputed lines that wait for the facilitator."""
    return await _page(request, said="")


@routes.get("/groups/disputes")
async def everywhere(request: web.Request) -> web.Response:
    """Show the disputed lines that wait for her in all her groups."""
    return await _all(request, said="")


@routes.post("/disputes/{one:[a-z0-9]+}")
async def decide(request: web.Request) -> web.Response:
    """Decide with a reason that the line is right, or that it was corrected."""
    form = await answers(request)
    state = form.get("state", "")
    if state not in disputes.DECISIONS:
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
    shown = _all if form.get("of") == "all" else _page
    return await shown(request, said="recorded")


async def _page(request: web.Request, *, said: str) -> web.Response:
    waiting, language = await look(request, disputes.waiting, actor(request), group_id(request))
    return fragment("web/disputes.html", language, disputes=waiting, of="", said=said)


async def _all(request: web.Request, *, said: str) -> web.Response:
    waiting, language = await look(request, disputes.waiting_everywhere, actor(request))
    return fragment(
        "web/disputes.html",
        language,
        address="/app/groups/disputes",
        disputes=waiting,
        of="all",
        said=said,
    )
