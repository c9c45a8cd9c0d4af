"""A meeting's money is of the group: its members, its funds and their savings, and no more."""

from collections.abc import Iterable, Mapping

from groups.charter.store import charter_of
from groups.funds.facts.free_money import free_money
from groups.funds.model.refusals import NotEnoughInFund, NotEnoughSavings
from groups.funds.rules.funds import BANK, SOCIAL, least_savings, moved_in, short_of
from groups.funds.rules.settling import SETTLES
from groups.loans.model.loan import RESERVED, Loan
from groups.loans.store.loans import select_loans_of_group
from groups.people.model.refusals import BadAnswer
from groups.people.store.members import select_member, select_members_ever
from groups.registers.model.fund import LoanFund
from groups.registers.model.money import MoneyKind, MoneyLine
from ledger.accounts import bank, loan_principal, savings, social_fund
from ledger.balances import balances_of
from storage.tx import Tx


def check_members(tx: Tx, group_id: str, lines: Iterable[MoneyLine]) -> None:
    """Refuse a line that names nobody who is or was of the group, before it tells anything."""
    named = [line for line in lines if line.member_id is not None]
    ever = {member.id for member in select_members_ever(tx, group_id)} if named else set()
    for line in named:
        if line.member_id not in ever:
            raise BadAnswer(line.kind.value)


def check_funds(
    tx: Tx, group_id: str, lines: Iterable[MoneyLine], before: Iterable[MoneyLine] = ()
) -> None:
    """Refuse what these lines took, once all of the meeting is posted; the group is locked.

    A fund has what is not lent of it; what is promised to loans may still be spent. Who owes keeps
    the savings that her loan from the group's own money asks for. `before` are the lines that a
    correction took the place of.
    """
    every, replaced = list(lines), list(before)
    if not every and not replaced:
        return
    loans = select_loans_of_group(tx, group_id)
    fund_of = {loan.id: loan.fund for loan in loans}
    taken = dict.fromkeys(moved_in(replaced, fund_of), 0) | moved_in(every, fund_of)
    if taken:
        out = [loan for loan in loans if loan.state not in RESERVED]
        held = {fund.value: free for fund, free in free_money(tx, group_id, out).items()}
        kept = {name: it.minor for name, it in balances_of(tx, group_id).items()}
        held[SOCIAL], held[BANK] = kept.get(social_fund(), 0), kept.get(bank(), 0)
        short = short_of(taken, held)
        if short is not None:
            raise NotEnoughInFund(*short)
    _check_savings(tx, group_id, every, [loan for loan in loans if loan.fund is LoanFund.OWN])


def _check_savings(tx: Tx, group_id: str, lines: Iterable[MoneyLine], own: Iterable[Loan]) -> None:
    taken: dict[str, int] = {}
    paid_out: set[str] = set()
    for line in lines:
        if line.kind in SETTLES and line.member_id is not None:
            taken[line.member_id] = taken.get(line.member_id, 0) + line.amount
            paid_out |= {line.member_id} if line.kind is MoneyKind.SAVING_OUT else set()
    if not taken:
        return
    kept = {name: it.minor for name, it in balances_of(tx, group_id).items()}
    stays = _behind_loans(tx, group_id, kept, own)
    for member_id, amount in taken.items():
        left = kept[savings(member_id)] - stays.get(member_id, 0) * (member_id in paid_out)
        if left < 0:
            member = select_member(tx, member_id)
            assert member is not None, "members are never deleted"
            raise NotEnoughSavings(member.name, max(0, left + amount))


def _behind_loans(
    tx: Tx, group_id: str, kept: Mapping[str, int], own: Iterable[Loan]
) -> dict[str, int]:
    """What stays of the savings of each who owes of the group's own money, in paise."""
    times = charter_of(tx, group_id).loans.internal.times_own_savings
    owed: dict[str, int] = {}
    for loan in own:
        left = kept.get(loan_principal(loan.member_id, loan.id), 0)
        owed[loan.member_id] = owed.get(loan.member_id, 0) + left
    return {member_id: least_savings(amount, times) for member_id, amount in owed.items()}
