"""A step of the clock in every group in which it is due; the service does each in its own act."""

from collections.abc import Callable
from datetime import datetime

from handlers.clock_steps import due_work, steps
from storage.tx import Tx


def _no_id() -> str:
    raise AssertionError("this step makes no ids")


def tick(tx: Tx, name: str, *, at: datetime, new_id: Callable[[], str] = _no_id) -> int:
    """Take a step of the clock by its name; return how much was done, or in how many groups."""
    ((step, do),) = ((step, do) for step, do in steps(new_id) if step.name == name)
    done = [do(tx, group_id, at=at) for group_id in due_work(tx, step, at=at).groups]
    return sum(1 if count is None else count for count in done)
