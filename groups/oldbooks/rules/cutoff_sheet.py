"""Read the cut-off sheet of an old group: every fault with its row, or else the books."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final

from groups.joining.rules.joining import NUMBER_MAX
from groups.loans.model.loan import Purpose
from groups.oldbooks.model import (
    BROKEN,
    COLUMNS,
    MEETINGS_AT_MOST,
    Assumed,
    Column,
    Cutoff,
    KnownGroup,
    OldLoan,
    OldMark,
    OldMember,
    OldRepaid,
    RateFor,
    Read,
    Sheet,
    SheetCell,
    SheetFault,
    SheetLine,
    SheetPart,
    Wrong,
)
from groups.oldbooks.rules.cutoff_cells import (
    a_month,
    day_of,
    mark_of,
    no_day,
    rate_of,
    whole_of,
    wrong_day,
)
from groups.oldbooks.rules.cutoff_sums import OUTSIDE, unbalanced
from groups.people.model.refusals import BadAnswer
from groups.people.model.typed_text import same_text
from groups.people.rules.names import NAME_LENGTH_MAX, given_name
from groups.registers.model.money import LoanFund
from groups.registers.model.typed_amounts import read_amount, read_paise

_MONTHS_MOST: Final = 240
_TOLD_MOST: Final = 60  # characters of a cell in a fault


def read(sheet: Sheet, known: KnownGroup) -> Read:
    """Read the sheet of a group that has held no meeting here yet.

    The balance is checked only if every line can be read. Nothing else is told of a sheet that
    lacks a part or a heading: each of its lines would be a fault.
    """
    if any(one.wrong in BROKEN for one in sheet.faults):
        return Read(None, sheet.faults)
    reading = _Reading(known, sheet)
    day, money = reading.group()
    members = reading.members(day)
    numbers = {one.number: one.name for one in members}
    loans, repaid = reading.loans(numbers, day)
    marks = reading.marks(numbers, day)
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
        assumed=reading.assumed(),
    )
    rows = {column: line.row for column, line in reading.group_lines.items()}
    faults = reading.faults or [*unbalanced(cutoff, rows)]
    return Read(None if faults else cutoff, tuple(faults))


class _Reading:
    """Reads one sheet and collects its faults, so that all are reported at once."""

    def __init__(self, known: KnownGroup, sheet: Sheet) -> None:
        self.faults: list[SheetFault] = [*sheet.faults]
        self.group_lines: dict[Column, SheetLine] = {}
        self._known = known
        self._sheet = sheet
        self._assumed: dict[Column, list[int]] = {}
        self._unread = {(one.part, one.row, one.column, one.letter) for one in sheet.faults}

    def assumed(self) -> tuple[Assumed, ...]:
        """The fields that were left empty, each with the numbers of its rows."""
        return tuple(Assumed(column, tuple(rows)) for column, rows in self._assumed.items())

    # --- parts ------------------------------------------------------------------------------------

    def group(self) -> tuple[date, dict[Column, int]]:
        """The cut-off day, and what the group has and owes, in paise."""
        for line in self._sheet.of(SheetPart.GROUP):
            for cell in line.cells:
                if cell.column in self.group_lines:
                    self._wrong(line, cell, Wrong.TWICE, cell.text)
                self.group_lines.setdefault(cell.column, line)
        lines = {
            column: self.group_lines.get(column, SheetLine(SheetPart.GROUP, 0, ()))
            for column in COLUMNS[SheetPart.GROUP]
        }
        yesterday = self._known.today - timedelta(1)
        day = self._day(lines.pop(Column.DAY), Column.DAY, yesterday) or yesterday
        return day, {column: self._amount(line, column) for column, line in lines.items()}

    def members(self, day: date) -> tuple[OldMember, ...]:
        """The members on the sheet; every member of the group must be there by her name."""
        by_number: dict[int, OldMember] = {}
        for line in self._sheet.of(SheetPart.MEMBERS):
            number = self._number(line)
            name = self._name(line)
            since = self._day(line, Column.SINCE, day, must=False) or day
            savings = self._amount(line, Column.SAVINGS)
            self._assume(line, Column.SINCE, Column.SAVINGS)
            if number in by_number:
                self._wrong(line, line.cell(Column.NUMBER), Wrong.TWICE, str(number))
            elif number is not None:
                member_id = self._here(line, number, name)
                by_number[number] = OldMember(number, name, since, savings, member_id)
        for number, here in self._known.members.items():
            if here.is_in and number not in by_number:
                self._of_members(Wrong.NOT_LISTED, f"{number} · {here.name}")
        if not by_number:
            self._of_members(Wrong.MISSING)
        if len(by_number) > self._known.members_most:
            self._of_members(Wrong.TOO_MANY, str(self._known.members_most))
        return tuple(by_number.values())

    def loans(
        self, names: Mapping[int, str], day: date
    ) -> tuple[tuple[OldLoan, ...], tuple[OldRepaid, ...]]:
        """The outstanding loans, and the loans that were repaid."""
        owed: list[OldLoan] = []
        repaid: list[OldRepaid] = []
        for line in self._sheet.of(SheetPart.LOANS):
            number = self._borrower(line, names)
            fund = self._choice(line, Column.FUND, LoanFund, LoanFund.OWN)
            lent = self._amount(line, Column.LENT, must=True)
            lent_day = self._day(line, Column.LENT_DAY, day) or day
            left = self._amount(line, Column.LEFT)
            if left > lent:
                cell = line.cell(Column.LEFT)
                self._wrong(line, cell, Wrong.OWES_MORE, cell.text)
            self._assume(line, Column.FUND, Column.LEFT)
            if left:
                paid_back = line.cell(Column.REPAID_DAY)
                if not no_day(paid_back.text):
                    self._wrong(line, paid_back, Wrong.REPAID_AND_OWED)
                owed.append(self._owed(line, number, fund, lent, lent_day, left))
            else:
                until = self._day(line, Column.REPAID_DAY, day) or day
                if until < lent_day:
                    cell = line.cell(Column.REPAID_DAY)
                    self._wrong(line, cell, Wrong.BEFORE_LENT, cell.text)
                repaid.append(OldRepaid(number, fund, lent, lent_day, until))
        return tuple(owed), tuple(repaid)

    def marks(self, names: Mapping[int, str], day: date) -> tuple[OldMark, ...]:
        """The members' marks in the last meetings; an empty cell gives no mark."""
        head, *lines = self._sheet.of(SheetPart.MEETINGS) or (SheetLine(SheetPart.MEETINGS, 0, ()),)
        heads = {one.meeting: one for one in head.cells if one.column is Column.MEETING}
        days = self._days(head, heads, day)
        by_cell: dict[tuple[int, int], OldMark] = {}
        numbers: set[int] = set()
        for line in lines:
            number = self._borrower(line, names)
            if number in numbers:
                self._wrong(line, line.cell(Column.NUMBER), Wrong.TWICE, str(number))
                continue
            numbers |= {number} if number else set()
            for cell in line.cells:
                if cell.column is not Column.MEETING or not cell.text:
                    continue
                said = mark_of(cell.text)
                held = days.get(cell.meeting)
                if said is None:
                    self._wrong(line, cell, Wrong.NOT_A_MARK, cell.text)
                elif cell.meeting not in heads:
                    self._wrong(line, cell, Wrong.TOO_MANY_MEETINGS, str(MEETINGS_AT_MOST))
                elif not heads[cell.meeting].text:
                    self._wrong(head, heads[cell.meeting], Wrong.MISSING)
                elif held is not None:
                    mark, has_saved = said
                    by_cell[number, cell.meeting] = OldMark(number, held, mark, has_saved)
        return tuple(sorted(by_cell.values(), key=lambda one: (one.number, one.day)))

    # --- cells ------------------------------------------------------------------------------------

    def _owed(
        self, line: SheetLine, number: int, fund: LoanFund, lent: int, lent_day: date, left: int
    ) -> OldLoan:
        purpose = self._choice(line, Column.PURPOSE, Purpose, None)
        cell = line.cell(Column.MONTHS)
        months = whole_of(cell.text, _MONTHS_MOST)
        if months is None:
            self._wrong(line, cell, Wrong.NOT_A_NUMBER if cell.text else Wrong.MISSING, cell.text)
        rate = self._rate(line)
        return OldLoan(number, fund, purpose, lent, lent_day, left, months or 1, rate)

    def _days(self, head: SheetLine, heads: Mapping[int, SheetCell], day: date) -> dict[int, date]:
        """The days of the meetings; of more than twelve the oldest are too many."""
        days: dict[int, date] = {}
        for meeting, cell in heads.items():
            if not cell.text:
                continue
            held = day_of(cell.text)
            wrong = Wrong.TWICE if held in days.values() else wrong_day(held, day)
            if wrong is not None:
                self._wrong(head, cell, wrong, cell.text)
                continue
            assert held is not None, "a day that cannot be read is a fault"
            days[meeting] = held
        oldest = sorted(days, key=lambda meeting: days[meeting])[:-MEETINGS_AT_MOST]
        for meeting in oldest:
            self._wrong(head, heads[meeting], Wrong.TOO_MANY_MEETINGS, str(MEETINGS_AT_MOST))
        return days

    def _here(self, line: SheetLine, number: int, name: str) -> str | None:
        here = self._known.members.get(number)
        if here is None:
            return None
        if not here.is_in:
            self._wrong(line, line.cell(Column.NUMBER), Wrong.NUMBER_USED, str(number))
        elif not same_text(name, here.name):
            self._wrong(line, line.cell(Column.NAME), Wrong.OTHER_NAME, here.name)
        return here.member_id

    def _number(self, line: SheetLine) -> int | None:
        cell = line.cell(Column.NUMBER)
        number = whole_of(cell.text, NUMBER_MAX)
        if number is None:
            self._wrong(line, cell, Wrong.NOT_A_NUMBER if cell.text else Wrong.MISSING, cell.text)
        return number

    def _borrower(self, line: SheetLine, names: Mapping[int, str]) -> int:
        """Her number; her name beside it, which another part need not have, must be hers."""
        number = self._number(line)
        cell = line.cell(Column.NAME)
        if number is not None and number not in names:
            self._wrong(line, line.cell(Column.NUMBER), Wrong.NO_SUCH_MEMBER, str(number))
        elif number is not None and cell.text and not same_text(cell.text, names[number]):
            self._wrong(line, cell, Wrong.OTHER_NAME, names[number])
        return number or 0

    def _name(self, line: SheetLine) -> str:
        cell = line.cell(Column.NAME)
        if len(cell.text) > NAME_LENGTH_MAX:
            self._wrong(line, cell, Wrong.LONG_NAME, str(NAME_LENGTH_MAX))
        try:
            return given_name(cell.text, "name")
        except BadAnswer:
            self._wrong(line, cell, Wrong.MISSING)
            return ""

    def _amount(self, line: SheetLine, column: Column, *, must: bool = False) -> int:
        cell = line.cell(column)
        text = cell.text
        if not text and not must:
            if line.part is SheetPart.GROUP:
                self._assumed[column] = []
            return 0
        is_below = column is Column.EARNED and len(text) > 1 and text[0] in {"-", "−"}
        amount = (read_amount if must or is_below else read_paise)(text[is_below:])
        if amount is None:
            self._wrong(line, cell, Wrong.NOT_AN_AMOUNT if text else Wrong.MISSING, text)
            return 0
        return -amount if is_below else amount

    def _day(
        self, line: SheetLine, column: Column, last: date, *, must: bool = True
    ) -> date | None:
        cell = line.cell(column)
        if no_day(cell.text):
            if must:
                self._wrong(line, cell, Wrong.MISSING)
            return None
        day = day_of(cell.text)
        wrong = wrong_day(day, last)
        if wrong is not None:
            self._wrong(line, cell, wrong, cell.text)
        return day

    def _choice(self, line: SheetLine, column: Column, kind: Any, usual: Any) -> Any:
        cell = line.cell(column)
        try:
            return kind(cell.text or (usual.value if usual else ""))
        except ValueError:
            is_told = Wrong.NOT_ON_THE_LIST if cell.text else Wrong.MISSING
            self._wrong(line, cell, is_told, cell.text)
            return usual or next(iter(kind))

    def _rate(self, line: SheetLine) -> int | None:
        """Her rate for a month; None for the charter's. An unusual one must say its time."""
        cell, time = line.cell(Column.PERCENT), line.cell(Column.RATE_FOR)
        said_for = self._choice(line, Column.RATE_FOR, RateFor, RateFor.MONTH)
        self._assume(line, Column.PERCENT)
        if not cell.text:
            return None
        rate = rate_of(cell.text)
        if rate is None:
            self._wrong(line, cell, Wrong.NOT_A_NUMBER, cell.text)
            return None
        monthly = a_month(rate) if said_for is RateFor.YEAR else rate
        least, most = self._known.usual_rates
        if rate and not time.text:
            self._assume(line, Column.RATE_FOR)
        is_doubtful = bool(rate) and not least <= monthly <= most
        if is_doubtful and (not time.text or not monthly):
            self._wrong(line, cell, Wrong.MONTH_OR_YEAR, cell.text)
        return monthly

    def _assume(self, line: SheetLine, *columns: Column) -> None:
        """Note which of these fields of a member are empty, so that their usual value counts."""
        number = whole_of(line.cell(Column.NUMBER).text, NUMBER_MAX)
        for column in columns:
            text = line.cell(column).text
            is_empty = no_day(text) if column is Column.SINCE else not text
            if number is not None and is_empty:
                self._assumed.setdefault(column, []).append(number)

    # --- faults -----------------------------------------------------------------------------------

    def _wrong(self, line: SheetLine, cell: SheetCell, wrong: Wrong, told: str = "") -> None:
        """Note a fault; a cell that could not be read from the file has one already."""
        if (line.part, line.row, cell.column, cell.letter) in self._unread:
            return
        fault = SheetFault(
            part=line.part,
            row=line.row,
            column=cell.column,
            wrong=wrong,
            told=told[:_TOLD_MOST],
            letter=cell.letter,
        )
        if fault not in self.faults:
            self.faults.append(fault)

    def _of_members(self, wrong: Wrong, told: str = "") -> None:
        self.faults.append(SheetFault(SheetPart.MEMBERS, 0, None, wrong, told))
