"""What may wait for a person, and a line on the message that repeats it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class What(StrEnum):
    """The kinds of things that wait for somebody, in the order in which they are listed."""

    ADMISSION = "admission"  # of a new group
    REQUEST = "request"  # for a second person, of any kind
    CHANGE = "change"  # that is pending, of any kind
    BALLOT = "ballot"
    LOAN = "loan"  # that the group has carried: the facilitator decides
    HAND_OVER = "hand_over"  # to be confirmed
    DISPUTE = "dispute"
    WORD = "word"  # words by another's hand in a group


@dataclass(frozen=True, slots=True)
class WaitRow:
    """One thing that waits for a person in a group, as the clock saw it when it last looked."""

    group_id: str
    what: What
    subject: str
    since: date


@dataclass(frozen=True, slots=True)
class WaitLine:
    """What waits of one kind in one group: how much, and since when the oldest."""

    group_id: str
    what: What
    count: int
    since: date
