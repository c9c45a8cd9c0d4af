"""The group's page: five pillars, its grade, the trend, the next meeting, the totals.

Beside it the page of those who are in no group yet.
"""

from aiohttp import web

from groups.deciding.acts import APPROVALS
from groups.pages import acts as pages
from groups.pages.model import GroupPage
from groups.people.acts import persons as people
from texts.say import render
from webapp import charts
from webapp.asking import BOOKS, KEPT, actor, fragment, group_id, look, now, rendered

routes = web.RouteTableDef()


@routes.get("/standing")
async def show_group(request: web.Request) -> web.Response:
    """Show the group's page."""
    page, language = await look_at_group(request, group_id(request))
    return standing_fragment(request, page, language)


@routes.get("/welcome")
async def welcome(request: web.Request) -> web.Response:
    """Say what Saakh is and how to join: the first page of whoever is in no group.

    With `link=old` also that the link she opened leads nowhere, whether it ever did or not.
    """
    place, language = await look(request, people.place_of, actor(request))
    is_link_old = request.query.get("link") == "old"
    return fragment("web/welcome.html", language, place=place.value, is_link_old=is_link_old)


async def look_at_group(request: web.Request, group: str) -> tuple[GroupPage, str]:
    """Read a group's page for the asker; NotFound for a group that she may not see."""
    book_cache = request.app[BOOKS]
    return await look(
        request,
        pages.group_page,
        actor(request),
        group,
        approvals=APPROVALS,
        at=now(request),
        book_cache=book_cache,
    )


def standing_fragment(
    request: web.Request, page: GroupPage, language: str, *, address: str = ""
) -> web.Response:
    """Return a group's page, rendered anew only if its facts have changed."""

    def render_it() -> str:
        return render(
            "web/standing.html",
            language,
            page=page,
            bar=charts.bar,
            trend=_trend(page, language),
        )

    place = ("standing", page.group.id, language, page.roles, page.is_member, page.waiting)
    body = request.app[KEPT].fragment(place, page, render_it)
    return rendered(body, language, address=address)


def _trend(page: GroupPage, language: str) -> str:
    label = render("web/_trend_label.html", language, trend=page.trend)
    return charts.trend([grade.marks for grade in page.trend], label)
