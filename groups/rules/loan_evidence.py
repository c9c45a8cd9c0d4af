"""What a member's loans tell of her: instalments kept or missed, promises broken, loans repaid."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from groups.rules.evidence import DefaultFact, InstalmentFact
from groups.rules.overdue import DEFAULT_FROM_DAYS
from groups.rules.repaying import LoanBook, PayableOn, is_paid_by, is_paid_in_time

_TO_DEFAULT: Final = timedelta(DEFAULT_FROM_DAYS)


@dataclass(frozen=True, slots=True)
class LoanHistory:
    """A loan that was handed over: `books` in the order of its schedules, and how it ended."""

    books: tuple[LoanBook, ...]
    repaid_day: date | None = None
    written_off_day: date | None = None


@dataclass(frozen=True, slots=True)
class LoanFacts:
    """What all her loans come to, for the scorer's evidence."""

    instalments: tuple[InstalmentFact, ...] = ()
    defaults: tuple[DefaultFact, ...] = ()
    repaid_day: date | None = None  # the first loan she repaid in full


def loan_facts(loans: Iterable[LoanHistory], end: date, payable_on: PayableOn) -> LoanFacts:
    """The facts up to the end of a period.

    An instalment counts from the day on which it was payable; a loan is broken once, on the 91st
    day overdue or when it is written off, whichever comes first, and is repaid in full or not.
    """
    every = list(loans)
    repaid = [loan.repaid_day for loan in every if loan.repaid_day and loan.repaid_day <= end]
    return LoanFacts(
        instalments=tuple(fact for loan in every for fact in _instalments(loan, end, payable_on)),
        defaults=tuple(fact for loan in every for fact in _defaults(loan, end, payable_on)),
        repaid_day=min(repaid, default=None),
    )


def broken_day(loan: LoanHistory, end: date, payable_on: PayableOn) -> date | None:
    """The day on which a loan was broken, up to a day; None while it is not."""
    days = [loan.written_off_day] if loan.written_off_day else []
    for book, last in _with_ends(loan):
        for line in book.lines:
            broken = payable_on(line.day) + _TO_DEFAULT
            is_asked = last is None or broken < last  # a new schedule asks anew
            if is_asked and broken <= end and not is_paid_by(book, line, broken):
                days.append(broken)
    return min((day for day in days if day <= end), default=None)


def _instalments(loan: LoanHistory, end: date, payable_on: PayableOn) -> Iterator[InstalmentFact]:
    for book, last in _with_ends(loan):
        for line in book.lines:
            day = payable_on(line.day)
            if day <= end and (last is None or day < last):
                yield InstalmentFact(day, is_paid_in_time(book, line, payable_on))


def _defaults(loan: LoanHistory, end: date, payable_on: PayableOn) -> Iterator[DefaultFact]:
    day = broken_day(loan, end, payable_on)
    if day is not None:
        is_repaid = loan.repaid_day is not None and loan.repaid_day <= end
        yield DefaultFact(day, loan.repaid_day if is_repaid else None)


def _with_ends(loan: LoanHistory) -> Iterator[tuple[LoanBook, date | None]]:
    """Each schedule with the day on which the next one took its place."""
    for book, after in pairwise((*loan.books, None)):
        assert book is not None, "only the last has none after it"
        yield book, after.began if after else None
