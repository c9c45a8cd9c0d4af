"""A member's own points: their sum, their pillars and causes, and what gives more."""

from aiohttp import web

from groups.disputes import acts as disputes
from groups.pages import acts as pages
from webapp import charts
from webapp.asking import actor, do, fragment, group_id, look, new_id, now
from webapp.forms import answers, day

routes = web.RouteTableDef()


@routes.get("/points")
async def points(request: web.Request) -> web.Response:
    """Show her points to her alone."""
    return await _points(request)


@routes.post("/dispute")
async def dispute(request: web.Request) -> web.Response:
    """Mark a week's points as wrong; the facilitator is told, and the page says so."""
    form = await answers(request)
    period = day(form.get("period", ""), "period")
    await do(
        request,
        disputes.ask,
        actor(request),
        group_id(request),
        f"score:{period.isoformat()}",
        new_id=new_id(request),
        at=now(request),
    )
    return await _points(request)


async def _points(request: web.Request) -> web.Response:
    page, language = await look(
        request, pages.points_page, actor(request), group_id(request), at=now(request)
    )
    return fragment("web/points.html", language, page=page, bar=charts.bar)
