"""A group as a facilitator's list shows it."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class GroupBrief:
    """A group in a facilitator's list."""

    id: str
    name: str
    village: str
    state: str
    token: str
    members: int
    is_left_alone: bool = False  # it has begun, and its facilitator is gone or concerned herself


@dataclass(frozen=True, slots=True)
class GroupWatched:
    """A group in her list with its state, and what waits in it.

    `proxies` are proxies that she has not decided, `locked` PINs that are locked after too many
    wrong tries, `differences` the meetings of the last weeks whose cash differed by more than the
    charter's limit: their day and the difference in paise.
    """

    brief: GroupBrief
    letter: str | None
    last_meeting: date | None
    waiting: int
    loans: int  # carried by the group, to be approved or returned by her
    disputes: int
    proxies: int
    locked: int
    differences: tuple[tuple[date, int], ...] = ()
