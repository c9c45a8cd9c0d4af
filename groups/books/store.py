"""What the books are made from: every posting in rupees, the registers as they stand, the loans."""

from collections import defaultdict
from datetime import date
from typing import Any, Final, LiteralString

from groups.books.model import Held, Moved, Named, Period
from groups.books.rules.loan_books import Borrowed
from groups.loans.model.loan import LoanState
from groups.loans.store.loan_books import select_books
from groups.loans.store.loans import select_loans_of_group, select_terms
from groups.people.store.members import select_members_ever
from groups.registers.model.meeting import CashReason, Mark
from groups.registers.model.money import MoneyKind
from groups.registers.store.registers import select_seal
from storage.tx import Tx

_LENT: Final = frozenset({LoanState.PAID_OUT, LoanState.REPAID, LoanState.WRITTEN_OFF})
_MEETINGS: Final[LiteralString] = """
    SELECT m.id, m.version, m.day, r.cash_expected, r.cash_counted, r.cash_reason, r.is_read
    FROM meetings m JOIN registers r ON r.meeting_id = m.id AND r.version = m.version
    WHERE m.group_id = :group_id AND m.state = 'closed' AND m.day >= :first AND m.day <= :last
    ORDER BY m.day
"""
_LINES: Final[LiteralString] = """
    SELECT m.id, l.member_id, l.mark, l.saved + l.extra
    FROM meetings m JOIN register_lines l ON l.meeting_id = m.id AND l.version = m.version
    WHERE m.group_id = :group_id AND m.state = 'closed' AND m.day >= :first AND m.day <= :last
"""
_MONEY: Final[LiteralString] = """
    SELECT m.id, y.kind, CAST(SUM(y.amount) AS BIGINT)
    FROM meetings m JOIN register_money y ON y.meeting_id = m.id AND y.version = m.version
    WHERE m.group_id = :group_id AND m.state = 'closed' AND m.day >= :first AND m.day <= :last
    GROUP BY m.id, y.kind
"""


def select_moved(tx: Tx, group_id: str, last: date) -> tuple[Moved, ...]:
    """Every posting in rupees up to a day, by day and in the order in which they were recorded."""
    return tuple(
        tx.all(
            _moved,
            "SELECT p.entry_id, p.line, e.key, e.reason, e.day, p.debit, p.credit, p.minor"
            " FROM postings p JOIN entries e ON e.id = p.entry_id"
            " WHERE p.group_id = :group_id AND p.unit = 'INR' AND e.day <= :last"
            " ORDER BY e.day, p.entry_id, p.line",
            group_id=group_id,
            last=last.isoformat(),
        )
    )


def select_period(tx: Tx, group_id: str, first: date, last: date) -> Period:
    """All that the money books of a period are made from."""
    return Period(
        first,
        last,
        select_moved(tx, group_id, last),
        {one.id: Named(one.number, one.name) for one in select_members_ever(tx, group_id)},
        {loan.id: n for n, loan in enumerate(select_loans_of_group(tx, group_id), 1)},
    )


def select_held(tx: Tx, group_id: str, first: date, last: date) -> list[Held]:
    """The meetings closed in a period, each as its newest register tells it, the oldest first."""
    where = {"group_id": group_id, "first": first.isoformat(), "last": last.isoformat()}
    lines: defaultdict[str, dict[str, tuple[Mark, int]]] = defaultdict(dict)
    for meeting, member, mark, saved in tx.rows(_LINES, **where):
        lines[meeting][member] = (Mark(mark), saved)
    money: defaultdict[str, dict[MoneyKind, int]] = defaultdict(dict)
    for meeting, kind, amount in tx.rows(_MONEY, **where):
        money[meeting][MoneyKind(kind)] = amount
    meetings = tx.rows(_MEETINGS, **where)
    return [
        Held(
            day=date.fromisoformat(iso_day),
            version=version,
            cash_expected=expected,
            cash_counted=counted,
            cash_reason=None if reason is None else CashReason(reason),
            is_read=bool(is_read),
            seal=select_seal(tx, group_id, meeting, version),
            lines=lines[meeting],
            money=money[meeting],
        )
        for meeting, version, iso_day, expected, counted, reason, is_read in meetings
    ]


def select_borrowed(tx: Tx, group_id: str) -> list[Borrowed]:
    """Every loan of a group that was handed over, with its schedules, the oldest first.

    One whose hand-over was taken back is none.
    """
    found: list[Borrowed] = []
    for loan in select_loans_of_group(tx, group_id):
        books = select_books(tx, loan, select_terms(tx, loan.id))
        if books and loan.state in _LENT:
            found.append(Borrowed(loan.id, loan.member_id, books))
    return found


def select_first_day(tx: Tx, group_id: str) -> date | None:
    """The day of the oldest entry of a group; None before anything was posted."""
    iso_day: str | None = tx.value(
        "SELECT MIN(day) FROM entries WHERE group_id = :group_id", group_id=group_id
    )
    return None if iso_day is None else date.fromisoformat(iso_day)


def _moved(*row: Any) -> Moved:
    entry_id, line, key, reason, iso_day, debit, credit, amount = row
    return Moved(
        entry_id=entry_id,
        line=line,
        key=key,
        reason=reason,
        day=date.fromisoformat(iso_day),
        debit=debit,
        credit=credit,
        amount=amount,
    )
