"""The state of every loan of a group on a day."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from groups.calendar.rules.days import on_or_after
from groups.charter.rules.charter import Charter
from groups.loans.facts.loan_books import read_books
from groups.loans.model.loan import Loan, LoanState
from groups.loans.rules.arrears import Lent
from groups.loans.rules.outstanding import LoanBook, Overdue, overdue, principal_left
from groups.loans.rules.payable_day import payable_on
from groups.loans.store.loans import select_loans_of_group, select_terms
from groups.people.model.group import Group
from groups.registers.store.meetings import select_days_held
from storage.tx import Tx


@dataclass(frozen=True, slots=True)
class LoanNow:
    """A loan with its newest schedule and its arrears; None before the hand-over."""

    loan: Loan
    book: LoanBook | None
    late: Overdue | None
    left: int  # principal outstanding, in paise


def payable_in(
    tx: Tx,
    group: Group,
    charter: Charter,
    meets_on: date | None = None,
    *,
    today: date = date.min,
) -> Callable[[date], date]:
    """A function from a due day to its payable day in the group, as known on `today`.

    A meeting is held on `meets_on`, beside those whose registers are closed.
    """
    held: set[date] = {*select_days_held(tx, group.id), *([meets_on] if meets_on else [])}
    return payable_on(
        sorted(held),
        lambda day: on_or_after(day, group.meeting_day),
        charter.loans.terms.payable_days_at_most,
        today=today,
    )


def loans_now(tx: Tx, group: Group, charter: Charter, day: date) -> list[LoanNow]:
    """Every loan of a group at the end of a day, the oldest first."""
    payable = payable_in(tx, group, charter, today=day)
    return [_now(tx, loan, day, payable) for loan in select_loans_of_group(tx, group.id)]


def lent(out: Iterable[LoanNow]) -> list[Lent]:
    """Paid-out loans as the standard measures count them."""
    return [
        Lent(
            each.left,
            each.late.days if each.late else 0,
            each.late.owed.amount if each.late else 0,
        )
        for each in out
    ]


def _now(tx: Tx, loan: Loan, day: date, payable: Callable[[date], date]) -> LoanNow:
    books = read_books(tx, loan, select_terms(tx, loan.id)) if loan.paid_out_day else ()
    if not books:
        return LoanNow(loan, None, None, 0)
    is_out = loan.state is LoanState.PAID_OUT
    late = overdue(books[-1], day, payable) if is_out else None
    return LoanNow(loan, books[-1], late, principal_left(books[-1], day) if is_out else 0)
