"""The loans of a group as they were known at a cut: table rows in, histories out."""

from collections.abc import Container
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from groups.calendar.model import Rhythm
from groups.loans.model.loan import LoanState
from groups.loans.rules.loan_books import Recorded, ScheduleVersion, books_of
from groups.loans.rules.outstanding import Paid
from groups.loans.rules.terms_of_row import terms_of
from groups.standing.rules.loan_evidence import LoanHistory

# Borrower, loan, ladder step, version, first day, time of record, and the terms.
TermsRow = tuple[Any, ...]
# Loan, meeting, version, day, principal, interest, recorded; version 0 is a waiver.
PaidRow = tuple[str, str, int, str, int, int, int]
# Loan, version of the terms, period, amount, recorded; the last of a period counts.
InterestRow = tuple[str, int, int, int, int]
StepRow = tuple[str, str, str, int]  # loan, new state, day, recorded

LET_OFF: Final = 0

# The states of a loan after its hand-over, unless the hand-over was undone.
_LENT: Final = frozenset({LoanState.PAID_OUT, LoanState.REPAID, LoanState.WRITTEN_OFF})


@dataclass(frozen=True, slots=True)
class ToldLoans:
    """The rows about loans that were handed over, each list in the order of record."""

    terms: list[TermsRow] = field(default_factory=list)
    paid: list[PaidRow] = field(default_factory=list)
    interest: list[InterestRow] = field(default_factory=list)
    steps: list[StepRow] = field(default_factory=list)

    def only(self, loan_ids: Container[str]) -> "ToldLoans":
        """Only the rows of these loans."""
        return ToldLoans(
            terms=[row for row in self.terms if row[1] in loan_ids],
            paid=[row for row in self.paid if row[0] in loan_ids],
            interest=[row for row in self.interest if row[0] in loan_ids],
            steps=[row for row in self.steps if row[0] in loan_ids],
        )


@dataclass(frozen=True, slots=True)
class KnownLoans:
    """The histories of one borrower's loans, newest last, and the rhythm of the newest."""

    histories: tuple[LoanHistory, ...]
    rhythm: Rhythm


def known_loans(loan_rows: ToldLoans, *, cut: int) -> dict[str, KnownLoans]:
    """The loans of each borrower as they were known at a cut, in micro-seconds."""
    rows: dict[str, list[TermsRow]] = {}
    for row in loan_rows.terms:
        if row[5] <= cut:
            rows.setdefault(row[1], []).append(row)
    by_borrower: dict[str, list[LoanHistory]] = {}
    for several in rows.values():
        history = _history(loan_rows, several, cut)
        if history is not None:
            by_borrower.setdefault(several[0][0], []).append(history)
    return {
        borrower: KnownLoans(tuple(loans), loans[-1].books[-1].terms.rhythm)
        for borrower, loans in by_borrower.items()
    }


def debts(loan_rows: ToldLoans, *, cut: int) -> dict[str, tuple[int, int]]:
    """The outstanding principal and posted interest of each loan by its own books, in paise."""
    loans = [loan for hers in known_loans(loan_rows, cut=cut).values() for loan in hers.histories]
    return {loan.loan_id: _debt(loan) for loan in loans}


def _debt(loan: LoanHistory) -> tuple[int, int]:
    paid = [each for book in loan.books for each in book.paid]
    principal = loan.books[0].terms.principal - sum(each.principal for each in paid)
    accrued = sum(sum(book.accrued) for book in loan.books)
    return principal, accrued - sum(each.interest for each in paid)


def _accrued(loan_rows: ToldLoans, loan: str, version: int, cut: int) -> tuple[int, ...]:
    """The interest of every period, by its newest row up to a cut."""
    by_number = {
        number: amount
        for of_loan, of_version, number, amount, recorded_at in loan_rows.interest
        if (of_loan, of_version) == (loan, version) and recorded_at <= cut
    }
    return tuple(by_number.values())


def _paid(loan_rows: ToldLoans, loan: str, cut: int) -> list[Recorded]:
    """The payments by the newest register known, each with the time of its first record."""
    by_meeting: dict[str, Recorded] = {}
    for of_loan, meeting, version, iso_day, principal, interest, recorded_at in loan_rows.paid:
        if of_loan == loan and recorded_at <= cut:
            first = by_meeting[meeting].recorded_at if meeting in by_meeting else recorded_at
            is_let_off = version == LET_OFF
            paid = Paid(date.fromisoformat(iso_day), principal, interest, is_let_off=is_let_off)
            by_meeting[meeting] = Recorded(first, paid)
    return [*by_meeting.values()]


def _history(loan_rows: ToldLoans, rows: list[TermsRow], cut: int) -> LoanHistory | None:
    """A loan by the rows of its schedules; None if its hand-over was undone.

    If the loan was handed over again, only the terms agreed since then count.
    """
    loan, ladder_step = rows[0][1:3]
    states = [
        (LoanState(state), date.fromisoformat(iso_day))
        for of_loan, state, iso_day, recorded_at in loan_rows.steps
        if of_loan == loan and recorded_at <= cut
    ]
    if not states or states[-1][0] not in _LENT:
        return None
    rows = [row for row in rows if row[5] >= _approved_at(loan_rows, loan, cut)]
    last, last_day = states[-1]
    written_off = [day for state, day in states if state is LoanState.WRITTEN_OFF]
    return LoanHistory(
        books=books_of(
            [_schedule(loan_rows, row, cut) for row in rows], _paid(loan_rows, loan, cut)
        ),
        repaid_day=last_day if last is LoanState.REPAID else None,
        written_off_day=written_off[0] if written_off else None,
        loan_id=loan,
        handed_at=rows[0][5],
        ladder_step=ladder_step,
    )


def _approved_at(loan_rows: ToldLoans, loan: str, cut: int) -> int:
    """When a loan last began to wait for its hand-over, in micro-seconds; 0 if it never did.

    It waits after an approval, and after an undone hand-over. The loans from a group's old books
    were not approved here.
    """
    return max(
        (
            recorded_at
            for of_loan, state, _, recorded_at in loan_rows.steps
            if (of_loan, state) == (loan, LoanState.APPROVED) and recorded_at <= cut
        ),
        default=0,
    )


def _schedule(loan_rows: ToldLoans, row: TermsRow, cut: int) -> ScheduleVersion:
    _, loan, _, version, began, recorded_at, *terms = row
    accrued = _accrued(loan_rows, loan, version, cut)
    return ScheduleVersion(recorded_at, date.fromisoformat(began), terms_of(*terms), accrued)
