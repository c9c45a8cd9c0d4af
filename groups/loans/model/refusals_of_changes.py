"""What is refused where a loan that is out is to be changed: the root stands in refusals."""

from dataclasses import dataclass
from typing import ClassVar

from groups.people.model.refusals import Refusal


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
