"""A clock that a person may move forward, so that a week passes at one press."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

Listener = Callable[[datetime], None]


def real_time() -> datetime:
    """The wall clock, in UTC."""
    return datetime.now(UTC)


class MovableClock:
    """Business time: the real time plus an offset that only grows."""

    def __init__(self, real: Callable[[], datetime] = real_time) -> None:
        self._real = real
        self._offset = timedelta()
        self._listeners: list[Listener] = []

    @property
    def offset(self) -> timedelta:
        """How far this clock is ahead of the real time."""
        return self._offset

    def now(self) -> datetime:
        """The village's time, in UTC."""
        return self._real() + self._offset

    def move(self, to: datetime) -> None:
        """Move forward to `to` and tell every listener at once; ValueError for a past time."""
        if to < self.now():
            raise ValueError("the village's clock moves forward only")
        self._offset = to - self._real()
        self._tell()

    def restore(self, offset: timedelta) -> None:
        """Set the offset stored before a restart, or zero for a new village."""
        self._offset = offset
        self._tell()

    def listen(self, listener: Listener) -> None:
        """Register `listener`; each move calls it with the new time."""
        self._listeners.append(listener)

    def _tell(self) -> None:
        now = self.now()
        for listener in tuple(self._listeners):
            listener(now)
