"""Every no about a loan, as data; its words stand beside those of the others."""

from dataclasses import dataclass
from typing import ClassVar

from groups.people.model.refusals import Refusal


@dataclass(unsafe_hash=True)
class PaysTooMuch(Refusal):
    """More than all that she owes of the loan, `owed` in paise."""

    code: ClassVar[str] = "pays_too_much"
    owed: int


@dataclass(unsafe_hash=True)
class NotEligible(Refusal):
    """Her record does not open the loan yet: `missing` are the codes of what stands in the way."""

    code: ClassVar[str] = "not_eligible"
    missing: tuple[str, ...]


@dataclass(unsafe_hash=True)
class LoanMovedOn(Refusal):
    """The loan is in another state by now: `state` is its code, or ballot_over."""

    code: ClassVar[str] = "loan_moved_on"
    state: str


@dataclass(unsafe_hash=True)
class BorrowerVotes(Refusal):
    """Nobody votes on her own loan."""

    code: ClassVar[str] = "borrower_votes"


@dataclass(unsafe_hash=True)
class NotHandedOver(Refusal):
    """A loan cannot be handed over yet: `why` is cooling_off, borrower or officers."""

    code: ClassVar[str] = "not_handed_over"
    why: str
    name: str


@dataclass(unsafe_hash=True)
class PaidSince(Refusal):
    """What is to be undone was built upon since: a loan is paid back in part already."""

    code: ClassVar[str] = "paid_since"
    name: str


@dataclass(unsafe_hash=True)
class WaivesTooMuch(Refusal):
    """More than a part would be let off: `interest` and `principal` are owed, in paise."""

    code: ClassVar[str] = "waives_too_much"
    interest: int
    principal: int


@dataclass(unsafe_hash=True)
class OnlyInterestLeft(Refusal):
    """Nothing of the principal is left that could be spread over other months."""

    code: ClassVar[str] = "only_interest_left"


@dataclass(unsafe_hash=True)
class SpreadSince(Refusal):
    """What a meeting paid is built upon: what was left then is spread over a new time since."""

    code: ClassVar[str] = "spread_since"
    name: str


@dataclass(unsafe_hash=True)
class WrittenOffSince(Refusal):
    """What a meeting paid is built upon: what was left of the loan is written off since."""

    code: ClassVar[str] = "written_off_since"
    name: str


@dataclass(unsafe_hash=True)
class SpentSince(Refusal):
    """What a meeting brought in went out again since: without it something falls below nothing."""

    code: ClassVar[str] = "spent_since"


@dataclass(unsafe_hash=True)
class NotCarried(Refusal):
    """Too few in the meeting said yes: `needed` of those who were there would carry it."""

    code: ClassVar[str] = "not_carried"
    yes: int
    needed: int
