"""Values of the loan pages: a line in a list, a loan with its history, the form to ask."""

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
    """A loan in a list, in paise: `left` is outstanding principal, `closes` pays it off today.

    `due` is to be paid by `due_day`; `late` is in arrears, a part of `closes`; both hold interest.
    `age` is the thirty-day step of its days overdue. These have their default values where the loan
    is not outstanding or the reader may not see them.
    """

    loan: Loan
    number: int
    name: str
    is_hers: bool
    left: int = 0
    due: int = 0
    due_day: date | None = None
    late: int = 0
    closes: int = 0
    age: str = "on_time"


@dataclass(frozen=True, slots=True)
class LoansPage:
    """The group's proposals and loans, as one person may see them; `ended` is newest first."""

    group: Group
    is_member: bool
    may_vote: bool
    may_ask: bool
    may_propose: bool
    hers: tuple[LoanLine, ...]
    ballots: tuple[LoanLine, ...]  # open ballots, whoever borrows
    agreed: tuple[LoanLine, ...]  # of others: carried or approved, not handed over
    out: tuple[LoanLine, ...]  # of others, for those who may see what is paid
    ended: tuple[LoanLine, ...]  # likewise
    at_risk: int = 0  # PAR30 in hundredths of a percent
    free: Mapping[LoanFund, int] | None = None  # what each fund can lend, in paise; likewise


@dataclass(frozen=True, slots=True)
class OwnLoan:
    """An open loan of hers, and the first day on which it may be handed over."""

    line: LoanLine
    from_day: date | None


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
    """An entry of a loan, in paise: above 0 it raises her debt, below 0 it lowers it."""

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
        """Principal and interest together, in paise."""
        return self.principal + self.interest


@dataclass(frozen=True, slots=True)
class NewSchedule:
    """A rescheduling: the principal outstanding then, its new months, and the reason."""

    day: date
    principal: int
    months: int
    by: str
    second: str
    reason: str


@dataclass(frozen=True, slots=True)
class StepShown:
    """A step of a loan's life-cycle: who took it, with whom, when and why."""

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
    change: bool = False  # waive, reschedule, write off
    listen: bool = False  # to the voice message of the borrower


@dataclass(frozen=True, slots=True)
class LoanPage:
    """One loan; `is_whole`: the reader may see its schedule, its payments and every step.

    `missing` is who has yet to confirm the hand-over: borrower, officers, officer, office,
    or empty.
    """

    line: LoanLine
    group: Group
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
    """A fund that may be asked for a loan, and what it can still lend, in paise."""

    fund: LoanFund
    free: int


@dataclass(frozen=True, slots=True)
class LoanForm:
    """The form to ask for a loan: possible borrowers and funds, and the charter's bounds."""

    own: str | None  # her member id, if she may ask for herself
    others: tuple[Name, ...]  # for whom she may propose
    funds: tuple[FundShown, ...]
    months_most: int
    grace_most: int
    rhythm: str
    plan: str
