"""Check a meeting's money lines: their members, and what funds and savings can pay."""

from collections.abc import Iterable, Mapping

from groups.charter.store import select_charter
from groups.funds.facts.free_money import free_money, select_sharable
from groups.funds.model.refusals import (
    NotEnoughInFund,
    NotEnoughSavings,
    NotShares,
    ShareValueFixed,
)
from groups.funds.rules.funds import BANK, SOCIAL, least_savings, moved_in, short_of
from groups.loans.model.loan import RESERVED, Loan
from groups.loans.model.refusals import SpentSince
from groups.loans.store.loans import select_loans_of_group
from groups.people.facts.names import name_of
from groups.people.model.group import Group
from groups.people.model.refusals import BadAnswer
from groups.people.store.members import select_member, select_members_ever
from groups.registers.model.meeting import RegisterLine
from groups.registers.model.money import SETTLES, LoanFund, MoneyKind, MoneyLine
from groups.registers.rules.meeting import not_in_shares
from ledger.accounts import bank, cash_box, loan_principal, saver_of, savings, social_fund
from ledger.balances import balances_of
from storage.tx import Tx


def check_members(tx: Tx, group_id: str, lines: Iterable[MoneyLine]) -> None:
    """Refuse a line whose member never belonged to the group, before it shows anything of her."""
    named = [line for line in lines if line.member_id is not None]
    ever = {member.id for member in select_members_ever(tx, group_id)} if named else set()
    for line in named:
        if line.member_id not in ever:
            raise BadAnswer(line.kind.value)


def check_funds(
    tx: Tx, group_id: str, lines: Iterable[MoneyLine], before: Iterable[MoneyLine] = ()
) -> None:
    """Refuse lines that take more than there is; all of the meeting is posted, the group locked.

    A fund may spend what it has not lent, also what is promised to loans. A borrower keeps the
    savings that her loan from the group's own money requires. `before` are the lines that a
    correction replaces.
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
        by_account = {name: it.minor for name, it in balances_of(tx, group_id).items()}
        held[SOCIAL], held[BANK] = by_account.get(social_fund(), 0), by_account.get(bank(), 0)
        short = short_of(taken, held)
        if short is not None:
            fund, available = short
            raise NotEnoughInFund(fund, available)
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
    by_account = {name: it.minor for name, it in balances_of(tx, group_id).items()}
    stays = _behind_loans(tx, group_id, by_account, own)
    for member_id, amount in taken.items():
        left = by_account[savings(member_id)] - stays.get(member_id, 0) * (member_id in paid_out)
        if left < 0:
            member = select_member(tx, member_id)
            assert member is not None, "members are never deleted"
            raise NotEnoughSavings(member.name, max(0, left + amount))


def _behind_loans(
    tx: Tx, group_id: str, by_account: Mapping[str, int], own: Iterable[Loan]
) -> dict[str, int]:
    """The savings that each borrower of the group's own money must keep, in paise."""
    times = select_charter(tx, group_id).loans.internal.times_own_savings
    owed: dict[str, int] = {}
    for loan in own:
        left = by_account.get(loan_principal(loan.member_id, loan.id), 0)
        owed[loan.member_id] = owed.get(loan.member_id, 0) + left
    return {member_id: least_savings(amount, times) for member_id, amount in owed.items()}


def held_in(tx: Tx, group_id: str) -> dict[str, int]:
    """What box, bank, each fund and each member's savings hold, in paise."""
    loans = (loan for loan in select_loans_of_group(tx, group_id) if loan.state not in RESERVED)
    by_account = {name: amount.minor for name, amount in balances_of(tx, group_id).items()}
    held = {name: amount for name, amount in by_account.items() if _is_held(name)}
    return held | {fund.value: free for fund, free in free_money(tx, group_id, loans).items()}


def check_not_spent(before: Mapping[str, int], now: Mapping[str, int]) -> None:
    """Refuse a reversal of money that was spent since; an earlier shortfall may remain."""
    if any(amount < min(0, before.get(name, 0)) for name, amount in now.items()):
        raise SpentSince


def _is_held(name: str) -> bool:
    return name in {cash_box(), bank(), social_fund()} or saver_of(name) is not None


def check_shares(
    tx: Tx, group: Group, lines: Iterable[RegisterLine], dues: Mapping[str, int]
) -> None:
    """Refuse a register in which a member bought part of a share, or too many shares."""
    most = select_charter(tx, group.id).saving.shares_most
    if not most:
        return
    wrong = not_in_shares(lines, dues, group.saving, most)
    if wrong is not None:
        raise NotShares(name_of(tx, wrong), group.saving, most)


def check_price(tx: Tx, group: Group) -> None:
    """Refuse a new share price while members hold shares."""
    if select_charter(tx, group.id).saving.shares_most and select_sharable(tx, group.id).whose:
        raise ShareValueFixed
