"""What each fund can still promise to a loan."""

from collections.abc import Iterable
from typing import Final

from groups.loans.model.loan import RESERVED, Loan
from groups.registers.model.fund import LoanFund
from ledger.accounts import Fund, bank, cash_box, outside_fund, social_fund
from ledger.balances import balances_of
from storage.tx import Tx

_OUTSIDE: Final[tuple[LoanFund, ...]] = tuple(fund for fund in LoanFund if fund is not LoanFund.OWN)


def free_money(tx: Tx, group_id: str, loans: Iterable[Loan]) -> dict[LoanFund, int]:
    """What each fund can still promise, in paise: each keeps to its own money.

    Outside money is what was received and not returned, less what is out of it. The group's own
    is what lies in the box and the bank and belongs to no other fund. Promised loans are taken off.
    """
    every = list(loans)
    kept = {name: amount.minor for name, amount in balances_of(tx, group_id).items()}
    free: dict[LoanFund, int] = {
        fund: kept.get(outside_fund(Fund(fund.value)), 0) - _out(every, fund, kept)
        for fund in _OUTSIDE
    }
    money = kept.get(cash_box(), 0) + kept.get(bank(), 0)
    free[LoanFund.OWN] = money - sum(free.values()) - kept.get(social_fund(), 0)
    for loan in every:
        if loan.state in RESERVED:
            free[loan.fund] -= loan.terms.principal
    return free


def _out(loans: Iterable[Loan], fund: LoanFund, kept: dict[str, int]) -> int:
    """The principal of a fund that is with borrowers."""
    return sum(
        kept.get(f"loan:{loan.member_id}:{loan.id}:principal", 0)
        for loan in loans
        if loan.fund is fund
    )
