"""How much each fund can still promise to loans."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from groups.funds.rules.sharing import earned
from groups.loans.model.loan import RESERVED, Loan
from groups.loans.store.loans import select_loans_of_group
from groups.people.model.people import Member, MemberState
from groups.people.store.members import select_members
from groups.registers.model.money import LoanFund
from ledger.accounts import Fund, bank, cash_box, loan_principal, outside_fund, savings, social_fund
from ledger.balances import balances_of
from storage.tx import Tx

_OUTSIDE: Final[tuple[LoanFund, ...]] = tuple(fund for fund in LoanFund if fund is not LoanFund.OWN)


def free_money(tx: Tx, group_id: str, loans: Iterable[Loan]) -> dict[LoanFund, int]:
    """How much each fund can still promise, in paise; funds are kept apart.

    Outside money: received, less returned, less what is lent of it. The group's own: what box and
    bank hold, less the other funds. From both, the amounts of promised loans are subtracted.
    """
    every = list(loans)
    by_account = {name: amount.minor for name, amount in balances_of(tx, group_id).items()}
    free: dict[LoanFund, int] = {
        fund: by_account.get(outside_fund(Fund(fund.value)), 0) - _out(every, fund, by_account)
        for fund in _OUTSIDE
    }
    money = by_account.get(cash_box(), 0) + by_account.get(bank(), 0)
    free[LoanFund.OWN] = money - sum(free.values()) - by_account.get(social_fund(), 0)
    for loan in every:
        if loan.state in RESERVED:
            free[loan.fund] -= loan.terms.principal
    return free


def _out(loans: Iterable[Loan], fund: LoanFund, by_account: dict[str, int]) -> int:
    """The principal of a fund that borrowers owe, in paise."""
    return sum(
        by_account.get(loan_principal(loan.member_id, loan.id), 0)
        for loan in loans
        if loan.fund is fund
    )


@dataclass(frozen=True, slots=True)
class Sharable:
    """The amount that can be shared out now, in paise, and the members who get a part."""

    earned: int
    payable: int  # the group's own cash in the box, less what is promised to loans
    whose: tuple[tuple[Member, int], ...]  # with her savings in paise


def select_sharable(tx: Tx, group_id: str) -> Sharable:
    """What can be shared out now; to decide on it, lock the group first."""
    by_account = {name: amount.minor for name, amount in balances_of(tx, group_id).items()}
    own = free_money(tx, group_id, select_loans_of_group(tx, group_id))[LoanFund.OWN]
    whose = (
        (member, by_account.get(savings(member.id), 0))
        for member in select_members(tx, group_id)
        if member.state is not MemberState.WAITING
    )
    return Sharable(
        earned=earned(by_account),
        payable=max(0, min(own, by_account.get(cash_box(), 0))),
        whose=tuple((member, amount) for member, amount in whose if amount > 0),
    )
