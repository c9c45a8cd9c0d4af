"""The settlements of members who left: their savings, less what they owe of loans."""

from collections.abc import Sequence

from groups.funds.rules.sharing import settled
from groups.funds.store import select_left_with_savings
from groups.registers.model.money import RepaymentDue, SettlementReady
from storage.tx import Tx


def read_settlements(
    tx: Tx, group_id: str, owed: Sequence[RepaymentDue]
) -> tuple[SettlementReady, ...]:
    """The settlements that are ready in a meeting; `owed` is each loan's payoff."""
    return tuple(
        settled(
            SettlementReady(one.member_id, one.number, one.name, one.savings, 0, (), one.savings),
            {it.loan_id: it.most for it in owed if it.member_id == one.member_id},
        )
        for one in select_left_with_savings(tx, group_id)
    )
