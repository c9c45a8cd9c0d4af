"""What will be payable of a loan on a day to come, with the interest that is posted by then."""

from dataclasses import replace
from datetime import date

from groups.rules.repaying import (
    LoanBook,
    Owed,
    PayableOn,
    due,
    interest_of_period,
    periods_by,
)


def due_by(book: LoanBook, day: date, payable_on: PayableOn) -> Owed:
    """What is to be paid in a meeting of a day that may be still to come, if nothing is paid."""
    for number in range(len(book.accrued) + 1, periods_by(book, day) + 1):
        interest = interest_of_period(book, number, payable_on)
        book = replace(book, accrued=(*book.accrued, interest))
    return due(book, day)
