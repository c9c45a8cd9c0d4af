"""The chart of accounts: the only place where account names are made and read."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from ledger.model import Amount, Unit

_ID: Final = re.compile(r"[A-Za-z0-9-]{1,40}", re.ASCII)
_PILLAR: Final = re.compile(r"[a-z_-]{1,40}", re.ASCII)


class Kind(StrEnum):
    """The five kinds of accounts."""

    ASSET = "asset"
    LIABILITY = "liability"
    EQUITY = "equity"
    INCOME = "income"
    EXPENSE = "expense"


class Side(StrEnum):
    """The side of an account that increases its balance."""

    DEBIT = "debit"
    CREDIT = "credit"


class Fund(StrEnum):
    """Outside money that a group holds; each fund is kept apart."""

    BANK_LOAN = "bank-loan"
    REVOLVING_FUND = "revolving-fund"
    COMMUNITY_INVESTMENT_FUND = "community-investment-fund"
    DSC_GRANT = "dsc-grant"


class LoanPart(StrEnum):
    """The two accounts of a loan."""

    PRINCIPAL = "principal"
    INTEREST_DUE = "interest-due"


@dataclass(frozen=True, slots=True)
class LoanAccount:
    """The name of a loan's account, taken apart."""

    member_id: str
    loan_id: str
    part: LoanPart

    @property
    def name(self) -> str:
        """The account's name, such as loan:m3:l7:principal."""
        return f"loan:{_checked(self.member_id)}:{_checked(self.loan_id)}:{self.part}"


@dataclass(frozen=True, slots=True)
class ChartLine:
    """A line of the chart; <member>, <loan> and <pillar> mark a line for many accounts."""

    pattern: str
    kind: Kind
    unit: Unit
    side: Side


@dataclass(frozen=True, slots=True)
class Account:
    """An account by its name, such as savings:m3, and its line of the chart."""

    name: str
    place: ChartLine

    @property
    def unit(self) -> Unit:
        """The unit that the account counts in."""
        return self.place.unit

    def balance(self, net_debit: int) -> Amount:
        """Return debits less credits, with the sign of the account's own side."""
        is_debit = self.place.side is Side.DEBIT
        return Amount(net_debit if is_debit else -net_debit, self.place.unit)


def _chart(*places: ChartLine) -> Mapping[str, ChartLine]:
    return MappingProxyType({place.pattern: place for place in places})


SAVINGS: Final = "savings:<member>"  # the line of the chart for all members' savings
LOAN_PRINCIPAL: Final = "loan:<member>:<loan>:principal"  # and for what all of them owe
LOAN_INTEREST_DUE: Final = "loan:<member>:<loan>:interest-due"  # and for interest not yet paid

CHART: Final = _chart(
    ChartLine("cash", Kind.ASSET, Unit.INR, Side.DEBIT),
    ChartLine("cash-difference", Kind.EXPENSE, Unit.INR, Side.DEBIT),
    ChartLine("bank", Kind.ASSET, Unit.INR, Side.DEBIT),
    ChartLine(SAVINGS, Kind.LIABILITY, Unit.INR, Side.CREDIT),
    ChartLine(LOAN_PRINCIPAL, Kind.ASSET, Unit.INR, Side.DEBIT),
    ChartLine(LOAN_INTEREST_DUE, Kind.ASSET, Unit.INR, Side.DEBIT),
    ChartLine("interest-income", Kind.INCOME, Unit.INR, Side.CREDIT),
    ChartLine("fines", Kind.INCOME, Unit.INR, Side.CREDIT),
    ChartLine("other-income", Kind.INCOME, Unit.INR, Side.CREDIT),
    ChartLine("social-fund", Kind.LIABILITY, Unit.INR, Side.CREDIT),
    *(ChartLine(f"fund:{fund}", Kind.LIABILITY, Unit.INR, Side.CREDIT) for fund in Fund),
    ChartLine("expenses", Kind.EXPENSE, Unit.INR, Side.DEBIT),
    ChartLine("loan-losses", Kind.EXPENSE, Unit.INR, Side.DEBIT),
    ChartLine("share-out", Kind.EQUITY, Unit.INR, Side.DEBIT),
    ChartLine("opening-balances", Kind.EQUITY, Unit.INR, Side.CREDIT),
    ChartLine("points:issued", Kind.EQUITY, Unit.PTS, Side.DEBIT),
    ChartLine("points:lapsed", Kind.EQUITY, Unit.PTS, Side.CREDIT),
    ChartLine("standing:<member>:<pillar>", Kind.EQUITY, Unit.PTS, Side.CREDIT),
)


def cash_box() -> str:
    """Return the account of the group's cash box."""
    return "cash"


def cash_difference() -> str:
    """Return the account of differences between the counted cash and the books."""
    return "cash-difference"


def bank() -> str:
    """Return the account of the group's money at a bank."""
    return "bank"


def savings(member_id: str) -> str:
    """Return the account of a member's savings."""
    return f"{savings_prefix()}{_checked(member_id)}"


def savings_prefix() -> str:
    """Return what the account of any member's savings begins with; her id follows."""
    return "savings:"


def saver_of(name: str) -> str | None:
    """Return the member whose savings an account holds; None where it is no such account."""
    return name.removeprefix(savings_prefix()) if name.startswith(savings_prefix()) else None


def loan_principal(member_id: str, loan_id: str) -> str:
    """Return the account of a loan's outstanding principal."""
    return LoanAccount(member_id, loan_id, LoanPart.PRINCIPAL).name


def loan_interest_due(member_id: str, loan_id: str) -> str:
    """Return the account of a loan's interest that is due and not yet paid."""
    return LoanAccount(member_id, loan_id, LoanPart.INTEREST_DUE).name


def loan_of(name: str) -> LoanAccount | None:
    """Return whose loan an account is of and which part it holds; None where it is no loan's."""
    match name.split(":"):
        case ["loan", member_id, loan_id, part]:
            return LoanAccount(member_id, loan_id, LoanPart(part))
        case _:
            return None


def is_loan_of(member_id: str, name: str) -> bool:
    """Whether an account is of one of this member's loans."""
    loan = loan_of(name)
    return loan is not None and loan.member_id == member_id


def interest_income() -> str:
    """Return the account of interest earned."""
    return "interest-income"


def fines() -> str:
    """Return the account of fines."""
    return "fines"


def other_income() -> str:
    """Return the account of other receipts, such as the bank's interest and gifts."""
    return "other-income"


def social_fund() -> str:
    """Return the account of the group's fund for members in need."""
    return "social-fund"


def outside_fund(fund: Fund) -> str:
    """Return the account of one kind of outside money."""
    return f"fund:{fund}"


def fund_of(name: str) -> Fund | None:
    """Return the outside money that an account holds; None where it is no such account."""
    return Fund(name.removeprefix("fund:")) if name.startswith("fund:") else None


def expenses() -> str:
    """Return the account of what the group has spent."""
    return "expenses"


def loan_losses() -> str:
    """Return the account of lent money that is lost."""
    return "loan-losses"


def share_out() -> str:
    """Return the account of money shared out among the members."""
    return "share-out"


def opening_balances() -> str:
    """Return the account against which an old group's balances are taken over."""
    return "opening-balances"


def points_issued() -> str:
    """Return the account from which all points come."""
    return "points:issued"


def points_lapsed() -> str:
    """Return the account that takes the points that no longer count."""
    return "points:lapsed"


def points_account(member_id: str, pillar: str) -> str:
    """Return the account of a member's points in one pillar; its balance is her points there."""
    assert _PILLAR.fullmatch(pillar), "a pillar is a code"
    return f"standing:{_checked(member_id)}:{pillar}"


def is_standing(name: str) -> bool:
    """Whether an account holds a member's points in a pillar."""
    return name.startswith("standing:")


@lru_cache(maxsize=100_000)
def account(name: str) -> Account:
    """Return an account and its line of the chart; a name outside the chart is a bug."""
    place = CHART.get(name) or CHART.get(_pattern_of(name))
    assert place is not None, f"{name} is not in the chart of accounts"
    return Account(name, place)


def _pattern_of(name: str) -> str:
    match name.split(":"):
        case ["savings", _]:
            return SAVINGS
        case ["loan", _, _, part]:
            return f"loan:<member>:<loan>:{part}"
        case ["standing", _, _]:
            return "standing:<member>:<pillar>"
        case _:
            return ""


def _checked(own_id: str) -> str:
    assert _ID.fullmatch(own_id), "an id is ours: letters and digits"
    return own_id
