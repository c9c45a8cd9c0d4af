"""A line of a meeting's money beside the savings: what it is, whose, of which loan or fund.

And the notes and coins in which the cash is counted.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from groups.people.model.refusals import BadAnswer


class MoneyKind(StrEnum):
    """What a line does, in the order of a meeting."""

    REPAYMENT = "repayment"
    FINE = "fine"
    HAND_OVER = "hand_over"  # of a loan
    SET_OFF = "set_off"  # of a loan, against the savings of a member who has left
    SAVING_OUT = "saving_out"  # given back to a member
    SOCIAL_IN = "social_in"
    SOCIAL_OUT = "social_out"
    RECEIPT = "receipt"
    EXPENSE = "expense"
    FUND_RECEIVED = "fund_received"
    FUND_RETURNED = "fund_returned"
    DEPOSIT = "deposit"  # carried to the bank
    WITHDRAWAL = "withdrawal"  # fetched from the bank


SETTLES: Final = frozenset({MoneyKind.SET_OFF, MoneyKind.SAVING_OUT})  # both take her savings


class Code(StrEnum):
    """What a fine, a receipt or an expense is for."""

    ABSENT = "absent"
    LATE = "late"
    OVERDUE = "overdue"
    OTHER_FINE = "other_fine"
    BANK_INTEREST = "bank_interest"  # put on the account by the bank
    GIFT = "gift"
    OTHER_RECEIPT = "other_receipt"
    STATIONERY = "stationery"
    TRAVEL = "travel"
    BANK_CHARGE = "bank_charge"  # taken from the account by the bank
    OTHER_EXPENSE = "other_expense"


class MoneyPlace(StrEnum):
    """The place where outside money arrives or leaves."""

    CASH = "cash"
    BANK = "bank"


class LoanFund(StrEnum):
    """The source of lent money; each fund is kept apart."""

    OWN = "own"  # the group's savings and what it earned
    DSC = "dsc-grant"
    REVOLVING_FUND = "revolving-fund"
    COMMUNITY_INVESTMENT_FUND = "community-investment-fund"
    BANK_LOAN = "bank-loan"


@dataclass(frozen=True, slots=True)
class MoneyLine:
    """One line, `amount` in paise; rules/money_lines says which other fields a kind needs.

    In a deposit or withdrawal, `member_id` is the member who carried the money.
    """

    kind: MoneyKind
    amount: int
    member_id: str | None = None
    loan_id: str | None = None
    fund: LoanFund | None = None
    code: Code | None = None
    place: MoneyPlace = MoneyPlace.CASH
    text: str = field(default="", compare=False)  # in words, if a code says too little

    def __post_init__(self) -> None:
        assert self.amount > 0, "what a line does is told by its kind, never by a sign"


@dataclass(frozen=True, slots=True)
class KeptLine:
    """A line as stored in a register; `posted` is the `version:number` that posted it."""

    line: MoneyLine
    posted: str
    word_id: str | None = None
    split: "Split | None" = None  # of a repayment


@dataclass(frozen=True, slots=True)
class Split:
    """A repayment in its parts, in paise."""

    fine: int = 0
    interest: int = 0
    principal: int = 0


@dataclass(frozen=True, slots=True)
class RepaymentDue:
    """A loan on a meeting's page, in paise: `due` today, `most` that can be paid, `late` of it.

    `paid` is the amount in a closed register; None while the register is open.
    """

    loan_id: str
    member_id: str
    number: int
    name: str
    due: int
    most: int
    late: int
    paid: int | None = None


@dataclass(frozen=True, slots=True)
class FineProposed:
    """A fine that the charter proposes; it counts once it is confirmed. `amount` in paise."""

    member_id: str
    number: int
    name: str
    code: Code
    amount: int
    is_confirmed: bool = False


@dataclass(frozen=True, slots=True)
class SettlementReady:
    """The settlement of a member who has left: her savings less what she owes, in paise.

    `set_off` is what her savings pay of each loan, `owed` all she owes, `rest` what she is paid.
    """

    member_id: str
    number: int
    name: str
    savings: int
    owed: int
    set_off: tuple[tuple[str, int], ...]
    rest: int
    is_settled: bool = False


@dataclass(frozen=True, slots=True)
class HandOverReady:
    """An approved loan on a meeting's page, `amount` in paise.

    `missing` is why it cannot be handed over yet: cooling_off, borrower, office,
    officers, officer, or empty.
    """

    loan_id: str
    member_id: str
    number: int
    name: str
    amount: int
    missing: str = ""
    is_given: bool = False


NOTES_AND_COINS: Final = (500, 200, 100, 50, 20, 10, 5, 2, 1)  # rupees
PIECES_MAX: Final = 100_000


def counted(pieces: Mapping[int, int]) -> int:
    """The sum of notes and coins in paise; BadAnswer("cash") for an unknown one or a bad number."""
    if not pieces.keys() <= set(NOTES_AND_COINS):
        raise BadAnswer("cash")
    if any(not 0 <= number <= PIECES_MAX for number in pieces.values()):
        raise BadAnswer("cash")
    return 100 * sum(value * number for value, number in pieces.items())
