"""Which accounts each money line of a meeting moves, and what the line must name."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from groups.people.model.refusals import BadAnswer
from groups.registers.model.money import Code, LoanFund, MoneyKind, MoneyLine, MoneyPlace, Split
from ledger import accounts
from ledger.model import Posting, Reason, paise

AMOUNT_MAX: Final = 10_000_000_00  # paise; more is a typing mistake

FINES: Final = frozenset({Code.ABSENT, Code.LATE, Code.OVERDUE, Code.OTHER_FINE})
RECEIPTS: Final = frozenset({Code.BANK_INTEREST, Code.GIFT, Code.OTHER_RECEIPT})
EXPENSES: Final = frozenset({Code.STATIONERY, Code.TRAVEL, Code.BANK_CHARGE, Code.OTHER_EXPENSE})
AT_THE_BANK: Final = frozenset({Code.BANK_INTEREST, Code.BANK_CHARGE})
OUTSIDE: Final = frozenset(LoanFund) - {LoanFund.OWN}
PAYS: Final = frozenset({MoneyKind.REPAYMENT, MoneyKind.SET_OFF})  # both repay a loan, in parts

_CODES: Final[Mapping[MoneyKind, frozenset[Code]]] = MappingProxyType(
    {MoneyKind.FINE: FINES, MoneyKind.RECEIPT: RECEIPTS, MoneyKind.EXPENSE: EXPENSES}
)
_OF_A_MEMBER: Final = frozenset(
    {
        MoneyKind.REPAYMENT,
        MoneyKind.FINE,
        MoneyKind.HAND_OVER,
        MoneyKind.SET_OFF,
        MoneyKind.SAVING_OUT,
        MoneyKind.DEPOSIT,
        MoneyKind.WITHDRAWAL,
    }
)
_OF_A_LOAN: Final = PAYS | {MoneyKind.HAND_OVER}
_OF_A_FUND: Final = frozenset({MoneyKind.FUND_RECEIVED, MoneyKind.FUND_RETURNED})
_CARRIED: Final = frozenset({MoneyKind.DEPOSIT, MoneyKind.WITHDRAWAL})
_FOR_OR_OF_A_MEMBER: Final = frozenset({MoneyKind.SOCIAL_IN, MoneyKind.SOCIAL_OUT})

REASONS: Final[Mapping[MoneyKind, Reason]] = MappingProxyType(
    {
        MoneyKind.REPAYMENT: Reason.LOAN_REPAID,
        MoneyKind.FINE: Reason.FINE,
        MoneyKind.HAND_OVER: Reason.LOAN_PAID_OUT,
        MoneyKind.SET_OFF: Reason.LOAN_SET_OFF,
        MoneyKind.SAVING_OUT: Reason.SAVING_WITHDRAWN,
        MoneyKind.SOCIAL_IN: Reason.SOCIAL_FUND,
        MoneyKind.SOCIAL_OUT: Reason.SOCIAL_FUND,
        MoneyKind.RECEIPT: Reason.RECEIPT,
        MoneyKind.EXPENSE: Reason.EXPENSE,
        MoneyKind.FUND_RECEIVED: Reason.FUND_RECEIVED,
        MoneyKind.FUND_RETURNED: Reason.FUND_RETURNED,
        MoneyKind.DEPOSIT: Reason.BANK_DEPOSIT,
        MoneyKind.WITHDRAWAL: Reason.BANK_WITHDRAWAL,
    }
)


def check_line(line: MoneyLine) -> None:
    """Refuse a line with missing or extra fields, or above AMOUNT_MAX: BadAnswer."""
    kind = line.kind
    names_well = (line.member_id is not None) == (kind in _OF_A_MEMBER) or (
        kind in _FOR_OR_OF_A_MEMBER
    )
    if not (
        names_well
        and (line.loan_id is not None) == (kind in _OF_A_LOAN)
        and (line.fund in OUTSIDE if kind in _OF_A_FUND else line.fund is None)
        and (line.code in _CODES[kind] if kind in _CODES else line.code is None)
        and (line.place is MoneyPlace.CASH or kind in _OF_A_FUND)
    ):
        raise BadAnswer(kind.value)
    if line.amount > AMOUNT_MAX:
        raise BadAnswer(kind.value)


def postings(line: MoneyLine, split: Split | None = None) -> tuple[Posting, ...]:
    """The postings of a checked line; a repayment has one for each of its parts."""
    moves = _MOVES[line.kind](line, split or Split())
    return tuple(Posting(debit, credit, paise(amount)) for debit, credit, amount in moves if amount)


def cash_change(moves: Iterable[Posting]) -> int:
    """How much the postings add to the cash box, in paise."""
    box = accounts.cash_box()
    return sum(move.amount.minor * ((move.debit == box) - (move.credit == box)) for move in moves)


def cash_effect(line: MoneyLine) -> int:
    """How much a line adds to the cash box, in paise; the split of a repayment is irrelevant."""
    split = Split(principal=line.amount) if line.kind in PAYS else None
    return cash_change(postings(line, split))


def totals_of(lines: Iterable[MoneyLine]) -> dict[str, int]:
    """The totals by kind, in paise; the group may not read whose amounts they are."""
    totals: dict[str, int] = {}
    for line in in_order(lines):
        totals[line.kind.value] = totals.get(line.kind.value, 0) + line.amount
    return totals


def hers(lines: Iterable[MoneyLine], member_id: str) -> list[tuple[MoneyKind, int]]:
    """A member's own lines, in paise; not the money that she only carried to or from the bank."""
    return [
        (line.kind, line.amount)
        for line in lines
        if line.member_id == member_id and line.kind not in _CARRIED
    ]


def in_order(lines: Iterable[MoneyLine]) -> tuple[MoneyLine, ...]:
    """Lines in the one order in which they are recorded and compared: that of a meeting."""
    return tuple(sorted(lines, key=_place_of))


def _place_of(line: MoneyLine) -> tuple[int, str, str, str, str, str, int]:
    named = (line.member_id or "", line.loan_id or "", line.fund or "", line.code or "")
    return (list(MoneyKind).index(line.kind), *named, line.place, line.amount)


def packed(line: MoneyLine) -> list[Any]:
    """A line as plain values, for requests and drafts."""
    fund, code = line.fund, line.code
    return [
        line.kind.value,
        line.amount,
        line.member_id,
        line.loan_id,
        None if fund is None else fund.value,
        None if code is None else code.value,
        line.place.value,
        line.text,
    ]


def unpacked(values: Sequence[Any]) -> MoneyLine:
    """The line of packed values."""
    kind, amount, member_id, loan_id, fund, code, place, text = values
    return MoneyLine(
        MoneyKind(kind),
        amount,
        member_id,
        loan_id,
        None if fund is None else LoanFund(fund),
        None if code is None else Code(code),
        MoneyPlace(place),
        text,
    )


_Move = tuple[str, str, int]


def _repayment(line: MoneyLine, split: Split) -> tuple[_Move, ...]:
    member, loan = line.member_id or "", line.loan_id or ""
    assert split.fine + split.interest + split.principal == line.amount, "a payment is split whole"
    is_cash = line.kind is MoneyKind.REPAYMENT
    source = accounts.cash_box() if is_cash else accounts.savings(member)
    return (
        (source, accounts.fines(), split.fine),
        (source, accounts.loan_interest_due(member, loan), split.interest),
        (source, accounts.loan_principal(member, loan), split.principal),
    )


def _simple(make: Callable[[MoneyLine], tuple[str, str]]) -> Callable[..., tuple[_Move, ...]]:
    def moves(line: MoneyLine, _split: Split) -> tuple[_Move, ...]:
        debit, credit = make(line)
        return ((debit, credit, line.amount),)

    return moves


def _where(line: MoneyLine) -> str:
    """The account of a line: the bank if its place or its code says so, else the cash box."""
    is_bank = line.place is MoneyPlace.BANK or line.code in AT_THE_BANK
    return accounts.bank() if is_bank else accounts.cash_box()


def _fund(line: MoneyLine) -> str:
    assert line.fund is not None, "the line was checked"
    return accounts.outside_fund(accounts.Fund(line.fund.value))


_MOVES: Final[Mapping[MoneyKind, Callable[[MoneyLine, Split], tuple[_Move, ...]]]] = (
    MappingProxyType(
        {
            MoneyKind.REPAYMENT: _repayment,
            MoneyKind.FINE: _simple(lambda _: (accounts.cash_box(), accounts.fines())),
            MoneyKind.HAND_OVER: _simple(
                lambda it: (
                    accounts.loan_principal(it.member_id or "", it.loan_id or ""),
                    accounts.cash_box(),
                )
            ),
            MoneyKind.SET_OFF: _repayment,
            MoneyKind.SAVING_OUT: _simple(
                lambda it: (accounts.savings(it.member_id or ""), accounts.cash_box())
            ),
            MoneyKind.SOCIAL_IN: _simple(lambda _: (accounts.cash_box(), accounts.social_fund())),
            MoneyKind.SOCIAL_OUT: _simple(lambda _: (accounts.social_fund(), accounts.cash_box())),
            MoneyKind.RECEIPT: _simple(lambda it: (_where(it), accounts.other_income())),
            MoneyKind.EXPENSE: _simple(lambda it: (accounts.expenses(), _where(it))),
            MoneyKind.FUND_RECEIVED: _simple(lambda it: (_where(it), _fund(it))),
            MoneyKind.FUND_RETURNED: _simple(lambda it: (_fund(it), _where(it))),
            MoneyKind.DEPOSIT: _simple(lambda _: (accounts.bank(), accounts.cash_box())),
            MoneyKind.WITHDRAWAL: _simple(lambda _: (accounts.cash_box(), accounts.bank())),
        }
    )
)
