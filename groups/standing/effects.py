"""Record runs, and defaults that follow a member into her new group."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from groups.charter.store import select_charter
from groups.people.model.group import Group
from groups.standing.facts.carried import broken_in
from groups.standing.model import Result, Run
from groups.standing.rules.known import ALL
from groups.standing.store.carried_defaults import (
    Carried,
    insert_carried_default,
    select_carried,
    select_members_elsewhere,
)
from groups.standing.store.runs import insert_results, insert_run
from storage.tx import Tx, micros

_NOTHING: Final[Carried] = (None, None)


def record_run(tx: Tx, run: Run, results: Iterable[Result], *, at: datetime) -> None:
    """Record a run with its results, and link both into the chain."""
    insert_results(tx, run, results, at=at)
    insert_run(tx, run, at=at)


def carry_defaults(tx: Tx, group: Group, *, at: datetime) -> int:
    """Record new defaults of the members' loans in other groups; return how many rows.

    A default is one row, its later repayment another. The group is locked.
    """
    elsewhere = select_members_elsewhere(tx, group.id)
    if not elsewhere:
        return 0
    stands: dict[tuple[str, str], list[Carried]] = {}
    for member_id, loan_id, iso_day, repaid_day, _ in select_carried(tx, group.id, cut=ALL):
        stands.setdefault((member_id, loan_id), []).append((iso_day, repaid_day))
    written = 0
    for other_id in sorted({other_id for _, _, other_id in elsewhere}):
        members = {borrower: member for member, borrower, other in elsewhere if other == other_id}
        charter = select_charter(tx, other_id)
        for loan_id, (borrower, now) in broken_in(tx, other_id, charter, at=micros(at)).items():
            if borrower not in members:
                continue
            before = stands.get((members[borrower], loan_id), [])
            if now != (before[-1] if before else _NOTHING):
                place = (members[borrower], loan_id, len(before) + 1)
                insert_carried_default(tx, group.id, place, now, at=at)
                written += 1
    return written
