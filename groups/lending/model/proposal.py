"""Values of a proposal: what is asked for, its ballot, its preview."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from groups.calendar.model import Rhythm
from groups.charter.model.terms import Plan
from groups.loans.model.loan import Loan, Purpose
from groups.loans.model.terms import Instalment, Terms
from groups.registers.model.money import LoanFund


@dataclass(frozen=True, slots=True)
class LoanAskedFor:
    """A loan as somebody asks for it, `amount` in paise; None means the charter's value."""

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
    """What may be shown of a ballot now: how many of the voters have voted, and the result.

    `needed` is the least number of yes that carries it, by the charter of the loan.

    `is_carried` is None while the ballot is open. The counts are None then, and where they would
    show who voted how.
    """

    loan: Loan
    voted: int
    voters: int
    until: date
    needed: int
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
    """A member's vote."""

    YES = "yes"
    NO = "no"
    ABSTAIN = "abstain"
