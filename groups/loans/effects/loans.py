"""Record a loan's proposal and each step of its life-cycle; the group is locked."""

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
    """Record a proposed loan with its terms, and link both into the chain."""
    loan = proposal.loan
    insert_loan(tx, group_id, proposal, at=at)
    insert_loan_state(tx, group_id, loan, at=at)
    asked = Agreed(ASKED, loan.proposed_day, loan.terms, loan.proposed_by)
    insert_terms(tx, loan, asked, at=at)


def record_step(tx: Tx, group_id: str, taken: StepTaken, *, at: datetime) -> None:
    """Record a step, link it into the chain, and store the loan's new state."""
    insert_step(tx, group_id, taken, at=at)
    update_loan_state(tx, taken, at=at)
