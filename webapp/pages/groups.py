"""A facilitator's groups: those that wait for admission, and those she looks after."""

import json
import time
from dataclasses import dataclass, replace
from datetime import date, datetime

from aiohttp import web

from groups.approvals.store import select_waiting_requests
from groups.disputes import store as disputes
from groups.founding.acts import founding
from groups.people.model.people import Actor
from groups.people.model.refusals import NotFound
from groups.privacy.acts import about_me
from groups.programme.acts.her_groups import groups_of_facilitator
from groups.programme.model import GroupBrief
from groups.registers.store.meetings import select_briefs
from groups.standing.store import runs
from groups.turns.rules import is_locked
from groups.turns.store import pins
from groups.vouches.store.proxies import select_waiting
from storage.tx import Tx
from webapp.asking import SESSION_KEY, actor, do, fragment, look, now, session
from webapp.pages.group import look_at_group, standing_fragment
from webapp.sessions import make_token

routes = web.RouteTableDef()


@dataclass(frozen=True, slots=True)
class Row:
    """A group in her list: how it stands, and what waits in it.

    `proxies` are words by another's hand that she has not settled, `locked` PINs that rest after
    too many wrong tries.
    """

    brief: GroupBrief
    letter: str | None
    last_meeting: date | None
    waiting: int
    disputes: int
    proxies: int
    locked: int


@routes.get("/groups")
async def groups(request: web.Request) -> web.Response:
    """Show her groups, those that wait for admission first."""
    return await _page(request, said="")


@routes.post("/groups/{group:[a-z0-9]+}")
async def open_group(request: web.Request) -> web.Response:
    """Go on with one of her groups: a token for it comes in `X-Session`, with its standing."""
    group = request.match_info["group"]
    page, language = await look_at_group(request, group)
    response = standing_fragment(request, page, language, address="/app/standing")
    opened = replace(session(request), group_id=group)
    response.headers["X-Session"] = make_token(
        opened, request.app[SESSION_KEY], seconds=time.time()
    )
    return response


@routes.post("/groups/{group:[a-z0-9]+}/{word:admit|refuse}")
async def decide(request: web.Request) -> web.Response:
    """Let a group begin, or not."""
    is_admitted = request.match_info["word"] == "admit"
    act = founding.admit if is_admitted else founding.refuse_group
    await do(request, act, actor(request), request.match_info["group"], at=now(request))
    return await _page(request, said="admitted" if is_admitted else "refused")


async def _page(request: web.Request, *, said: str) -> web.Response:
    rows, language = await look(request, _read, actor(request), now(request))
    return fragment("web/groups.html", language, groups=rows, said=said)


def _read(tx: Tx, asker: Actor, at: datetime) -> tuple[Row, ...]:
    """Read her list; whoever is no facilitator finds nothing here."""
    if not about_me(tx, asker).is_facilitator:
        raise NotFound
    return tuple(_row(tx, brief, at) for brief in groups_of_facilitator(tx, asker))


def _row(tx: Tx, brief: GroupBrief, at: datetime) -> Row:
    run = runs.select_last_run(tx, brief.id)
    held = select_briefs(tx, brief.id, 1)
    return Row(
        brief=brief,
        letter=json.loads(run.standing)["letter"] if run else None,
        last_meeting=held[0].day if held else None,
        waiting=len(select_waiting_requests(tx, brief.id)),
        disputes=len(disputes.select_open(tx, brief.id)),
        proxies=len(select_waiting(tx, brief.id, at.date())),
        locked=sum(is_locked(pin.wrong) for pin in pins.select_pins(tx, brief.id).values()),
    )
