"""A line that can be marked as wrong: a week of points, a line of the passbook, of a register."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from groups.people.model.refusals import Refusal
from groups.registers.model.meeting import Mark
from groups.standing.model import CauseShown


class LineKind(StrEnum):
    """What a line is of; with what names it, it is the subject of a dispute."""

    SCORE = "score"  # score:PERIOD, a week of points
    ENTRY = "entry"  # entry:KEY, a line of the passbook
    LOAN = "loan"  # loan:KEY, an entry of a loan of hers
    LINE = "line"  # line:MEETING, what a register says of her


@dataclass(frozen=True, slots=True)
class DisputedLine:
    """A line as it stands; `amount` in paise, what she paid in or (below 0) got out, or owes.

    `meeting_id` where a register's correction would put it right.
    """

    kind: LineKind
    day: date
    amount: int = 0
    mark: Mark | None = None
    meeting_id: str | None = None
    is_put_right: bool = False
    causes: tuple[CauseShown, ...] = ()
    points: int = 0  # after the week, in centi-points


@dataclass(frozen=True, slots=True)
class OpenDispute:
    """A dispute as the facilitator sees it."""

    id: str
    group_id: str
    group: str
    member_id: str
    name: str
    number: int
    line: DisputedLine
    asked_at: datetime


@dataclass(unsafe_hash=True)
class NotPutRight(Refusal):
    """The line of the books still stands: it is corrected by a reversal first."""

    code: ClassVar[str] = "not_put_right"


@dataclass(unsafe_hash=True)
class AlreadyDisputed(Refusal):
    """This line is already marked and waits for the facilitator."""

    code: ClassVar[str] = "already_disputed"
