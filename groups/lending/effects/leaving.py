"""Her loans when her membership ends: promised loans are cancelled, debts stay."""

from groups.calendar.rules.days import day_in
from groups.lending.effects.telling import say_loan
from groups.lending.rules.lending import next_state
from groups.loans.effects.loans import record_step
from groups.loans.model.loan import RESERVED, LoanStep
from groups.loans.store.loans import StepTaken, select_loan, select_loans_of_member
from groups.people.model.deed import Deed
from groups.people.model.people import Member
from ledger.accounts import is_loan_of
from ledger.balances import balances_of
from storage.tx import Tx


def end_promises_of(tx: Tx, deed: Deed, member: Member) -> None:
    """Cancel the promised loans of a member who leaves; the money is free for others."""
    for loan in select_loans_of_member(tx, member.group_id, member.id):
        if loan.state not in RESERVED:
            continue
        step = LoanStep.CANCEL
        day = day_in(deed.group.zone, deed.at)
        taken = StepTaken(deed.new_id(), loan.id, step, next_state(loan, step), day, deed.by_id)
        record_step(tx, member.group_id, taken, at=deed.at)
        moved = select_loan(tx, loan.id)
        assert moved is not None, "loans are never deleted"
        say_loan(tx, deed.group, moved, "loan_cancelled", at=deed.at)


def owed_of(tx: Tx, member: Member) -> int:
    """What she owes of loans by the books, in paise."""
    balances = balances_of(tx, member.group_id)
    return sum(amount.minor for name, amount in balances.items() if is_loan_of(member.id, name))
