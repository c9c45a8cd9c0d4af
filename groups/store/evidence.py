"""What the books and registers tell of a group up to a period's end, as known at the cut.

Nothing that was recorded after the cut is read, so a run can be computed again at any later time.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from groups.model.meeting import Mark
from groups.rules.evidence import MeetingFact, MemberFacts
from storage.tx import Tx, micros

_GONE: Final = frozenset({"left", "declined"})
_PRESENT: Final = frozenset({"joined", "confirmed", "frozen", "thawed", "returned"})
_ALL_PAID: Final = 1_000


@dataclass(frozen=True, slots=True)
class KnownVouch:
    """A vouch as it stood at the cut; `ended_at` in micro-seconds, if it was ended by then."""

    giver_id: str
    receiver_id: str
    until_day: date
    record: int  # millionths
    is_proxy: bool
    recorded_at: int
    ended_as: str | None
    ended_at: int | None


@dataclass(frozen=True, slots=True)
class Known:
    """Everything that a run reads: members by number, their facts, the words, the kin."""

    members: tuple[str, ...]
    since: Mapping[str, date]  # from which day each is a member
    facts: Mapping[str, MemberFacts]
    vouches: tuple[KnownVouch, ...]
    kin: frozenset[tuple[str, str]]  # households too: who lives together is kin
    homes: frozenset[tuple[str, str]]


def select_known(tx: Tx, group_id: str, period: date, *, period_end: datetime, cut: int) -> Known:
    """Return what was known at the cut (micro-seconds) of the group up to the period's end."""
    since = _select_members(tx, group_id, period, cut)
    members = tuple(since)
    lines = _select_lines(tx, group_id, period, cut)
    until = min(cut, micros(period_end))
    ties = _select_ties(tx, group_id, until)
    return Known(
        members=members,
        since=since,
        facts={member: MemberFacts(meetings=_facts(lines.get(member, []))) for member in members},
        vouches=tuple(_select_vouches(tx, group_id, period, until)),
        kin=frozenset((one, other) for one, other, _ in ties),
        homes=frozenset((one, other) for one, other, kind in ties if kind == "household"),
    )


def _select_members(tx: Tx, group_id: str, period: date, cut: int) -> Mapping[str, date]:
    """Return who was a member at the period's end by the acts recorded up to the cut, by number."""
    rows = tx.rows(
        "SELECT a.member_id, a.act, a.day FROM member_acts a JOIN members m ON m.id = a.member_id"
        " WHERE a.group_id = :group_id AND a.day <= :period AND a.recorded_at <= :cut"
        " ORDER BY m.number, a.recorded_at, a.id",
        group_id=group_id,
        period=period.isoformat(),
        cut=cut,
    )
    since: dict[str, date] = {}
    gone: set[str] = set()
    for member, act, day in rows:
        if act in _PRESENT:
            since.setdefault(member, date.fromisoformat(day))
            gone.discard(member)
        elif act in _GONE:
            gone.add(member)
    return {member: day for member, day in since.items() if member not in gone}


def _select_lines(
    tx: Tx, group_id: str, period: date, cut: int
) -> Mapping[str, list[tuple[date, Mark, int, int]]]:
    """Return each member's lines of closed meetings, oldest first, as corrected by the cut."""
    rows = tx.rows(
        "SELECT l.member_id, r.day, l.mark, l.due, l.saved"
        " FROM registers r JOIN register_lines l"
        " ON l.meeting_id = r.meeting_id AND l.version = r.version"
        " WHERE r.group_id = :group_id AND r.day <= :period AND r.recorded_at <= :cut"
        " AND NOT EXISTS (SELECT 1 FROM registers newer WHERE newer.meeting_id = r.meeting_id"
        " AND newer.version > r.version AND newer.recorded_at <= :cut)"
        " ORDER BY l.member_id, r.day",
        group_id=group_id,
        period=period.isoformat(),
        cut=cut,
    )
    lines: dict[str, list[tuple[date, Mark, int, int]]] = {}
    for member, day, mark, due, saved in rows:
        lines.setdefault(member, []).append((date.fromisoformat(day), Mark(mark), due, saved))
    return lines


def _facts(lines: Iterable[tuple[date, Mark, int, int]]) -> tuple[MeetingFact, ...]:
    """Return a member's lines in whole dues; what an excuse carried over is in the next due.

    An excuse that the charter no longer grants carries nothing, nor does one before a time away.
    """
    facts: list[MeetingFact] = []
    carried = 0
    for day, mark, due, saved in lines:
        usual = due - carried if due > carried else due
        paid = _ALL_PAID if saved >= due else saved // usual if usual else 0
        facts.append(MeetingFact(day, mark, saving_due=usual > 0, savings_paid=paid))
        carried = due - min(saved, due) if mark is Mark.EXCUSED else 0
    return tuple(facts)


def _select_vouches(tx: Tx, group_id: str, period: date, until: int) -> list[KnownVouch]:
    return tx.all(
        _vouch,
        "SELECT v.giver_id, v.receiver_id, v.until_day, v.record, v.proxy, v.recorded_at,"
        " e.act, e.recorded_at FROM vouches v LEFT JOIN vouch_ends e"
        " ON e.vouch_id = v.id AND e.recorded_at <= :until"
        " WHERE v.group_id = :group_id AND v.day <= :period AND v.recorded_at <= :until"
        " ORDER BY v.recorded_at, v.id",
        group_id=group_id,
        period=period.isoformat(),
        until=until,
    )


def _vouch(*row: Any) -> KnownVouch:
    giver, receiver, until_day, record, proxy, recorded_at, act, ended_at = row
    day = date.fromisoformat(until_day)
    return KnownVouch(giver, receiver, day, record, bool(proxy), recorded_at, act, ended_at)


def _select_ties(tx: Tx, group_id: str, until: int) -> list[tuple[str, str, str]]:
    """Return the ties that stand by the newest row of each pair and kind."""
    rows: Sequence[tuple[str, str, str, str]] = tx.rows(
        "SELECT one_id, other_id, kind, act FROM kinships"
        " WHERE group_id = :group_id AND recorded_at <= :until ORDER BY recorded_at",
        group_id=group_id,
        until=until,
    )
    newest = {(one, other, kind): act for one, other, kind, act in rows}
    return [tie for tie, act in newest.items() if act == "declared"]


@dataclass(frozen=True, slots=True)
class HeldMeeting:
    """A meeting that was held, as known at the cut; `closed_after` in micro-seconds."""

    day: date
    closed_after: int
    difference: int  # paise counted less what the books said


def select_held(tx: Tx, group_id: str, *, first: date, last: date, cut: int) -> list[HeldMeeting]:
    """Return the meetings held in a span of days: how soon first closed, the cash as put right."""
    return tx.all(
        lambda day, after, difference: HeldMeeting(date.fromisoformat(day), after, difference),
        "SELECT r.day, first.recorded_at - m.opened_at, r.cash_counted - r.cash_expected"
        " FROM registers r JOIN meetings m ON m.id = r.meeting_id"
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
