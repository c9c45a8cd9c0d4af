"""What the books and registers tell of a group up to a period's end, as known at the cut.

Nothing that was recorded after the cut is read, so a run can be computed again at any later time.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from groups.model.meeting import Mark
from groups.rules.evidence import MeetingFact, MemberFacts
from groups.rules.known import HeldMeeting, Known, KnownAct, KnownVouch
from storage.tx import Tx, micros

_ALL_PAID: Final = 1_000
_MARKS: Final = {mark.value: mark for mark in Mark}

Line = tuple[str, str, int, str, int, int]  # member, day, recorded at, mark, due, saved


@dataclass(frozen=True, slots=True)
class Moment:
    """A period and the cut (micro-seconds) at which it was scored."""

    period: date
    cut: int


def select_known(tx: Tx, group_id: str, period: date, *, period_end: datetime, cut: int) -> Known:
    """Return what was known at the cut (micro-seconds) of the group up to the period's end."""
    lines = _select_lines(tx, group_id, period, cut)
    return _known(tx, group_id, Moment(period, cut), micros(period_end), _facts_of(lines))


def select_known_and_before(
    tx: Tx, group_id: str, now: Moment, before: Moment, *, period_end: datetime
) -> tuple[Known, Mapping[str, MemberFacts]]:
    """Return the same, and the facts of each member as they were known at the run before."""
    lines = _select_lines(tx, group_id, now.period, now.cut)
    facts = _facts_of(lines)
    known = _known(tx, group_id, now, micros(period_end), facts)
    until = before.period.isoformat()
    if any(at > before.cut for _, day, at, *_ in lines if day <= until):
        then = [one for one in lines if one[1] <= until and one[2] <= before.cut]
        return known, _facts_of(then)
    return known, {
        member: MemberFacts(tuple(one for one in told.meetings if one.day <= before.period))
        for member, told in facts.items()
    }


def select_facts_of_member(
    tx: Tx, group_id: str, member_id: str, period: date, *, cut: int
) -> MemberFacts:
    """Return what was known of one member at the cut, up to the period's end."""
    lines: list[Line] = tx.rows(
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
    return _facts_of(lines).get(member_id, MemberFacts())


def _known(
    tx: Tx, group_id: str, at: Moment, period_end: int, facts: Mapping[str, MemberFacts]
) -> Known:
    """Return all that was known; words and ties count up to the end of the period."""
    until = min(at.cut, period_end)
    ties = _select_ties(tx, group_id, until)
    return Known(
        acts=tuple(_select_acts(tx, group_id, at)),
        facts=facts,
        vouches=tuple(_select_vouches(tx, group_id, at.period, until)),
        kin=frozenset((one, other) for one, other, _ in ties),
        homes=frozenset((one, other) for one, other, kind in ties if kind == "household"),
    )


def _select_acts(tx: Tx, group_id: str, at: Moment) -> list[KnownAct]:
    return tx.all(
        lambda member_id, act, day: KnownAct(member_id, act, date.fromisoformat(day)),
        "SELECT a.member_id, a.act, a.day FROM member_acts a JOIN members m ON m.id = a.member_id"
        " WHERE a.group_id = :group_id AND a.day <= :period AND a.recorded_at <= :cut"
        " ORDER BY m.number, a.recorded_at, a.id",
        group_id=group_id,
        period=at.period.isoformat(),
        cut=at.cut,
    )


def _select_lines(tx: Tx, group_id: str, period: date, cut: int) -> list[Line]:
    """Return every line recorded by the cut, by day; what corrects another comes after it."""
    return tx.rows(
        "SELECT l.member_id, r.day, r.recorded_at, l.mark, l.due, l.saved"
        " FROM registers r JOIN register_lines l"
        " ON l.meeting_id = r.meeting_id AND l.version = r.version"
        " WHERE r.group_id = :group_id AND r.day <= :period AND r.recorded_at <= :cut"
        " ORDER BY r.day, r.version",
        group_id=group_id,
        period=period.isoformat(),
        cut=cut,
    )


def _facts_of(lines: Iterable[Line]) -> dict[str, MemberFacts]:
    """Return the facts of each member whom a line names, as put right."""
    kept: dict[str, dict[str, Line]] = {}
    for line in lines:
        kept.setdefault(line[0], {})[line[1]] = line
    days = {day: date.fromisoformat(day) for mine in kept.values() for day in mine}
    return {
        member: MemberFacts(meetings=_facts(mine.values(), days)) for member, mine in kept.items()
    }


def _facts(lines: Iterable[Line], days: Mapping[str, date]) -> tuple[MeetingFact, ...]:
    """Return a member's lines in whole dues; what an excuse carried over is in the next due.

    An excuse that the charter no longer grants carries nothing, nor does one before a time away.
    """
    facts: list[MeetingFact] = []
    carried = 0
    for _, day, _, mark, due, saved in lines:
        usual = due - carried if due > carried else due
        paid = _ALL_PAID if saved >= due else saved // usual if usual else 0
        facts.append(MeetingFact(days[day], _MARKS[mark], usual > 0, paid))
        carried = due - min(saved, due) if mark == Mark.EXCUSED.value else 0
    return tuple(facts)


def _select_vouches(tx: Tx, group_id: str, period: date, until: int) -> list[KnownVouch]:
    return tx.all(
        _vouch,
        "SELECT v.giver_id, v.receiver_id, v.until_day, v.record, v.proxy, e.act, e.recorded_at"
        " FROM vouches v LEFT JOIN vouch_ends e ON e.vouch_id = v.id AND e.recorded_at <= :until"
        " WHERE v.group_id = :group_id AND v.day <= :period AND v.recorded_at <= :until"
        " ORDER BY v.recorded_at, v.id",
        group_id=group_id,
        period=period.isoformat(),
        until=until,
    )


def _vouch(*row: Any) -> KnownVouch:
    giver, receiver, until_day, record, proxy, act, ended_at = row
    day = date.fromisoformat(until_day)
    return KnownVouch(giver, receiver, day, record, bool(proxy), act, ended_at)


def _select_ties(tx: Tx, group_id: str, until: int) -> list[tuple[str, str, str]]:
    """Return the ties that stand by the newest row of each pair and kind."""
    rows: list[tuple[str, str, str, str]] = tx.rows(
        "SELECT one_id, other_id, kind, act FROM kinships"
        " WHERE group_id = :group_id AND recorded_at <= :until ORDER BY recorded_at",
        group_id=group_id,
        until=until,
    )
    newest = {(one, other, kind): act for one, other, kind, act in rows}
    return [tie for tie, act in newest.items() if act == "declared"]


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
