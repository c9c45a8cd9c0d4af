"""The group's standing: five pillars, the letter, the trend, the next meeting, the totals."""

from aiohttp import web

from groups import pages
from groups.model.pages import GroupPage
from texts.say import render
from webapp import charts
from webapp.asking import actor, fragment, group_id, look, now

routes = web.RouteTableDef()


@routes.get("/standing")
async def standing(request: web.Request) -> web.Response:
    """Show how the group stands."""
    page, language = await look(
        request, pages.group_page, actor(request), group_id(request), at=now(request)
    )
    return standing_fragment(page, language)


def standing_fragment(page: GroupPage, language: str, *, address: str = "") -> web.Response:
    """Return the page of a group's standing."""
    return fragment(
        "web/standing.html",
        language,
        address=address,
        page=page,
        bar=charts.bar,
        trend=_trend(page, language),
    )


def _trend(page: GroupPage, language: str) -> str:
    label = render("web/_trend_label.html", language, trend=page.trend)
    return charts.trend([grade.marks for grade in page.trend], label)
