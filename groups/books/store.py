"""The SQL of the books: postings in rupees, and the registers in force."""

from datetime import date
from typing import Any

from groups.books.model import Moved
from storage.tx import Tx

MeetingRow = tuple[str, int, str, int, int, int, str | None, int]
LineRow = tuple[str, int, str, str, int]  # meeting, version, member, mark, saved in paise
MoneyRow = tuple[str, int, str, int]  # meeting, version, kind, amount in paise


def select_moved(tx: Tx, group_id: str, last: date) -> tuple[Moved, ...]:
    """Every posting in rupees up to a day, by day and in the order of recording.

    Entries of points have no voucher number.
    """
    return tuple(
        tx.all(
            _moved,
            "SELECT p.entry_id, p.line, e.voucher, e.key, e.reason, e.day, e.recorded_at,"
            " p.debit, p.credit, p.minor"
            " FROM (SELECT id, key, reason, day, recorded_at, ROW_NUMBER() OVER (ORDER BY id)"
            " AS voucher FROM entries WHERE group_id = :group_id AND reason <> 'score') e"
            " JOIN postings p ON p.entry_id = e.id"
            " WHERE p.group_id = :group_id AND p.unit = 'INR' AND e.day <= :last"
            " ORDER BY e.day, p.entry_id, p.line",
            group_id=group_id,
            last=last.isoformat(),
        )
    )


def select_registers(tx: Tx, group_id: str, first: date, last: date) -> list[MeetingRow]:
    """The registers of the meetings closed in a period, oldest meeting and version first.

    Later versions of earlier meetings are among them; they may have been entered in the period.
    """
    return tx.rows(
        "SELECT m.id, r.version, m.day, r.recorded_at, r.cash_expected, r.cash_counted,"
        " r.cash_reason, r.is_read"
        " FROM meetings m JOIN registers r ON r.meeting_id = m.id"
        " WHERE m.group_id = :group_id AND m.state = 'closed' AND m.day <= :last"
        " AND (m.day >= :first OR r.version > 1) ORDER BY m.day, m.id, r.version",
        group_id=group_id,
        first=first.isoformat(),
        last=last.isoformat(),
    )


def select_held_lines(tx: Tx, group_id: str, first: date, last: date) -> list[LineRow]:
    """The register lines of the same versions."""
    return tx.rows(
        "SELECT m.id, l.version, l.member_id, l.mark, l.saved + l.extra"
        " FROM meetings m JOIN register_lines l ON l.meeting_id = m.id"
        " WHERE m.group_id = :group_id AND m.state = 'closed' AND m.day <= :last"
        " AND (m.day >= :first OR l.version > 1)",
        group_id=group_id,
        first=first.isoformat(),
        last=last.isoformat(),
    )


def select_held_money(tx: Tx, group_id: str, first: date, last: date) -> list[MoneyRow]:
    """The amounts beside the savings of the same versions, summed by kind."""
    return tx.rows(
        "SELECT m.id, y.version, y.kind, CAST(SUM(y.amount) AS BIGINT)"
        " FROM meetings m JOIN register_money y ON y.meeting_id = m.id"
        " WHERE m.group_id = :group_id AND m.state = 'closed' AND m.day <= :last"
        " AND (m.day >= :first OR y.version > 1) GROUP BY m.id, y.version, y.kind",
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
    entry_id, line, voucher, key, reason, iso_day, recorded_at, debit, credit, amount = row
    return Moved(
        entry_id=entry_id,
        line=line,
        voucher=voucher,
        key=key,
        reason=reason,
        day=date.fromisoformat(iso_day),
        recorded_at=recorded_at,
        debit=debit,
        credit=credit,
        amount=amount,
    )
