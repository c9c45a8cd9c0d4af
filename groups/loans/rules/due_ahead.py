"""What will be payable of a loan on a day to come, with the interest that is posted by then."""

from datetime import date

from groups.loans.rules.outstanding import LoanBook, Owed, PayableOn, accrued_by, due


def due_by(book: LoanBook, day: date, payable_on: PayableOn) -> Owed:
    """What is to be paid in a meeting of a day that may be still to come, if nothing is paid."""
    return due(accrued_by(book, day, payable_on), day)
