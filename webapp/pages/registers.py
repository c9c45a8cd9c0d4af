"""The meeting's register: all are present and paid unless tapped otherwise; cash is counted."""

import json
from collections.abc import Mapping
from typing import Any, Final

from aiohttp import web

from groups.approvals.model import Asked
from groups.meetings.acts import meetings
from groups.meetings.model import OtherRegisterClosed
from groups.people.model.people import Actor
from groups.registers.model.meeting import CashReason, MeetingState, Register, RegisterPage
from groups.registers.model.money import NOTES_AND_COINS, SETTLES, MoneyKind
from groups.registers.model.typed_amounts import GRAMMAR
from storage.tx import Tx
from webapp.asking import actor, do, fragment, group_id, look, new_id, now
from webapp.forms import answers
from webapp.register_form import free_lines, read_register

routes = web.RouteTableDef()
GRAMMAR_JSON: Final = json.dumps(dict(GRAMMAR))  # register.js reads by it


@routes.get("/register")
async def register(request: web.Request) -> web.Response:
    """Show the open register, or the button that opens today's meeting."""
    open_meeting, language = await look(request, _open_meeting, actor(request), group_id(request))
    if open_meeting is None:
        return fragment("web/register_start.html", language)
    return await _page(request, open_meeting)


@routes.get("/register/{meeting:[a-z0-9]+}")
async def one_register(request: web.Request) -> web.Response:
    """Show one meeting's register, to fill it in or to ask for a correction."""
    return await _page(request, request.match_info["meeting"])


@routes.post("/register/open")
async def open_register(request: web.Request) -> web.Response:
    """Open today's meeting and show its register."""
    meeting, _ = await do(
        request,
        meetings.open_meeting,
        actor(request),
        group_id(request),
        new_id=new_id(request),
        at=now(request),
    )
    return await _page(request, meeting.id, address=f"/app/register/{meeting.id}")


@routes.post("/register/{meeting:[a-z0-9]+}/close")
async def close(request: web.Request) -> web.Response:
    """Close the meeting with the form's register, and show the minutes."""
    meeting, form = request.match_info["meeting"], await answers(request)
    body = read_register(form)
    try:
        closed, language = await do(
            request,
            meetings.close_or_ask,
            actor(request),
            meeting,
            body,
            new_id=new_id(request),
            at=now(request),
        )
    except OtherRegisterClosed:
        return await _both_entries(request, meeting, form, body)
    if isinstance(closed, Asked):
        # The phone keeps her taps: nothing is recorded before the second person says yes.
        page = fragment("web/cash_asked.html", language, status=409, differs=closed.request.body)
        page.headers["X-Unsettled"] = "1"
        return page
    return fragment(
        "web/minutes.html",
        language,
        address=f"/app/meetings/{closed.minutes.meeting_id}",
        minutes=closed.minutes,
        is_closing=True,
        may_correct=True,
        not_sure=None,
    )


@routes.post("/register/{meeting:[a-z0-9]+}/correct")
async def correct(request: web.Request) -> web.Response:
    """Ask for an approval to correct a closed meeting's register."""
    form = await answers(request)
    meeting = request.match_info["meeting"]
    _, language = await do(
        request,
        meetings.ask_correction,
        actor(request),
        meeting,
        read_register(form),
        form.get("reason", ""),
        new_id=new_id(request),
        at=now(request),
    )
    return fragment("web/correction_asked.html", language, address=f"/app/meetings/{meeting}")


@routes.post("/register/{meeting:[a-z0-9]+}/{act:drop|take}")
async def drop_or_take(request: web.Request) -> web.Response:
    """Drop an open meeting, or take its register over to this phone."""
    meeting = request.match_info["meeting"]
    if request.match_info["act"] == "take":
        await do(request, meetings.take_over, actor(request), meeting, at=now(request))
        return await _page(request, meeting)
    _, language = await do(request, meetings.drop, actor(request), meeting, at=now(request))
    return fragment("web/register_start.html", language, address="/app/register")


async def _both_entries(
    request: web.Request, meeting: str, form: Mapping[str, str], body: Register
) -> web.Response:
    """Show the recorded register beside the later one; the phone stores that until she decides."""
    twice, language = await look(request, meetings.compare, actor(request), meeting, body)
    page = fragment("web/register_twice.html", language, status=409, twice=twice, form=form)
    page.headers["X-Unsettled"] = "1"
    return page


def _open_meeting(tx: Tx, asker: Actor, group: str) -> str | None:
    held = meetings.list_meetings(tx, asker, group)
    return next((one.id for one in held if one.state is MeetingState.OPEN), None)


async def _page(request: web.Request, meeting_id: str, *, address: str = "") -> web.Response:
    page, language = await look(
        request, meetings.register, actor(request), meeting_id, at=now(request)
    )
    return fragment(
        "web/register.html",
        language,
        address=address,
        page=page,
        may_take=page.may_take,
        reasons=tuple(CashReason),
        **money_facts(page),
    )


def money_facts(page: RegisterPage) -> dict[str, Any]:
    """The free lines of a page's money by kind, the notes and coins, and how amounts are read."""
    elsewhere = {it.member_id for it in page.settlements}  # shown with what is settled
    recorded = [
        line
        for line in (page.register.money if page.register else ())
        if line.kind not in SETTLES or line.member_id not in elsewhere
    ]
    return {
        "free": {kind.value: free_lines(recorded, kind) for kind in MoneyKind},
        "pieces": dict(page.register.pieces if page.register else ()),
        "notes": NOTES_AND_COINS,
        "grammar": GRAMMAR_JSON,
    }
