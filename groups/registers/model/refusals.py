"""Refusals of a register's money."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from groups.people.model.refusals import Refusal


@dataclass(unsafe_hash=True)
class NotEnoughCash(Refusal):
    """More cash would leave the box than is in it; `available` before that, in paise."""

    code: ClassVar[str] = "not_enough_cash"
    available: int


@dataclass(unsafe_hash=True)
class MeetingHeldToday(Refusal):
    """The group has closed a meeting on this day already; it has one meeting a day."""

    code: ClassVar[str] = "meeting_held_today"
    day: date


@dataclass(unsafe_hash=True)
class MeetingStillOpen(Refusal):
    """An earlier meeting is open: a person closes or drops it first."""

    code: ClassVar[str] = "meeting_still_open"
    day: date


@dataclass(unsafe_hash=True)
class MeetingNotOpen(Refusal):
    """The register is closed or dropped; a closed one is corrected by a reversal."""

    code: ClassVar[str] = "meeting_not_open"
    day: date
    state: str


@dataclass(unsafe_hash=True)
class HeldByAnother(Refusal):
    """The register is open on the phone of `name`; take it over before you close it."""

    code: ClassVar[str] = "held_by_another"
    name: str


@dataclass(unsafe_hash=True)
class NoQuorum(Refusal):
    """Too few are in the room to hold a meeting."""

    code: ClassVar[str] = "no_quorum"
    present: int
    needed: int


@dataclass(unsafe_hash=True)
class CashReasonMissing(Refusal):
    """The count differs from the books and no reason was given; `difference` in paise."""

    code: ClassVar[str] = "cash_reason_missing"
    expected: int
    counted: int
    difference: int


@dataclass(unsafe_hash=True)
class CashNeedsSecond(Refusal):
    """The difference is above the charter's limit: a second person confirms the close first."""

    code: ClassVar[str] = "cash_needs_second"
    expected: int
    counted: int
    difference: int


@dataclass(unsafe_hash=True)
class RegisterIncomplete(Refusal):
    """The register does not name every member once, or names somebody else."""

    code: ClassVar[str] = "register_incomplete"
    missing: int
