"""Her own settings: language, kin and household, leaving; and what is recorded about her."""

from dataclasses import dataclass, replace

from aiohttp import web

from groups.deciding import acts as deciding
from groups.joining.acts import joining, leaving
from groups.joining.model import TieDeclared
from groups.people.acts import persons as people
from groups.people.model.people import Actor, MemberState, Name, OwnMays, Tie
from groups.privacy.acts import about_me
from groups.privacy.model import AboutMe
from storage.tx import Tx
from webapp.asking import actor, do, fragment, look, new_id, now, session
from webapp.forms import answers, choice

routes = web.RouteTableDef()


@dataclass(frozen=True, slots=True)
class SettingsPage:
    """What is recorded about her, the other members of her group, and her rights."""

    me: AboutMe
    others: tuple[Name, ...]
    may: OwnMays
    withdrawable: leaving.Withdrawable | None  # None: she has no consent to take back
    erasing: leaving.Erasing | None  # what she has taken back and can undo


@routes.get("/settings")
async def settings(request: web.Request) -> web.Response:
    """Show her settings; she needs no group for them."""
    return await _page(request, said="")


@routes.post("/settings/language")
async def language(request: web.Request) -> web.Response:
    """Set the language of her pages and messages."""
    form = await answers(request)
    await do(
        request,
        people.choose_language,
        actor(request),
        form.get("language", ""),
    )
    return await _page(request, said="recorded")


@routes.post("/settings/tie")
async def tie(request: web.Request) -> web.Response:
    """Declare or end a tie of hers; it may need an approval."""
    form = await answers(request)
    act = joining.end_tie if form.get("act") == "end" else joining.declare_tie
    declared, _ = await do(
        request,
        act,
        actor(request),
        form.get("member", ""),
        choice(Tie, form.get("tie", ""), "tie"),
        new_id=new_id(request),
        at=now(request),
    )
    return await _page(request, said=_said(declared))


@routes.post("/settings/leave")
async def leave(request: web.Request) -> web.Response:
    """End her membership; the page says so."""
    await do(request, joining.leave, actor(request), new_id=new_id(request), at=now(request))
    return await _page(request, said="left")


@routes.post("/settings/withdraw")
async def withdraw(request: web.Request) -> web.Response:
    """Take her consent back; the page says what will be erased and what stays."""
    form = await answers(request)
    gone, _ = await do(
        request,
        leaving.withdraw,
        actor(request),
        form.get("group", ""),
        new_id=new_id(request),
        at=now(request),
    )
    return await _page(request, said="", gone=gone)


@routes.post("/settings/undo")
async def undo(request: web.Request) -> web.Response:
    """Undo that she took her consent back: her name is not erased."""
    form = await answers(request)
    await do(
        request,
        deciding.stop,
        actor(request),
        form.get("pending", ""),
        new_id=new_id(request),
        at=now(request),
    )
    return await _page(request, said="recorded")


def _said(declared: TieDeclared) -> str:
    if declared.waits:
        return "asked"
    return "recorded" if declared.is_new else "unchanged"


async def _page(
    request: web.Request, *, said: str, gone: leaving.Withdrawable | None = None
) -> web.Response:
    page, spoken = await look(request, _read, actor(request), session(request).group_id)
    return fragment(
        "web/settings.html",
        spoken,
        me=page.me,
        others=page.others,
        may=page.may,
        withdrawable=page.withdrawable,
        erasing=page.erasing,
        gone=gone,
        said=said,
    )


def _read(tx: Tx, asker: Actor, of_group: str) -> SettingsPage:
    """Read what is recorded about her; ties and leaving concern her own group only."""
    me = about_me(tx, asker)
    is_in = me.member is not None and me.member.state is not MemberState.LEFT
    may = _mays(tx, asker, of_group, me, is_in=is_in)
    has_consent = leaving.may_withdraw(tx, asker)
    return SettingsPage(
        me=me,
        others=joining.others(tx, asker) if may.declare_tie else (),
        may=may,
        withdrawable=leaving.withdrawable(tx, asker) if has_consent else None,
        erasing=leaving.erasing(tx, asker),
    )


def _mays(tx: Tx, asker: Actor, of_group: str, me: AboutMe, *, is_in: bool) -> OwnMays:
    may = people.own_mays(tx, asker, of_group)
    is_own = is_in and me.member is not None and me.member.group_id == of_group
    return replace(may, declare_tie=is_own and may.declare_tie, leave=is_own and may.leave)
