"""Vouches by another's hand: an office-bearer records them, the facilitator decides."""

from aiohttp import web

from groups.vouches.acts import proxies
from webapp.asking import actor, do, fragment, group_id, look, new_id, now
from webapp.forms import answers

routes = web.RouteTableDef()
_ACTS = {"speak": proxies.speak, "back": proxies.take_back}
_DECISIONS = {
    "confirm": (proxies.decide, True),
    "strike": (proxies.decide, False),
    "taken": (proxies.decide_back, True),
    "kept": (proxies.decide_back, False),
}


@routes.get("/proxies")
async def page(request: web.Request) -> web.Response:
    """Show the facilitator what waits for her, and office-bearers the form."""
    return await _page(request, said=None, act="")


@routes.post("/proxies")
async def speak(request: web.Request) -> web.Response:
    """Record that a member without phone and PIN gives a vouch, or takes it back."""
    form = await answers(request)
    act = "back" if form.get("act") == "back" else "speak"
    said, _ = await do(
        request,
        _ACTS[act],
        actor(request),
        group_id(request),
        form.get("giver", ""),
        form.get("receiver", ""),
        new_id=new_id(request),
        at=now(request),
    )
    return await _page(request, said=said, act=act)


@routes.post("/proxies/{vouch:[a-z0-9]+}/{word:confirm|strike|taken|kept}")
async def decide(request: web.Request) -> web.Response:
    """Confirm a vouch by another's hand, or strike it out; take it back, or keep it."""
    act, is_yes = _DECISIONS[request.match_info["word"]]
    said, _ = await do(
        request,
        act,
        actor(request),
        request.match_info["vouch"],
        is_yes,
        new_id=new_id(request),
        at=now(request),
    )
    return await _page(request, said=said, act=request.match_info["word"])


async def _page(request: web.Request, *, said: object, act: str) -> web.Response:
    proxy_page, language = await look(
        request, proxies.page, actor(request), group_id(request), at=now(request)
    )
    return fragment("web/proxies.html", language, page=proxy_page, said=said, act=act)
