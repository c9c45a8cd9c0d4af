"""The group's members, offices and settings; office-bearers change them."""

from typing import Final, Literal

from aiohttp import web

from groups.founding.acts import settings as agreements
from groups.founding.model import read_clock
from groups.joining.acts import claims, joining, roles
from groups.joining.acts.claims import CodeMade
from groups.people.acts import roster
from groups.people.model.people import Role
from groups.people.model.refusals import BadAnswer
from webapp.asking import FRONT, actor, do, fragment, group_id, look, new_id, now
from webapp.forms import answers, choice, rupees

routes = web.RouteTableDef()
_ACTS: Final[dict[str, Literal["given", "taken"]]] = {"given": "given", "taken": "taken"}


@routes.get("/members")
async def members(request: web.Request) -> web.Response:
    """Show the group's members."""
    return await _page(request, "web/members.html", said="")


@routes.post("/members/add")
async def add(request: web.Request) -> web.Response:
    """Add a member without a phone; a second person must confirm."""
    form = await answers(request)
    await do(
        request,
        joining.add_without_phone,
        actor(request),
        group_id(request),
        form.get("name", ""),
        new_id=new_id(request),
        at=now(request),
    )
    return await _page(request, "web/members.html", said="asked")


@routes.post("/members/role")
async def role(request: web.Request) -> web.Response:
    """Ask for an approval that a member gets an office or gives it up."""
    form = await answers(request)
    act = _ACTS.get(form.get("act", ""))
    if act is None:
        raise BadAnswer("role")
    await do(
        request,
        roles.ask_role,
        actor(request),
        form.get("member", ""),
        choice(Role, form.get("role", ""), "role"),
        act,
        new_id=new_id(request),
        at=now(request),
    )
    return await _page(request, "web/members.html", said="asked")


@routes.post("/members/code")
async def code(request: web.Request) -> web.Response:
    """Make the code with which a member claims her record; the code is shown only once."""
    form = await answers(request)
    made, _ = await do(
        request,
        claims.make_code,
        actor(request),
        form.get("member", ""),
        new_id=new_id(request),
        at=now(request),
    )
    return await _page(request, "web/members.html", said="", made=made)


@routes.get("/agreed")
async def agreed(request: web.Request) -> web.Response:
    """Show the group's settings."""
    return await _page(request, "web/agreed.html", said="")


@routes.post("/agreed")
async def agree(request: web.Request) -> web.Response:
    """Change the group's name, village, meeting, saving and language; tell its chat."""
    form = await answers(request)
    weekday = form.get("meeting_day", "")
    if weekday not in set("0123456"):
        raise BadAnswer("day")
    await do(
        request,
        agreements.change,
        actor(request),
        group_id(request),
        name=form.get("name"),
        village=form.get("village"),
        meeting_day=int(weekday),
        meeting_minute=read_clock(form.get("clock", "")),
        saving=rupees(form.get("saving", ""), "saving"),
        language=form.get("language", ""),
        at=now(request),
    )
    return await _page(request, "web/agreed.html", said="recorded")


async def _page(
    request: web.Request, template: str, *, said: str, made: CodeMade | None = None
) -> web.Response:
    bot = request.app[FRONT].bot_username
    page, language = await look(request, roster.members_page, actor(request), group_id(request))
    return fragment(
        template,
        language,
        group=page.group,
        members=page.members,
        may=page.may,
        said=said,
        made=made,
        bot=bot,
        link=f"t.me/{bot}?start=claim_{made.code}" if made else "",
    )
