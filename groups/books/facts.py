"""Read the sources of a period's books: postings, registers and loans."""

from collections import defaultdict
from datetime import date
from typing import Final

from groups.books.model import Held, Named, Period
from groups.books.rules.loan_books import Borrowed
from groups.books.store import select_held_lines, select_held_money, select_meetings, select_moved
from groups.loans.facts.loan_books import read_books
from groups.loans.model.loan import LoanState
from groups.loans.store.loans import select_loans_of_group, select_terms
from groups.people.store.members import select_members_ever
from groups.registers.model.meeting import CashReason, Mark
from groups.registers.model.money import MoneyKind
from groups.registers.store.registers import select_seal
from storage.tx import Tx

_LENT: Final = frozenset({LoanState.PAID_OUT, LoanState.REPAID, LoanState.WRITTEN_OFF})


def read_period(tx: Tx, group_id: str, first: date, last: date) -> Period:
    """Read the sources of all money books of a period."""
    return Period(
        first,
        last,
        select_moved(tx, group_id, last),
        {one.id: Named(one.number, one.name) for one in select_members_ever(tx, group_id)},
        {loan.id: n for n, loan in enumerate(select_loans_of_group(tx, group_id), 1)},
    )


def read_held(tx: Tx, group_id: str, first: date, last: date) -> list[Held]:
    """The meetings closed in a period, each by its newest register, the oldest first."""
    lines: defaultdict[str, dict[str, tuple[Mark, int]]] = defaultdict(dict)
    for meeting, member, mark, saved in select_held_lines(tx, group_id, first, last):
        lines[meeting][member] = (Mark(mark), saved)
    money: defaultdict[str, dict[MoneyKind, int]] = defaultdict(dict)
    for meeting, kind, amount in select_held_money(tx, group_id, first, last):
        money[meeting][MoneyKind(kind)] = amount
    return [
        Held(
            day=date.fromisoformat(day),
            version=version,
            cash_expected=expected,
            cash_counted=counted,
            cash_reason=None if reason is None else CashReason(reason),
            is_read=bool(is_read),
            seal=select_seal(tx, group_id, meeting, version),
            lines=lines[meeting],
            money=money[meeting],
        )
        for meeting, version, day, expected, counted, reason, is_read in select_meetings(
            tx, group_id, first, last
        )
    ]


def read_borrowed(tx: Tx, group_id: str) -> list[Borrowed]:
    """The loans of a group that were handed over, with their schedules, the oldest first.

    A loan whose hand-over was reversed is left out.
    """
    borrowed: list[Borrowed] = []
    for loan in select_loans_of_group(tx, group_id):
        books = read_books(tx, loan, select_terms(tx, loan.id))
        if books and loan.state in _LENT:
            borrowed.append(Borrowed(loan.id, loan.member_id, books))
    return borrowed
