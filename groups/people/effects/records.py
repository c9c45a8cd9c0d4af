"""Record offices, ties, facilitators and changes of groups, each row after the one before."""

from datetime import datetime

from groups.people.store.facilitators import FacilitatorAct, insert_facilitator, select_last_named
from groups.people.store.group_acts import GroupAct, count_group_acts, insert_group_act
from groups.people.store.kinships import TieAct, insert_tie, select_last_declared
from groups.people.store.roles import RoleAct, insert_role, select_last_given
from storage.tx import Tx, micros


def record_role(tx: Tx, act: RoleAct, *, at: datetime) -> None:
    """Record an office given or taken, in the table and in the group's chain."""
    insert_role(tx, act, _after(select_last_given(tx, act), at), at=at)


def record_tie(tx: Tx, tie: TieAct, *, at: datetime) -> None:
    """Record a tie declared or ended, in the table and in the group's chain."""
    insert_tie(tx, tie, _after(select_last_declared(tx, tie), at), at=at)


def record_facilitator(tx: Tx, act: FacilitatorAct, *, at: datetime) -> None:
    """Record a facilitator named or dismissed, in the table and in the programme's chain."""
    insert_facilitator(tx, act, _after(select_last_named(tx, act.person_id), at), at=at)


def record_group_act(tx: Tx, act: GroupAct, *, at: datetime) -> None:
    """Lock the group and record a change of it, in the table and in the group's chain."""
    tx.lock(f"group:{act.group_id}")
    number = count_group_acts(tx, act.group_id) + 1
    insert_group_act(tx, f"{act.group_id}:{number}", act, at=at)


def _after(before: int | None, at: datetime) -> int:
    """A moment after the newest row, so that no two rows of one subject have one moment."""
    return micros(at) if before is None else max(micros(at), before + 1)
