"""The service's pulse: when it last got an update, last ran the clock, and what waits."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from groups.messages.store import pulse
from storage.tx import Tx, micros, moment

LAST_TICK: Final = "last_tick"


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """When an update last came, when the clock last ran, since when a message waits."""

    last_update: datetime | None
    last_tick: datetime | None
    oldest_waiting: datetime | None
    parked: int  # updates
    parked_steps: int  # steps of the clock, counted once for each group in which they broke

    def outbox_age(self, at: datetime) -> int:
        """For how many seconds the oldest message that is due has waited."""
        if self.oldest_waiting is None:
            return 0
        return max(0, (at - self.oldest_waiting) // timedelta(seconds=1))


def beat(tx: Tx) -> Heartbeat:
    """Read the pulse from the database."""
    return Heartbeat(
        last_update=_moment(pulse.select_last_update(tx)),
        last_tick=_moment(pulse.select_mark(tx, LAST_TICK)),
        oldest_waiting=_moment(pulse.select_oldest_waiting(tx)),
        parked=pulse.count_parked(tx),
        parked_steps=pulse.count_parked_steps(tx),
    )


def ticked(tx: Tx, *, at: datetime) -> None:
    """Record that the clock has looked for due work."""
    pulse.upsert_mark(tx, LAST_TICK, micros(at))


def _moment(at: int | None) -> datetime | None:
    return None if at is None else moment(at)
