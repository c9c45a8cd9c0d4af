"""The rows of a group's loans at a cut; a single query if there are none."""

from typing import Final

from groups.standing.rules.known_loans import ToldLoans
from groups.standing.store.loans_at_cut import (
    select_interest,
    select_paid,
    select_steps,
    select_terms,
)
from storage.tx import Tx

# A transaction that runs now may commit later with an earlier time: facts from loans are read
# as known a minute before, so that `verify` finds the same.
ON_ITS_WAY: Final = 60_000_000  # micro-seconds


def read_told_loans(tx: Tx, group_id: str, *, cut: int) -> ToldLoans:
    """The rows of loans that were handed over up to a cut (micro-seconds)."""
    terms = select_terms(tx, group_id, cut=cut)
    if not terms:
        return ToldLoans()
    return ToldLoans(
        terms=terms,
        paid=select_paid(tx, group_id, cut=cut),
        interest=select_interest(tx, group_id, cut=cut),
        steps=select_steps(tx, group_id, cut=cut),
    )
