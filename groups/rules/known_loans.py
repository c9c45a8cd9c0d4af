"""The loans of a group as they were known at a cut: rows of tables in, histories out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from groups.model.loan import LoanState
from groups.model.rhythm import Rhythm
from groups.model.terms import Grace, Method, Per, Plan, Rate, Rounding, Terms
from groups.rules.loan_evidence import LoanHistory
from groups.rules.repaying import LoanBook, Paid
from groups.rules.terms import schedule

# Borrower, loan, version, the day it began, when it was recorded, and the terms.
TermsRow = tuple[Any, ...]
PaidRow = tuple[str, str, int, str, int, int, int]  # loan, meeting, version, day, amounts, recorded
InterestRow = tuple[str, int, int, int, int]  # loan, version, period, amount, recorded
StepRow = tuple[str, str, str, int]  # loan, state that it led to, day, recorded


@dataclass(frozen=True, slots=True)
class ToldLoans:
    """The rows that tell of loans that were handed over, each in the order of its record."""

    terms: list[TermsRow] = field(default_factory=list)
    paid: list[PaidRow] = field(default_factory=list)
    interest: list[InterestRow] = field(default_factory=list)
    steps: list[StepRow] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class KnownLoans:
    """The histories of one borrower's loans, the newest last, and the rhythm of that one."""

    histories: tuple[LoanHistory, ...]
    rhythm: Rhythm


def known_loans(told: ToldLoans, *, cut: int) -> dict[str, KnownLoans]:
    """The loans of each borrower as they were known at a cut, in micro-seconds."""
    books: dict[str, dict[str, list[LoanBook]]] = {}
    for borrower, loan, version, began, recorded_at, *terms in told.terms:
        if recorded_at <= cut:
            book = _book(told, loan, version, date.fromisoformat(began), terms_of(*terms), cut)
            books.setdefault(borrower, {}).setdefault(loan, []).append(book)
    return {
        borrower: KnownLoans(
            tuple(_history(told, loan, several, cut) for loan, several in loans.items()),
            [*loans.values()][-1][-1].terms.rhythm,
        )
        for borrower, loans in books.items()
    }


def terms_of(*row: Any) -> Terms:
    """The terms of a row, in the order of the table's columns."""
    principal, months, basis_points, per, rhythm, method, plan, *rest = row
    grace_months, grace, round_to, rounding = rest
    return Terms(
        principal=principal,
        months=months,
        rate=Rate(basis_points, Per(per)),
        rhythm=Rhythm(rhythm),
        method=Method(method),
        plan=Plan(plan),
        grace_months=grace_months,
        grace=Grace(grace),
        round_to=round_to,
        rounding=Rounding(rounding),
    )


def in_turn(books: list[LoanBook]) -> tuple[LoanBook, ...]:
    """Each schedule with what was paid while it stood: up to the day on which the next began."""
    ends = [*(book.began for book in books[1:]), date.max]
    return tuple(
        LoanBook(
            book.terms,
            book.began,
            book.lines,
            tuple(paid for paid in book.paid if book.began < paid.day <= end),
            book.accrued,
        )
        for book, end in zip(books, ends, strict=True)
    )


def _book(
    told: ToldLoans, loan: str, version: int, began: date, terms: Terms, cut: int
) -> LoanBook:
    newest: dict[str, Paid] = {}
    for of_loan, meeting, _, day, principal, interest, recorded_at in told.paid:
        if of_loan == loan and recorded_at <= cut:
            newest[meeting] = Paid(date.fromisoformat(day), principal, interest)
    accrued = (
        amount
        for of_loan, of_version, _, amount, recorded_at in told.interest
        if (of_loan, of_version) == (loan, version) and recorded_at <= cut
    )
    paid = tuple(sorted(newest.values(), key=lambda each: each.day))
    return LoanBook(terms, began, schedule(terms, began), paid, tuple(accrued))


def _history(told: ToldLoans, loan: str, books: list[LoanBook], cut: int) -> LoanHistory:
    states = [
        (LoanState(state), date.fromisoformat(day))
        for of_loan, state, day, recorded_at in told.steps
        if of_loan == loan and recorded_at <= cut
    ]
    days: Mapping[LoanState, date] = dict(states[-1:])
    written_off = [day for state, day in states if state is LoanState.WRITTEN_OFF]
    return LoanHistory(
        in_turn(books), days.get(LoanState.REPAID), written_off[0] if written_off else None
    )
