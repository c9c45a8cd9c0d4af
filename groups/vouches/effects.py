"""End the vouches by or for a member; the group is locked."""

from collections.abc import Callable
from datetime import date, datetime

from groups.vouches.store.vouches import insert_end, select_vouches_of
from storage.tx import Tx


def end_vouches_of(
    tx: Tx, group_id: str, member_id: str, *, day: date, new_id: Callable[[], str], at: datetime
) -> int:
    """End all vouches in force by or for a member who leaves; return how many."""
    standing = select_vouches_of(tx, group_id, member_id, day)
    for vouch in standing:
        insert_end(tx, vouch, "left", end_id=new_id(), at=at)
    return len(standing)
