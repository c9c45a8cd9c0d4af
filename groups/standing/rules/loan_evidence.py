"""Evidence from a member's loans: instalments kept or missed, defaults, loans repaid."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from groups.loans.rules.arrears import DEFAULT_FROM_DAYS
from groups.loans.rules.outstanding import (
    LoanBook,
    PayableOn,
    is_paid_by,
    is_paid_in_time,
    principal_left,
)
from groups.standing.rules.evidence import DefaultFact, InstalmentFact


@dataclass(frozen=True, slots=True)
class LoanHistory:
    """A handed-over loan: its `books` in the order of its schedules, and how it ended.

    `handed_at` is the time of record of the hand-over (micro-seconds); `ladder_step` is the step of
    a DSC loan, from 1.
    """

    books: tuple[LoanBook, ...]
    repaid_day: date | None = None
    written_off_day: date | None = None
    loan_id: str = ""
    handed_at: int = 0
    ladder_step: int = 0

    @property
    def lent_day(self) -> date:
        """The day on which it was handed over."""
        return self.books[0].began

    def repaid_by(self, end: date) -> date | None:
        """The day by `end` on which she had repaid the whole loan herself; else None.

        Waived principal is not repaid. A written-off loan is repaid if it was paid after all.
        """
        if self.repaid_day is None or self.repaid_day > end:
            return None
        paid = (paid for book in self.books for paid in book.paid)
        is_let_off = any(each.is_let_off and each.principal for each in paid)
        return None if is_let_off and self.written_off_day is None else self.repaid_day


@dataclass(frozen=True, slots=True)
class LoanFacts:
    """The facts of all her loans together, as evidence for scoring."""

    instalments: tuple[InstalmentFact, ...] = ()
    defaults: tuple[DefaultFact, ...] = ()
    repaid_day: date | None = None  # the first loan she repaid in full
    steps_closed: int = 0  # the highest step of the ladder that she closed
    steps_on_time: int = 0  # the highest that she closed by the last day first agreed
    lent: int = 0  # how many loans were handed over to her


def loan_facts(
    loans: Iterable[LoanHistory],
    end: date,
    payable_on: PayableOn,
    *,
    broken_from: int = DEFAULT_FROM_DAYS,
) -> LoanFacts:
    """The facts of a member's loans up to the end of a period.

    An instalment counts from its payable day. A loan defaults once: on day `broken_from` overdue,
    or when it is written off, whichever comes first. Instalments that would be payable after a
    write-off do not count.
    """
    every = list(loans)
    repaid = [day for loan in every if (day := loan.repaid_by(end)) is not None]
    return LoanFacts(
        instalments=tuple(fact for loan in every for fact in _instalments(loan, end, payable_on)),
        defaults=tuple(
            fact for loan in every for fact in _defaults(loan, end, payable_on, broken_from)
        ),
        repaid_day=min(repaid, default=None),
        steps_closed=steps_closed(every, end, payable_on, on_time=False),
        steps_on_time=steps_closed(every, end, payable_on, on_time=True),
        lent=sum(loan.lent_day <= end for loan in every),
    )


def steps_closed(
    loans: Iterable[LoanHistory], end: date, payable_on: PayableOn, *, on_time: bool
) -> int:
    """The highest ladder step whose loan she has repaid; 0 if there is none.

    `on_time`: by the last day agreed at the hand-over; a rescheduling does not move that day.
    """
    closed = (
        loan.ladder_step
        for loan in loans
        if (day := loan.repaid_by(end))
        and (not on_time or day <= payable_on(loan.books[0].lines[-1].day))
    )
    return max(closed, default=0)


def principal_out(loan: LoanHistory, day: date) -> int:
    """The outstanding principal of a loan at the end of a day, in paise."""
    if _is_written_off(loan, day):
        return 0
    stands = [book for book in loan.books if book.began <= day]
    return principal_left(stands[-1], day) if stands else 0


def broken_day(
    loan: LoanHistory, end: date, payable_on: PayableOn, broken_from: int = DEFAULT_FROM_DAYS
) -> date | None:
    """The day of a loan's default, up to `end`; None if it is not in default."""
    days = [loan.written_off_day] if loan.written_off_day else []
    for book, last in _with_ends(loan):
        for line in book.lines:
            broken = payable_on(line.day) + timedelta(broken_from)
            is_asked = last is None or broken < last  # a new schedule has its own dues
            if is_asked and broken <= end and not is_paid_by(book, line, broken):
                days.append(broken)
    return min((day for day in days if day <= end), default=None)


def _instalments(loan: LoanHistory, end: date, payable_on: PayableOn) -> Iterator[InstalmentFact]:
    for book, last in _with_ends(loan):
        for line in book.lines:
            day = payable_on(line.day)
            is_asked = (last is None or day < last) and not _is_written_off(loan, day)
            if day <= end and is_asked:
                yield InstalmentFact(day, is_paid_in_time(book, line, payable_on))


def _is_written_off(loan: LoanHistory, day: date) -> bool:
    return loan.written_off_day is not None and loan.written_off_day <= day


def _defaults(
    loan: LoanHistory, end: date, payable_on: PayableOn, broken_from: int
) -> Iterator[DefaultFact]:
    day = broken_day(loan, end, payable_on, broken_from)
    if day is not None:
        yield DefaultFact(day, loan.repaid_by(end))


def _with_ends(loan: LoanHistory) -> Iterator[tuple[LoanBook, date | None]]:
    """Each schedule with the day on which the next one replaced it; None for the last."""
    for book, after in pairwise((*loan.books, None)):
        assert book is not None, "only the last has none after it"
        yield book, after.began if after else None
