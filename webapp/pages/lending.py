"""Loans: the list, the form with its preview, the ballot, the decisions."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from aiohttp import web

from groups.calendar.model import Rhythm
from groups.charter.model.terms import Plan
from groups.disputes import acts as disputes
from groups.disputes.model import LineKind
from groups.lending.acts import loans
from groups.lending.acts import pages as loan_pages
from groups.lending.acts import voices as loan_voices
from groups.lending.model.eligibility import Outlook
from groups.lending.model.pages import LoanPage, LoansPage
from groups.lending.model.proposal import Ballot, LoanAskedFor, Preview, Vote
from groups.loans.model.loan import Purpose
from groups.people.model.people import Actor
from groups.people.model.refusals import BadAnswer
from groups.registers.model.money import LoanFund
from groups.registers.model.typed_amounts import read_amount
from storage.tx import Tx
from webapp.asking import actor, do, fragment, group_id, look, new_id, now, session
from webapp.forms import answers, choice, whole

routes = web.RouteTableDef()
_LOAN: Final = "/loans/{loan:[a-z0-9]+}"
_FIELDS: Final = (
    "member",
    "amount",
    "months",
    "purpose",
    "words",
    "fund",
    "rhythm",
    "plan",
    "grace",
)


@routes.get("/loans")
async def every_loan(request: web.Request) -> web.Response:
    """Show her loans and the open ballots; to those who keep the books also all loans."""
    return await _list(request, said="")


@routes.get("/loans/ask")
async def ask(request: web.Request) -> web.Response:
    """Show the form to ask for a loan."""
    return await _form(request, {}, None)


@routes.post("/loans/preview")
async def preview(request: web.Request) -> web.Response:
    """Show the loan's schedule and whether her record allows it, above the same form."""
    form = await answers(request)
    preview_and_outlook, _ = await look(
        request,
        loans.preview,
        actor(request),
        group_id(request),
        form.get("member", ""),
        _asked(form),
        at=now(request),
    )
    return await _form(request, form, preview_and_outlook)


@routes.post("/loans/ask")
async def propose(request: web.Request) -> web.Response:
    """Ask the group for the loan; its ballot opens."""
    form = await answers(request)
    loan, _ = await do(
        request,
        loans.propose,
        actor(request),
        group_id(request),
        form.get("member", ""),
        _asked(form),
        new_id=new_id(request),
        at=now(request),
    )
    return await _show(request, loan.id, said="proposed", address=f"/app/loans/{loan.id}")


@routes.get(_LOAN)
async def one_loan(request: web.Request) -> web.Response:
    """Show one loan: its ballot, its steps so far and, to those who may see them, its payments."""
    return await _show(request, request.match_info["loan"], said="")


@routes.post(_LOAN + "/vote")
async def vote(request: web.Request) -> web.Response:
    """Record her vote, or change it while the ballot is open."""
    form = await answers(request)
    ballot, _ = await do(
        request,
        loans.vote,
        actor(request),
        request.match_info["loan"],
        choice(Vote, form.get("vote", ""), "vote"),
        how="turn" if session(request).turn_id else "self",
        turn_id=session(request).turn_id,
        new_id=new_id(request),
        at=now(request),
    )
    return await _show(request, ballot.loan.id, said="voted")


@routes.post(_LOAN + "/decide")
async def decide(request: web.Request) -> web.Response:
    """The facilitator approves the loan, or returns it with a reason."""
    form = await answers(request)
    loan, _ = await do(
        request,
        loans.decide,
        actor(request),
        request.match_info["loan"],
        is_yes=form.get("word") == "approve",
        reason=form.get("reason", ""),
        new_id=new_id(request),
        at=now(request),
    )
    return await _show(request, loan.id, said="decided")


@routes.post(_LOAN + "/cancel")
async def cancel(request: web.Request) -> web.Response:
    """Take a loan back before it is handed over."""
    form = await answers(request)
    await do(
        request,
        loans.cancel,
        actor(request),
        request.match_info["loan"],
        reason=form.get("reason", ""),
        new_id=new_id(request),
        at=now(request),
    )
    return await _list(request, said="cancelled")


@routes.post(_LOAN + "/confirm")
async def confirm(request: web.Request) -> web.Response:
    """Confirm as borrower or office-bearer that the loan may be handed over."""
    loan_id = request.match_info["loan"]
    await do(
        request,
        loans.confirm,
        actor(request),
        loan_id,
        turn_id=session(request).turn_id,
        new_id=new_id(request),
        at=now(request),
    )
    return await _show(request, loan_id, said="confirmed")


@routes.post(_LOAN + "/voice")
async def listen(request: web.Request) -> web.Response:
    """Send her the borrower's voice message, in her chat with the bot."""
    loan_id = request.match_info["loan"]
    is_sent, _ = await do(request, loan_voices.send, actor(request), loan_id, at=now(request))
    said = "voice_sent" if is_sent else "voice_not_sent"
    return await _show(request, loan_id, said=said, address=f"/app/loans/{loan_id}")


@routes.post(_LOAN + "/dispute")
async def dispute(request: web.Request) -> web.Response:
    """Mark a line of her loan as wrong; the facilitator is told."""
    form = await answers(request)
    await do(
        request,
        disputes.ask,
        actor(request),
        group_id(request),
        f"{LineKind.LOAN}:{form.get('entry', '')}",
        new_id=new_id(request),
        at=now(request),
    )
    loan_id = request.match_info["loan"]
    return await _show(request, loan_id, said="", address=f"/app/loans/{loan_id}")


def _asked(form: Mapping[str, str]) -> LoanAskedFor:
    amount = read_amount(form.get("amount", ""))
    if amount is None:
        raise BadAnswer("amount")
    rhythm, plan = form.get("rhythm", ""), form.get("plan", "")
    return LoanAskedFor(
        fund=choice(LoanFund, form.get("fund", ""), "fund"),
        amount=amount,
        months=whole(form.get("months", ""), "months"),
        purpose=choice(Purpose, form.get("purpose", ""), "purpose"),
        words=form.get("words", "")[:200],
        rhythm=choice(Rhythm, rhythm, "rhythm") if rhythm else None,
        plan=choice(Plan, plan, "plan") if plan else None,
        grace_months=whole(form.get("grace", "") or "0", "grace_months"),
    )


async def _list(request: web.Request, *, said: str) -> web.Response:
    asker, of_group = actor(request), group_id(request)
    (page, ballots), language = await look(request, _read_list, asker, of_group, now(request))
    return fragment(
        "web/loans.html",
        language,
        address="/app/loans" if said else "",
        page=page,
        ballots=ballots,
        said=said,
        is_turn=bool(session(request).turn_id),
    )


def _read_list(
    tx: Tx, asker: Actor, of_group: str, at: datetime
) -> tuple[LoansPage, dict[str, Ballot]]:
    page = loan_pages.loans_page(tx, asker, of_group, at=at)
    return page, {one.loan.id: loans.ballot(tx, asker, one.loan.id) for one in page.ballots}


async def _form(
    request: web.Request,
    form: Mapping[str, str],
    preview_and_outlook: tuple[Preview, Outlook] | None,
) -> web.Response:
    asker, of_group = actor(request), group_id(request)
    may, language = await look(request, loan_pages.loan_form, asker, of_group, at=now(request))
    preview_, outlook = preview_and_outlook or (None, None)
    return fragment(
        "web/loan_ask.html",
        language,
        may=may,
        form={name: form.get(name, "") for name in _FIELDS},
        preview=preview_,
        outlook=outlook,
        purposes=tuple(Purpose),
        rhythms=tuple(Rhythm),
        plans=tuple(Plan),
    )


async def _show(
    request: web.Request, loan_id: str, *, said: str, address: str = ""
) -> web.Response:
    (page, ballot), language = await look(request, _read, actor(request), loan_id, now(request))
    return fragment(
        "web/loan.html",
        language,
        address=address,
        page=page,
        ballot=ballot,
        said=said,
        is_turn=bool(session(request).turn_id),
    )


def _read(tx: Tx, asker: Actor, loan_id: str, at: datetime) -> tuple[LoanPage, Ballot]:
    page = loan_pages.loan_page(tx, asker, loan_id, at=at)
    return page, loans.ballot(tx, asker, loan_id)
