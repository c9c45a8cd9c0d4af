"""A facilitator's groups: those that wait for admission, and those she looks after."""

import time
from dataclasses import replace

from aiohttp import web

from groups.founding.acts import founding
from groups.programme.acts.her_groups import groups_watched
from webapp.asking import SESSION, SESSION_KEY, actor, do, fragment, look, now, session
from webapp.pages.group import look_at_group, standing_fragment
from webapp.sessions import make_token

routes = web.RouteTableDef()


@routes.get("/groups")
async def groups(request: web.Request) -> web.Response:
    """Show her groups, those that wait for admission first."""
    return await _page(request, said="")


@routes.post("/groups/{group:[a-z0-9]+}")
async def open_group(request: web.Request) -> web.Response:
    """Open one of her groups: return its page, with a token for the group in `X-Session`."""
    group = request.match_info["group"]
    opened = request[SESSION] = replace(session(request), group_id=group)
    page, language = await look_at_group(request, group)
    response = standing_fragment(request, page, language, address="/app/standing")
    response.headers["X-Session"] = make_token(
        opened, request.app[SESSION_KEY], seconds=time.time()
    )
    return response


@routes.post("/groups/{group:[a-z0-9]+}/{word:admit|refuse}")
async def decide(request: web.Request) -> web.Response:
    """Admit a group or refuse it."""
    is_admitted = request.match_info["word"] == "admit"
    act = founding.admit if is_admitted else founding.refuse_group
    await do(request, act, actor(request), request.match_info["group"], at=now(request))
    return await _page(request, said="admitted" if is_admitted else "refused")


async def _page(request: web.Request, *, said: str) -> web.Response:
    rows, language = await look(request, groups_watched, actor(request), at=now(request))
    return fragment("web/groups.html", language, groups=rows, said=said)
