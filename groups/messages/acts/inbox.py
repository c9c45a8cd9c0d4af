"""The inbox: store updates before they are acknowledged to Telegram, and handle each once."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from groups.messages.model import DroppedUpdate, ParkedUpdate, WaitingUpdate
from groups.messages.rules.languages import kind_of
from groups.messages.store import inbox, pulse
from storage.tx import Tx, micros

TRIES_MAX: Final = 5
KEPT: Final = timedelta(days=7)  # a done update could come again by mistake
SWEPT_AT_ONCE: Final = 500


def store(tx: Tx, updates: Iterable[tuple[int, int, str]], *, at: datetime) -> tuple[int, ...]:
    """Store updates as (id, lane, body); return the new ids."""
    return tuple(
        update_id
        for update_id, lane, body in updates
        if inbox.insert_update(tx, update_id, lane, body, micros(at))
    )


def waiting(tx: Tx, limit: int) -> tuple[WaitingUpdate, ...]:
    """The updates that wait to be handled, oldest first."""
    return inbox.select_waiting(tx, limit)


def done(tx: Tx, update_id: int, *, at: datetime) -> bool:
    """Mark an update as handled, in the transaction that handles it.

    Call it first: False means that another process has handled it, and nothing is left to do.
    """
    return inbox.update_done(tx, update_id, micros(at)) == 1


def broke(tx: Tx, update_id: int, error_type: str, *, at: datetime) -> bool:
    """Count a failure of its handling; after five the update is parked. True if it is parked."""
    return inbox.update_broken(tx, update_id, error_type, TRIES_MAX, micros(at)) == "parked"


def sweep(tx: Tx, *, at: datetime) -> int:
    """Delete updates handled more than seven days ago, a limited number; return how many."""
    return inbox.delete_done(tx, micros(at - KEPT), SWEPT_AT_ONCE)


def parked(tx: Tx) -> tuple[ParkedUpdate, ...]:
    """The updates whose handling failed five times."""
    return inbox.select_parked(tx)


def retry(tx: Tx, update_id: int | None = None) -> int:
    """Let one parked update wait again, or all without an id; return how many."""
    return inbox.update_parked_to_waiting(tx, update_id)


def drop(tx: Tx, update_id: int, *, at: datetime) -> str | None:
    """Put a parked update away for good; return what it said, or None if it is not parked.

    Its kind, its error and its times stay for the record; its words do not.
    """
    body = inbox.select_parked_body(tx, update_id)
    if body is not None:
        inbox.insert_dropped(tx, update_id, kind_of(body), micros(at))
        inbox.update_parked_to_done(tx, update_id, micros(at))
    return body


def dropped(tx: Tx) -> tuple[DroppedUpdate, ...]:
    """The updates that the operator has put away for good."""
    return inbox.select_dropped(tx)


def count(tx: Tx) -> int:
    """How many updates wait."""
    return inbox.count_waiting(tx)


def count_parked(tx: Tx) -> int:
    """How many updates are parked."""
    return pulse.count_parked(tx)
