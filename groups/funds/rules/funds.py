"""Each fund's money stays apart: what lines take from funds, and which fund falls short."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from math import ceil
from typing import Final

from groups.funds.model.funds import FundBalance
from groups.registers.model.money import LoanFund, MoneyKind, MoneyLine, MoneyPlace
from groups.registers.rules.money_lines import AT_THE_BANK
from ledger import accounts
from ledger.accounts import LoanPart, bank, cash_box, loan_of, saver_of
from ledger.model import Reason

Moved = tuple[str, str, str, int]  # reason, debit, credit, paise

SOCIAL: Final = "social"
BANK: Final = "bank"
_SUMS: Final = ("received", "returned", "lent", "repaid", "lost")

_OF_OWN: Final = frozenset({MoneyKind.EXPENSE, MoneyKind.SAVING_OUT})
_OF_A_FUND: Final = frozenset({MoneyKind.FUND_RECEIVED, MoneyKind.FUND_RETURNED})
_OF_SOCIAL: Final = frozenset({MoneyKind.SOCIAL_IN, MoneyKind.SOCIAL_OUT})
_GIVES: Final = frozenset({MoneyKind.FUND_RECEIVED, MoneyKind.SOCIAL_IN})
_OVER_THE_BANK: Final = frozenset({MoneyKind.EXPENSE, MoneyKind.FUND_RETURNED})


def moved_in(lines: Iterable[MoneyLine], fund_of: Mapping[str, LoanFund]) -> dict[str, int]:
    """What lines take from each fund, in paise; 0 for a fund that only receives.

    `fund_of` is the fund of each loan. The bank counts as a fund if money leaves it.
    """
    taken: dict[str, int] = {}
    for line in lines:
        for place in _places(line, fund_of):
            taken[place] = taken.get(place, 0) + line.amount * (line.kind not in _GIVES)
    return taken


def short_of(taken: Mapping[str, int], held: Mapping[str, int]) -> tuple[str, int] | None:
    """The first fund below 0, and what it had before the lines, in paise; None if none is."""
    for fund, amount in taken.items():
        if held[fund] < 0:
            return fund, max(0, held[fund] + amount)
    return None


def _places(line: MoneyLine, fund_of: Mapping[str, LoanFund]) -> Iterable[str]:
    if line.kind in _OF_OWN:
        yield LoanFund.OWN.value
    if line.kind in _OF_A_FUND and line.fund is not None:
        yield line.fund.value
    if line.kind in _OF_SOCIAL:
        yield SOCIAL
    if line.kind is MoneyKind.HAND_OVER:
        yield fund_of[line.loan_id or ""].value
    # Her savings pay another fund's loan: the group's own money goes back into that fund.
    if line.kind is MoneyKind.SET_OFF and fund_of[line.loan_id or ""] is not LoanFund.OWN:
        yield LoanFund.OWN.value
    is_over_the_bank = line.place is MoneyPlace.BANK or line.code in AT_THE_BANK
    if line.kind is MoneyKind.WITHDRAWAL or (line.kind in _OVER_THE_BANK and is_over_the_bank):
        yield BANK


def least_savings(owed: int, times: float) -> int:
    """The savings that must stay while she owes `owed` to the own fund, in paise.

    `times` is how many times her savings she may borrow; if it is 0, no savings must stay.
    """
    return ceil(owed / Fraction(str(times))) if times else 0


def balances(
    moved: Iterable[Moved], fund_of: Mapping[str, LoanFund], free: Mapping[LoanFund, int]
) -> tuple[FundBalance, ...]:
    """The balances of each fund, from all postings as reason, debit, credit and paise.

    Reversed entries cancel out. A loan moved to another record of the same woman does not count.
    """
    sums_by_fund: dict[LoanFund, dict[str, int]] = {
        fund: dict.fromkeys(_SUMS, 0) for fund in LoanFund
    }
    for reason, debit, credit, amount in moved:
        is_back = reason == Reason.REVERSAL.value
        into, out_of = (credit, debit) if is_back else (debit, credit)
        movement = _told(into, out_of, fund_of)
        if movement is not None:
            fund, what = movement
            sums_by_fund[fund][what] += -amount if is_back else amount
    return tuple(
        FundBalance(fund, **sums, out=sums["lent"] - sums["repaid"] - sums["lost"], free=free[fund])
        for fund, sums in sums_by_fund.items()
    )


def _told(into: str, out_of: str, fund_of: Mapping[str, LoanFund]) -> tuple[LoanFund, str] | None:
    """The fund of a posting, and the sum in which it counts; None if it is of no fund."""
    lent, paid = _loan(into), _loan(out_of)
    if lent and paid:
        return None
    if lent:
        return fund_of[lent], "lent"
    if paid:
        is_paid = into in {cash_box(), bank()} or saver_of(into) is not None
        return fund_of[paid], "repaid" if is_paid else "lost"
    from_fund, into_fund = accounts.fund_of(out_of), accounts.fund_of(into)
    if from_fund:
        return LoanFund(from_fund), "received"
    if into_fund:
        return LoanFund(into_fund), "returned"
    return None


def _loan(name: str) -> str:
    """The loan id in the name of a principal account; empty for other accounts."""
    loan = loan_of(name)
    return loan.loan_id if loan and loan.part is LoanPart.PRINCIPAL else ""
