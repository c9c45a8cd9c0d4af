"""A loan as the books showed it at the end of a day: made from postings and agreed terms alone.

What was corrected later is not in it, so that what was printed of a month stays as it was.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from groups.books.model import Movement
from groups.books.rules.book_lines import BOXES
from groups.loans.model.terms import Terms
from groups.loans.rules.interest_keys import period_of
from groups.loans.rules.loan_books import Recorded, ScheduleVersion, books_of
from groups.loans.rules.outstanding import LoanBook, Paid
from ledger.accounts import LoanPart, interest_income, loan_of, saver_of


@dataclass(frozen=True, slots=True)
class AgreedTerms:
    """A version of a loan's terms, and the day and moment (micro-seconds) of its recording."""

    version: int
    recorded_on: date
    recorded_at: int
    began: date
    terms: Terms


@dataclass(frozen=True, slots=True)
class Borrowed:
    """A loan that was handed over, with each version of its terms from then on, oldest first."""

    loan_id: str
    member_id: str
    agreed: tuple[AgreedTerms, ...]


class DebtChange(StrEnum):
    """What a movement does to a loan's debt."""

    LENT = "lent"
    CHARGED = "charged"  # interest
    PAID = "paid"  # from the boxes or from savings
    OTHERWISE = "otherwise"  # taken over, let off, written off, moved to another record


@dataclass(frozen=True, slots=True)
class LoanMove:
    """A movement of one account of a loan; `amount` in paise, below 0 for what was reversed.

    A change OTHERWISE is below 0 where it lowers the debt.
    """

    movement: Movement
    part: LoanPart
    change: DebtChange
    amount: int

    def of(self, change: DebtChange, part: LoanPart) -> int:
        """The amount if it is this change of this part, else 0; in paise."""
        return self.amount * (self.change is change and self.part is part)


def loan_moves(movement: Movement) -> Iterable[tuple[str, LoanMove]]:
    """What a movement does to loans, by the names of their accounts."""
    debit, credit = movement.debit, movement.credit
    lent, paid = loan_of(debit), loan_of(credit)
    if lent is not None:
        change = DebtChange.OTHERWISE
        if credit in BOXES:
            change = DebtChange.LENT
        elif credit == interest_income():
            change = DebtChange.CHARGED
        yield debit, LoanMove(movement, lent.part, change, movement.amount)
    if paid is not None:
        is_paid = debit in BOXES or saver_of(debit) is not None
        change = DebtChange.PAID if is_paid else DebtChange.OTHERWISE
        amount = movement.amount if is_paid else -movement.amount
        yield credit, LoanMove(movement, paid.part, change, amount)


def moves_by_loan(movements: Iterable[Movement]) -> Mapping[str, Sequence[LoanMove]]:
    """Every movement of each loan, by the loan's id and in their order."""
    by_loan: defaultdict[str, list[LoanMove]] = defaultdict(list)
    for movement in movements:
        for name, move in loan_moves(movement):
            loan = loan_of(name)
            assert loan is not None, "these are accounts of loans"
            by_loan[loan.loan_id].append(move)
    return by_loan


def books_on(borrowed: Borrowed, moves: Iterable[LoanMove], day: date) -> tuple[LoanBook, ...]:
    """A loan by its schedules as the books showed it at the end of a day; empty if it was not out.

    It was not out before the hand-over, nor after that was reversed.
    """
    until = [move for move in moves if move.movement.moved.day <= day]
    handed_over = [move for move in until if move.part is LoanPart.PRINCIPAL and _begins(move)]
    if sum(move.amount for move in handed_over) <= 0:
        return ()
    moments = {move.movement.moved.recorded_at for move in handed_over}
    schedules = [
        ScheduleVersion(one.recorded_at, one.began, one.terms, _accrued(until, one.version))
        for one in borrowed.agreed
        if one.recorded_on <= day or one.recorded_at in moments
    ]
    return books_of(schedules, [*_paid(until)])


def collected(moves: Iterable[LoanMove], first: date, last: date) -> int:
    """What came in for a loan from `first` to `last`, less what was reversed, in paise."""
    return sum(
        move.amount
        for move in moves
        if move.change is DebtChange.PAID and first <= move.movement.moved.day <= last
    )


def _begins(move: LoanMove) -> bool:
    """Whether a movement hands a loan over, takes it over from old books, or reverses that."""
    is_lent = move.change is DebtChange.LENT
    return is_lent or (move.change is DebtChange.OTHERWISE and _is_taken_over(move))


def _is_taken_over(move: LoanMove) -> bool:
    movement = move.movement
    return loan_of(movement.debit) is not None and loan_of(movement.credit) is None


def _accrued(moves: Iterable[LoanMove], version: int) -> tuple[int, ...]:
    """The interest of each period of a version of the terms, in paise."""
    by_number: defaultdict[int, int] = defaultdict(int)
    for move in moves:
        if move.change is DebtChange.CHARGED:
            of_version, number = period_of(move.movement.moved.key)
            by_number[number] += move.amount * (of_version == version)
    return tuple(by_number[number] for number in range(1, max(by_number, default=0) + 1))


def _paid(moves: Iterable[LoanMove]) -> Iterable[Recorded]:
    """What lowered the debt: payments, and what was let off."""
    for move in moves:
        is_paid = move.change is DebtChange.PAID
        if not is_paid and not (move.change is DebtChange.OTHERWISE and _is_let_off(move)):
            continue
        amount = move.amount if is_paid else -move.amount
        is_principal = move.part is LoanPart.PRINCIPAL
        moved = move.movement.moved
        yield Recorded(
            moved.recorded_at,
            Paid(
                day=moved.day,
                principal=amount * is_principal,
                interest=amount * (not is_principal),
                is_let_off=not is_paid,
            ),
        )


def _is_let_off(move: LoanMove) -> bool:
    movement = move.movement
    return loan_of(movement.debit) is None and loan_of(movement.credit) is not None
