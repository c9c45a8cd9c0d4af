"""What is recorded of a loan's life: that it is asked for, and each step; the group is locked."""

from datetime import datetime

from groups.loans.store.loans import (
    ASKED,
    Agreed,
    Proposal,
    StepTaken,
    insert_loan,
    insert_loan_state,
    insert_step,
    insert_terms,
    update_loan_state,
)
from storage.tx import Tx


def record_loan(tx: Tx, group_id: str, proposal: Proposal, *, at: datetime) -> None:
    """Record a loan that is asked for, with its terms, and link both into the chain."""
    loan = proposal.loan
    insert_loan(tx, group_id, proposal, at=at)
    insert_loan_state(tx, group_id, loan, at=at)
    asked = Agreed(ASKED, loan.proposed_day, loan.terms, loan.proposed_by)
    insert_terms(tx, loan, asked, at=at)


def record_step(tx: Tx, group_id: str, taken: StepTaken, *, at: datetime) -> None:
    """Record a step, link it into the chain, and keep where the loan stands now."""
    insert_step(tx, group_id, taken, at=at)
    update_loan_state(tx, taken, at=at)
