"""On which day an instalment is payable: money is paid in meetings, and one may be skipped."""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from datetime import date, timedelta


def payable_on(
    held: Sequence[date], planned: Callable[[date], date], days_at_most: int
) -> Callable[[date], date]:
    """How a group's due days move, from the days of the meetings held so far, in order.

    A due day is payable at the first meeting held on it or after it; past the last one held, at
    the next that is planned (`planned` gives the first meeting day on or after a day); and never
    more than `days_at_most` days later, so that a group that stops meeting still owes.
    """
    most = timedelta(days_at_most)

    def payable(day: date) -> date:
        at = bisect_left(held, day)
        meeting = held[at] if at < len(held) else planned(max(day, _after_last(held)))
        return min(meeting, day + most)

    return payable


def _after_last(held: Sequence[date]) -> date:
    return held[-1] + timedelta(1) if held else date.min
