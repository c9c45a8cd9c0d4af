"""For a facilitator: find two records that may be of one woman, and merge them."""

from dataclasses import dataclass

from aiohttp import web

from groups.joining.acts import merging
from groups.joining.acts.merging import MergeAsked
from groups.joining.model import LikelyPair, RecordBrief
from groups.people.model.people import Actor
from groups.people.model.refusals import Refusal
from storage.tx import Tx
from webapp.asking import actor, do, fragment, look, new_id, now, session
from webapp.forms import answers

routes = web.RouteTableDef()


@dataclass(frozen=True, slots=True)
class RecordsPage:
    """The likely pairs in all her groups, and all records of the group that she looks at."""

    likely: tuple[LikelyPair, ...]
    records: tuple[RecordBrief, ...]


@routes.get("/groups/records")
async def records(request: web.Request) -> web.Response:
    """Show the pairs of records that may be of one woman."""
    return await _page(request)


@routes.post("/groups/records")
async def merge(request: web.Request) -> web.Response:
    """Ask to merge two records, with a reason."""
    form = await answers(request)
    asked, _ = await do(
        request,
        merging.merge,
        actor(request),
        form.get("kept", ""),
        form.get("gone", ""),
        merging.MergeReason(form.get("reason", ""), takes_phone=form.get("phone") == "gone"),
        new_id=new_id(request),
        at=now(request),
    )
    return await _page(request, asked=asked)


async def _page(request: web.Request, *, asked: MergeAsked | None = None) -> web.Response:
    page, language = await look(request, _read, actor(request), session(request).group_id)
    return fragment("web/records.html", language, page=page, asked=asked)


def _read(tx: Tx, asker: Actor, group_id: str) -> RecordsPage:
    likely = merging.likely(tx, asker)
    try:
        return RecordsPage(likely, merging.records(tx, asker, group_id))
    except Refusal:
        return RecordsPage(likely, ())  # she looks at no group, or at one that is not hers
