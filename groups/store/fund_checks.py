"""After a meeting moved money: no fund gave more than was its own, nobody more than she saved."""

from collections.abc import Iterable

from groups.model.loan import RESERVED
from groups.model.money import MoneyLine
from groups.model.refusals_of_funds import NotEnoughInFund, NotEnoughSavings
from groups.rules.funds import BANK, SOCIAL, moved_in, short_of
from groups.rules.settling import SETTLES
from groups.store.loan_record import free_money
from groups.store.loans import select_loans_of_group
from groups.store.members import select_member
from ledger.accounts import bank, savings, social_fund
from ledger.balances import balance
from storage.tx import Tx


def check_funds(
    tx: Tx, group_id: str, lines: Iterable[MoneyLine], before: Iterable[MoneyLine] = ()
) -> None:
    """Refuse what these lines took, once all of the meeting is posted; the group is locked.

    A fund has what is not lent of it; what is promised to loans may still be spent. `before` are
    the lines that a correction took the place of.
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
        held[SOCIAL] = balance(tx, group_id, social_fund()).minor
        held[BANK] = balance(tx, group_id, bank()).minor
        short = short_of(taken, held)
        if short is not None:
            raise NotEnoughInFund(*short)
    _check_savings(tx, group_id, every)


def _check_savings(tx: Tx, group_id: str, lines: Iterable[MoneyLine]) -> None:
    taken: dict[str, int] = {}
    for line in lines:
        if line.kind in SETTLES and line.member_id is not None:
            taken[line.member_id] = taken.get(line.member_id, 0) + line.amount
    for member_id, amount in taken.items():
        left = balance(tx, group_id, savings(member_id)).minor
        if left < 0:
            member = select_member(tx, member_id)
            assert member is not None, "members are never deleted"
            raise NotEnoughSavings(member.name, max(0, left + amount))
