"""The register by buttons, in the private chat of its holder; every tap is stored in a draft."""

from enum import StrEnum
from typing import Any, Final, TypeVar

from groups.approvals.model import Asked
from groups.meetings.acts import meetings
from groups.meetings.acts.pages import tapped_register
from groups.meetings.model import minutes_facts
from groups.messages.model import Json
from groups.people.acts import dialogues
from groups.people.model.dialogue import Dialogue
from groups.people.model.refusals import BadAnswer, NotFound
from groups.registers import acts as drafts
from groups.registers.model.meeting import (
    CashReason,
    Mark,
    PageLine,
    RegisterPage,
    TappedRegister,
)
from groups.registers.model.money import MoneyLine
from groups.registers.model.refusals import HeldByAnother, MeetingNotOpen
from groups.registers.model.typed_amounts import read_paise
from handlers.apply import refusal_facts
from handlers.callback_data import Tap
from handlers.turn import Act, ActContext, Answer
from storage.tx import Tx

WRITING: Final = "register"  # the dialogue in which an amount is written; its step is a member's id
CASH: Final = ""  # the step in which the counted cash is written
A_PAGE: Final = 20  # a message bears a hundred buttons
Choice = TypeVar("Choice", bound=StrEnum)


# --- the names ------------------------------------------------------------------------------------


def look_at(tap: Tap, *, picks: bool = False) -> Act:
    """Show a page of the register's names; with `picks` a tapped name opens its own card."""
    return lambda tx, turn: _show_names(tx, turn, tap.part(0), _number(tap.part(1)), picks=picks)


def mark(tap: Tap) -> Act:
    """Mark a member as present or absent; on her card also as late or excused."""

    def change(tx: Tx, turn: ActContext) -> None:
        chosen = _choice(Mark, tap.part(2), "mark")
        drafts.mark(tx, turn.actor, tap.part(0), tap.part(1), chosen, at=turn.at)

    return _keep(tap, change, _names_around(tap))


def look_at_line(tap: Tap) -> Act:
    """Show one member's card, to change her mark or write what she paid."""

    def act(tx: Tx, turn: ActContext) -> None:
        tapped = _open(tx, turn, tap.part(0))
        if tapped is None:
            return
        page = tapped.page
        line = next((it for it in page.lines if it.member_id == tap.part(1)), None)
        if line is None:
            raise NotFound
        _await(tx, turn, page, line.member_id)
        turn.show(
            tx,
            "register_line",
            meeting_id=page.meeting.id,
            member_id=line.member_id,
            number=line.number,
            name=line.name,
            mark=line.mark.value,
            due=line.due,
            paid=_paid(line),
            amounts=[*tapped.offered[line.member_id]],
            share=page.share_value,
        )

    return act


def pay(tap: Tap) -> Act:
    """Store the tapped amount that the member paid in all, in paise."""

    def change(tx: Tx, turn: ActContext) -> None:
        paise = _number(tap.part(2), "saving")
        drafts.pay(tx, turn.actor, tap.part(0), tap.part(1), paise, at=turn.at)

    return _keep(tap, change, _names_around(tap))


# --- the cash -------------------------------------------------------------------------------------


def ask_cash(tap: Tap) -> Act:
    """Ask for the counted cash of the box."""

    def act(tx: Tx, turn: ActContext) -> None:
        tapped = _open(tx, turn, tap.part(0))
        if tapped is not None:
            _show_cash(tx, turn, tapped)

    return act


def count(tap: Tap) -> Act:
    """Store the tapped cash count, in paise: the amount that the books expect."""

    def change(tx: Tx, turn: ActContext) -> None:
        paise = _number(tap.part(1), "cash")
        drafts.count(tx, turn.actor, tap.part(0), paise, at=turn.at)

    return _keep(tap, change, check(tap))


def explain(tap: Tap) -> Act:
    """Store the tapped reason of a cash difference."""

    def change(tx: Tx, turn: ActContext) -> None:
        reason = _choice(CashReason, tap.part(1), "cash_reason")
        drafts.explain(tx, turn.actor, tap.part(0), reason, at=turn.at)

    return _keep(tap, change, check(tap))


def typed(tx: Tx, turn: ActContext, dialogue: Dialogue, words: str) -> Answer | None:
    """Store the amount she wrote: the cash count, or what the member of the open card paid."""
    meeting, member = str(dialogue.answers["meeting_id"]), dialogue.step
    tap = Tap("typed", (meeting, member))

    def change(tx: Tx, turn: ActContext) -> None:
        paise = _amount(words, "saving" if member else "cash")
        if member:
            drafts.pay(tx, turn.actor, meeting, member, paise, at=turn.at)
        else:
            drafts.count(tx, turn.actor, meeting, paise, at=turn.at)

    then = _names_around(tap) if member else check(tap)
    return _keep(tap, change, then)(tx, turn)


# --- the close ------------------------------------------------------------------------------------


def check(tap: Tap) -> Act:
    """Show the whole register before it is closed; ask first for a missing count or reason."""

    def act(tx: Tx, turn: ActContext) -> None:
        tapped = _open(tx, turn, tap.part(0))
        if tapped is not None:
            _show_check(tx, turn, tapped)

    return act


def close(tap: Tap) -> Act:
    """Close the meeting and show its minutes, or tell her that a second person is asked."""

    def act(tx: Tx, turn: ActContext) -> None:
        tapped = _open(tx, turn, tap.part(0))
        if tapped is None:
            return
        if tapped.body is None:
            _show_cash(tx, turn, tapped)
            return
        meeting_id = tapped.page.meeting.id
        closed = meetings.close_or_ask(
            tx, turn.actor, meeting_id, tapped.body, new_id=turn.new_id, at=turn.at
        )
        if isinstance(closed, Asked):
            turn.show(tx, "register_cash_asked", **_sums(tapped), counted=tapped.body.cash_counted)
        else:
            _show_minutes(tx, turn, meeting_id)

    return act


def take_over(tap: Tap) -> Act:
    """Take over a register that another holds; it keeps what was tapped there."""

    def act(tx: Tx, turn: ActContext) -> None:
        meetings.take_over(tx, turn.actor, tap.part(0), at=turn.at)
        _show_names(tx, turn, tap.part(0))

    return act


# --- what is shown --------------------------------------------------------------------------------


def _keep(tap: Tap, change: Act, then: Act) -> Act:
    """Store a tap and show what follows, or the refusal if she does not hold the register."""

    def act(tx: Tx, turn: ActContext) -> Answer | None:
        try:
            change(tx, turn)
        except (HeldByAnother, MeetingNotOpen) as refusal:
            _show_names(tx, turn, tap.part(0))
            return Answer(f"refusals/{refusal.code}", refusal_facts(refusal), is_modal=True)
        return then(tx, turn)

    return act


def _open(tx: Tx, turn: ActContext, meeting_id: str) -> TappedRegister | None:
    """The open register that she holds; else None: she is shown the minutes, or who holds it."""
    shown = tapped_register(tx, turn.actor, meeting_id, at=turn.at)
    dialogues.end(tx, turn.actor, WRITING)
    if isinstance(shown, TappedRegister):
        return shown
    if shown.register is not None:
        _show_minutes(tx, turn, meeting_id)
        return None
    facts = {"meeting_id": meeting_id, "name": shown.held_by, "may_take": shown.may_take}
    turn.show(tx, "register_held", **facts)
    return None


def _await(tx: Tx, turn: ActContext, page: RegisterPage, step: str) -> None:
    """Begin the dialogue: she writes the amount of this step next."""
    dialogues.begin(
        tx,
        turn.actor,
        WRITING,
        group_id=page.meeting.group_id,
        step=step,
        answers={"meeting_id": page.meeting.id},
        at=turn.at,
    )


def _names_around(tap: Tap) -> Act:
    """Show the page of names with the member whom she has just changed."""
    return lambda tx, turn: _show_names(tx, turn, tap.part(0), member_id=tap.part(1))


def _show_names(
    tx: Tx,
    turn: ActContext,
    meeting_id: str,
    number: int = 0,
    *,
    member_id: str = "",
    picks: bool = False,
) -> None:
    tapped = _open(tx, turn, meeting_id)
    if tapped is None:
        return
    page = tapped.page
    positions = [at for at, line in enumerate(page.lines) if line.member_id == member_id]
    pages = max(1, -(-len(page.lines) // A_PAGE))
    shown = min(positions[0] // A_PAGE if positions else number, pages - 1)
    sisters: list[Json] = [
        [it.member_id, it.number, it.name, it.mark.value, _paid(it)]
        for it in page.lines[shown * A_PAGE : (shown + 1) * A_PAGE]
    ]
    turn.show(
        tx,
        "register_pick" if picks else "register",
        **_sums(tapped),
        is_left_open=page.is_left_open,
        counted=page.draft.cash_counted,
        sisters=sisters,
        page=shown,
        pages=pages,
    )


def _show_cash(tx: Tx, turn: ActContext, tapped: TappedRegister) -> None:
    _await(tx, turn, tapped.page, CASH)
    turn.show(tx, "register_cash", **_sums(tapped), before=tapped.page.cash_before)


def _show_check(tx: Tx, turn: ActContext, tapped: TappedRegister) -> None:
    page = tapped.page
    counted, reason = page.draft.cash_counted, page.draft.cash_reason
    if counted is None:
        _show_cash(tx, turn, tapped)
    elif counted != tapped.cash_expected and reason is None:
        turn.show(tx, "register_reason", **_sums(tapped), counted=counted)
    else:
        different: list[Json] = [
            [it.number, it.name, it.mark.value, _paid(it)]
            for it in page.lines
            if it.mark is not Mark.PRESENT or _paid(it) != it.due
        ]
        turn.show(
            tx,
            "register_check",
            **_sums(tapped),
            different=different,
            proxies=[[it.number, it.name, it.hand] for it in page.proxies],
            counted=counted,
            cash_reason=reason.value if reason and counted != tapped.cash_expected else None,
            repaid=[[*_whose(page, it), it.amount] for it in tapped.paid_back],
            hand_overs=[[it.number, it.name, it.amount] for it in page.hand_overs],
        )


def _show_minutes(tx: Tx, turn: ActContext, meeting_id: str) -> None:
    turn.show(tx, "minutes", **minutes_facts(meetings.minutes(tx, turn.actor, meeting_id)))


def _sums(tapped: TappedRegister) -> dict[str, Any]:
    meeting, counts = tapped.page.meeting, tapped.counts
    return {
        "meeting_id": meeting.id,
        "day": meeting.day.isoformat(),
        "came": counts.came,
        "members": counts.members,
        "collected": counts.collected,
        "expected": tapped.cash_expected,
    }


def _whose(page: RegisterPage, line: MoneyLine) -> tuple[int, str]:
    return next((it.number, it.name) for it in page.lines if it.member_id == line.member_id)


def _paid(line: PageLine) -> int:
    return line.saved + line.extra


# --- what she tapped or wrote ---------------------------------------------------------------------


def _choice(kind: type[Choice], code: str, field: str) -> Choice:
    if code not in set(kind):
        raise BadAnswer(field)
    return kind(code)


def _number(text: str, field: str = "") -> int:
    """The whole number of a button; for a forged one BadAnswer(field), or 0 without a field."""
    if text.isascii() and text.isdigit() and len(text) < 16:
        return int(text)
    if field:
        raise BadAnswer(field)
    return 0


def _amount(words: str, field: str) -> int:
    """The amount she wrote, in paise; 0 is allowed. BadAnswer if it is no amount."""
    paise = read_paise(words)
    if paise is None:
        raise BadAnswer(field)
    return paise
