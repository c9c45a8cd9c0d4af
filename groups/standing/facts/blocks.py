"""In which block a run lies, and when the sisters' word is read next."""

from datetime import date, datetime

from groups.calendar.rules.days import day_in
from groups.calendar.rules.periods import (
    MeetingSchedule,
    block_of,
    next_period,
    periods_a_block,
)
from groups.charter.rules.charter import Charter
from groups.charter.store import select_charter_of_version
from groups.people.model.group import Group
from groups.standing.model import Run
from groups.standing.rules.weighing import RHYTHM
from groups.standing.store import runs
from storage.tx import Tx


def block_after(tx: Tx, before: Run | None, number: int) -> int:
    """The number of the first run of the block of run `number`, which follows the run `before`.

    A block keeps the length of the charter of its first run.
    """
    if before is None or before.block is None:
        return number
    return block_of(number, before.block, _periods_of(tx, before.group_id, before.block))


def next_reading(tx: Tx, group: Group, charter: Charter, *, at: datetime) -> date:
    """The day at whose end the sisters' word is read next: what stands then counts from then on.

    By the meeting day and the charter of now, for the runs that are not made yet.
    """
    today = day_in(group.zone, at)
    schedule = MeetingSchedule(RHYTHM, group.meeting_day, group.zone)
    last = runs.select_last_run(tx, group.id)
    period = next_period(schedule, group.first_day or today, last.period if last else None)
    number = last.number + 1 if last else 1
    reading = number
    if last is not None and last.block is not None:
        reading = last.block + _periods_of(tx, group.id, last.block)
    while number < reading or period < today:
        if number == reading:
            reading += periods_a_block(RHYTHM, charter.vouches.block_weeks)
        period = next_period(schedule, period, period)
        number += 1
    return period


def _periods_of(tx: Tx, group_id: str, block: int) -> int:
    """The number of periods of a block, by the charter of its first run."""
    first = runs.select_run_by_number(tx, group_id, block)
    assert first is not None, "a block has a first run"
    charter = select_charter_of_version(tx, first.charter)
    return periods_a_block(RHYTHM, charter.vouches.block_weeks)
