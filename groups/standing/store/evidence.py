"""What the books and registers tell of a group up to a period's end, as known at the cut.

Nothing that was recorded after the cut is read, so a run can be computed again at any later time.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from groups.calendar.model import Rhythm
from groups.charter.rules.charter import Charter
from groups.standing.rules.evidence import MemberFacts
from groups.standing.rules.known import (
    ActRow,
    HeldMeeting,
    LineRow,
    MergeRow,
    Moment,
    TieRow,
    Told,
    VouchRow,
    carried_defaults,
    facts_of,
    merged_loans,
    told_of,
    with_loans,
)
from groups.standing.rules.known_past import with_repaid
from groups.standing.store.carried_defaults import select_carried
from groups.standing.store.loans_at_cut import select_told_loans
from groups.standing.store.openings import select_opening_lines, select_opening_repaid
from ledger.accounts import bank
from storage.tx import Tx


def select_told(tx: Tx, group_id: str, at: Moment) -> Told:
    """Return the rows that tell of it."""
    return Told(
        acts=_select_acts(tx, group_id, at),
        lines=_select_lines(tx, group_id, at),
        vouches=_select_vouches(tx, group_id, at),
        ties=_select_ties(tx, group_id, at),
        merges=select_merges(tx, group_id, cut=at.cut),
        loans=select_told_loans(tx, group_id, cut=at.cut),
        carried=select_carried(tx, group_id, cut=at.cut),
        repaid=select_opening_repaid(tx, group_id, cut=at.cut),
    )


def select_facts_of_member(
    tx: Tx, group_id: str, member_id: str, period: date, charter: Charter, *, cut: int
) -> tuple[MemberFacts, Rhythm | None]:
    """Return what was known of one member at the cut, up to the period's end; her loan's rhythm."""
    merges = select_merges(tx, group_id, cut=cut)
    members = {member_id}
    for gone, into, _ in reversed(merges):
        members |= {gone} if into in members else set()
    lines = [line for one in members for line in _select_lines_of(tx, group_id, one, period, cut)]
    facts = facts_of(lines, merges)
    loans = merged_loans(select_told_loans(tx, group_id, cut=cut), merges, cut=cut)
    hers = {who: mine for who, mine in loans.items() if who == member_id}
    every = select_held(tx, group_id, first=date.min, last=period, cut=cut) if hers else []
    held = [meeting.day for meeting in every]
    carried = carried_defaults(select_carried(tx, group_id, cut=cut), merges, period)
    found = with_loans(facts, told_of(hers, held, period, charter), carried)
    repaid = select_opening_repaid(tx, group_id, cut=cut)
    found = with_repaid(found, repaid, merges, period, cut=cut)
    rhythm = hers[member_id].rhythm if hers else None
    return found.get(member_id, MemberFacts()), rhythm


def _select_lines_of(
    tx: Tx, group_id: str, member_id: str, period: date, cut: int
) -> list[LineRow]:
    before = select_opening_lines(tx, group_id, last=period, cut=cut, member_id=member_id)
    return before + tx.rows(
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


def _select_acts(tx: Tx, group_id: str, at: Moment) -> list[ActRow]:
    """Return what happened to memberships, by member number."""
    return tx.rows(
        "SELECT a.member_id, a.act, a.day FROM member_acts a JOIN members m ON m.id = a.member_id"
        " WHERE a.group_id = :group_id AND a.day <= :period AND a.recorded_at <= :cut"
        " ORDER BY m.number, a.recorded_at, a.id",
        group_id=group_id,
        period=at.period.isoformat(),
        cut=at.cut,
    )


def _select_lines(tx: Tx, group_id: str, at: Moment) -> list[LineRow]:
    """Return every line recorded by the cut, by day; what corrects another comes after it.

    Those of the group's old books come first: no meeting was held here before them.
    """
    before = select_opening_lines(tx, group_id, last=at.period, cut=at.cut)
    return before + tx.rows(
        "SELECT l.member_id, r.day, r.recorded_at, l.mark, l.due, l.saved"
        " FROM registers r JOIN register_lines l"
        " ON l.meeting_id = r.meeting_id AND l.version = r.version"
        " WHERE r.group_id = :group_id AND r.day <= :period AND r.recorded_at <= :cut"
        " ORDER BY r.day, r.version",
        group_id=group_id,
        period=at.period.isoformat(),
        cut=at.cut,
    )


def _select_vouches(tx: Tx, group_id: str, at: Moment) -> list[VouchRow]:
    """Return the words given, and how those that were ended by then were ended.

    One by another's hand is a proxy until the facilitator has confirmed it.
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


def _select_ties(tx: Tx, group_id: str, at: Moment) -> list[TieRow]:
    """Return every tie declared and ended, in their order."""
    return tx.rows(
        "SELECT one_id, other_id, kind, act FROM kinships"
        " WHERE group_id = :group_id AND recorded_at <= :until ORDER BY recorded_at, id",
        group_id=group_id,
        until=at.until,
    )


def select_held(tx: Tx, group_id: str, *, first: date, last: date, cut: int) -> list[HeldMeeting]:
    """Return the meetings held in a span of days: how soon first closed, the cash as put right."""
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


def with_bank(
    tx: Tx, group_id: str, held: Sequence[HeldMeeting], *, cut: int
) -> tuple[HeldMeeting, ...]:
    """Add to what lay in the box after each meeting what lay in the bank, as known at the cut."""
    moved = tx.rows(
        "SELECT e.day, CASE WHEN p.debit = :bank THEN p.minor ELSE -p.minor END"
        " FROM postings p JOIN entries e ON e.id = p.entry_id"
        " WHERE p.group_id = :group_id AND (p.debit = :bank OR p.credit = :bank)"
        " AND e.recorded_at <= :cut",
        group_id=group_id,
        bank=bank(),
        cut=cut,
    )
    return tuple(
        replace(one, money=one.money + sum(it for day, it in moved if day <= one.day.isoformat()))
        for one in held
    )


def select_merges(tx: Tx, group_id: str, *, cut: int) -> list[MergeRow]:
    """Return which records were put into which others up to a moment, in their order."""
    return tx.rows(
        "SELECT member_id, other_id, recorded_at FROM record_acts"
        " WHERE group_id = :group_id AND act = 'merged' AND recorded_at <= :cut"
        " ORDER BY recorded_at, id",
        group_id=group_id,
        cut=cut,
    )
