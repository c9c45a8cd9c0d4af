"""What a group holds, for whom: nothing of it falls below nothing when a meeting is put right."""

from collections.abc import Mapping

from groups.funds.facts.free_money import free_money
from groups.loans.model.loan import RESERVED
from groups.loans.model.refusals_of_changes import SpentSince
from groups.loans.store.loans import select_loans_of_group
from ledger.accounts import bank, cash_box, social_fund
from ledger.balances import balances_of
from storage.tx import Tx


def held_in(tx: Tx, group_id: str) -> dict[str, int]:
    """What lies in the box, in the bank, in each fund and in everybody's savings, in paise."""
    loans = (loan for loan in select_loans_of_group(tx, group_id) if loan.state not in RESERVED)
    kept = {name: amount.minor for name, amount in balances_of(tx, group_id).items()}
    found = {name: amount for name, amount in kept.items() if _is_held(name)}
    return found | {fund.value: free for fund, free in free_money(tx, group_id, loans).items()}


def check_not_spent(before: Mapping[str, int], now: Mapping[str, int]) -> None:
    """Refuse to take back what went out again since; what fell short before may stay so."""
    if any(amount < min(0, before.get(name, 0)) for name, amount in now.items()):
        raise SpentSince


def _is_held(name: str) -> bool:
    return name in {cash_box(), bank(), social_fund()} or name.startswith("savings:")
