"""A meeting and its register: who was there, what each saved, what lay in the box."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from groups.registers.model.money import (
    FineProposed,
    HandOverReady,
    MoneyLine,
    RepaymentDue,
    SettlementReady,
)


class MeetingState(StrEnum):
    """The state of a meeting."""

    OPEN = "open"
    CLOSED = "closed"
    DROPPED = "dropped"


class MeetingStep(StrEnum):
    """What a person can do with a meeting; the clock can do none of these."""

    CLOSE = "close"
    DROP = "drop"
    CORRECT = "correct"


MEETING_STEPS: Mapping[MeetingState, Mapping[MeetingStep, MeetingState]] = MappingProxyType(
    {
        MeetingState.OPEN: MappingProxyType(
            {MeetingStep.CLOSE: MeetingState.CLOSED, MeetingStep.DROP: MeetingState.DROPPED}
        ),
        MeetingState.CLOSED: MappingProxyType({MeetingStep.CORRECT: MeetingState.CLOSED}),
        MeetingState.DROPPED: MappingProxyType({}),
    }
)


class Mark(StrEnum):
    """Whether she came."""

    PRESENT = "present"
    LATE = "late"
    ABSENT = "absent"
    EXCUSED = "excused"


class CashReason(StrEnum):
    """Why the cash count differs from the books."""

    MISCOUNT_BEFORE = "miscount_before"
    CHANGE_OWED = "change_owed"
    SPENT_UNRECORDED = "spent_unrecorded"
    FOUND = "found"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """One member in one meeting; `saved` is compulsory, `extra` voluntary saving, in paise."""

    member_id: str
    mark: Mark
    saved: int
    extra: int

    def __post_init__(self) -> None:
        assert self.saved >= 0, "a register takes money in, never out"
        assert self.extra >= 0, "a register takes money in, never out"


@dataclass(frozen=True, slots=True)
class Register:
    """What the leader closes: a line for every member, and the cash in the box in paise.

    `money` holds all other movements. `pieces` holds the number of each note and coin, if she
    counted them. `is_read`: the last minutes were read out.
    """

    lines: tuple[RegisterLine, ...]
    cash_counted: int
    cash_reason: CashReason | None = None
    money: tuple[MoneyLine, ...] = ()
    pieces: tuple[tuple[int, int], ...] = ()
    is_read: bool = False


@dataclass(frozen=True, slots=True)
class RegisterDraft:
    """What was tapped into an open register; a member without a tap is present and has paid.

    `paid` is all that a member paid, `cash_counted` the cash in the box, in paise.
    """

    marks: Mapping[str, Mark] = field(default_factory=dict)
    paid: Mapping[str, int] = field(default_factory=dict)
    cash_counted: int | None = None
    cash_reason: CashReason | None = None

    @property
    def is_blank(self) -> bool:
        """Whether nothing was tapped yet."""
        return self == RegisterDraft()


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting of one group on one day."""

    id: str
    group_id: str
    day: date
    state: MeetingState
    opened_by: str
    held_by: str
    version: int


@dataclass(frozen=True, slots=True)
class PageLine:
    """One member on the register's page; amounts in paise."""

    member_id: str
    number: int
    name: str
    mark: Mark
    due: int
    saved: int
    extra: int


@dataclass(frozen=True, slots=True)
class LineTwice:
    """One member's line as recorded and as sent later; None if the line is missing."""

    number: int
    name: str
    recorded: RegisterLine | None
    sent: RegisterLine | None


@dataclass(frozen=True, slots=True)
class Counts:
    """How many members have each mark, and what was paid in all, in paise."""

    members: int
    present: int
    late: int
    absent: int
    excused: int
    collected: int

    @property
    def came(self) -> int:
        """The members who came, late ones included."""
        return self.present + self.late


@dataclass(frozen=True, slots=True)
class RegisterTwice:
    """Two registers of one meeting side by side; `lines` has only those that differ."""

    meeting: Meeting
    lines: tuple[LineTwice, ...]
    recorded: Register
    sent: Register


@dataclass(frozen=True, slots=True)
class ReadAloud:
    """A proxy vouch to read aloud before the close: who gave it, by whose hand, never for whom."""

    number: int
    name: str
    hand: str


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """A register to fill in with what is proposed, or a recorded one; amounts in paise.

    `cash_before` is the cash before the meeting; `cash_expected` adds what the lines bring.
    """

    meeting: Meeting
    held_by: str
    is_held_by_her: bool
    lines: tuple[PageLine, ...]
    cash_before: int
    cash_expected: int
    register: Register | None  # None until it is closed
    version: int
    is_left_open: bool = False  # it was not closed on its day
    proxies: tuple[ReadAloud, ...] = ()  # proxy vouches to read before the close
    draft: RegisterDraft = field(
        default_factory=RegisterDraft
    )  # tapped with buttons; included in the lines
    repayments: tuple[RepaymentDue, ...] = ()
    fines: tuple[FineProposed, ...] = ()
    hand_overs: tuple[HandOverReady, ...] = ()
    settlements: tuple[SettlementReady, ...] = ()
    share_value: int = 0  # paise of one share, if the group saves in shares …
    shares_most: int = 0  # … and how many of them a member buys at most in a meeting
    may_take: bool = False  # she may take it over from another holder
    social: int = 0  # paise that the charter proposes for the social fund, from all


@dataclass(frozen=True, slots=True)
class TappedRegister:
    """An open register as filled in by taps; amounts in paise.

    A member who came pays back what is due today: `cash_expected` includes that. `offered` is what
    a member may have paid, for buttons, by her id. `body` is the register to close; None while the
    cash is not counted.
    """

    page: RegisterPage
    counts: Counts
    paid_back: tuple[MoneyLine, ...]
    cash_expected: int
    offered: Mapping[str, tuple[int, ...]]
    body: Register | None
