"""The minutes of the group's meetings, with all corrections."""

from aiohttp import web

from groups.meetings.acts.pages import meetings_page, minutes_page
from webapp.asking import actor, fragment, group_id, look

routes = web.RouteTableDef()


@routes.get("/meetings")
async def held(request: web.Request) -> web.Response:
    """Show the list of meetings."""
    page, language = await look(request, meetings_page, actor(request), group_id(request))
    return fragment(
        "web/meetings.html",
        language,
        meetings=page.meetings,
        may_see_register=page.may_see_register,
    )


@routes.get("/meetings/{meeting:[a-z0-9]+}")
async def one(request: web.Request) -> web.Response:
    """Show one meeting's minutes; a person who may correct them gets a button for it."""
    page, language = await look(
        request, minutes_page, actor(request), group_id(request), request.match_info["meeting"]
    )
    return fragment(
        "web/minutes.html",
        language,
        minutes=page.minutes,
        is_closing=False,
        may_correct=page.may_correct,
        not_sure=page.not_sure,
    )
