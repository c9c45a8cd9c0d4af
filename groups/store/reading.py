"""Everything that one scoring run reads, told by the run's period, number and cut alone.

Nothing that may change later is read (the meeting day, the usual saving, how a member stands now),
so that `verify` reads the same.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from groups.model.group import Group
from groups.rules.charter import Charter
from groups.rules.evidence import MemberFacts
from groups.rules.known import Block, Earlier, Known, RunFacts
from groups.rules.periods import Schedule, period_before_block, period_end
from groups.rules.weekly_line import Five
from groups.rules.weighing import RHYTHM
from groups.store import runs
from groups.store.admission import read_group
from groups.store.evidence import Moment, select_held, select_known, select_known_and_before
from groups.store.runs import Run
from storage.tx import Tx, micros


def select_run_facts(tx: Tx, run: Run, charter: Charter) -> RunFacts:
    """Return what a run reads; of `run` its digest and standing are not looked at."""
    group = read_group(tx, run.group_id)
    before = runs.select_run_by_number(tx, run.group_id, run.number - 1)
    end = _end(group, run.period)
    if before is None:
        known = select_known(tx, group.id, run.period, period_end=end, cut=run.cut)
        earlier = None
    else:
        now, then = Moment(run.period, run.cut), Moment(before.period, before.cut)
        known, facts = select_known_and_before(tx, group.id, now, then, period_end=end)
        earlier = _earlier(tx, group, run, before, facts, charter)
    windows = _windows(tx, group, run, charter.grade.meetings)
    held = select_held(tx, group.id, first=windows[0][0], last=run.period, cut=run.cut)
    block = _block(tx, group, run, charter)
    return RunFacts(run.period, known, block, earlier, windows, tuple(held))


def select_stood(tx: Tx, before: Run) -> dict[str, Five]:
    """Return what has stood in each member's pillar accounts since a run: its results."""
    results = runs.select_results(tx, before.group_id, before.period)
    return {result.member_id: result.balances for result in results}


def _earlier(
    tx: Tx,
    group: Group,
    run: Run,
    before: Run,
    facts: Mapping[str, MemberFacts],
    charter: Charter,
) -> Earlier:
    anew: tuple[Known, Block] | None = None
    if before.charter != run.charter:
        end = _end(group, before.period)
        known = select_known(tx, group.id, before.period, period_end=end, cut=before.cut)
        anew = known, _block(tx, group, before, charter)
    return Earlier(before.period, facts, select_stood(tx, before), anew)


def _block(tx: Tx, group: Group, run: Run, charter: Charter) -> Block:
    number = period_before_block(run.number, RHYTHM, charter.periods.withdrawal_block_weeks)
    last = runs.select_run_by_number(tx, run.group_id, number) if number else None
    if last is None:
        return Block(None, None)
    return Block(last.period, micros(_end(group, last.period)))


def _windows(tx: Tx, group: Group, run: Run, count: int) -> tuple[tuple[date, date], ...]:
    """Return the spans of days of the last periods, this one the last, in which one was due."""
    ends = [*runs.select_periods_before(tx, run.group_id, run.number, count), run.period]
    first = group.first_day or run.period  # of the group, where these are all its periods
    begins = [first, *(end + timedelta(days=1) for end in ends[:-1])]
    return tuple(zip(begins, ends, strict=True))[-count:]


def _end(group: Group, period: date) -> datetime:
    """Return when a period ended: its own day tells, whatever the meeting day is now."""
    return period_end(Schedule(RHYTHM, group.meeting_day, group.zone), period)
