"""All facts that one scoring run reads, fixed by its period, number and cut alone.

Nothing is read that may change later (the meeting day, the usual saving, a member's state now), so
that `verify` reads the same.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from groups.calendar.rules.periods import MeetingSchedule, period_before_block, period_end
from groups.charter.rules.charter import Charter
from groups.people.facts.names import read_group
from groups.people.model.group import Group
from groups.standing.facts.evidence import read_told
from groups.standing.model import NO_WORDS, Five, Run, WordRead
from groups.standing.rules.known import (
    Block,
    Earlier,
    HeldMeeting,
    Moment,
    ReadBefore,
    Reading,
    RunFacts,
    Words,
)
from groups.standing.rules.weighing import RHYTHM
from groups.standing.store import runs
from groups.standing.store.evidence import select_bank_moves, select_held
from storage.tx import Tx, micros


def select_run_facts(tx: Tx, run: Run, charter: Charter) -> RunFacts:
    """The facts of a run; its digest and grade are not used."""
    group = read_group(tx, run.group_id)
    before = runs.select_run_by_number(tx, run.group_id, run.number - 1)
    count = charter.grade.meetings
    spans = _windows(tx, group, run, count + 1)  # cash left before the first may be lent in it
    held = select_held(tx, group.id, first=spans[0][0], last=run.period, cut=run.cut)
    run_rows = read_told(tx, group.id, _moment(group, run))
    return RunFacts(
        period=run.period,
        told=run_rows,
        words=_words(tx, group, run, charter),
        earlier=_earlier(tx, group, run, before, charter) if before else None,
        windows=spans[-count:],
        held=_with_bank(held, select_bank_moves(tx, group.id, cut=run.cut))
        if run_rows.loans.terms
        else tuple(held),
    )


def select_stood(tx: Tx, before: Run) -> dict[str, Five]:
    """Each member's pillar balances after a run: its results."""
    results = runs.select_results(tx, before.group_id, before.period)
    return {result.member_id: result.balances for result in results}


def _with_bank(
    held: Sequence[HeldMeeting], moves: Sequence[tuple[str, int]]
) -> tuple[HeldMeeting, ...]:
    """Add the money in the bank to the money in the box after each meeting."""
    return tuple(
        replace(one, money=one.money + sum(it for day, it in moves if day <= one.day.isoformat()))
        for one in held
    )


def _earlier(tx: Tx, group: Group, run: Run, before: Run, charter: Charter) -> Earlier:
    at = _moment(group, before)
    stood = select_stood(tx, before)
    if before.charter == run.charter:
        return Earlier(at, stood)
    words: Block | ReadBefore
    if run.block is None:
        words = _block(tx, group, before, charter)
    else:  # the word takes no new rule before it is read again, and then without a cause of its own
        words = ReadBefore(
            before.period, {who: WordRead(five[-1], NO_WORDS) for who, five in stood.items()}
        )
    return Earlier(at, stood, (read_told(tx, group.id, at), words))


def _words(tx: Tx, group: Group, run: Run, charter: Charter) -> Words:
    """Where the run takes the sisters' word from; runs from before blocks have their own rule."""
    if run.block is None:
        return _block(tx, group, run, charter)
    if run.is_reading:
        at = _moment(group, run)
        known_then = read_told(tx, group.id, Moment(at.period, at.ends_at, at.until))
        return Reading(known_then, charter.vouches.beads)
    first = runs.select_run_by_number(tx, run.group_id, run.block)
    assert first is not None, "a block's first run is made before the others"
    return ReadBefore(
        first.period,
        {
            result.member_id: WordRead(result.balances[-1], result.words)
            for result in runs.select_results(tx, first.group_id, first.period)
        },
    )


def _block(tx: Tx, group: Group, run: Run, charter: Charter) -> Block:
    number = period_before_block(run.number, RHYTHM, charter.vouches.block_weeks)
    last = runs.select_run_by_number(tx, run.group_id, number) if number else None
    since = run.number - max(1, number)  # the periods scored since the last one before the block
    seen = runs.select_periods_before(tx, run.group_id, run.number, since) if since else []
    return Block(
        last.period if last else None,
        _ends_at(group, last.period) if last else None,
        seen=tuple(_ends_at(group, period) for period in seen),
        beads=charter.vouches.beads,
    )


def _windows(tx: Tx, group: Group, run: Run, count: int) -> tuple[tuple[date, date], ...]:
    """The first and last day of the last `count` periods; the run's own is the last."""
    ends = [*runs.select_periods_before(tx, run.group_id, run.number, count), run.period]
    first = group.first_day or run.period  # the group's first day, if these are all its periods
    begins = [first, *(end + timedelta(days=1) for end in ends[:-1])]
    return tuple(zip(begins, ends, strict=True))[-count:]


def _moment(group: Group, run: Run) -> Moment:
    """When a run's period ended: fixed by its day, whatever the meeting day is now."""
    return Moment(run.period, _ends_at(group, run.period), run.cut)


def _ends_at(group: Group, period: date) -> int:
    return micros(period_end(MeetingSchedule(RHYTHM, group.meeting_day, group.zone), period))
