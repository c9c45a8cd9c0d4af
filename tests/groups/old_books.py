"""The paper books of an old group of twelve, on a sheet that balances."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from io import BytesIO

from openpyxl import load_workbook

from groups.deciding import acts as second_person
from groups.oldbooks import acts as openings
from groups.oldbooks.model import COLUMNS, Column, Sheet, SheetFault, SheetLine, SheetPart
from groups.registers.model.meeting import Mark
from papers.cutoff_sheet import blank, choices, mark_word
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
    lines = [SheetLine(SheetPart.GROUP, row, (filled,)) for row, filled in enumerate(group, 3)]
    lines += [
        SheetLine(SheetPart.MEMBERS, number + 2, (str(number), name, "2025-11-01", _SAVED))
        for number, name in enumerate(EVERYBODY[:members], 1)
    ]
    lines += [SheetLine(SheetPart.LOANS, row, filled) for row, filled in enumerate(LOANS, 3)]
    lines.append(SheetLine(SheetPart.MEETINGS, 2, ("", *map(date.isoformat, HELD))))
    lines += [
        SheetLine(SheetPart.MEETINGS, number + 2, (str(number), *marks(number)))
        for number in range(1, members + 1)
    ]
    return Sheet(tuple(lines))


# Number, fund, purpose, amount, day lent, principal left, months, percent, day repaid.
LOANS = (
    ("3", "own", "tailoring", "6,000", "2026-07-03", "4500", "6", "", ""),
    ("5", "own", "livestock", "3000", "2026-10-02", "3000", "3", "1.5", ""),
    ("9", "dsc-grant", "trade", "2000", "2026-10-02", "2000", "10", "0", ""),
    ("4", "own", "farming", "2000", "2026-02-06", "0", "", "", "07-08-2026"),
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
    """Return the sheet with one cell changed; `at` counts the meetings from 0."""
    place = 0 if part is SheetPart.GROUP else COLUMNS[part].index(column) + at

    def line(one: SheetLine) -> SheetLine:
        if (one.part, one.row) != (part, row):
            return one
        return replace(one, cells=(*one.cells[:place], cell, *one.cells[place + 1 :]))

    return Sheet(tuple(map(line, sheet.lines)))


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
        for n, cell in enumerate(line.cells, 2 if line.part is SheetPart.GROUP else 1):
            if cell:
                sheets[line.part].cell(line.row, n, _in_words(line.part, n - 1, cell, language))
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _in_words(part: SheetPart, n: int, cell: str, language: str) -> str:
    column = COLUMNS[part][n] if part is not SheetPart.GROUP else None
    if column is Column.FUND or column is Column.PURPOSE:  # lets both checkers narrow the column
        return choices(column, language)[cell]
    code, sign = cell.rstrip("+-"), cell[-1] if cell[-1] in "+-" else ""
    is_mark = column is Column.MEETING and code in set(Mark)
    return mark_word(Mark(code), language) + sign if is_mark else cell
