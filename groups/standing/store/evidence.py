"""The SQL of a group's evidence up to a period's end, as known at the cut.

Nothing recorded after the cut is read, so a run can be recomputed at any later time.
"""

from datetime import date

from groups.standing.rules.known import (
    ActRow,
    HeldMeeting,
    LineRow,
    MergeRow,
    Moment,
    TieRow,
    VouchRow,
)
from ledger.accounts import bank
from storage.tx import Tx


def select_lines_of(
    tx: Tx, group_id: str, member_id: str, *, period: date, cut: int
) -> list[LineRow]:
    """A member's lines recorded by the cut, by day, corrections after the first version."""
    return tx.rows(
        "SELECT l.member_id, r.day, r.recorded_at, l.mark, l.due, l.saved"
        " FROM register_lines l JOIN registers r"
        " ON r.meeting_id = l.meeting_id AND r.version = l.version"
        " WHERE l.group_id = :group_id AND l.member_id = :member_id"
        " AND r.day <= :period AND r.recorded_at <= :cut ORDER BY r.day, r.version",
        group_id=group_id,
        member_id=member_id,
        period=period.isoformat(),
        cut=cut,
    )


def select_acts(tx: Tx, group_id: str, at: Moment) -> list[ActRow]:
    """The acts on memberships, by member number."""
    return tx.rows(
        "SELECT a.member_id, a.act, a.day FROM member_acts a JOIN members m ON m.id = a.member_id"
        " WHERE a.group_id = :group_id AND a.day <= :period AND a.recorded_at <= :cut"
        " ORDER BY m.number, a.recorded_at, a.id",
        group_id=group_id,
        period=at.period.isoformat(),
        cut=at.cut,
    )


def select_lines(tx: Tx, group_id: str, at: Moment) -> list[LineRow]:
    """The lines recorded by the cut, by day; a correction comes after what it corrects."""
    return tx.rows(
        "SELECT l.member_id, r.day, r.recorded_at, l.mark, l.due, l.saved"
        " FROM registers r JOIN register_lines l"
        " ON l.meeting_id = r.meeting_id AND l.version = r.version"
        " WHERE r.group_id = :group_id AND r.day <= :period AND r.recorded_at <= :cut"
        " ORDER BY r.day, r.version",
        group_id=group_id,
        period=at.period.isoformat(),
        cut=at.cut,
    )


def select_vouches(tx: Tx, group_id: str, at: Moment) -> list[VouchRow]:
    """The vouches given, and the ends of those that had ended by then.

    A vouch by another's hand is a proxy until the facilitator has confirmed it.
    """
    return tx.rows(
        "SELECT v.giver_id, v.receiver_id, v.until_day, v.record,"
        " CASE WHEN v.proxy = 1 AND p.id IS NULL THEN 1 ELSE 0 END, v.recorded_at,"
        " e.act, e.recorded_at FROM vouches v"
        " LEFT JOIN vouch_ends e ON e.vouch_id = v.id AND e.recorded_at <= :until"
        " LEFT JOIN proxies p ON v.proxy = 1 AND p.vouch_id = v.id AND p.act = 'confirmed'"
        " AND p.recorded_at <= :until"
        " WHERE v.group_id = :group_id AND v.day <= :period AND v.recorded_at <= :until"
        " ORDER BY v.recorded_at, v.id",
        group_id=group_id,
        period=at.period.isoformat(),
        until=at.until,
    )


def select_ties(tx: Tx, group_id: str, at: Moment) -> list[TieRow]:
    """Every tie declared and ended, in order."""
    return tx.rows(
        "SELECT one_id, other_id, kind, act FROM kinships"
        " WHERE group_id = :group_id AND recorded_at <= :until ORDER BY recorded_at, id",
        group_id=group_id,
        until=at.until,
    )


def select_held(tx: Tx, group_id: str, *, first: date, last: date, cut: int) -> list[HeldMeeting]:
    """The meetings held in a span of days: time to the first close, cash as last corrected."""
    return tx.all(
        lambda iso_day, closed_after, difference, money: HeldMeeting(
            day=date.fromisoformat(iso_day),
            closed_after=closed_after,
            difference=difference,
            money=money,
        ),
        "SELECT r.day, first.recorded_at - m.opened_at, r.cash_counted - r.cash_expected,"
        " r.cash_counted FROM registers r JOIN meetings m ON m.id = r.meeting_id"
        " JOIN registers first ON first.meeting_id = r.meeting_id AND first.version = 1"
        " WHERE r.group_id = :group_id AND r.day >= :first AND r.day <= :last"
        " AND r.recorded_at <= :cut"
        " AND NOT EXISTS (SELECT 1 FROM registers newer WHERE newer.meeting_id = r.meeting_id"
        " AND newer.version > r.version AND newer.recorded_at <= :cut) ORDER BY r.day",
        group_id=group_id,
        first=first.isoformat(),
        last=last.isoformat(),
        cut=cut,
    )


def select_bank_moves(tx: Tx, group_id: str, *, cut: int) -> list[tuple[str, int]]:
    """Movements of the bank up to a cut: day and paise, below 0 for money out of it."""
    return tx.rows(
        "SELECT e.day, CASE WHEN p.debit = :bank THEN p.minor ELSE -p.minor END"
        " FROM postings p JOIN entries e ON e.id = p.entry_id"
        " WHERE p.group_id = :group_id AND (p.debit = :bank OR p.credit = :bank)"
        " AND e.recorded_at <= :cut",
        group_id=group_id,
        bank=bank(),
        cut=cut,
    )


def select_merges(tx: Tx, group_id: str, *, cut: int) -> list[MergeRow]:
    """The merges of records up to a cut, in order."""
    return tx.rows(
        "SELECT member_id, other_id, recorded_at FROM record_acts"
        " WHERE group_id = :group_id AND act = 'merged' AND recorded_at <= :cut"
        " ORDER BY recorded_at, id",
        group_id=group_id,
        cut=cut,
    )
