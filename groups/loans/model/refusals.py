"""Refusals about loans, as data; templates hold the words."""

from dataclasses import dataclass
from typing import ClassVar

from groups.people.model.refusals import Refusal


@dataclass(unsafe_hash=True)
class PaysTooMuch(Refusal):
    """The payment is more than she owes of the loan; `owed` in paise."""

    code: ClassVar[str] = "pays_too_much"
    owed: int


@dataclass(unsafe_hash=True)
class NotEligible(Refusal):
    """Her record does not open the loan yet.

    `missing` holds the codes of unmet conditions for the borrower herself; for others it is empty.
    """

    code: ClassVar[str] = "not_eligible"
    missing: tuple[str, ...]


@dataclass(unsafe_hash=True)
class LoanMovedOn(Refusal):
    """The loan's state does not allow this any more; `state` is its code, or ballot_over."""

    code: ClassVar[str] = "loan_moved_on"
    state: str


@dataclass(unsafe_hash=True)
class BorrowerVotes(Refusal):
    """Nobody votes on her own loan."""

    code: ClassVar[str] = "borrower_votes"


@dataclass(unsafe_hash=True)
class NotHandedOver(Refusal):
    """A loan cannot be handed over yet: `why` is cooling_off, or who has yet to confirm it."""

    code: ClassVar[str] = "not_handed_over"
    why: str
    name: str


@dataclass(unsafe_hash=True)
class PaidSince(Refusal):
    """The act cannot be undone: a part of a loan was repaid after it."""

    code: ClassVar[str] = "paid_since"
    name: str


@dataclass(unsafe_hash=True)
class WaivesTooMuch(Refusal):
    """More would be waived than a part; `interest` and `principal` are owed, in paise."""

    code: ClassVar[str] = "waives_too_much"
    interest: int
    principal: int


@dataclass(unsafe_hash=True)
class OnlyInterestLeft(Refusal):
    """No principal is outstanding that could be rescheduled."""

    code: ClassVar[str] = "only_interest_left"


@dataclass(unsafe_hash=True)
class SpreadSince(Refusal):
    """A payment of the meeting cannot change: the loan was rescheduled after it."""

    code: ClassVar[str] = "spread_since"
    name: str


@dataclass(unsafe_hash=True)
class WrittenOffSince(Refusal):
    """A payment of the meeting cannot change: the loan was written off after it."""

    code: ClassVar[str] = "written_off_since"
    name: str


@dataclass(unsafe_hash=True)
class SpentSince(Refusal):
    """Money that the meeting brought in was spent since: without it a balance is below 0."""

    code: ClassVar[str] = "spent_since"


@dataclass(unsafe_hash=True)
class NotCarried(Refusal):
    """Too few members in the meeting said yes; `needed` of those present would carry."""

    code: ClassVar[str] = "not_carried"
    yes: int
    needed: int
