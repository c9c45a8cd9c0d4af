"""A scoring run in one go; the service reads, weighs and settles it in three steps."""

from datetime import datetime

from groups.standing.acts import groups_due, next_due_run, record_weighed
from storage.tx import Tx


def run_next_due(tx: Tx, *, at: datetime) -> int:
    """Look at the group that has waited longest: score one period of it, or put it off.

    Say how many groups were looked at: 0 when none is to be looked at by now.
    """
    for work in groups_due(tx, at=at)[:1]:
        due_group = next_due_run(tx, work.group_id, at=at)
        assert due_group is not None, "it is due"
        return record_weighed(tx, due_group, due_group.weigh(), at=at)
    return 0
