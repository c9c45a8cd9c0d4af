"""What could be shared out now, and among whom."""

from dataclasses import dataclass

from groups.funds.facts.free_money import free_money
from groups.funds.rules.sharing import earned
from groups.loans.store.loans import select_loans_of_group
from groups.people.model.people import Member, MemberState
from groups.people.store.members import select_members
from groups.registers.model.fund import LoanFund
from ledger.accounts import cash_box, savings
from ledger.balances import balances_of
from storage.tx import Tx


@dataclass(frozen=True, slots=True)
class Sharable:
    """What could be shared out now, in paise, and the members who would have a part."""

    earned: int
    payable: int  # of the group's own money, from the box, beside what is promised to loans
    whose: tuple[tuple[Member, int], ...]  # with her savings


def select_sharable(tx: Tx, group_id: str) -> Sharable:
    """What could be shared out now; the group must be locked where something is decided."""
    kept = {name: amount.minor for name, amount in balances_of(tx, group_id).items()}
    own = free_money(tx, group_id, select_loans_of_group(tx, group_id))[LoanFund.OWN]
    whose = (
        (member, kept.get(savings(member.id), 0))
        for member in select_members(tx, group_id)
        if member.state is not MemberState.WAITING
    )
    return Sharable(
        earned=earned(kept),
        payable=max(0, min(own, kept.get(cash_box(), 0))),
        whose=tuple((member, amount) for member, amount in whose if amount > 0),
    )
