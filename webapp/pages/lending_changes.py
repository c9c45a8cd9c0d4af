"""Changes of a loan that is paid out: a new schedule, let off in part, written off."""

from typing import Final

from aiohttp import web

from groups.lending.acts import changes as loan_changes
from groups.lending.model.changes import Change, LetOff, Said, Spread
from groups.loans.model.terms import Instalment
from webapp.asking import actor, do, fragment, look, new_id, now
from webapp.forms import answers, rupees, whole

routes = web.RouteTableDef()
_CHANGE: Final = "/loans/{loan:[a-z0-9]+}/change"
_BLANK: Final = {"months": "", "grace": "0", "reason": ""}


@routes.get(_CHANGE)
async def change(request: web.Request) -> web.Response:
    """Show the possible changes of a loan."""
    return await _page(request)


@routes.post(_CHANGE + "/spread")
async def spread(request: web.Request) -> web.Response:
    """Show the new schedule, or ask for an approval of it."""
    typed = _BLANK | await answers(request)
    asked = Spread(whole(typed["months"], "months"), whole(typed["grace"], "grace_months"))
    if typed.get("word") == "ask":
        return await _ask(request, asked, typed["reason"])
    lines, _ = await look(
        request, loan_changes.preview, actor(request), _loan(request), asked, at=now(request)
    )
    return await _page(request, typed, lines)


@routes.post(_CHANGE + "/let-off")
async def let_off(request: web.Request) -> web.Response:
    """Ask for an approval to let off a part of the debt."""
    form = await answers(request)
    gone = LetOff(
        interest=rupees(form.get("interest", "") or "0", "amount"),
        principal=rupees(form.get("principal", "") or "0", "amount"),
    )
    return await _ask(request, gone, form.get("reason", ""))


@routes.post(_CHANGE + "/write-off")
async def write_off(request: web.Request) -> web.Response:
    """Ask for an approval of the group's decision to write the loan off."""
    form = await answers(request)
    said = Said(
        form.get("meeting", ""),
        yes=whole(form.get("yes", "") or "0", "votes"),
        no=whole(form.get("no", "") or "0", "votes"),
    )
    return await _ask(request, said, form.get("reason", ""))


def _loan(request: web.Request) -> str:
    return request.match_info["loan"]


async def _ask(request: web.Request, asked: Change, reason: str) -> web.Response:
    await do(
        request,
        loan_changes.ask,
        actor(request),
        _loan(request),
        asked,
        reason,
        new_id=new_id(request),
        at=now(request),
    )
    return await _page(request, asked=True)


async def _page(
    request: web.Request,
    typed: dict[str, str] = _BLANK,
    lines: tuple[Instalment, ...] = (),
    *,
    asked: bool = False,
) -> web.Response:
    form, language = await look(
        request, loan_changes.form, actor(request), _loan(request), at=now(request)
    )
    return fragment(
        "web/loan_change.html",
        language,
        address=f"/app/loans/{form.loan.id}/change" if asked or lines else "",
        form=form,
        typed={name: typed[name] for name in _BLANK},
        lines=lines,
        asked=asked,
    )
