"""The SQL of old books, as scoring runs read them."""

from datetime import date

from groups.standing.rules.known_past import RepaidRow
from storage.tx import Tx

# A member, the day and the moment of recording, the mark, the due and the saving.
LineRow = tuple[str, str, int, str, int, int]


def select_opening_lines(
    tx: Tx, group_id: str, *, last: date, cut: int, member_id: str | None = None
) -> list[LineRow]:
    """The lines of earlier meetings, of all members or one, as known at a cut; by day."""
    return tx.rows(
        "SELECT l.member_id, l.day, l.recorded_at, l.mark, l.due, l.saved FROM opening_lines l"
        " WHERE l.group_id = :group_id AND l.day <= :last AND l.recorded_at <= :cut"
        " AND (CAST(:member_id AS TEXT) IS NULL OR l.member_id = :member_id)"
        " AND NOT EXISTS (SELECT 1 FROM openings o JOIN openings newer"
        " ON newer.group_id = o.group_id AND newer.number > o.number"
        " WHERE o.id = l.opening_id AND newer.recorded_at <= :cut)"
        " ORDER BY l.day, l.member_id",
        group_id=group_id,
        last=last.isoformat(),
        cut=cut,
        member_id=member_id,
    )


def select_opening_repaid(tx: Tx, group_id: str, *, cut: int) -> list[RepaidRow]:
    """The members who had repaid a loan before, with the day, as known at a cut; by day."""
    return tx.rows(
        "SELECT r.member_id, r.repaid_day, r.recorded_at FROM opening_repaid r"
        " WHERE r.group_id = :group_id AND r.recorded_at <= :cut"
        " AND NOT EXISTS (SELECT 1 FROM openings o JOIN openings newer"
        " ON newer.group_id = o.group_id AND newer.number > o.number"
        " WHERE o.id = r.opening_id AND newer.recorded_at <= :cut)"
        " ORDER BY r.repaid_day, r.number",
        group_id=group_id,
        cut=cut,
    )
