"""Kept sums that are not the sums of their postings: nothing of the kind may ever be found."""

from dataclasses import dataclass

from ledger.balances import DRIFT
from storage.tx import Tx


@dataclass(frozen=True, slots=True)
class Drift:
    """A stored balance that differs from the sum of its postings; both are debits less credits."""

    group_id: str
    account: str
    unit: str
    kept: int
    posted: int


def drift(tx: Tx) -> tuple[Drift, ...]:
    """Recompute every balance from the postings; return those that differ: the books' faults."""
    return tuple(tx.all(Drift, DRIFT))
