"""The steps of the clock: what each looks at, when that is due, and what it does, group by group.

A step's name stands in the table of what is put aside: it is never changed.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Final, Protocol

from groups.calendar.model import GroupWork
from groups.deciding import acts as deciding
from groups.deciding.acts import APPROVALS
from groups.lending.acts import loan_clock as loan_days
from groups.lending.acts import loans
from groups.meetings.acts import reminders
from groups.messages.acts import clock_work, inbox, outbox
from groups.reminding import acts as reminding
from groups.standing import acts as scoring
from groups.vouches.acts import reminders as vouch_reminders
from storage.tx import StorageError, Tx, moment

NO_GROUP: Final = ""


class Works(Protocol):
    """Reads what a step may have to do."""

    def __call__(self, tx: Tx, *, at: datetime) -> Sequence[GroupWork]:
        """Return it, whether due or not, without reading anything out of it."""
        ...


class IsDue(Protocol):
    """Says whether a step is due in one group."""

    def __call__(self, tx: Tx, work: GroupWork, *, at: datetime) -> bool:
        """Whether it is due now."""
        ...


class Do(Protocol):
    """Does a step in one group, in one transaction."""

    def __call__(self, tx: Tx, group_id: str, *, at: datetime) -> int | None:
        """Return how much was done, where a step has to be asked until it finds nothing."""
        ...


def _always(tx: Tx, work: GroupWork, *, at: datetime) -> bool:
    del tx, work, at
    return True


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the clock; it is `repeated` in a group until it did nothing."""

    name: str
    works: Works
    is_due: IsDue = _always
    is_repeated: bool = False


SCORING: Final = Step("scoring", scoring.groups_due, is_repeated=True)


@dataclass(frozen=True, slots=True)
class DueWork:
    """The groups in which a step is due now, and of its work that was put aside what is no more."""

    groups: tuple[str, ...]
    put_aside: frozenset[str]  # of these groups, those in which it broke when it was last tried
    gone: tuple[str, ...]


def due_work(tx: Tx, step: Step, *, at: datetime) -> DueWork:
    """Read where a step is due, without what is put aside for now.

    A group for which that cannot be told counts as due: the step breaks in it alone.
    """
    aside = {it.group_id: it.again_at for it in clock_work.parked(tx) if it.step == step.name}
    waiting = {group_id for group_id, again_at in aside.items() if moment(again_at) > at}
    if NO_GROUP in waiting:
        return DueWork((), frozenset(), ())
    works = step.works(tx, at=at)
    due_groups = dict.fromkeys(
        work.group_id
        for work in works
        if work.group_id not in waiting and _is_due(tx, step, work, at)
    )
    gone = aside.keys() - waiting - {work.group_id for work in works}
    return DueWork(tuple(due_groups), frozenset(aside.keys() & due_groups.keys()), tuple(gone))


def _is_due(tx: Tx, step: Step, work: GroupWork, at: datetime) -> bool:
    try:
        return step.is_due(tx, work, at=at)
    except StorageError:
        raise
    except Exception:  # noqa: BLE001 - the step itself meets the error, and is put aside by it
        return True


def steps(new_id: Callable[[], str]) -> tuple[tuple[Step, Do], ...]:
    """The clock's steps in their order; they follow all scoring runs that are due."""
    return (
        (
            Step("pending changes", deciding.groups_with_due, is_repeated=True),
            partial(deciding.carry_out_due, new_id=new_id),
        ),
        (
            Step("ballots", loans.groups_voting, loans.is_ballot_over),
            partial(loans.end_ballots, new_id=new_id),
        ),
        (
            Step("interest", loan_days.groups_to_accrue, loan_days.is_day_begun),
            partial(loan_days.post_due_interest, new_id=new_id),
        ),
        (
            Step("open meetings", reminders.groups_meeting, reminders.is_left_open),
            reminders.remind_open_meetings,
        ),
        (
            Step("meeting days", reminders.groups_to_look_at, reminders.is_to_look_at),
            reminders.remind_of_meeting_days,
        ),
        (
            Step("what waits", reminding.groups_to_look_at, reminding.is_to_look_at),
            partial(reminding.look, approvals=APPROVALS),
        ),
        (
            Step("weekly reminders", reminding.groups_to_tell, reminding.is_daytime),
            partial(reminding.remind, approvals=APPROVALS),
        ),
        (
            Step(
                "expiring vouches",
                vouch_reminders.groups_expiring,
                vouch_reminders.is_expiring,
                is_repeated=True,
            ),
            vouch_reminders.remind_expiring,
        ),
        (
            Step("loan reminders", loan_days.groups_to_remind, loan_days.is_day_awake),
            loan_days.remind,
        ),
        of_no_group("inbox sweep", inbox.sweep),
        of_no_group("outbox sweep", outbox.sweep),
    )


def of_no_group(name: str, sweep: Callable[..., int]) -> tuple[Step, Do]:
    """Return a step that belongs to no group; it is repeated until it did nothing."""

    def works(tx: Tx, *, at: datetime) -> Sequence[GroupWork]:
        del tx, at
        return (GroupWork(NO_GROUP),)

    def do(tx: Tx, group_id: str, *, at: datetime) -> int:
        del group_id
        return sweep(tx, at=at)

    return Step(name, works, is_repeated=True), do
