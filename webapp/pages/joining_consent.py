"""A member's consent in her own turn: read the notice, agree, or take the consent back.

On her own phone the bot asks her in private, and she takes it back in her settings.
"""

from dataclasses import dataclass

from aiohttp import web

from groups.joining.acts import claims, leaving
from groups.people.model.group import Group
from groups.people.model.people import Actor
from groups.people.model.refusals import NotAMember
from groups.privacy.acts import about_me
from storage.tx import Tx
from webapp.asking import actor, do, fragment, group_id, look, new_id, now, session

routes = web.RouteTableDef()


@dataclass(frozen=True, slots=True)
class ConsentPage:
    """Her group, whether she agreed herself, and what would end if she takes it back."""

    group: Group
    has_agreed: bool
    withdrawable: leaving.Withdrawable


@routes.get("/consent")
async def consent(request: web.Request) -> web.Response:
    """Show the notice and whether she has agreed."""
    page, language = await look(request, _read, actor(request))
    return fragment("web/consent.html", language, page=page, said="")


@routes.post("/consent/agree")
async def agree(request: web.Request) -> web.Response:
    """Record that she agrees herself to the notice."""
    _, language = await do(
        request, claims.agree, actor(request), new_id=new_id(request), at=now(request)
    )
    return fragment("web/consent.html", language, page=None, said="agreed")


@routes.post("/consent/withdraw")
async def withdraw(request: web.Request) -> web.Response:
    """Take her consent back; in her turn a second person says that it is she."""
    _, language = await do(
        request,
        leaving.withdraw,
        actor(request),
        group_id(request),
        turn_id=session(request).turn_id,
        new_id=new_id(request),
        at=now(request),
    )
    return fragment("web/consent.html", language, page=None, said="withdrawal_asked")


def _read(tx: Tx, asker: Actor) -> ConsentPage:
    me = about_me(tx, asker)
    if me.group is None:
        raise NotAMember
    newest = max(me.consents, key=lambda line: line.at, default=None)
    has_agreed = newest is not None and (newest.act, newest.how) == ("given", "self")
    return ConsentPage(me.group, has_agreed, leaving.withdrawable(tx, asker))
