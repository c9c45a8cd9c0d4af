"""Work of the clock that broke: put aside, tried again after growing pauses, told the operator.

The clock's steps go through one group after another. What breaks in one stops no other, and the
clock itself comes back to it; nobody has to ask for it, as she must for a parked update.
"""

from datetime import datetime

from groups.messages.model import ParkedStep
from groups.messages.rules.pauses import pause_after
from groups.messages.store import clock_work
from storage.tx import Tx, micros


def parked(tx: Tx) -> tuple[ParkedStep, ...]:
    """All work of the clock that is put aside, the oldest first."""
    return clock_work.select_parked_steps(tx)


def put_aside(tx: Tx, step: str, group_id: str, error: str, *, at: datetime) -> ParkedStep:
    """Put a step in a group aside after it broke; each time it breaks, the pause grows."""
    tries = clock_work.select_tries(tx, step, group_id) + 1
    again_at = micros(at + pause_after(tries))
    aside = ParkedStep(step, group_id, tries, error, parked_at=micros(at), again_at=again_at)
    clock_work.upsert_parked_step(tx, aside)
    return aside


def forget(tx: Tx, step: str, group_id: str) -> None:
    """Forget that a step in a group was put aside: it was done, or there is nothing left of it."""
    clock_work.delete_parked_step(tx, step, group_id)


def retry(tx: Tx) -> int:
    """Let all that is put aside be tried at the clock's next look; return how much it is."""
    return clock_work.update_parked_steps_due(tx)
