"""Read the cut-off sheet of an old group: every fault with its row, or else the books."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, Final

from groups.joining.rules.joining import NUMBER_MAX
from groups.loans.model.loan import Purpose
from groups.oldbooks.model import (
    COLUMNS,
    MEETINGS_AT_MOST,
    Column,
    Cutoff,
    KnownGroup,
    OldLoan,
    OldMark,
    OldMember,
    OldRepaid,
    Read,
    Sheet,
    SheetFault,
    SheetLine,
    SheetPart,
    Wrong,
)
from groups.people.model.refusals import BadAnswer
from groups.people.model.typed_text import same_text
from groups.people.rules.names import given_name
from groups.registers.model.meeting import Mark
from groups.registers.model.money import LoanFund
from groups.registers.model.typed_amounts import read_amount, read_paise

OUTSIDE: Final[Mapping[LoanFund, Column]] = {
    fund: Column(fund.value) for fund in LoanFund if fund is not LoanFund.OWN
}
_INDIAN_DAY: Final = re.compile(r"(\d{1,2})[-./](\d{1,2})[-./](\d{4})")
_PERCENT: Final = re.compile(r"(\d{1,3}(?:\.\d{1,2})?) ?%?")
_MONTHS_MOST: Final = 240
_SAVED_ALL_THE_SAME: Final = "+"
_CAME: Final = frozenset({Mark.PRESENT, Mark.LATE})


def read(sheet: Sheet, known: KnownGroup) -> Read:
    """Read the sheet of a group that has held no meeting here yet.

    The balance is checked only if every line can be read.
    """
    reading = _Reading(known)
    day, money = reading.group(sheet)
    members = reading.members(sheet, day)
    numbers = {one.number for one in members}
    loans, repaid = reading.loans(sheet, numbers, day)
    marks = reading.marks(sheet, numbers, day)
    cutoff = Cutoff(
        day=day,
        cash=money[Column.CASH],
        bank=money[Column.BANK],
        social=money[Column.SOCIAL],
        earned=money[Column.EARNED],
        funds={fund: money[column] for fund, column in OUTSIDE.items() if money[column]},
        members=members,
        loans=loans,
        repaid=repaid,
        marks=marks,
    )
    faults = reading.faults or [*_unbalanced(cutoff, _rows(sheet))]
    return Read(None if faults else cutoff, tuple(faults))


class _Reading:
    """Reads one sheet and collects its faults, so that all are reported at once."""

    def __init__(self, known: KnownGroup) -> None:
        self.faults: list[SheetFault] = []
        self._known = known

    # --- parts ------------------------------------------------------------------------------------

    def group(self, sheet: Sheet) -> tuple[date, dict[Column, int]]:
        """The cut-off day, and what the group has and owes, in paise."""
        first, *rest = _group_lines(sheet)
        yesterday = self._known.today - timedelta(1)
        day = self._day(first, Column.DAY, yesterday) or yesterday
        amounts = zip(COLUMNS[SheetPart.GROUP][1:], rest, strict=True)
        return day, {column: self._amount(line, column) for column, line in amounts}

    def members(self, sheet: Sheet, day: date) -> tuple[OldMember, ...]:
        """The members on the sheet; every member of the group must be there by her name."""
        by_number: dict[int, OldMember] = {}
        for line in sheet.of(SheetPart.MEMBERS):
            number = self._number(line)
            name = self._name(line)
            since = self._day(line, Column.SINCE, day, must=False) or day
            savings = self._amount(line, Column.SAVINGS)
            if number in by_number:
                self._wrong(line, Column.NUMBER, Wrong.TWICE, str(number))
            elif number is not None:
                member_id = self._here(line, number, name)
                by_number[number] = OldMember(number, name, since, savings, member_id)
        for number, here in self._known.members.items():
            if here.is_in and number not in by_number:
                number_and_name = f"{number} · {here.name}"
                self.faults.append(
                    SheetFault(SheetPart.MEMBERS, 0, None, Wrong.NOT_LISTED, number_and_name)
                )
        if not by_number:
            self.faults.append(SheetFault(SheetPart.MEMBERS, 0, None, Wrong.MISSING))
        if len(by_number) > self._known.members_most:
            most = str(self._known.members_most)
            self.faults.append(SheetFault(SheetPart.MEMBERS, 0, None, Wrong.TOO_MANY, most))
        return tuple(by_number.values())

    def loans(
        self, sheet: Sheet, numbers: set[int], day: date
    ) -> tuple[tuple[OldLoan, ...], tuple[OldRepaid, ...]]:
        """The outstanding loans, and the loans that were repaid."""
        owed: list[OldLoan] = []
        repaid: list[OldRepaid] = []
        for line in sheet.of(SheetPart.LOANS):
            number = self._borrower(line, numbers)
            fund = self._choice(line, Column.FUND, LoanFund, LoanFund.OWN)
            lent = self._amount(line, Column.LENT, must=True)
            lent_day = self._day(line, Column.LENT_DAY, day) or day
            left = self._amount(line, Column.LEFT)
            if left > lent:
                self._wrong(line, Column.LEFT, Wrong.OWES_MORE, _cell(line, Column.LEFT))
            if left:
                if _cell(line, Column.REPAID_DAY):
                    self._wrong(line, Column.REPAID_DAY, Wrong.REPAID_AND_OWED)
                owed.append(self._owed(line, number, fund, lent, lent_day, left))
            else:
                until = self._day(line, Column.REPAID_DAY, day) or day
                repaid.append(OldRepaid(number, fund, lent, lent_day, until))
        return tuple(owed), tuple(repaid)

    def marks(self, sheet: Sheet, numbers: set[int], day: date) -> tuple[OldMark, ...]:
        """The members' marks in the last meetings; an empty cell gives no mark."""
        head, *lines = sheet.of(SheetPart.MEETINGS) or (SheetLine(SheetPart.MEETINGS, 0, ()),)
        days = self._days(head, day)
        by_cell: dict[tuple[int, int], OldMark] = {}
        for line in lines:
            number = self._borrower(line, numbers)
            for at, text in enumerate(_from(line, 1)):
                held = days.get(at)
                said = _mark(text)
                if (number, at) in by_cell:
                    self._wrong(line, Column.NUMBER, Wrong.TWICE, str(number))
                    break
                if text and said is None:
                    self._wrong(line, Column.MEETING, Wrong.NOT_A_MARK, text)
                elif said is not None and held is None:
                    self._wrong(head, Column.MEETING, Wrong.MISSING)
                elif said is not None and held is not None:
                    mark, has_saved = said
                    by_cell[number, at] = OldMark(number, held, mark, has_saved)
        return tuple(by_cell.values())

    # --- cells ------------------------------------------------------------------------------------

    def _owed(
        self, line: SheetLine, number: int, fund: LoanFund, lent: int, lent_day: date, left: int
    ) -> OldLoan:
        purpose = self._choice(line, Column.PURPOSE, Purpose, None)
        months = _whole(_cell(line, Column.MONTHS), _MONTHS_MOST)
        if months is None:
            self._wrong(line, Column.MONTHS, Wrong.NOT_A_NUMBER, _cell(line, Column.MONTHS))
        rate = self._percent(line)
        return OldLoan(number, fund, purpose, lent, lent_day, left, months or 1, rate)

    def _days(self, head: SheetLine, day: date) -> dict[int, date]:
        days: dict[int, date] = {}
        for at, text in enumerate(_from(head, 1)):
            if not text:
                continue
            held = _read_day(text)
            if held is None:
                self._wrong(head, Column.MEETING, Wrong.NOT_A_DAY, text)
            elif held > day:
                self._wrong(head, Column.MEETING, Wrong.TOO_LATE, text)
            elif held in days.values():
                self._wrong(head, Column.MEETING, Wrong.TWICE, text)
            else:
                days[at] = held
        return days

    def _here(self, line: SheetLine, number: int, name: str) -> str | None:
        here = self._known.members.get(number)
        if here is None:
            return None
        if not here.is_in:
            self._wrong(line, Column.NUMBER, Wrong.NUMBER_USED, str(number))
        elif not same_text(name, here.name):
            self._wrong(line, Column.NAME, Wrong.OTHER_NAME, here.name)
        return here.member_id

    def _number(self, line: SheetLine) -> int | None:
        text = _cell(line, Column.NUMBER)
        number = _whole(text, NUMBER_MAX)
        if number is None:
            self._wrong(line, Column.NUMBER, Wrong.NOT_A_NUMBER if text else Wrong.MISSING, text)
        return number

    def _borrower(self, line: SheetLine, numbers: set[int]) -> int:
        number = self._number(line)
        if number is not None and number not in numbers:
            self._wrong(line, Column.NUMBER, Wrong.NO_SUCH_MEMBER, str(number))
        return number or 0

    def _name(self, line: SheetLine) -> str:
        try:
            return given_name(_cell(line, Column.NAME), "name")
        except BadAnswer:
            self._wrong(line, Column.NAME, Wrong.MISSING)
            return ""

    def _amount(self, line: SheetLine, column: Column, *, must: bool = False) -> int:
        text = _cell(line, column)
        if not text and not must:
            return 0
        is_below = column is Column.EARNED and len(text) > 1 and text[0] in {"-", "−"}
        amount = (read_amount if must or is_below else read_paise)(text[is_below:])
        if amount is None:
            self._wrong(line, column, Wrong.NOT_AN_AMOUNT if text else Wrong.MISSING, text)
            return 0
        return -amount if is_below else amount

    def _day(
        self, line: SheetLine, column: Column, last: date, *, must: bool = True
    ) -> date | None:
        text = _cell(line, column)
        day = _read_day(text)
        if day is None and (text or must):
            self._wrong(line, column, Wrong.NOT_A_DAY if text else Wrong.MISSING, text)
        if day is not None and day > last:
            self._wrong(line, column, Wrong.TOO_LATE, text)
        return day

    def _choice(self, line: SheetLine, column: Column, kind: Any, usual: Any) -> Any:
        text = _cell(line, column)
        try:
            return kind(text or (usual.value if usual else ""))
        except ValueError:
            self._wrong(line, column, Wrong.NOT_ON_THE_LIST if text else Wrong.MISSING, text)
            return usual or next(iter(kind))

    def _percent(self, line: SheetLine) -> int | None:
        text = _cell(line, Column.PERCENT)
        match = _PERCENT.fullmatch(text)
        if text and (match is None or Fraction(match[1]) > 100):
            self._wrong(line, Column.PERCENT, Wrong.NOT_A_NUMBER, text)
            return None
        return int(100 * Fraction(match[1])) if match else None

    def _wrong(self, line: SheetLine, column: Column, wrong: Wrong, cell_text: str = "") -> None:
        self.faults.append(SheetFault(line.part, line.row, column, wrong, cell_text[:60]))


def _unbalanced(cutoff: Cutoff, rows: Mapping[Column, int]) -> Iterator[SheetFault]:
    """Faults of the sums: funds that are overlent, missing money, sides that differ."""
    others = cutoff.social
    for fund, column in OUTSIDE.items():
        held = cutoff.funds.get(fund, 0)
        lent = sum(one.left for one in cutoff.loans if one.fund is fund)
        others += max(0, held - lent)
        if lent > held:
            row = rows[column]
            yield SheetFault(SheetPart.GROUP, row, column, Wrong.FUND_SHORT, has=held, owes=lent)
    if cutoff.cash + cutoff.bank < others:
        has = cutoff.cash + cutoff.bank
        yield SheetFault(
            SheetPart.GROUP, rows[Column.CASH], Column.CASH, Wrong.MONEY_SHORT, has=has, owes=others
        )
    if cutoff.has != cutoff.owes:
        yield SheetFault(
            SheetPart.GROUP, 0, None, Wrong.UNBALANCED, has=cutoff.has, owes=cutoff.owes
        )


def _group_lines(sheet: Sheet) -> tuple[SheetLine, ...]:
    """One line for each field of the group; empty if the sheet has none."""
    count = len(COLUMNS[SheetPart.GROUP])
    lines = sheet.of(SheetPart.GROUP)[:count]
    last = lines[-1].row if lines else 0
    return lines + tuple(
        SheetLine(SheetPart.GROUP, last + n, ("",)) for n in range(1, count - len(lines) + 1)
    )


def _rows(sheet: Sheet) -> dict[Column, int]:
    lines = zip(COLUMNS[SheetPart.GROUP], _group_lines(sheet), strict=True)
    return {column: line.row for column, line in lines}


def _cell(line: SheetLine, column: Column) -> str:
    at = 0 if line.part is SheetPart.GROUP else COLUMNS[line.part].index(column)
    return line.cells[at].strip() if at < len(line.cells) else ""


def _from(line: SheetLine, at: int) -> list[str]:
    return [cell.strip() for cell in line.cells[at : at + MEETINGS_AT_MOST]]


def _mark(text: str) -> tuple[Mark, bool] | None:
    """A mark, and whether she saved: she did if she came; a sign "+" or "-" overrides that."""
    code, sign = (text[:-1], text[-1:]) if text[-1:] in {"+", "-"} else (text, "")
    try:
        mark = Mark(code)
    except ValueError:
        return None
    has_saved = mark in _CAME if not sign else sign == _SAVED_ALL_THE_SAME
    return mark, has_saved


def _whole(text: str, most: int) -> int | None:
    """A whole number from 1 to `most`, in digits of any script; else None."""
    is_number = text.isdecimal() and len(text) <= len(str(most))
    return int(text) if is_number and 1 <= int(text) <= most else None


def _read_day(text: str) -> date | None:
    match = _INDIAN_DAY.fullmatch(text)
    try:
        if match:
            day, month, year = map(int, match.groups())
            return date(year, month, day)
        return date.fromisoformat(text)
    except ValueError:
        return None
