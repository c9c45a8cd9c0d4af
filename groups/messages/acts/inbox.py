"""Updates come in here before Telegram is told that they arrived, and are carried out once."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from groups.messages.model import ParkedUpdate, WaitingUpdate
from groups.messages.store import inbox
from storage.tx import Tx, micros

TRIES_MAX: Final = 5
KEPT: Final = timedelta(days=7)  # as long as a done update could be told again by mistake
SWEPT_AT_ONCE: Final = 500


def store(tx: Tx, updates: Iterable[tuple[int, int, str]], *, at: datetime) -> tuple[int, ...]:
    """Store updates as (id, lane, body); return the ids that are new."""
    return tuple(
        update_id
        for update_id, lane, body in updates
        if inbox.insert_update(tx, update_id, lane, body, micros(at))
    )


def waiting(tx: Tx, limit: int) -> tuple[WaitingUpdate, ...]:
    """The updates to carry out, oldest first."""
    return inbox.select_waiting(tx, limit)


def done(tx: Tx, update_id: int, *, at: datetime) -> bool:
    """Mark an update as carried out, in the transaction that carries it out.

    Call it first: False says that another has done it already, and nothing is left to do.
    """
    return inbox.update_done(tx, update_id, micros(at)) == 1


def broke(tx: Tx, update_id: int, error_type: str, *, at: datetime) -> bool:
    """Count that its handling broke; at the fifth time it is parked, which is the answer."""
    return inbox.update_broken(tx, update_id, error_type, TRIES_MAX, micros(at)) == "parked"


def sweep(tx: Tx, *, at: datetime) -> int:
    """Forget updates carried out more than seven days ago, some at a time; say how many."""
    return inbox.delete_done(tx, micros(at - KEPT), SWEPT_AT_ONCE)


def parked(tx: Tx) -> tuple[ParkedUpdate, ...]:
    """The updates whose handling broke five times."""
    return inbox.select_parked(tx)


def retry(tx: Tx, update_id: int | None = None) -> int:
    """Let one parked update wait again, or without a number all of them; say how many."""
    return inbox.update_parked_to_waiting(tx, update_id)


def count(tx: Tx) -> int:
    """How many updates wait."""
    return inbox.count_waiting(tx)
