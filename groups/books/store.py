"""The SQL of the books: postings in rupees, and the registers in force."""

from datetime import date
from typing import Any

from groups.books.model import Moved
from storage.tx import Tx

MeetingRow = tuple[str, int, str, int, int, str | None, int]
LineRow = tuple[str, str, str, int]  # meeting, member, mark, saved in paise
MoneyRow = tuple[str, str, int]  # meeting, kind, amount in paise


def select_moved(tx: Tx, group_id: str, last: date) -> tuple[Moved, ...]:
    """Every posting in rupees up to a day, by day and in the order of recording."""
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


def select_meetings(tx: Tx, group_id: str, first: date, last: date) -> list[MeetingRow]:
    """The meetings closed in a period, each with the cash of its newest register, oldest first."""
    return tx.rows(
        "SELECT m.id, m.version, m.day, r.cash_expected, r.cash_counted, r.cash_reason, r.is_read"
        " FROM meetings m JOIN registers r ON r.meeting_id = m.id AND r.version = m.version"
        " WHERE m.group_id = :group_id AND m.state = 'closed'"
        " AND m.day >= :first AND m.day <= :last ORDER BY m.day",
        group_id=group_id,
        first=first.isoformat(),
        last=last.isoformat(),
    )


def select_held_lines(tx: Tx, group_id: str, first: date, last: date) -> list[LineRow]:
    """The register lines in force of the meetings closed in a period."""
    return tx.rows(
        "SELECT m.id, l.member_id, l.mark, l.saved + l.extra"
        " FROM meetings m JOIN register_lines l ON l.meeting_id = m.id AND l.version = m.version"
        " WHERE m.group_id = :group_id AND m.state = 'closed'"
        " AND m.day >= :first AND m.day <= :last",
        group_id=group_id,
        first=first.isoformat(),
        last=last.isoformat(),
    )


def select_held_money(tx: Tx, group_id: str, first: date, last: date) -> list[MoneyRow]:
    """The amounts beside the savings of the meetings closed in a period, summed by kind."""
    return tx.rows(
        "SELECT m.id, y.kind, CAST(SUM(y.amount) AS BIGINT)"
        " FROM meetings m JOIN register_money y ON y.meeting_id = m.id AND y.version = m.version"
        " WHERE m.group_id = :group_id AND m.state = 'closed'"
        " AND m.day >= :first AND m.day <= :last GROUP BY m.id, y.kind",
        group_id=group_id,
        first=first.isoformat(),
        last=last.isoformat(),
    )


def select_first_day(tx: Tx, group_id: str) -> date | None:
    """The day of a group's oldest entry; None if nothing was posted."""
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
