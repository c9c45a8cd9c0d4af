"""Lines that a member can dispute: of points, passbook, loans and registers."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from groups.people.model.refusals import Refusal
from groups.registers.model.meeting import Mark
from groups.standing.model import CauseShown


class LineKind(StrEnum):
    """The kind of a disputed line; kind and key together are the subject of a dispute."""

    SCORE = "score"  # score:PERIOD, a week of points
    ENTRY = "entry"  # entry:KEY, a line of the passbook
    LOAN = "loan"  # loan:KEY, an entry of one of her loans
    LINE = "line"  # line:MEETING, her line in a register


@dataclass(frozen=True, slots=True)
class DisputedLine:
    """A disputed line in its present state; `amount` in paise: paid in, paid out (below 0) or owed.

    `meeting_id` is set if a correction of that meeting's register corrects the line.
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
    """The disputed line is not corrected yet; a reversal must correct it first."""

    code: ClassVar[str] = "not_put_right"


@dataclass(unsafe_hash=True)
class AlreadyDisputed(Refusal):
    """This line is disputed already and waits for the facilitator."""

    code: ClassVar[str] = "already_disputed"
