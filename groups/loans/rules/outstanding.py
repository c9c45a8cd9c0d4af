"""What is owed of a loan on a day: accrued interest, what is due, arrears, days overdue.

A period's interest is computed on the principal outstanding at its start: "2 % a month on what is
still owed". If no meeting is held on a due day, the payment moves to the next meeting (`payable_on`
says to which day); the interest period does not move.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import count, takewhile
from typing import Final

from groups.charter.model.terms import DebtPart
from groups.loans.model.refusals import PaysTooMuch
from groups.loans.model.terms import Instalment, Method, Terms
from groups.loans.rules.schedule import carried_interest, due_day, flat_interest, interest_on

PayableOn = Callable[[date], date]


ORDER: Final = (DebtPart.INTEREST, DebtPart.PRINCIPAL)


@dataclass(frozen=True, slots=True)
class Paid:
    """A reduction of a debt on a day, in paise: a payment or a waiver."""

    day: date
    principal: int
    interest: int
    is_let_off: bool = False


@dataclass(frozen=True, slots=True)
class LoanBook:
    """A loan since its hand-over or rescheduling: terms, schedule, payments, posted interest.

    `lines` is its schedule; `accrued` is the interest posted for the first periods, in paise.
    `carried` is interest that was unpaid when this schedule began; it is due with the first line.
    `difference` is interest that a correction added after it was posted (removed, if below 0): the
    next period charges it.
    """

    terms: Terms
    began: date
    lines: tuple[Instalment, ...]
    paid: tuple[Paid, ...] = ()
    accrued: tuple[int, ...] = ()
    carried: int = 0
    difference: int = 0


@dataclass(frozen=True, slots=True)
class Owed:
    """Principal and interest of a loan on a day, in paise."""

    principal: int
    interest: int

    @property
    def amount(self) -> int:
        """Principal and interest together, in paise."""
        return self.principal + self.interest


@dataclass(frozen=True, slots=True)
class Overdue:
    """Arrears in paise, the day on which the oldest part was payable, and the days overdue."""

    owed: Owed
    since: date
    days: int


def principal_left(book: LoanBook, day: date) -> int:
    """The outstanding principal at the end of a day, in paise."""
    return book.terms.principal - sum(paid.principal for paid in book.paid if paid.day <= day)


def interest_of_period(book: LoanBook, number: int, payable_on: PayableOn) -> int:
    """The interest of a period, counted from 1, in paise; it is posted on the last day.

    After the last instalment, interest on the reducing balance goes on; flat interest stops. It
    also stops once the principal is paid, unless the whole term was agreed.
    """
    left = _began_with(book, number, payable_on)
    if not book.terms.method.is_flat and book.terms.carries:
        run = sum(_began_with(book, earlier, payable_on) for earlier in range(1, number))
        return carried_interest(book.terms, run, left)
    if not book.terms.method.is_flat:
        return interest_on(book.terms, left)
    parts = flat_interest(book.terms)
    runs = left > 0 or book.terms.method is Method.FLAT_TO_THE_END
    return parts[number - 1] if runs and number <= len(parts) else 0


def periods_by(book: LoanBook, day: date) -> int:
    """How many periods have ended by a day; so many should have interest posted."""
    days = (due_day(book.terms, book.began, number) for number in count(1))
    return sum(1 for _ in takewhile(lambda last: last <= day, days))


def due(book: LoanBook, day: date) -> Owed:
    """What is to be paid in a meeting on this day, arrears included."""
    lines = [line for line in book.lines if line.day <= day]
    asked = sum(line.principal for line in lines)
    scheduled = book.terms.principal - asked
    interest = _interest_through(book, _last_number(book, lines, day))
    return Owed(
        principal=max(0, principal_left(book, day) - scheduled),
        interest=max(0, interest - _interest_paid(book, day)),
    )


def accrued_by(book: LoanBook, day: date, payable_on: PayableOn) -> LoanBook:
    """The same loan with the interest of every period ended by a day, posted or not yet."""
    for _ in range(len(book.accrued), periods_by(book, day)):
        book = with_next_period(book, payable_on)
    return book


def with_next_period(book: LoanBook, payable_on: PayableOn) -> LoanBook:
    """The same loan with one more period charged, `difference` included; never below 0."""
    counted = interest_of_period(book, len(book.accrued) + 1, payable_on) + book.difference
    charged = max(0, counted)
    return replace(book, accrued=(*book.accrued, charged), difference=counted - charged)


def is_paid_in_time(book: LoanBook, line: Instalment, payable_on: PayableOn) -> bool:
    """Whether all that was due up to an instalment was paid by the day it was payable."""
    return is_paid_by(book, line, payable_on(line.day))


def is_paid_by(book: LoanBook, line: Instalment, day: date) -> bool:
    """Whether all that was due up to an instalment was paid by the end of a day."""
    is_principal_paid = principal_left(book, day) <= _scheduled_left(book, line)
    return is_principal_paid and _interest_through(book, line.number) <= _interest_paid(book, day)


def overdue(book: LoanBook, day: date, payable_on: PayableOn) -> Overdue | None:
    """The arrears at the end of a day, or None; days overdue count from the oldest payable day."""
    late = [line for line in book.lines if payable_on(line.day) < day]
    unpaid = [line for line in late if not is_paid_by(book, line, day)]
    if not unpaid:
        return None
    interest = _interest_through(book, _last_number(book, late, day))
    owed = Owed(
        principal=max(0, principal_left(book, day) - _scheduled_left(book, late[-1])),
        interest=max(0, interest - _interest_paid(book, day)),
    )
    since = payable_on(unpaid[0].day)
    return Overdue(owed, since, (day - since).days)


def owed_in_all(book: LoanBook) -> Owed:
    """What is outstanding after all payments, with the flat interest that will be posted yet."""
    in_books = owed_in_books(book)
    is_whole = book.terms.method is Method.FLAT_TO_THE_END
    if not is_whole and not (book.terms.method.is_flat and in_books.principal):
        return in_books
    return replace(in_books, interest=in_books.interest + _to_come(book))


def owed_in_books(book: LoanBook) -> Owed:
    """What is outstanding in the books after all payments: interest as far as it is posted."""
    posted = book.carried + sum(book.accrued)
    return Owed(
        book.terms.principal - sum(paid.principal for paid in book.paid),
        posted - sum(paid.interest for paid in book.paid),
    )


def owed_by(book: LoanBook, day: date) -> Owed:
    """What can be paid on a day: outstanding principal and posted interest.

    Never more than is outstanding after later payments, as when an older meeting is corrected.
    """
    in_all = owed_in_all(book)
    over = sum(book.accrued[: periods_by(book, day)])
    posted = book.carried + over - _interest_paid(book, day)
    return Owed(
        principal=min(principal_left(book, day), in_all.principal),
        interest=max(0, min(posted, in_all.interest)),
    )


def closed_on(book: LoanBook, day: date, payable_on: PayableOn) -> LoanBook:
    """The same loan with the interest that only a payoff on this day adds.

    That is the full interest of the period that has begun, or of the whole term where that was
    agreed, and differences from corrections. No period has begun on the payable day of the period
    before, nor on the day of the hand-over.
    """
    if book.terms.method is Method.FLAT_TO_THE_END:
        for _ in range(len(book.accrued), len(flat_interest(book.terms))):
            book = with_next_period(book, payable_on)
    elif _has_begun(book, day, payable_on) and len(book.accrued) == periods_by(book, day):
        return with_next_period(book, payable_on)
    if book.difference <= 0 or not book.accrued:
        return book
    *before, last = book.accrued
    return replace(book, accrued=(*before, last + book.difference), difference=0)


def posted_ahead(book: LoanBook, day: date, payable_on: PayableOn) -> int:
    """The unpaid interest of the period that has begun, if it is posted already; else 0.

    It is posted early when a meeting is corrected after the period ended, or when a payment nearly
    closed the loan in the period. A payoff includes it, and all that is posted of a whole term.
    """
    over = periods_by(book, day)
    if book.terms.method is Method.FLAT_TO_THE_END:
        return owed_in_all(book).interest - owed_by(book, day).interest - _to_come(book)
    if len(book.accrued) <= over or not _has_begun(book, day, payable_on):
        return 0
    unpaid = owed_in_all(book).interest - owed_by(book, day).interest
    return min(book.accrued[over], unpaid)


def most_payable(book: LoanBook, day: date, payable_on: PayableOn) -> int:
    """The payoff on a day, in paise: the most that can be paid; it closes the loan.

    A payoff includes the full interest of the period that has begun.
    """
    more = sum(closed_on(book, day, payable_on).accrued) - sum(book.accrued)
    return owed_by(book, day).amount + more + posted_ahead(book, day, payable_on)


def closes_with(book: LoanBook, day: date, payable_on: PayableOn) -> int:
    """What closes a loan on a present or future day, in paise, if nothing is paid until then.

    What is due or late on the day is a part of it.
    """
    return most_payable(accrued_by(book, day, payable_on), day, payable_on)


def split(
    amount: int, owed: Mapping[DebtPart, int], order: Sequence[DebtPart] = ORDER
) -> dict[DebtPart, int]:
    """Split a payment into its parts, in paise, in the charter's order.

    `owed` holds all the outstanding principal, so that she may pay ahead. PaysTooMuch if the
    payment is more than all that is owed.
    """
    left, parts = amount, dict.fromkeys(owed, 0)
    for part in order:
        parts[part] = min(left, owed[part])
        left -= parts[part]
    if left:
        raise PaysTooMuch(sum(owed.values()))
    return parts


def _to_come(book: LoanBook) -> int:
    """The flat interest of the term that is not posted yet, in paise."""
    return max(0, sum(flat_interest(book.terms)) - sum(book.accrued))


def _has_begun(book: LoanBook, day: date, payable_on: PayableOn) -> bool:
    """Whether a period has begun: the day is after the payable day of the period before."""
    over = periods_by(book, day)
    paid_for = payable_on(due_day(book.terms, book.began, over)) if over else book.began
    return day > paid_for


def _began_with(book: LoanBook, number: int, payable_on: PayableOn) -> int:
    """The principal on which a period's interest is computed, in paise.

    A payment that moved to a later meeting counts as paid on its due day, up to what was scheduled.
    Who paid all that was left in that meeting has closed the loan before the period began.
    """
    if number == 1:
        return book.terms.principal
    began = due_day(book.terms, book.began, number - 1)
    left, payable = principal_left(book, began), payable_on(began)
    lines = [line for line in book.lines if line.number <= number - 1]
    if payable == began or not lines:
        return left
    scheduled = min(left, _scheduled_left(book, lines[-1]))
    if payable >= due_day(book.terms, book.began, number):
        return scheduled
    left_then = principal_left(book, payable)
    return max(scheduled, left_then) if left_then else 0


def _scheduled_left(book: LoanBook, line: Instalment) -> int:
    """The principal that the schedule leaves after an instalment, in paise."""
    through = (each.principal for each in book.lines if each.number <= line.number)
    return book.terms.principal - sum(through)


def _interest_through(book: LoanBook, number: int) -> int:
    return (book.carried if number else 0) + sum(book.accrued[:number])


def _interest_paid(book: LoanBook, day: date) -> int:
    return sum(paid.interest for paid in book.paid if paid.day <= day)


def _last_number(book: LoanBook, lines: Sequence[Instalment], day: date) -> int:
    """The last period whose interest is due; after the last instalment, all ended periods."""
    if not lines:
        return 0
    return periods_by(book, day) if lines[-1] == book.lines[-1] else lines[-1].number


def due_by(book: LoanBook, day: date, payable_on: PayableOn) -> Owed:
    """What is to be paid in a meeting on a present or future day, if nothing is paid until then."""
    return due(accrued_by(book, day, payable_on), day)
