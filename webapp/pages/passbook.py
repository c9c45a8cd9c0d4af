"""A member's own savings, line by line; she can mark a line as wrong."""

from datetime import date

from aiohttp import web

from groups.disputes import acts as disputes
from groups.disputes.model import LineKind
from groups.meetings.acts import notices
from groups.pages import acts as pages
from groups.pages.model import PassbookPage
from groups.people.model.people import Actor
from storage.tx import Tx
from webapp.asking import actor, do, fragment, group_id, look, new_id, now
from webapp.forms import answers

routes = web.RouteTableDef()


@routes.get("/passbook")
async def passbook(request: web.Request) -> web.Response:
    """Show her savings to her alone; `before` is the line at which an older page begins."""
    return await _page(request, before=request.query.get("before"))


@routes.post("/passbook/dispute")
async def dispute(request: web.Request) -> web.Response:
    """Mark a line as wrong; the facilitator is told, and the page says so."""
    form = await answers(request)
    await do(
        request,
        disputes.ask,
        actor(request),
        group_id(request),
        f"{LineKind.ENTRY}:{form.get('entry', '')}",
        new_id=new_id(request),
        at=now(request),
    )
    return await _page(request, before=form.get("before") or None)


async def _page(request: web.Request, *, before: str | None) -> web.Response:
    (page, not_sure), language = await look(
        request, _read, actor(request), group_id(request), before=before
    )
    return fragment(
        "web/passbook.html", language, page=page, before=before or "", not_sure=not_sure
    )


def _read(
    tx: Tx, asker: Actor, group: str, *, before: str | None
) -> tuple[PassbookPage, tuple[date, ...]]:
    page = pages.passbook_page(tx, asker, group, before=before)
    return page, () if before else notices.of_mine(tx, asker, group)
