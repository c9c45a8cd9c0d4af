"""The weekly scoring: the books tell which runs are due; each run is made once."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from groups.calendar.model import GroupWork
from groups.calendar.rules.periods import MeetingSchedule, due_periods, next_period, scored_at
from groups.charter.rules.charter import Charter
from groups.charter.store import select_charter
from groups.messages.effects import say_to_person
from groups.messages.model import Urgency
from groups.messages.store import pinned_message as status
from groups.people.facts.names import read_group
from groups.people.model.group import Group, GroupState
from groups.people.model.people import Member, MemberState, Phone
from groups.people.store.groups import select_group
from groups.people.store.members import select_members
from groups.standing.effects import carry_defaults, record_run
from groups.standing.facts.blocks import block_after
from groups.standing.facts.run_facts import select_run_facts
from groups.standing.model import NOTHING, Run, WeeklyLine, Weighed
from groups.standing.rules.entries import score_entry
from groups.standing.rules.known import RunFacts
from groups.standing.rules.weighing import RHYTHM, weigh
from groups.standing.store import runs
from ledger.books import post
from storage.tx import Tx, micros

# A transaction that runs beside a scoring run may commit later with an earlier time: the cut
# lies before it, so that a recomputed run finds exactly what the first one read.
ON_ITS_WAY: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class RunDone:
    """A run in force; `is_new` is False if the period was scored before."""

    run: Run
    members: int
    is_new: bool


@dataclass(frozen=True, slots=True)
class RunDraft:
    """A run to be made: its digest and grade are still empty."""

    run: Run
    facts: RunFacts
    charter: Charter


@dataclass(frozen=True, slots=True)
class DueGroup:
    """The group that is next; `draft` None: no run of it is due."""

    group_id: str
    draft: RunDraft | None

    def weigh(self) -> Weighed | None:
        """Compute the run; it has no side effects, so any thread or process may do it."""
        return weigh(self.draft.facts, self.draft.charter) if self.draft else None


def groups_due(tx: Tx, *, at: datetime) -> list[GroupWork]:
    """The groups that are due to be looked at; first the one that has waited longest."""
    return runs.select_groups_due(tx, micros(at))


def next_due_run(tx: Tx, group_id: str, *, at: datetime) -> DueGroup | None:
    """A group with all that its next run reads; it only reads.

    The first of three steps that keep no caller waiting: read here, compute in `DueGroup.weigh`,
    then record in `record_weighed`. None if the group is not due to be looked at.
    """
    if not runs.is_due(tx, group_id, micros(at)):
        return None
    periods = _periods_due(tx, group_id, at)
    if not periods:
        return DueGroup(group_id, None)
    return DueGroup(group_id, _draft(tx, group_id, periods[0], at))


def record_weighed(tx: Tx, due_group: DueGroup, weighed: Weighed | None, *, at: datetime) -> int:
    """Record the computed run, or put its group off; return 1, the groups looked at.

    A group without a due period is put off to the morning after its next meeting day. If another
    process scored it meanwhile, nothing is recorded, and the group is looked at again.
    """
    tx.lock(f"group:{due_group.group_id}")
    if due_group.draft is not None and weighed is not None:
        last = runs.select_last_run(tx, due_group.group_id)
        if due_group.draft.run.number == (last.number if last else 0) + 1:
            _record(tx, due_group.draft, weighed, at=at)
    elif not _periods_due(tx, due_group.group_id, at):
        runs.update_score_due(tx, due_group.group_id, _next_look(tx, due_group.group_id))
    return 1


def due(tx: Tx, *, at: datetime, group_id: str | None = None) -> tuple[tuple[str, date], ...]:
    """Every group and period that is due by now, a group's periods in order."""
    groups = [group_id] if group_id else runs.select_active_groups(tx)
    return tuple((one, period) for one in groups for period in _periods_due(tx, one, at))


def run_period(tx: Tx, group_id: str, period: date, *, at: datetime) -> RunDone:
    """Score a group's next due period; a period scored before is returned unchanged."""
    tx.lock(f"group:{group_id}")
    stands = runs.select_run(tx, group_id, period)
    if stands is not None:
        return RunDone(stands, len(runs.select_results(tx, group_id, period)), is_new=False)
    assert period in _periods_due(tx, group_id, at), "a period is scored once it has ended"
    draft = _draft(tx, group_id, period, at)
    return _record(tx, draft, weigh(draft.facts, draft.charter), at=at)


# --- one run ------------------------------------------------------------------------------------


def _draft(tx: Tx, group_id: str, period: date, at: datetime) -> RunDraft:
    last = runs.select_last_run(tx, group_id)
    charter = select_charter(tx, group_id)
    cut = micros(at - ON_ITS_WAY)
    number = 1 if last is None else last.number + 1
    run = Run(
        group_id=group_id,
        period=period,
        number=number,
        charter=charter.version,
        base_rate=runs.select_base_rate(tx, cut=cut),
        cut=cut,
        digest="",
        grade_json="",
        block=block_after(tx, last, number),
    )
    return RunDraft(run, select_run_facts(tx, run, charter), charter)


def _record(tx: Tx, draft: RunDraft, done: Weighed, *, at: datetime) -> RunDone:
    """Post the changes of points, record the run, send its messages; the group is locked."""
    lent, broken = runs.select_loans_counted(tx, draft.run.group_id, draft.run.number)
    run = replace(
        draft.run,
        digest=done.digest,
        grade_json=done.grade_json,
        lent=done.lent - lent,
        broken=done.broken - broken,
    )
    earlier = draft.facts.earlier
    stood = earlier.stood if earlier else {}
    group = read_group(tx, run.group_id)
    for result in done.results:
        entry = score_entry(run, result, stood.get(result.member_id, NOTHING))
        if entry is not None:
            post(tx, entry, at=at, zone=group.zone)
    record_run(tx, run, done.results, at=at)
    runs.update_score_due(tx, run.group_id, 0)
    carry_defaults(tx, group, at=at)
    status.upsert_wanted(tx, run.group_id, at)
    for member in select_members(tx, run.group_id):
        line = done.lines.get(member.id)
        if line and member.state is MemberState.ACTIVE and member.phone is Phone.OWN:
            _tell(tx, run, member, line, at=at)
    return RunDone(run, len(done.results), is_new=True)


def _tell(tx: Tx, run: Run, member: Member, line: WeeklyLine, *, at: datetime) -> None:
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
                [one.cause.value, one.whole]
                for one in line.causes
                if one.whole and not line.is_as_before
            ],
        },
        key=f"score:{run.group_id}:{run.period.isoformat()}:{member.id}:line",
        urgency=Urgency.DIGEST,
        at=at,
    )


# --- what is due --------------------------------------------------------------------------------


def _periods_due(tx: Tx, group_id: str, at: datetime) -> tuple[date, ...]:
    group = select_group(tx, group_id)
    if group is None or group.state is not GroupState.ACTIVE or group.first_day is None:
        return ()
    last = runs.select_last_run(tx, group_id)
    schedule = _schedule(group, select_charter(tx, group_id))
    return due_periods(schedule, group.first_day, last.period if last else None, at)


def _next_look(tx: Tx, group_id: str) -> int:
    group = read_group(tx, group_id)
    assert group.first_day is not None, "an active group has a first day"
    schedule = _schedule(group, select_charter(tx, group_id))
    last = runs.select_last_run(tx, group_id)
    period = next_period(schedule, group.first_day, last.period if last else None)
    return micros(scored_at(schedule, period))


def _schedule(group: Group, charter: Charter) -> MeetingSchedule:
    return MeetingSchedule(RHYTHM, group.meeting_day, group.zone, charter.periods.scoring_hour)
