"""What a page shows, as frozen values: facts only; templates know the words.

Money is in paise, points in centi-points, days are dates. `code` names a thing for a template.
"""

from collections.abc import MutableMapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from groups.messages.model import Json
from groups.people.model.group import Group
from groups.people.model.people import Role
from groups.standing.model import CauseShown, GroupGrade


class StandingShown(StrEnum):
    """The word in which a member's standing is shown; never a rank."""

    NEW = "new"
    GROWING = "growing"
    STEADY = "steady"
    STRONG = "strong"


@dataclass(frozen=True, slots=True)
class GroupPage:
    """The group's standing, for its members and its facilitator."""

    group: Group
    members: int
    grade: GroupGrade | None  # None before the first run
    trend: tuple[GroupGrade, ...]  # oldest first, at most 26
    next_meeting: date
    meetings_held: int
    cash: int
    savings: int
    seal: str  # of the last closed meeting
    open_meeting: str | None  # its id
    may_hold_meeting: bool
    may_lend: bool  # her phone, to a sister for her turn
    may_moderate: bool
    may_see_loans: bool
    may_see_minutes: bool
    is_member: bool
    waiting: int  # requests that the asker may decide
    roles: frozenset[Role]


@dataclass(frozen=True, slots=True)
class PinnedPage:
    """The content of a group's pinned message, for everybody in the chat.

    Of each open ballot the borrower's number and name, how many have voted, and how many may.
    """

    group: Group
    members: int
    grade: GroupGrade | None  # None before the first run
    next_meeting: date
    is_meeting_open: bool
    ballots: list[Json]


@dataclass(frozen=True, slots=True)
class PillarShown:
    """One of her pillars: `points` of `most`; `done` of `due` without decay, or None."""

    code: str  # meetings, saving, instalments, broken_promises, word
    points: int
    most: int
    done: int | None
    due: int | None


@dataclass(frozen=True, slots=True)
class PointsLine:
    """One week in the passbook of points; `causes` add up to after − before exactly."""

    period: date
    before: int
    after: int
    causes: tuple[CauseShown, ...]
    is_disputed: bool


@dataclass(frozen=True, slots=True)
class NextActShown:
    """An act that gives points, and its gain in centi-points at the next run.

    The gain of a sister's word is None: a figure would tell what her sisters have given.
    """

    code: str  # come, save, pay_instalment, ask_for_a_word
    gain: int | None


@dataclass(frozen=True, slots=True)
class LadderStepShown:
    """The next step of the loan ladder and what is missing for it; 0 if nothing is missing.

    Of vouches and households it gives the number needed in all: a missing count would show who
    vouched for her.
    """

    step: int
    amount: int
    points_missing: int
    standing_missing: int
    vouches_needed: int
    households_needed: int
    conduct_weeks_missing: int


@dataclass(frozen=True, slots=True)
class PointsPage:
    """A member's own points; only she and her facilitator see them."""

    group: Group
    name: str
    number: int
    points: int
    standing: int
    standing_word: StandingShown
    next_reading: date  # at its end the sisters' word is read next
    pillars: tuple[PillarShown, ...]
    lines: tuple[PointsLine, ...]  # newest first
    next_acts: tuple[NextActShown, ...]
    ladder: LadderStepShown | None


@dataclass(frozen=True, slots=True)
class PassbookLine:
    """A line of her savings: paid in, paid out, and the balance after it, in paise."""

    entry: str
    day: date
    reason: str
    paid_in: int
    paid_out: int
    balance: int
    is_reversed: bool
    memo: str | None
    is_disputed: bool = False


@dataclass(frozen=True, slots=True)
class PassbookPage:
    """A member's own savings."""

    group: Group
    name: str
    number: int
    savings: int
    lines: tuple[PassbookLine, ...]  # newest first
    older: str | None  # where the next page begins


@dataclass(frozen=True, slots=True)
class GroupBooks:
    """The part of a group's page that follows from its chained books alone; amounts in paise."""

    trend: tuple[GroupGrade, ...]
    meetings_held: int
    cash: int
    savings: int


# Pages already read, by group and head of its chain: the same head means the same books.
KeptBooks = MutableMapping[tuple[str, str], GroupBooks]
