"""What the pages of loans show: a line in a list, a loan with its whole life, what can be asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from groups.loans.model.loan import Loan, LoanStep
from groups.loans.model.terms import Instalment
from groups.people.model.group import Group
from groups.people.model.people import Name
from groups.registers.model.money import LoanFund


@dataclass(frozen=True, slots=True)
class LoanLine:
    """A loan in a list. Amounts in paise: what is left of it, what is to be paid by `due_day`.

    `late` is what of it is late, `age` the field's step of thirty days; all of nothing where the
    loan is not out, or not for the asker's eyes.
    """

    loan: Loan
    number: int
    name: str
    is_hers: bool
    left: int = 0
    due: int = 0
    due_day: date | None = None
    late: int = 0
    age: str = "on_time"


@dataclass(frozen=True, slots=True)
class LoansPage:
    """What is asked for and lent, as one person may see it; what ended is the newest first."""

    group: Group
    is_member: bool
    may_ask: bool
    may_propose: bool
    hers: tuple[LoanLine, ...]
    ballots: tuple[LoanLine, ...]  # open, of all
    agreed: tuple[LoanLine, ...]  # of others: carried or approved, not handed over
    out: tuple[LoanLine, ...]  # of others, for those who may see what is paid
    ended: tuple[LoanLine, ...]  # likewise
    at_risk: int = 0  # hundredths of a percent of all principal that is more than 30 days late
    free: Mapping[LoanFund, int] | None = None  # what each fund can lend, for the same eyes


@dataclass(frozen=True, slots=True)
class OwnLoan:
    """An open loan of hers: what is left of it and late, in paise, and the first hand-over day."""

    loan: Loan
    from_day: date | None
    left: int
    late: int


@dataclass(frozen=True, slots=True)
class OwnLoans:
    """Her open loans, the oldest first, and the ballots in which she may vote."""

    hers: tuple[OwnLoan, ...]
    ballots: tuple[LoanLine, ...]
    may_ask: bool


@dataclass(frozen=True, slots=True)
class ScheduleLine:
    """An instalment, the day of the meeting in which it is payable, and whether it is paid."""

    line: Instalment
    payable_day: date
    is_paid: bool


@dataclass(frozen=True, slots=True)
class LoanMoved:
    """An entry of a loan, in paise: above 0 she owes more after it, below 0 less."""

    entry: str
    day: date
    reason: str
    principal: int
    interest: int
    memo: str
    is_reversed: bool = False
    is_disputed: bool = False

    @property
    def amount(self) -> int:
        """Both together."""
        return self.principal + self.interest


@dataclass(frozen=True, slots=True)
class NewSchedule:
    """Instalments that took the place of others: what was left then, in so many months, and why."""

    day: date
    principal: int
    months: int
    by: str
    second: str
    reason: str


@dataclass(frozen=True, slots=True)
class StepShown:
    """A step of a loan's life: who took it, with whom, when and why."""

    step: LoanStep
    day: date
    by: str
    second: str
    reason: str


@dataclass(frozen=True, slots=True)
class LoanMays:
    """What the asker may do with the loan now."""

    vote: bool
    decide: bool
    cancel: bool
    confirm: bool
    change: bool = False  # let off, spread anew, written off
    listen: bool = False  # to what she has said by voice


@dataclass(frozen=True, slots=True)
class LoanPage:
    """One loan. `is_whole` where she may see the books of it: schedule, payments, every step.

    `missing` is whose word the hand-over lacks: borrower, officers, or nobody's.
    """

    line: LoanLine
    group: Group
    is_member: bool
    is_whole: bool
    words: str
    has_voice: bool
    proposed_by: str
    has_voted: bool
    may: LoanMays
    missing: str
    confirmed: tuple[str, ...]
    from_day: date | None  # the first day on which it may be handed over
    schedule: tuple[ScheduleLine, ...] = ()
    moved: tuple[LoanMoved, ...] = ()  # the newest first
    spread: tuple[NewSchedule, ...] = ()
    steps: tuple[StepShown, ...] = ()


@dataclass(frozen=True, slots=True)
class FundShown:
    """A fund that one may ask of, and what it can still lend in paise."""

    fund: LoanFund
    free: int


@dataclass(frozen=True, slots=True)
class LoanForm:
    """What can be asked for: by whom, from which fund, within what the charter allows."""

    own: str | None  # her member's id, if she may ask for herself
    others: tuple[Name, ...]  # for whom she may propose
    funds: tuple[FundShown, ...]
    months_most: int
    grace_most: int
    rhythm: str
    plan: str
