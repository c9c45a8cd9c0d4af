"""The values of the books: amounts, postings, entries. A wrong one cannot be built."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

_KEY: Final = re.compile(r"[A-Za-z0-9:._-]{1,200}", re.ASCII)


class Unit(StrEnum):
    """The unit of an amount: rupees counted in paise, or points in centi-points."""

    INR = "INR"
    PTS = "PTS"


@dataclass(frozen=True, slots=True)
class Amount:
    """A whole number of a unit's smallest part; negative only as a balance or a change."""

    minor: int
    unit: Unit

    def __neg__(self) -> "Amount":
        return Amount(-self.minor, self.unit)

    def __add__(self, other: "Amount") -> "Amount":
        assert self.unit is other.unit, "rupees and points are never added up"
        return Amount(self.minor + other.minor, self.unit)

    def __sub__(self, other: "Amount") -> "Amount":
        return self + -other


def rupees(whole: int) -> Amount:
    """Return an amount of whole rupees."""
    return Amount(whole * 100, Unit.INR)


def paise(count: int) -> Amount:
    """Return an amount of paise."""
    return Amount(count, Unit.INR)


def points(centi: int) -> Amount:
    """Return an amount of centi-points; 100 of them make a point."""
    return Amount(centi, Unit.PTS)


class Reason(StrEnum):
    """Why an entry was made; a closed list, so that no free words get into the digests."""

    OPENING = "opening"
    SAVING = "saving"
    SAVING_EXTRA = "saving_extra"
    SAVING_WITHDRAWN = "saving_withdrawn"
    CASH_OVER = "cash_over"
    CASH_SHORT = "cash_short"
    BANK_DEPOSIT = "bank_deposit"
    BANK_WITHDRAWAL = "bank_withdrawal"
    LOAN_PAID_OUT = "loan_paid_out"
    LOAN_INTEREST_DUE = "loan_interest_due"
    LOAN_REPAID = "loan_repaid"
    LOAN_WAIVED = "loan_waived"
    LOAN_SET_OFF = "loan_set_off"  # against the savings of a member who has left
    LOAN_WRITTEN_OFF = "loan_written_off"
    FINE = "fine"
    SOCIAL_FUND = "social_fund"
    FUND_RECEIVED = "fund_received"
    FUND_RETURNED = "fund_returned"
    RECEIPT = "receipt"
    EXPENSE = "expense"
    SHARE_OUT = "share_out"
    MERGED = "merged"  # two records of the same woman became one
    SCORE = "score"
    REVERSAL = "reversal"


ON_THE_DAY: Final = frozenset(
    {Reason.LOAN_WAIVED, Reason.LOAN_WRITTEN_OFF, Reason.SHARE_OUT, Reason.MERGED}
)
"""Reasons whose entries are dated on the day of recording.

All others may be dated earlier: a meeting may be closed and interest posted some days later, old
books stand as of their last day, points are of their period. No entry is ever dated later.
"""

ZONE: Final = "Asia/Kolkata"  # of the books whose group tells no other


def recording_day(at: datetime, zone: str = ZONE) -> date:
    """Return the day in the group's time zone on which an entry is recorded."""
    return at.astimezone(ZoneInfo(zone)).date()


def is_right_day(reason: Reason, day: date, recorded_on: date) -> bool:
    """Whether an entry of a reason may be dated on a day if it is recorded on another."""
    return day <= recorded_on and (day == recorded_on or reason not in ON_THE_DAY)


@dataclass(frozen=True, slots=True)
class Posting:
    """One movement of value between two accounts of the chart, both in the amount's unit."""

    debit: str  # the account that receives the value
    credit: str  # the account that gives the value
    amount: Amount

    def __post_init__(self) -> None:
        assert self.amount.minor > 0, "direction is told by debit and credit, never by a sign"
        assert self.debit != self.credit, "value does not move from an account to itself"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the books; its key names the cause, so that it cannot be booked twice."""

    key: str  # unique within the group: "meeting:77:saving:12"
    group_id: str
    reason: Reason
    day: date
    postings: tuple[Posting, ...]
    by: str  # the id of a member or facilitator, or "clock"
    memo: str | None = None  # the id of erasable words

    def __post_init__(self) -> None:
        assert _KEY.fullmatch(self.key), "a key is made of ids and codes, never of a person's words"
        assert self.postings, "an entry moves something"


@dataclass(frozen=True, slots=True)
class Posted:
    """The result of posting an entry."""

    entry_id: int
    is_new: bool  # False: an entry with this key and body was recorded before


@dataclass(unsafe_hash=True)
class LedgerRefusal(Exception):
    """The root of the books' refusals; a refusal changes nothing."""


@dataclass(unsafe_hash=True)
class ConflictingEntry(LedgerRefusal):
    """The key is recorded with another body; the refusal holds both entries."""

    key: str
    posted: Entry
    offered: Entry


@dataclass(unsafe_hash=True)
class NoSuchEntry(LedgerRefusal):
    """No entry of the group has this key."""

    group_id: str
    key: str


@dataclass(unsafe_hash=True)
class WrongDay(LedgerRefusal):
    """The entry is dated after the day of recording, or where it must not be, before it."""

    key: str
    day: date
    recorded_on: date


@dataclass(unsafe_hash=True)
class ReversedBefore(LedgerRefusal):
    """The reversal is dated before the entry that it reverses."""

    key: str
    day: date
    reversal_day: date
