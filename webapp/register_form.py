"""Read a register from the page's form, and put recorded money into the page's free lines.

The names of fields: `mark-M` and `saved-M` of a member; `pay-L-M` and `hand-L-M` of her loan;
`settle-M` of a member who has left; `fine-M-CODE`; `more-KIND-N-WHAT` of a free line; `piece-500`
of notes and coins.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from groups.people.model.refusals import BadAnswer
from groups.registers.model.meeting import CashReason, Mark, Register, RegisterLine
from groups.registers.model.money import (
    NOTES_AND_COINS,
    PIECES_MAX,
    Code,
    LoanFund,
    MoneyKind,
    MoneyLine,
    MoneyPlace,
    counted,
)
from webapp.forms import choice, rupees, whole

PROPOSED: Final = frozenset({Code.ABSENT, Code.LATE, Code.OVERDUE})
_READY: Final = frozenset({MoneyKind.REPAYMENT, MoneyKind.HAND_OVER, MoneyKind.SET_OFF})
_BLANKS: Final = 2  # lines to fill in beside those that are recorded


@dataclass(frozen=True, slots=True)
class FreeLine:
    """A line of the page for money that the page does not propose; `line` is None if blank."""

    number: int
    line: MoneyLine | None


def read_register(form: Mapping[str, str]) -> Register:
    """The register of a form, in paise; BadAnswer names the field that cannot be read."""
    lines = tuple(
        RegisterLine(
            member_id=name.removeprefix("mark-"),
            mark=choice(Mark, mark, "mark"),
            saved=rupees(form.get(name.replace("mark-", "saved-", 1), "") or "0", "saved"),
            extra=0,
        )
        for name, mark in form.items()
        if name.startswith("mark-")
    )
    reason, pieces = form.get("cash_reason", ""), tuple(_pieces(form))
    cash = form.get("cash", "")
    return Register(
        lines=lines,
        cash_counted=rupees(cash, "cash") if cash or not pieces else counted(dict(pieces)),
        cash_reason=choice(CashReason, reason, "cash_reason") if reason else None,
        money=tuple(_money(form)),
        pieces=pieces,
        is_read="is_read" in form,
    )


def free_lines(money: Iterable[MoneyLine], kind: MoneyKind) -> tuple[FreeLine, ...]:
    """The recorded lines of a kind that the page shows nowhere else, and some blank lines."""
    recorded = [line for line in money if line.kind is kind and line.code not in PROPOSED]
    lines = enumerate([*recorded, *[None] * _BLANKS])
    return tuple(FreeLine(number, line) for number, line in lines)


def _pieces(form: Mapping[str, str]) -> Iterator[tuple[int, int]]:
    for value in NOTES_AND_COINS:
        text = form.get(f"piece-{value}", "").strip()
        pieces = whole(text, "cash") if text else 0
        if pieces > PIECES_MAX:
            raise BadAnswer("cash")
        if pieces:
            yield value, pieces


def _money(form: Mapping[str, str]) -> Iterator[MoneyLine]:
    for name, text in form.items():
        kind, _, rest = name.partition("-")
        if kind in {"pay", "hand"} and text.strip():
            yield from _of_loan(kind, rest, text)
        elif kind == "settle" and text.strip():
            yield from _settled(rest, text)
        elif kind == "fine":
            member, _, code = rest.partition("-")
            amount, why = rupees(text, "fine"), choice(Code, code, "fine")
            yield MoneyLine(MoneyKind.FINE, _some(amount, "fine"), member, code=why)
        elif kind == "more" and name.endswith("-amount") and text.strip():
            yield from _free(form, name.removesuffix("amount"), text)


def _of_loan(what: str, rest: str, text: str) -> Iterator[MoneyLine]:
    kind = MoneyKind.REPAYMENT if what == "pay" else MoneyKind.HAND_OVER
    loan, _, member = rest.partition("-")
    amount = rupees(text, kind.value)
    if amount:
        yield MoneyLine(kind, amount, member, loan)


def _settled(member: str, text: str) -> Iterator[MoneyLine]:
    """The settlement of a member who has left, in rupees: `LOAN=300;rest=120`."""
    for part in text.split(";"):
        what, _, amount = part.partition("=")
        paise = _some(rupees(amount, "money"), "money")
        if what == "rest":
            yield MoneyLine(MoneyKind.SAVING_OUT, paise, member)
        else:
            yield MoneyLine(MoneyKind.SET_OFF, paise, member, what)


def _free(form: Mapping[str, str], of_line: str, text: str) -> Iterator[MoneyLine]:
    kind = choice(MoneyKind, of_line.split("-")[1], "money")
    if kind in _READY:
        raise BadAnswer("money")
    member, fund, code, place, words = (
        form.get(of_line + what, "").strip() for what in ("member", "fund", "code", "place", "text")
    )
    amount = rupees(text, kind.value)
    if amount:
        yield MoneyLine(
            kind,
            amount,
            member or None,
            fund=choice(LoanFund, fund, kind.value) if fund else None,
            code=choice(Code, code, kind.value) if code else None,
            place=choice(MoneyPlace, place, kind.value) if place else MoneyPlace.CASH,
            text=words[:200],
        )


def _some(amount: int, field: str) -> int:
    if not amount:
        raise BadAnswer(field)
    return amount
