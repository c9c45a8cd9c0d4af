"""When what waits is repeated: seven days after it was asked, or was last repeated."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from groups.reminding.model import WaitLine, WaitRow, What

REPEATED_AFTER: Final = timedelta(days=7)
_ORDER: Final = tuple(What)


def week_before(day: date) -> date:
    """The last day of which what waits is repeated on `day`."""
    return day - REPEATED_AFTER


def is_due(rows: Iterable[WaitRow], today: date) -> bool:
    """Whether a person is reminded today of all that waits for her, if she was not for a week.

    A reminder lists everything. So whatever waits was asked or listed in the last seven days, and
    nobody is reminded more often than once in seven days.
    """
    return any(row.since <= week_before(today) for row in rows)


def lines_of(rows: Iterable[WaitRow]) -> tuple[WaitLine, ...]:
    """The lines of a reminder: what waits by group and kind, with the day of the oldest."""
    by_kind: dict[tuple[str, int], list[WaitRow]] = {}
    for row in rows:
        by_kind.setdefault((row.group_id, _ORDER.index(row.what)), []).append(row)
    return tuple(
        WaitLine(group_id, _ORDER[at], len(same), min(row.since for row in same))
        for (group_id, at), same in sorted(by_kind.items())
    )
