"""A register filled in with buttons: each tap changes the draft, the draft gives the lines."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from groups.people.model.refusals import BadAnswer
from groups.registers.model.meeting import (
    CashReason,
    Mark,
    Register,
    RegisterDraft,
    RegisterLine,
    RegisterPage,
    TappedRegister,
)
from groups.registers.model.money import MoneyKind, MoneyLine
from groups.registers.rules.meeting import CASH_MAX, PAID_MAX, counts_of

_MORE: Final = (0, 10_00, 20_00, 50_00, 100_00)  # paise beyond what is due


def marked(draft: RegisterDraft, member_id: str, mark: Mark) -> RegisterDraft:
    """Set a member's mark; her amount stays as it was written."""
    return replace(draft, marks={**draft.marks, member_id: mark})


def with_paid(draft: RegisterDraft, member_id: str, paid: int) -> RegisterDraft:
    """Set all that a member paid in the meeting, in paise; BadAnswer above PAID_MAX."""
    if not 0 <= paid <= PAID_MAX:
        raise BadAnswer("saving")
    return replace(draft, paid={**draft.paid, member_id: paid})


def counted(draft: RegisterDraft, cash: int) -> RegisterDraft:
    """Set the cash in the box, in paise, and clear its reason; BadAnswer above CASH_MAX."""
    if not 0 <= cash <= CASH_MAX:
        raise BadAnswer("cash")
    return replace(draft, cash_counted=cash, cash_reason=None)


def explained(draft: RegisterDraft, reason: CashReason) -> RegisterDraft:
    """Set the reason why the count and the books differ."""
    return replace(draft, cash_reason=reason)


def as_tapped(dues: Mapping[str, int], draft: RegisterDraft) -> list[RegisterLine]:
    """A line for each member: present and paid, except for what was tapped.

    An absent or excused member pays nothing, unless an amount was written for her.
    """
    return [_line(member_id, due, draft) for member_id, due in dues.items()]


def _line(member_id: str, due: int, draft: RegisterDraft) -> RegisterLine:
    mark = draft.marks.get(member_id, Mark.PRESENT)
    usual = 0 if mark in {Mark.ABSENT, Mark.EXCUSED} else due
    paid = draft.paid.get(member_id, usual)
    return RegisterLine(member_id, mark, saved=min(paid, due), extra=max(0, paid - due))


def by_taps(page: RegisterPage) -> TappedRegister:
    """An open register as the taps make it, with what is paid back of loans."""
    lines = tuple(RegisterLine(it.member_id, it.mark, it.saved, it.extra) for it in page.lines)
    repaid, counted = paid_back(page), page.draft.cash_counted
    body = None
    if counted is not None:
        body = Register(lines, counted, page.draft.cash_reason, money=repaid)
    return TappedRegister(
        page=page,
        counts=counts_of(lines),
        paid_back=repaid,
        cash_expected=page.cash_expected + sum(it.amount for it in repaid),
        offered={it.member_id: tuple(offered(page, it.due)) for it in page.lines},
        body=body,
    )


def offered(page: RegisterPage, due: int) -> list[int]:
    """The amounts on the payment buttons, in paise: whole shares, or what is due and more."""
    if page.share_value:
        return [n * page.share_value for n in range(due // page.share_value + page.shares_most)]
    return sorted({0, *(due + more for more in _MORE)})


def paid_back(page: RegisterPage) -> tuple[MoneyLine, ...]:
    """The usual repayments: each member who came pays what is due today."""
    came = {line.member_id for line in page.lines if line.mark in {Mark.PRESENT, Mark.LATE}}
    return tuple(
        MoneyLine(MoneyKind.REPAYMENT, one.due, one.member_id, one.loan_id)
        for one in page.repayments
        if one.due and one.member_id in came
    )
