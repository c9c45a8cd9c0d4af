"""The schedules of a loan in order; a payment counts for the one it was recorded under."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from groups.loans.model.terms import Terms
from groups.loans.rules.outstanding import LoanBook, Paid, owed_in_books
from groups.loans.rules.schedule import due_day, schedule


@dataclass(frozen=True, slots=True)
class ScheduleVersion:
    """One version of the terms, from `began`; `accrued` is the interest posted, in paise."""

    recorded_at: int  # micro-seconds
    began: date
    terms: Terms
    accrued: tuple[int, ...] = ()
    difference: int = 0  # paise of corrections that no period has charged yet


@dataclass(frozen=True, slots=True)
class Recorded:
    """A payment by its newest record, and the time of its first record, in micro-seconds."""

    recorded_at: int
    paid: Paid


def books_of(
    schedules: Sequence[ScheduleVersion], paid: Iterable[Recorded]
) -> tuple[LoanBook, ...]:
    """A loan book for each schedule, with the payments recorded while it was in force.

    Unpaid interest goes over to the next schedule and falls due with its first line; differences
    from corrections go over too.
    """
    every = sorted(paid, key=lambda one: one.paid.day)
    books: list[LoanBook] = []
    carried = difference = 0
    for one, after in pairwise((*schedules, None)):
        assert one is not None, "only the last has none after it"
        since = one.recorded_at if books else 0
        hers = tuple(
            each.paid
            for each in every
            if since <= each.recorded_at and (after is None or each.recorded_at < after.recorded_at)
        )
        difference += one.difference
        books.append(replace(_book(one, hers, carried), difference=difference))
        carried += sum(one.accrued) - sum(each.interest for each in hers)
    return tuple(books)


def begins_anew(book: LoanBook) -> date:
    """The day from which a new schedule counts: the end of the last period with posted interest."""
    return due_day(book.terms, book.began, len(book.accrued))


def rest_of(book: LoanBook, months: int, grace_months: int) -> Terms:
    """The terms after a rescheduling: outstanding principal, new months, all else unchanged.

    Due days still hang on the day on which they hung before.
    """
    return replace(
        book.terms,
        principal=owed_in_books(book).principal,
        months=months,
        grace_months=grace_months,
        hangs_on=book.terms.hangs_on or book.began,
    )


def anew(book: LoanBook, months: int, grace_months: int) -> LoanBook:
    """The loan book that a rescheduling would begin, with the unpaid interest carried over."""
    terms, unpaid = rest_of(book, months, grace_months), owed_in_books(book).interest
    return _book(ScheduleVersion(0, begins_anew(book), terms), (), unpaid)


def _book(one: ScheduleVersion, paid: tuple[Paid, ...], carried: int) -> LoanBook:
    first, *rest = schedule(one.terms, one.began)
    lines = (replace(first, interest=first.interest + carried), *rest)
    return LoanBook(one.terms, one.began, lines, paid, one.accrued, carried)
