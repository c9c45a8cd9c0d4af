"""A member's own savings, line by line."""

from aiohttp import web

from groups import pages
from webapp.asking import actor, fragment, group_id, look

routes = web.RouteTableDef()


@routes.get("/passbook")
async def passbook(request: web.Request) -> web.Response:
    """Show her savings to her alone; `before` is where an older page begins."""
    page, language = await look(
        request,
        pages.passbook_page,
        actor(request),
        group_id(request),
        before=request.query.get("before"),
    )
    return fragment("web/passbook.html", language, page=page)
