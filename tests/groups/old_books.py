"""The paper books of an old group of twelve, on a sheet that balances."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from io import BytesIO

from openpyxl import load_workbook

from groups.deciding import acts as second_person
from groups.oldbooks import acts as openings
from groups.oldbooks.model import (
    COLUMNS,
    Column,
    Sheet,
    SheetCell,
    SheetFault,
    SheetLine,
    SheetPart,
)
from groups.registers.model.meeting import Mark
from papers.cutoff_sheet import CHOSEN, blank, choices, mark_word
from tests.groups.sisters import FRIDAY, NAMES, NOON, Sisters

CUT_OFF = FRIDAY - timedelta(days=2)  # a Wednesday; the sheet is handed in two days later
HELD = tuple(FRIDAY - timedelta(days=7 * week) for week in range(12, 0, -1))
OTHERS = ("Phoolmati", "Anju", "Rekha", "Savitri", "Munni", "Chandrawati")
EVERYBODY = (*NAMES[:6], *OTHERS)
_SAVED = "1040"  # rupees of each member: a year of ₹20 a week


def old_books(members: int = 12) -> Sheet:
    """A sheet: ₹12,480 saved, ₹7,500 lent of own money, ₹2,000 of the DSC grant, ₹1,020 profit."""
    group = (
        f"{CUT_OFF:%d-%m-%Y}",
        *("1,500", "₹4500", "0", "", "", "2000", "0", "1020"),
    )
    lines = group_lines(group)
    lines += [
        line_of(SheetPart.MEMBERS, number + 2, str(number), name, "2025-11-01", _SAVED)
        for number, name in enumerate(EVERYBODY[:members], 1)
    ]
    lines += [line_of(SheetPart.LOANS, row, *filled) for row, filled in enumerate(LOANS, 3)]
    lines.append(days_of(2, *map(date.isoformat, HELD)))
    lines += [
        line_of(SheetPart.MEETINGS, number + 2, str(number), *marks(number))
        for number in range(1, members + 1)
    ]
    return Sheet(tuple(lines))


def group_lines(cells: Iterable[str]) -> list[SheetLine]:
    """The lines of the group, from row 3 on, with these cells."""
    fields = zip(COLUMNS[SheetPart.GROUP], cells, strict=True)
    return [
        SheetLine(SheetPart.GROUP, row, (SheetCell(column, text),))
        for row, (column, text) in enumerate(fields, 3)
    ]


def line_of(part: SheetPart, row: int, *texts: str) -> SheetLine:
    """A line with these cells, in the order in which the empty sheet has them."""
    first = COLUMNS[part].index(Column.MEETING) if Column.MEETING in COLUMNS[part] else len(texts)
    cells = [
        SheetCell(column, text, max(0, n - first + 1))
        for n, (column, text) in enumerate(zip(COLUMNS[part], texts, strict=False))
    ]
    return SheetLine(part, row, tuple(cells))


def days_of(row: int, *days: str) -> SheetLine:
    """The headings of the meetings."""
    cells = [SheetCell(Column.MEETING, day, n) for n, day in enumerate(days, 1)]
    return SheetLine(SheetPart.MEETINGS, row, tuple(cells))


# Number, fund, purpose, amount, day lent, principal left, months, percent for a time, day repaid.
LOANS = (
    ("3", "own", "tailoring", "6,000", "2026-07-03", "4500", "6", "", "", ""),
    ("5", "own", "livestock", "3000", "2026-10-02", "3000", "3", "1.5", "", ""),
    ("9", "dsc-grant", "trade", "2000", "2026-10-02", "2000", "10", "0", "", ""),
    ("4", "own", "farming", "2000", "2026-02-06", "0", "", "", "", "07-08-2026"),
)


def marks(number: int) -> Sequence[str]:
    """Return the marks of a member over twelve meetings.

    All came and saved, but member 2 missed two meetings and member 6 was excused once. The first
    meeting of member 12 is unknown.
    """
    cells = ["present"] * 12
    if number == 2:
        cells[3], cells[7] = "absent", "present-"
    if number == 6:
        cells[5] = "excused"
    if number == 12:
        cells[0] = ""
    return cells


def changed(
    sheet: Sheet, part: SheetPart, row: int, column: Column, cell: str, *, at: int = 0
) -> Sheet:
    """Return the sheet with one cell changed; `at` counts the meetings from 0.

    A row of the group has one cell, whatever the column.
    """

    def line(one: SheetLine) -> SheetLine:
        if (one.part, one.row) != (part, row):
            return one
        meeting = at + 1 if column is Column.MEETING else 0
        cells = [
            replace(each, text=cell)
            if part is SheetPart.GROUP or (each.column, each.meeting) == (column, meeting)
            else each
            for each in one.cells
        ]
        return replace(one, cells=tuple(cells))

    return replace(sheet, lines=tuple(map(line, sheet.lines)))


async def ask(
    group: Sisters, sheet: Sheet, *, by: int = 1, reason: str = "", at: datetime = NOON
) -> tuple[SheetFault, ...]:
    """Hand a sheet in."""
    asker = group.actor(by)
    return await group.write(
        openings.ask, asker, group.group_id, sheet, reason=reason, new_id=group.new_id, at=at
    )


async def decide(group: Sisters, *, by: int = 2, is_yes: bool = True, at: datetime = NOON) -> None:
    """Confirm or decline the sheet that waits."""
    page = await group.read(openings.page, group.actor(by), group.group_id)
    assert page.waiting is not None
    request_id = page.waiting.request.id
    whose = (group.actor(by), request_id, is_yes)
    await group.write(second_person.decide, *whose, new_id=group.new_id, at=at)


def filled_in(sheet: Sheet, language: str) -> bytes:
    """Return the sheet as a person fills it into the empty file of a language."""
    book = load_workbook(BytesIO(blank(language)))
    sheets = dict(zip(SheetPart, book.worksheets, strict=True))
    for line in sheet.lines:
        for cell in line.cells:
            if cell.text:
                at = COLUMNS[line.part].index(cell.column) + max(1, cell.meeting)
                if line.part is SheetPart.GROUP:
                    at = 2
                sheets[line.part].cell(line.row, at, _in_words(cell, language))
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _in_words(cell: SheetCell, language: str) -> str:
    if cell.column in CHOSEN:
        return choices(cell.column, language)[cell.text]
    code, sign = cell.text.rstrip("+-"), cell.text[-1] if cell.text[-1] in "+-" else ""
    is_mark = cell.column is Column.MEETING and code in set(Mark)
    return mark_word(Mark(code), language) + sign if is_mark else cell.text
