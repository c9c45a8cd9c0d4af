"""The service's pulse: when it last got an update, last ran the clock, and what waits."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from groups.messages.store import pulse
from ledger.heads import newest_recorded
from storage.tx import Tx, micros, moment

LAST_TICK: Final = "last_tick"
ACCEPTED: Final = "clock_accepted"  # when the operator last looked at the machine's clock
_SLACK: Final = timedelta(minutes=5)  # a clock so far off is believed
_ANY_TIME: Final = 2**62


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """When an update last came, when the clock last ran, since when a message waits."""

    last_update: datetime | None
    last_tick: datetime | None
    oldest_waiting: datetime | None
    parked: int  # updates
    parked_steps: int  # steps of the clock, counted once for each group in which they broke
    newest_update_id: int | None = None

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
        newest_update_id=pulse.select_newest_update_id(tx),
    )


def ticked(tx: Tx, *, at: datetime) -> None:
    """Record that the clock has looked for due work."""
    pulse.upsert_mark(tx, LAST_TICK, micros(at))


def _moment(at: int | None) -> datetime | None:
    return None if at is None else moment(at)


@dataclass(frozen=True, slots=True)
class ClockMarks:
    """What the machine's clock is compared with: the last tick, the newest recorded act."""

    last_tick: datetime | None
    newest: datetime | None


def clock_marks(tx: Tx, latest: datetime | None) -> ClockMarks:
    """Read what the clock is compared with; acts dated after `latest` do not count.

    Where the operator has accepted the clock, acts dated after the last tick do not count either:
    they were recorded under a clock that was rejected.
    """
    last_tick, accepted = (pulse.select_mark(tx, name) for name in (LAST_TICK, ACCEPTED))
    not_after = _ANY_TIME if latest is None else micros(latest)
    if accepted is not None:
        known = max(at for at in (last_tick, accepted) if at is not None)
        not_after = min(not_after, known + _SLACK // timedelta(microseconds=1))
    newest = newest_recorded(tx, not_after=not_after)
    return ClockMarks(last_tick=_moment(last_tick), newest=_moment(newest))


def latest_time(tx: Tx, now: datetime) -> datetime | None:
    """The latest time that an act may bear: now, or the last tick, which a village has ahead.

    None where the clock has never ticked: then nothing tells how far ahead the books are.
    """
    last_tick = pulse.select_mark(tx, LAST_TICK)
    return None if last_tick is None else max(moment(last_tick), now)


def accept_clock(tx: Tx, *, at: datetime) -> None:
    """Record that the operator has looked at the machine's clock, and that it is right."""
    pulse.upsert_mark(tx, ACCEPTED, micros(at))
    pulse.upsert_mark(tx, LAST_TICK, micros(at))
