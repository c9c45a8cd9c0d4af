"""Her vouches (beads): she gives, renews and takes them back; nobody else is told."""

from aiohttp import web

from groups.vouches.acts import vouching
from webapp.asking import actor, do, fragment, group_id, look, new_id, now, session
from webapp.forms import answers

routes = web.RouteTableDef()
_ACTS = {"give": vouching.give, "renew": vouching.renew, "withdraw": vouching.withdraw}


@routes.get("/vouch")
async def board(request: web.Request) -> web.Response:
    """Show her own board to her alone."""
    return await _board(request, said=None, act="")


@routes.post("/vouch/{act:give|renew|withdraw}")
async def vouch(request: web.Request) -> web.Response:
    """Give, renew or take back a vouch; show the answer above the board."""
    form = await answers(request)
    act = request.match_info["act"]
    said, _ = await do(
        request,
        _ACTS[act],
        actor(request),
        group_id(request),
        form.get("member", ""),
        turn_id=session(request).turn_id,
        new_id=new_id(request),
        at=now(request),
    )
    return await _board(request, said=said, act=act)


async def _board(request: web.Request, *, said: object, act: str) -> web.Response:
    page, language = await look(
        request, vouching.my_board, actor(request), group_id(request), at=now(request)
    )
    return fragment("web/vouch.html", language, page=page, said=said, act=act)
