"""The week's scoring: what is due is a fact in the books, a run is made once and never again."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from groups.model.group import Group, GroupState
from groups.model.pages import GroupGrade
from groups.model.people import CLOCK, MemberState, Phone
from groups.rules.charter import Charter
from groups.rules.evidence import Pillar
from groups.rules.group_run import due_meetings, group_grade, packed
from groups.rules.periods import (
    Rhythm,
    Schedule,
    due_periods,
    next_period,
    period_before_block,
    period_end,
    scored_at,
)
from groups.rules.run import Block, GroupScore, WordsHeld, lines_of, score_group
from groups.rules.weekly_line import NOTHING, Five, WeeklyLine, whole_points
from groups.store import runs, status
from groups.store.charters import charter_of, charter_of_version
from groups.store.evidence import Known, select_held, select_known
from groups.store.groups import select_group
from groups.store.members import select_member
from groups.store.outbox import Urgency, say_to_person
from groups.store.runs import Result, Run
from ledger import accounts
from ledger.books import post
from ledger.model import Entry, Posting, Reason, points
from storage.tx import Tx, micros

RHYTHM: Final = Rhythm.WEEKLY
LOOKED_AT_ONCE: Final = 50
_BASE_RATE: Final = 0  # millionths: until loans exist nobody in the programme has defaulted


@dataclass(frozen=True, slots=True)
class RunDone:
    """A run as it stands; not new: the period had been scored before."""

    run: Run
    members: int
    is_new: bool


@dataclass(frozen=True, slots=True)
class _Reading:
    """A run computed from what was known at its cut."""

    score: GroupScore
    grade: GroupGrade
    lines: Mapping[str, WeeklyLine]


def run_next_due(tx: Tx, *, at: datetime) -> int:
    """Score one period of one group if any is due; say how many were looked at.

    A group without a due period is put off to the morning after its next meeting day.
    """
    for group_id in runs.select_groups_due(tx, micros(at), LOOKED_AT_ONCE):
        tx.lock(f"group:{group_id}")
        periods = _periods_due(tx, group_id, at)
        if periods:
            _run(tx, group_id, periods[0], at=at)
            return 1
        runs.update_score_due(tx, group_id, _next_look(tx, group_id))
    return 0


def due(tx: Tx, *, at: datetime, group_id: str | None = None) -> tuple[tuple[str, date], ...]:
    """Return every group and period that is due by now, a group's periods in order."""
    groups = [group_id] if group_id else runs.select_active_groups(tx)
    return tuple((one, period) for one in groups for period in _periods_due(tx, one, at))


def run_period(tx: Tx, group_id: str, period: date, *, at: datetime) -> RunDone:
    """Score one period; one that was scored before is returned as it stands."""
    tx.lock(f"group:{group_id}")
    return _run(tx, group_id, period, at=at)


def recompute(tx: Tx, run: Run) -> list[str]:
    """Compute a run again from what was known at its cut; return the names of what differs."""
    reading = _read(tx, run)
    wrong = [] if reading.score.digest == run.digest else ["digest"]
    if json.dumps(packed(reading.grade), separators=(",", ":")) != run.standing:
        wrong.append("standing")
    kept = {
        result.member_id: result for result in runs.select_results(tx, run.group_id, run.period)
    }
    now = {result.member_id: result for result in _results(reading, _balances_before(tx, run))}
    return wrong + sorted(one for one in kept.keys() | now.keys() if kept.get(one) != now.get(one))


# --- one run ------------------------------------------------------------------------------------


def _run(tx: Tx, group_id: str, period: date, *, at: datetime) -> RunDone:
    stands = runs.select_run(tx, group_id, period)
    if stands is not None:
        return RunDone(stands, len(runs.select_results(tx, group_id, period)), is_new=False)
    last = runs.select_last_run(tx, group_id)
    draft = Run(
        group_id=group_id,
        period=period,
        number=1 if last is None else last.number + 1,
        charter=charter_of(tx, group_id).version,
        base_rate=_BASE_RATE,
        cut=micros(at),
        digest="",
        standing="",
    )
    reading = _read(tx, draft)
    standing = json.dumps(packed(reading.grade), separators=(",", ":"))
    run = Run(
        *(draft.group_id, draft.period, draft.number, draft.charter, draft.base_rate, draft.cut),
        digest=reading.score.digest,
        standing=standing,
    )
    before = _balances_before(tx, run)
    results = _results(reading, before)
    for result in results:
        _post_change(tx, run, result, before.get(result.member_id, NOTHING), at=at)
    runs.insert_run(tx, run, results, at=at)
    runs.update_score_due(tx, group_id, 0)
    status.want(tx, group_id, at)
    for member_id, line in reading.lines.items():
        _tell(tx, run, member_id, line, at=at)
    return RunDone(run, len(results), is_new=True)


def _read(tx: Tx, run: Run) -> _Reading:
    group = _group(tx, run.group_id)
    charter = charter_of_version(tx, run.charter)
    known, score = _score(tx, group, run, charter)
    earlier = runs.select_run_by_number(tx, run.group_id, run.number - 1)
    before = _score(tx, group, earlier, charter)[1] if earlier else None
    balances = _balances_before(tx, run)
    is_new_charter = earlier is not None and earlier.charter != run.charter
    lines = lines_of(before, score, balances, charter.points, is_restated=is_new_charter)
    return _Reading(score, _grade(tx, group, run, known, score, charter), lines)


def _score(tx: Tx, group: Group, run: Run, charter: Charter) -> tuple[Known, GroupScore]:
    schedule = _schedule(group, charter)
    known = select_known(
        tx, group.id, run.period, period_end=period_end(schedule, run.period), cut=run.cut
    )
    block = _block(tx, schedule, run, charter)
    return known, score_group(known, run.period, block, RHYTHM, charter.points)


def _block(tx: Tx, schedule: Schedule, run: Run, charter: Charter) -> Block:
    number = period_before_block(run.number, RHYTHM, charter.periods.withdrawal_block_weeks)
    last = runs.select_run_by_number(tx, run.group_id, number) if number else None
    if last is None:
        return Block(None, None)
    return Block(last.period, micros(period_end(schedule, last.period)))


def _grade(
    tx: Tx, group: Group, run: Run, known: Known, score: GroupScore, charter: Charter
) -> GroupGrade:
    count = charter.grade.meetings
    earlier = runs.select_periods_before(tx, run.group_id, run.number, count)
    ends = [*earlier, run.period]
    begins = [
        (group.first_day or run.period) if len(earlier) < count else earlier[0],
        *(end + timedelta(days=1) for end in ends[:-1]),
    ]
    windows = list(zip(begins, ends, strict=True))[-count:]
    held = select_held(tx, group.id, first=windows[0][0], last=run.period, cut=run.cut)
    meetings = due_meetings(windows, held, score, known.since, charter.grade)
    return group_grade(meetings, run.period, charter.grade)


def _results(reading: _Reading, before: Mapping[str, Five]) -> list[Result]:
    """Return a result for every member, and one of nothing for each who has left since."""
    results = [
        Result(
            member_id=one.member_id,
            balances=one.balances,
            lent=one.lent,
            words=one.words,
            causes=runs.causes_of(reading.lines[one.member_id]),
        )
        for one in reading.score.members
    ]
    gone = before.keys() - {result.member_id for result in results}
    return results + [
        Result(member_id, NOTHING, 0, WordsHeld(0, 0, 0), (_left(before[member_id]),))
        for member_id in sorted(gone)
        if before[member_id] != NOTHING
    ]


def _left(before: Five) -> tuple[str, int, int, int]:
    return "left", 1, -sum(before), -whole_points(sum(before))


def _balances_before(tx: Tx, run: Run) -> dict[str, Five]:
    """Return what stood in each member's pillar accounts: the results of the run before."""
    earlier = runs.select_run_by_number(tx, run.group_id, run.number - 1)
    if earlier is None:
        return {}
    results = runs.select_results(tx, run.group_id, earlier.period)
    return {result.member_id: result.balances for result in results}


def _post_change(tx: Tx, run: Run, result: Result, before: Five, *, at: datetime) -> None:
    """Bring her pillar accounts to her points: one entry, one posting for each changed pillar."""
    changes = [
        (accounts.standing(result.member_id, pillar.value), now - old)
        for pillar, now, old in zip(Pillar, result.balances, before, strict=True)
        if now != old
    ]
    if not changes:
        return
    postings = tuple(
        Posting(accounts.points_issued(), account, points(change))
        if change > 0
        else Posting(account, accounts.points_lapsed(), points(-change))
        for account, change in changes
    )
    key = f"score:{run.group_id}:{run.period.isoformat()}:{result.member_id}"
    entry = Entry(key, run.group_id, Reason.SCORE, run.period, postings, by=CLOCK)
    post(tx, entry, at=at)


def _tell(tx: Tx, run: Run, member_id: str, line: WeeklyLine, *, at: datetime) -> None:
    member = select_member(tx, member_id)
    assert member is not None, "members are never deleted"
    if member.state is not MemberState.ACTIVE or member.phone is not Phone.OWN:
        return
    say_to_person(
        tx,
        member.person_id,
        "weekly_line",
        {
            "group_id": run.group_id,
            "period": run.period.isoformat(),
            "before": line.before,
            "after": line.after,
            "causes": [
                [one.cause.value, one.whole] for one in line.causes if not line.is_as_before
            ],
        },
        key=f"score:{run.group_id}:{run.period.isoformat()}:{member_id}:line",
        urgency=Urgency.DIGEST,
        at=at,
    )


# --- what is due --------------------------------------------------------------------------------


def _periods_due(tx: Tx, group_id: str, at: datetime) -> tuple[date, ...]:
    group = _group(tx, group_id)
    if group.state is not GroupState.ACTIVE or group.first_day is None:
        return ()
    last = runs.select_last_run(tx, group_id)
    schedule = _schedule(group, charter_of(tx, group_id))
    return due_periods(schedule, group.first_day, last.period if last else None, at)


def _next_look(tx: Tx, group_id: str) -> int:
    group = _group(tx, group_id)
    assert group.first_day is not None, "an active group has a first day"
    schedule = _schedule(group, charter_of(tx, group_id))
    last = runs.select_last_run(tx, group_id)
    period = next_period(schedule, group.first_day, last.period if last else None)
    return micros(scored_at(schedule, period))


def _schedule(group: Group, charter: Charter) -> Schedule:
    return Schedule(RHYTHM, group.meeting_day, group.zone, charter.periods.scoring_hour)


def _group(tx: Tx, group_id: str) -> Group:
    group = select_group(tx, group_id)
    assert group is not None, "groups are never deleted"
    return group
