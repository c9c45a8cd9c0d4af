"""Approvals: the requests that wait in the group, and a second person's decision."""

from dataclasses import dataclass
from datetime import datetime

from aiohttp import web

from groups.approvals.model import Request
from groups.deciding import acts as second_person
from groups.deciding.model import WaitingPage
from groups.people.model.people import Actor
from groups.vouches.acts import proxies
from storage.tx import Tx
from webapp.asking import actor, do, fragment, group_id, look, new_id, now, session

routes = web.RouteTableDef()


@dataclass(frozen=True, slots=True)
class Page:
    """The requests that wait; `proxies`: how many vouches by another's hand wait."""

    waiting: WaitingPage
    proxies: int


@routes.get("/waiting")
async def waiting(request: web.Request) -> web.Response:
    """Show the requests that wait for a second person."""
    return await _page(request, decided=None)


@routes.post("/waiting/{one:[a-z0-9]+}/{word:confirm|decline}")
async def decide(request: web.Request) -> web.Response:
    """Confirm or decline a request; the asker takes it back by declining."""
    decided, _ = await do(
        request,
        second_person.decide,
        actor(request),
        request.match_info["one"],
        request.match_info["word"] == "confirm",
        turn_id=session(request).turn_id,
        new_id=new_id(request),
        at=now(request),
    )
    return await _page(request, decided=decided.request)


async def _page(request: web.Request, *, decided: Request | None) -> web.Response:
    page, language = await look(request, _read, actor(request), group_id(request), now(request))
    return fragment(
        "web/waiting.html",
        language,
        requests=page.waiting.requests,
        proxies=page.proxies,
        decided=decided,
    )


def _read(tx: Tx, asker: Actor, of_group: str, at: datetime) -> Page:
    return Page(
        waiting=second_person.waiting_page(tx, asker, of_group),
        proxies=len(proxies.waiting(tx, asker, of_group, at=at)),
    )
