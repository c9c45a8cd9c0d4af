"""A book as a table of plain facts: days, amounts, names, codes; the edge adds the words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Union

from groups.registers.model.meeting import CashReason, Mark
from groups.registers.model.money import MoneyKind
from ledger.model import Amount


class Book(StrEnum):
    """The books that a group keeps, and the statements that follow from them."""

    MINUTES = "minutes"
    REGISTER = "register"  # attendance and savings
    CASH = "cash"
    LOANS = "loans"
    LEDGER = "ledger"
    PASSBOOK = "passbook"  # of one member
    DEMAND = "demand"  # demand, collection and balance
    MONTHLY = "monthly"
    BANK_LINKAGE = "bank_linkage"
    BALANCE_SHEET = "balance_sheet"
    RECEIPTS = "receipts"  # and payments


class Format(StrEnum):
    """The file format in which a book is sent."""

    PDF = "pdf"
    XLSX = "xlsx"


OPEN_BOOKS = frozenset({Book.MINUTES, Book.MONTHLY, Book.BALANCE_SHEET, Book.RECEIPTS})
"""Books without any member's own amounts: every member may read them."""


@dataclass(frozen=True, slots=True)
class WantedBook:
    """A request for one book, `first` to `last` inclusive; `member_id` only for a passbook."""

    book: Book
    first: date
    last: date
    member_id: str | None = None


@dataclass(frozen=True, slots=True)
class Printing:
    """Which books of a group to print; `first` None means from the group's first day."""

    group_id: str
    books: tuple[Book, ...]
    first: date | None
    last: date
    number: int | None  # of the only passbook to print; None: all of them


@dataclass(frozen=True, slots=True)
class CodeWord:
    """A code that the edge turns into words."""

    code: str


@dataclass(frozen=True, slots=True)
class Reference:
    """Another entry that a line is paired with: its voucher number and its day."""

    voucher: int
    day: date


Cell = Union[date, Amount, int, str, CodeWord, Reference, Fraction, None, tuple["Cell", ...]]  # noqa: UP007 - recursive
Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a table with its own title; every row has as many cells as columns."""

    title: Row
    columns: Row
    rows: tuple[Row, ...]
    total: Row | None = None

    def __post_init__(self) -> None:
        rows = (*self.rows, self.total or self.columns)
        assert all(len(row) == len(self.columns) for row in rows), "a cell for every column"


@dataclass(frozen=True, slots=True)
class Table:
    """A book of a period; `seal` is that of the last closed meeting."""

    book: Book
    group: str
    village: str
    first: date
    last: date
    seal: str
    sections: tuple[Section, ...]
    member: str | None = None  # whose passbook


@dataclass(frozen=True, slots=True)
class Moved:
    """A posting of money with the key and the reason of its entry; `amount` in paise.

    `voucher` is the entry's number among the group's entries of money, in order of recording;
    `recorded_at` is in micro-seconds.
    """

    entry_id: int
    line: int
    voucher: int
    key: str
    reason: str
    day: date
    recorded_at: int
    debit: str
    credit: str
    amount: int


@dataclass(frozen=True, slots=True)
class Movement:
    """A posting as books count it: a reversal lowers, below 0, what the reversed entry moved.

    `moved` is the posting as it stands; `reason`, `debit` and `credit` are those of the entry that
    it reverses, if it is a reversal. `amount` is in paise.
    """

    moved: Moved
    reason: str
    debit: str
    credit: str
    amount: int


@dataclass(frozen=True, slots=True)
class Named:
    """A member's number and name, as books print them."""

    number: int
    name: str


@dataclass(frozen=True, slots=True)
class Held:
    """A closed meeting by one version of its register; amounts in paise.

    `entered` is the day of the version's entries: the meeting's, or that of the correction. `lines`
    holds each member's mark and savings, `money` the other amounts by kind.
    """

    meeting_id: str
    day: date
    entered: date
    version: int
    cash_expected: int
    cash_counted: int
    cash_reason: CashReason | None
    is_read: bool
    seal: str
    lines: Mapping[str, tuple[Mark, int]] = field(default_factory=dict)
    money: Mapping[MoneyKind, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Period:
    """The facts of a period's books; `moved` holds all postings up to its last day, in order."""

    first: date
    last: date
    moved: tuple[Moved, ...]
    members: Mapping[str, Named]
    loans: Mapping[str, int]  # loan id: its number in the group, from 1


@dataclass(frozen=True, slots=True)
class Shelf:
    """The books that she may read, and the members whose passbooks she may read."""

    group_name: str
    began: date
    today: date
    books: tuple[Book, ...]
    members: tuple[tuple[str, Named], ...]
