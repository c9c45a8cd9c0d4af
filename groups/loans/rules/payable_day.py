"""The day on which an instalment is payable: a meeting on or after its due day."""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from datetime import date, timedelta


def payable_on(
    held: Sequence[date],
    planned: Callable[[date], date],
    days_at_most: int,
    *,
    today: date = date.min,
) -> Callable[[date], date]:
    """Return a function from due day to payable day; `held` are the meeting days, in order.

    An instalment is payable in the first meeting held on or after its due day. After the last held
    meeting it is payable in the next planned one (`planned` gives the first meeting day on or after
    a day); one that was planned before `today` and not held is none. It never moves by more than
    `days_at_most` days, so that a group that stops meeting still owes.
    """
    most = timedelta(days_at_most)

    def payable(day: date) -> date:
        at = bisect_left(held, day)
        meeting = held[at] if at < len(held) else planned(max(day, _after_last(held), today))
        return min(meeting, day + most)

    return payable


def _after_last(held: Sequence[date]) -> date:
    return held[-1] + timedelta(1) if held else date.min
