"""The minutes of a meeting; its refusals: another register closed, nothing to correct."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from groups.messages.model import Json
from groups.people.model.refusals import Refusal
from groups.registers.model.meeting import CashReason, Counts


@dataclass(unsafe_hash=True)
class OtherRegisterClosed(Refusal):
    """The meeting was closed with another register; she may ask for a correction."""

    code: ClassVar[str] = "other_register_closed"
    day: date
    differs: int


@dataclass(unsafe_hash=True)
class NothingToCorrect(Refusal):
    """The correction equals the register in force."""

    code: ClassVar[str] = "nothing_to_correct"


@dataclass(frozen=True, slots=True)
class Minutes:
    """What every member of the group may know of a meeting; amounts in paise."""

    meeting_id: str
    group_id: str
    day: date
    version: int
    counts: Counts
    cash_expected: int
    cash_counted: int
    cash_reason: CashReason | None
    proxies: int  # proxies that were read aloud
    seal: str
    next_day: date
    next_minute: int
    totals: Mapping[str, int] = field(default_factory=dict)  # what moved beside savings, by kind
    is_read: bool = False  # the last minutes were read out

    @property
    def difference(self) -> int:
        """The cash counted less the cash that the books expect, in paise."""
        return self.cash_counted - self.cash_expected


def minutes_facts(minutes: Minutes) -> dict[str, Json]:
    """The facts of the minutes' template."""
    counts = minutes.counts
    return {
        "meeting_id": minutes.meeting_id,
        "day": minutes.day.isoformat(),
        "version": minutes.version,
        "members": counts.members,
        "came": counts.came,
        "present": counts.present,
        "late": counts.late,
        "absent": counts.absent,
        "excused": counts.excused,
        "collected": counts.collected,
        "cash_counted": minutes.cash_counted,
        "difference": minutes.difference,
        "cash_reason": None if minutes.cash_reason is None else minutes.cash_reason.value,
        "proxies": minutes.proxies,
        "seal": minutes.seal,
        "next_day": minutes.next_day.isoformat(),
        "next_minute": minutes.next_minute,
        "totals": dict(minutes.totals),
        "is_read": minutes.is_read,
    }


@dataclass(frozen=True, slots=True)
class MeetingDays:
    """A group's meeting days as seen on a day; days of which nothing is recorded are missed."""

    is_today: bool
    last: date  # the last one before the day
    missed: int  # how many in a row, up to the last
