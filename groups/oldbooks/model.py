"""Values of the cut-off sheet, with which an old group takes over its paper books."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import ClassVar

from groups.loans.model.loan import Purpose
from groups.people.model.refusals import Refusal
from groups.registers.model.meeting import Mark
from groups.registers.model.money import LoanFund


class RateFor(StrEnum):
    """The time for which an interest is said."""

    MONTH = "month"
    YEAR = "year"


class SheetPart(StrEnum):
    """The parts of the sheet, in its order."""

    GROUP = "group"
    MEMBERS = "members"
    LOANS = "loans"
    MEETINGS = "meetings"


class Column(StrEnum):
    """The fields of the sheet: rows in the part of the group, columns in the other parts."""

    DAY = "day"  # the cut-off: the books are as at its end
    CASH = "cash"
    BANK = "bank"
    REVOLVING_FUND = "revolving-fund"
    COMMUNITY_INVESTMENT_FUND = "community-investment-fund"
    BANK_LOAN = "bank-loan"
    DSC = "dsc-grant"
    SOCIAL = "social"
    EARNED = "earned"  # interest, fines and gifts less what was spent and shared out

    NUMBER = "number"
    NAME = "name"
    SINCE = "since"
    SAVINGS = "savings"

    FUND = "fund"
    PURPOSE = "purpose"
    LENT = "lent"
    LENT_DAY = "lent_day"
    LEFT = "left"  # outstanding principal
    MONTHS = "months"  # in which the rest is repaid
    PERCENT = "percent"
    RATE_FOR = "rate_for"  # a month, or a year
    REPAID_DAY = "repaid_day"

    MEETING = "meeting"  # twelve columns side by side


MEETINGS_AT_MOST = 12

COLUMNS: Mapping[SheetPart, tuple[Column, ...]] = MappingProxyType(
    {
        SheetPart.GROUP: (
            Column.DAY,
            Column.CASH,
            Column.BANK,
            Column.REVOLVING_FUND,
            Column.COMMUNITY_INVESTMENT_FUND,
            Column.BANK_LOAN,
            Column.DSC,
            Column.SOCIAL,
            Column.EARNED,
        ),
        SheetPart.MEMBERS: (Column.NUMBER, Column.NAME, Column.SINCE, Column.SAVINGS),
        SheetPart.LOANS: (
            Column.NUMBER,
            Column.FUND,
            Column.PURPOSE,
            Column.LENT,
            Column.LENT_DAY,
            Column.LEFT,
            Column.MONTHS,
            Column.PERCENT,
            Column.RATE_FOR,
            Column.REPAID_DAY,
        ),
        SheetPart.MEETINGS: (Column.NUMBER, *(Column.MEETING,) * MEETINGS_AT_MOST),
    }
)


@dataclass(frozen=True, slots=True)
class SheetCell:
    """What is written for a field; a choice from a list is its code, if it was understood.

    `meeting` counts the meetings side by side, from 1; `letter` is the column in a file.
    """

    column: Column
    text: str
    meeting: int = 0
    letter: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A line of the sheet as it was filled in, with its row from 1; one of the group is a cell."""

    part: SheetPart
    row: int
    cells: tuple[SheetCell, ...]

    def cell(self, column: Column) -> SheetCell:
        """The cell of a field; an empty one if the line has none."""
        return next((one for one in self.cells if one.column is column), SheetCell(column, ""))


@dataclass(frozen=True, slots=True)
class Sheet:
    """A filled-in sheet with the faults of its form; of the meetings the first line is the days."""

    lines: tuple[SheetLine, ...]
    faults: tuple["SheetFault", ...] = ()

    def of(self, part: SheetPart) -> tuple[SheetLine, ...]:
        """The lines of a part."""
        return tuple(line for line in self.lines if line.part is part)


class Wrong(StrEnum):
    """A fault of the sheet's form, of a line, or of its sums."""

    UNKNOWN_SHEET = "unknown_sheet"  # a filled part that is none of ours
    SHEET_TWICE = "sheet_twice"
    NO_SHEET = "no_sheet"
    NO_HEADING = "no_heading"  # a required field has no column
    UNKNOWN_HEADING = "unknown_heading"  # above something that is filled in
    STRAY = "stray"  # a text that belongs to no field
    TOO_MANY_ROWS = "too_many_rows"
    NO_RESULT = "no_result"  # a formula without its result, or with an error as its result
    TOO_MANY_MEETINGS = "too_many_meetings"
    FEW_MARKS = "few_marks"  # a form has one for each meeting

    MISSING = "missing"  # a required cell is empty
    NOT_AN_AMOUNT = "not_an_amount"
    NOT_A_DAY = "not_a_day"
    NOT_A_NUMBER = "not_a_number"
    NOT_ON_THE_LIST = "not_on_the_list"  # of choices
    NOT_A_MARK = "not_a_mark"
    TOO_LATE = "too_late"  # a day after the cut-off, or the cut-off after yesterday
    TOO_EARLY = "too_early"  # a day before 1990
    BEFORE_LENT = "before_lent"  # paid back before it was handed over
    MONTH_OR_YEAR = "month_or_year"  # an interest that is unusual for a month
    TWICE = "twice"
    LONG_NAME = "long_name"
    OTHER_NAME = "other_name"  # the member with this number has another name here
    NUMBER_USED = "number_used"  # by a member who has left or waits
    NO_SUCH_MEMBER = "no_such_member"  # the number is not among the sheet's members
    NOT_LISTED = "not_listed"  # a member of the group who is not on the sheet
    TOO_MANY = "too_many"  # members
    OWES_MORE = "owes_more"  # than was lent
    REPAID_AND_OWED = "repaid_and_owed"
    FUND_SHORT = "fund_short"  # more was lent from the fund than it has
    MONEY_SHORT = "money_short"  # the box and the bank hold less than belongs to others
    UNBALANCED = "unbalanced"


CAME = frozenset({Mark.PRESENT, Mark.LATE})
BROKEN = frozenset({Wrong.SHEET_TWICE, Wrong.NO_SHEET, Wrong.NO_HEADING, Wrong.TOO_MANY_ROWS})


@dataclass(frozen=True, slots=True)
class SheetFault:
    """One fault and its place; row 0 means the part as a whole.

    `part` is None for a part that is none of ours; `letter` is the column in a file. `told` is the
    text of the cell, or the expected name; `has` and `owes` in paise.
    """

    part: SheetPart | None
    row: int
    column: Column | None
    wrong: Wrong
    told: str = ""
    has: int = 0
    owes: int = 0
    letter: str = ""


@dataclass(frozen=True, slots=True)
class OldMember:
    """A member on the sheet, savings in paise; `member_id` None: she is not in the group yet."""

    number: int
    name: str
    since: date
    savings: int
    member_id: str | None = None


@dataclass(frozen=True, slots=True)
class OldLoan:
    """An outstanding loan; amounts in paise, `basis_points` None means the charter's rate."""

    number: int  # of the borrower
    fund: LoanFund
    purpose: Purpose
    lent: int
    lent_day: date
    left: int
    months: int
    basis_points: int | None = None  # a month


@dataclass(frozen=True, slots=True)
class OldRepaid:
    """A loan that was repaid in full; `lent` in paise."""

    number: int
    fund: LoanFund
    lent: int
    lent_day: date
    repaid_day: date


@dataclass(frozen=True, slots=True)
class OldMark:
    """A member's mark in a meeting, and whether she paid her saving in it."""

    number: int
    day: date
    mark: Mark
    has_saved: bool

    @property
    def has_come(self) -> bool:
        """Whether she was there, in time or late."""
        return self.mark in CAME


@dataclass(frozen=True, slots=True)
class Assumed:
    """A field left empty whose usual value counts; `numbers` of whose rows, none for the group."""

    column: Column
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Cutoff:
    """The books of a group at the end of a day, in paise; they balance."""

    day: date
    cash: int
    bank: int
    social: int
    earned: int  # below 0 if more was spent
    funds: Mapping[LoanFund, int]  # outside money that the group holds and owes
    members: tuple[OldMember, ...]
    loans: tuple[OldLoan, ...] = ()
    repaid: tuple[OldRepaid, ...] = ()
    marks: tuple[OldMark, ...] = ()
    assumed: tuple[Assumed, ...] = field(default=(), compare=False)

    @property
    def savings(self) -> int:
        """What all members have saved."""
        return sum(one.savings for one in self.members)

    @property
    def lent(self) -> int:
        """The outstanding principal of all borrowers, in paise."""
        return sum(one.left for one in self.loans)

    @property
    def has(self) -> int:
        """Cash, bank and outstanding loans, in paise."""
        return self.cash + self.bank + self.lent

    @property
    def owes(self) -> int:
        """The other side of the balance: savings, outside money, social fund, earnings."""
        return self.savings + sum(self.funds.values()) + self.social + self.earned


@dataclass(frozen=True, slots=True)
class KnownGroup:
    """What a sheet is checked against: the group's members by number, and the charter's bounds."""

    today: date
    members: Mapping[int, "Here"]
    members_most: int
    usual_rates: tuple[int, int] = (10, 500)  # basis points a month, from least to most


@dataclass(frozen=True, slots=True)
class Here:
    """A member of the group; `is_in` is False if she waits or has left."""

    member_id: str
    name: str
    is_in: bool


@dataclass(frozen=True, slots=True)
class Read:
    """The result of reading a sheet: its faults, or its books if there is none."""

    cutoff: Cutoff | None
    faults: tuple[SheetFault, ...] = field(default=())


@dataclass(unsafe_hash=True)
class BooksBegun(Refusal):
    """The group has held a meeting here, or has taken its old books over already."""

    code: ClassVar[str] = "books_begun"


@dataclass(unsafe_hash=True)
class NotASheet(Refusal):
    """The file is not a cut-off sheet, or cannot be read as one."""

    code: ClassVar[str] = "not_a_sheet"


@dataclass(unsafe_hash=True)
class SheetTooLarge(Refusal):
    """The workbook is too large to be read; empty rows with a format make it so."""

    code: ClassVar[str] = "sheet_too_large"


@dataclass(unsafe_hash=True)
class SaveAsWorkbook(Refusal):
    """The file is of another spreadsheet program, or locked by a password."""

    code: ClassVar[str] = "save_as_workbook"


@dataclass(unsafe_hash=True)
class SheetWaits(Refusal):
    """Another sheet of the group waits for its second person."""

    code: ClassVar[str] = "sheet_waits"
