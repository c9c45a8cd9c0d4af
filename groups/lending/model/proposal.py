"""What is asked and answered about loans between the edges and the use cases."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from groups.calendar.model import Rhythm
from groups.charter.model.terms import Plan
from groups.loans.model.loan import Loan, Purpose
from groups.loans.model.terms import Instalment, Terms
from groups.registers.model.money import LoanFund


@dataclass(frozen=True, slots=True)
class Asked:
    """A loan as somebody asks for it; what is None is as the charter says. `amount` in paise."""

    fund: LoanFund
    amount: int
    months: int
    purpose: Purpose
    words: str = ""
    voice_id: str | None = None
    rhythm: Rhythm | None = None
    plan: Plan | None = None
    grace_months: int = 0


@dataclass(frozen=True, slots=True)
class Ballot:
    """What may be told of a ballot now: how many of how many have voted, and how it ended.

    `is_carried` is None while it is open; the counts are None then, and where they would betray.
    """

    loan: Loan
    voted: int
    voters: int
    until: date
    is_carried: bool | None = None
    yes: int | None = None
    no: int | None = None
    abstained: int | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """What a loan would be: its terms, and its schedule if it were handed over today."""

    terms: Terms
    lines: tuple[Instalment, ...]


class Vote(StrEnum):
    """What a member can say."""

    YES = "yes"
    NO = "no"
    ABSTAIN = "abstain"
