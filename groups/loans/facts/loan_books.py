"""A loan by its schedules: built from its terms, its interest and its payments."""

from collections.abc import Iterable

from groups.loans.model.loan import Loan
from groups.loans.rules.loan_books import ScheduleVersion, books_of
from groups.loans.rules.outstanding import LoanBook
from groups.loans.store.loan_books import NEVER_CUT, select_accrued, select_paid
from groups.loans.store.loans import ASKED, Agreed
from storage.tx import Tx


def read_books(
    tx: Tx,
    loan: Loan,
    agreed: Iterable[Agreed],
    *,
    cut: int = NEVER_CUT,
    without: str = "",
) -> tuple[LoanBook, ...]:
    """A loan by its schedules, as known at a cut (micro-seconds); empty before the hand-over.

    Payments after a new schedule count for that schedule only. `without` is a meeting whose
    payment is left out because it is being corrected.
    """
    accrued = select_accrued(tx, loan.id, cut=cut)
    schedules = [
        ScheduleVersion(
            one.recorded_at,
            one.began,
            one.terms,
            tuple(amount for _, amount in accrued[one.version]),
            sum(counted - amount for counted, amount in accrued[one.version]),
        )
        for one in agreed
        if one.version > ASKED
    ]
    return books_of(schedules, select_paid(tx, loan.id, cut=cut, without=without))
