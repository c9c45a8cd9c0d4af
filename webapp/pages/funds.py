"""The group's money on one screen, fund by fund; and the share-out of what it earned."""

from collections.abc import Mapping

from aiohttp import web

from groups.funds import acts as funds
from groups.funds.model.sharing import Basis, Payout
from webapp.asking import actor, do, fragment, group_id, look, new_id, now
from webapp.forms import answers, choice

routes = web.RouteTableDef()


@routes.get("/funds")
async def every_fund(request: web.Request) -> web.Response:
    """Show each fund's money and owner, in sentences that can be read aloud."""
    page, language = await look(request, funds.funds_page, actor(request), group_id(request))
    return fragment("web/funds.html", language, page=page)


@routes.get("/share_out")
async def share_out(request: web.Request) -> web.Response:
    """Show how much can be shared out."""
    return await _page(request, {})


@routes.post("/share_out/preview")
async def preview(request: web.Request) -> web.Response:
    """Show each member's part of the asked share-out, above the same form."""
    return await _page(request, await answers(request))


@routes.post("/share_out")
async def ask(request: web.Request) -> web.Response:
    """Ask for an approval of the share-out."""
    payout, basis = _wish(await answers(request))
    await do(
        request,
        funds.ask_share_out,
        actor(request),
        group_id(request),
        payout,
        basis,
        new_id=new_id(request),
        at=now(request),
    )
    return await _page(request, {}, address="/app/share_out")


@routes.post("/share_out/undo")
async def undo(request: web.Request) -> web.Response:
    """Ask for an approval to take back the last share-out."""
    form = await answers(request)
    await do(
        request,
        funds.ask_undo,
        actor(request),
        group_id(request),
        form.get("reason", "")[:200],
        new_id=new_id(request),
        at=now(request),
    )
    return await _page(request, {}, address="/app/share_out")


async def _page(
    request: web.Request, asked: Mapping[str, str], *, address: str = ""
) -> web.Response:
    wish = _wish(asked) if asked else None
    page, language = await look(request, funds.share_page, actor(request), group_id(request), wish)
    return fragment(
        "web/share_out.html",
        language,
        address=address,
        page=page,
        payouts=tuple(Payout),
        is_asked=bool(address),
    )


def _wish(form: Mapping[str, str]) -> tuple[Payout, Basis]:
    payout = choice(Payout, form.get("payout", ""), "payout")
    return payout, choice(Basis, form.get("basis", ""), "basis")
