"""A loan's schedules one after another: what was paid counts for the one that stood just then."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from groups.loans.model.terms import Terms
from groups.loans.rules.outstanding import LoanBook, Paid, owed_in_books
from groups.loans.rules.schedule import due_day, schedule


@dataclass(frozen=True, slots=True)
class Schedule:
    """One version of the terms: when it was recorded, from when it counts, interest posted."""

    recorded_at: int  # micro-seconds
    began: date
    terms: Terms
    accrued: tuple[int, ...] = ()
    difference: int = 0  # of corrections, that no period has taken in yet


@dataclass(frozen=True, slots=True)
class Recorded:
    """A payment as it stands, and when it was recorded first, in micro-seconds."""

    recorded_at: int
    paid: Paid


def books_of(schedules: Sequence[Schedule], paid: Iterable[Recorded]) -> tuple[LoanBook, ...]:
    """Each schedule with what was paid while it stood, from its record to that of the next.

    Interest that was unpaid then goes over, and falls due with the first line of the next; so does
    what corrections changed of it.
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
    """The day from which a new schedule counts its periods: the end of the last one charged."""
    charged = len(book.accrued)
    return due_day(book.began, book.terms.rhythm, charged) if charged else book.began


def rest_of(book: LoanBook, months: int, grace_months: int) -> Terms:
    """What is agreed anew: the principal that is left, in so many months, all else as it was."""
    left = owed_in_books(book).principal
    return replace(book.terms, principal=left, months=months, grace_months=grace_months)


def anew(book: LoanBook, months: int, grace_months: int) -> LoanBook:
    """The schedule that would take a loan's place, with the interest that is unpaid."""
    terms, unpaid = rest_of(book, months, grace_months), owed_in_books(book).interest
    return _book(Schedule(0, begins_anew(book), terms), (), unpaid)


def _book(one: Schedule, paid: tuple[Paid, ...], carried: int) -> LoanBook:
    first, *rest = schedule(one.terms, one.began)
    lines = (replace(first, interest=first.interest + carried), *rest)
    return LoanBook(one.terms, one.began, lines, paid, one.accrued, carried)
