"""Where the machine's clock was wrong: acts whose time does not fit their place in the chain.

The place of an act in its group's chain is certain; its time is what a clock said. Where times go
back along a chain, the fewest acts are named without which they would not.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Final, LiteralString, NamedTuple

from storage.database import LongRead
from storage.tx import micros, moment

# A clock that is off by less is believed.
BACK_MIN: Final = timedelta(minutes=5) // timedelta(microseconds=1)
_ANY_TIME: Final = 2**62


class Dated(NamedTuple):
    """A place in a chain, and the time in micro-seconds that the clock said."""

    n: int
    at: int


@dataclass(frozen=True, slots=True)
class ClockSlip:
    """Acts of a group whose times do not fit between the acts before and after them.

    They, or their neighbours, were dated by a wrong clock; which, the chain alone cannot tell.
    `after` is None where no act before them fits, `before` where none follows.
    """

    group_id: str
    first_n: int
    last_n: int
    acts: int
    dated_from: datetime
    dated_to: datetime
    after: datetime | None
    before: datetime | None

    @property
    def begin(self) -> datetime:
        """From when on it is not certain what was known."""
        return min(self.dated_from, self.before or self.dated_from)

    @property
    def end(self) -> datetime:
        """Until when it is not certain what was known."""
        return max(self.dated_to, self.after or self.dated_to)

    def touches(self, cut: int) -> bool:
        """Whether what was known at a moment in micro-seconds may look otherwise today."""
        return micros(self.begin) - BACK_MIN <= cut <= micros(self.end) + BACK_MIN


_TIMES: Final[LiteralString] = """
    SELECT group_id, n, recorded_at FROM links
    UNION ALL
    SELECT group_id, n, recorded_at FROM entries
    ORDER BY group_id, n
"""


async def clock_slips(read: LongRead, *, latest: datetime | None) -> list[ClockSlip]:
    """Return where the clock was wrong, in every group; acts after `latest` are wrongly dated."""
    slips: list[ClockSlip] = []
    chain: list[Dated] = []
    current = ""
    async for group_id, n, recorded_at in read.rows(_TIMES):
        if group_id != current:
            slips += slips_of(current, chain, latest=latest)
            current, chain = group_id, []
        chain.append(Dated(n, recorded_at))
    return slips + slips_of(current, chain, latest=latest)


def slips_of(group_id: str, chain: Sequence[Dated], *, latest: datetime | None) -> list[ClockSlip]:
    """Return where the clock was wrong in one group's chain, in its order."""
    right = _rightly_dated(chain, micros(latest) + BACK_MIN if latest else _ANY_TIME)
    slips = []
    for is_right, acts in groupby(enumerate(chain), key=lambda act: act[0] in right):
        if not is_right:
            places = [place for place, _ in acts]
            slips.append(_slip(group_id, chain, places[0], places[-1]))
    return slips


def _slip(group_id: str, chain: Sequence[Dated], first: int, last: int) -> ClockSlip:
    wrong = chain[first : last + 1]
    return ClockSlip(
        group_id=group_id,
        first_n=wrong[0].n,
        last_n=wrong[-1].n,
        acts=len(wrong),
        dated_from=moment(min(act.at for act in wrong)),
        dated_to=moment(max(act.at for act in wrong)),
        after=moment(chain[first - 1].at) if first else None,
        before=moment(chain[last + 1].at) if last + 1 < len(chain) else None,
    )


def _rightly_dated(chain: Sequence[Dated], latest: int) -> set[int]:
    """The places of as many acts as possible whose times do not go back, and not beyond `latest`.

    Times that go back by less than a believed clock may are taken as they stand.
    """
    highest, is_in_order = 0, True
    for act in chain:
        is_in_order = is_in_order and highest - BACK_MIN <= act.at <= latest
        highest = max(highest, act.at)
    if is_in_order:
        return set(range(len(chain)))
    return _longest_in_order([act.at for act in chain], latest)


def _longest_in_order(times: Sequence[int], latest: int) -> set[int]:
    """The places of a longest subsequence that never goes back (patience sorting).

    It is built from the end, so that of two acts that exclude each other the earlier one stays.
    """
    ends: list[int] = []  # negated: the greatest time with which one of each length begins
    places: list[int] = []
    behind: dict[int, int | None] = {}
    for place in range(len(times) - 1, -1, -1):
        at = times[place]
        if at > latest:
            continue
        length = bisect_right(ends, -at)
        behind[place] = places[length - 1] if length else None
        ends[length : length + 1] = [-at]
        places[length : length + 1] = [place]
    right: set[int] = set()
    place_on = places[-1] if places else None
    while place_on is not None:
        right.add(place_on)
        place_on = behind[place_on]
    return right
