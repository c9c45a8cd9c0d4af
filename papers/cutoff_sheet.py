"""The sheet for an old group's books, written empty; `cutoff_reading.py` reads it filled in."""

from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from types import MappingProxyType
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from groups.loans.model.loan import Purpose
from groups.oldbooks.model import COLUMNS, Column, RateFor, SheetPart
from groups.registers.model.meeting import Mark
from groups.registers.model.money import LoanFund
from papers.sheet_page import INDIAN, lay_out
from texts.limits import plain
from texts.say import render

SHEET_NAME: Final = "old-books.xlsx"
_FIRST_ROW: Final = 3  # the hint is above, then the headings
_EMPTY_ROWS: Final = 25
_HEAD: Final = Font(bold=True)
_HEAD_FILL: Final = PatternFill("solid", fgColor="EBF0EC")
_FOLDED: Final = Alignment(wrap_text=True, vertical="top")
_WIDE: Final = 22.0
_WIDER: Final = 46.0
_NARROW: Final = 12.0
_DAY: Final = "dd-mm-yyyy"
_AS_TYPED: Final = "@"  # text: otherwise "2%" becomes 0.02, and the number format would be lost
_KEPT_AS: Final[Mapping[Column, str]] = MappingProxyType(
    {
        **dict.fromkeys((Column.SINCE, Column.LENT_DAY, Column.REPAID_DAY), _DAY),
        **dict.fromkeys((Column.SAVINGS, Column.LENT, Column.LEFT), INDIAN),
        Column.PERCENT: _AS_TYPED,
    }
)
CHOSEN: Final = frozenset({Column.FUND, Column.PURPOSE, Column.RATE_FOR})  # from a list
SIGNS: Final = ("+", "-")


def word(code: str, language: str) -> str:
    """The words for a code of the sheet."""
    text = plain(render("books/cutoff_word.html", language, code=code)).strip()
    assert text, f"{code} has no word on the sheet"
    return text


def blank(language: str, members: Iterable[tuple[int, str]] = ()) -> bytes:
    """Return an empty sheet as an XLSX file, with the numbers and names of known members."""
    known = list(members)
    made = Workbook()
    made.remove(made.worksheets[0])
    for part in SheetPart:
        sheet = made.create_sheet(word(part.value, language))
        sheet["A1"] = word(f"hint_{part.value}", language)
        if part is SheetPart.GROUP:
            _ask_of_the_group(sheet, language)
        else:
            _ask_in_columns(sheet, part, language, known)
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def mark_word(mark: Mark, language: str) -> str:
    """The letter of a mark in the register."""
    return plain(render("books/word.html", language, code=f"mark_{mark.value}")).strip()


def choices(column: Column, language: str) -> Mapping[str, str]:
    """The choices of a column: each code with its words."""
    if column is Column.FUND:
        return {fund.value: _said("chat/_fund.html", language, fund=fund) for fund in LoanFund}
    if column is Column.RATE_FOR:
        return {it.value: word(f"rate_{it.value}", language) for it in RateFor}
    return {it.value: _said("chat/_purpose.html", language, purpose=it) for it in Purpose}


# --- making ---------------------------------------------------------------------------------------


def _ask_of_the_group(sheet: Any, language: str) -> None:
    sheet.column_dimensions["A"].width = _WIDER
    sheet.column_dimensions["B"].width = _WIDE
    for row, column in enumerate(COLUMNS[SheetPart.GROUP], _FIRST_ROW):
        head, cell = sheet.cell(row, 1, word(column.value, language)), sheet.cell(row, 2)
        head.font, head.alignment = _HEAD, _FOLDED
        cell.number_format = _DAY if column is Column.DAY else INDIAN
    lay_out(sheet, _FIRST_ROW - 1)


def _ask_in_columns(
    sheet: Any, part: SheetPart, language: str, known: Sequence[tuple[int, str]]
) -> None:
    columns = COLUMNS[part]
    last = _FIRST_ROW + _EMPTY_ROWS + len(known)
    for n, column in enumerate(columns, 1):
        letter = get_column_letter(n)
        head = sheet.cell(2, n)
        head.font, head.fill, head.alignment = _HEAD, _HEAD_FILL, _FOLDED
        sheet.column_dimensions[letter].width = _NARROW if n == 1 else _WIDE
        if column is Column.MEETING:
            head.number_format = _DAY
            sheet.column_dimensions[letter].width = _NARROW
        else:
            head.value = word(column.value, language)
        asked = f"{letter}{_FIRST_ROW}:{letter}{last}"
        _offer(sheet, column, asked, language)
        kept_as = _KEPT_AS.get(column)
        if kept_as:
            for row in range(_FIRST_ROW, last + 1):
                sheet.cell(row, n).number_format = kept_as
    if part is not SheetPart.LOANS:
        for row, (number, name) in enumerate(known, _FIRST_ROW):
            sheet.cell(row, 1, number)
            if part is SheetPart.MEMBERS:
                sheet.cell(row, 2, name).data_type = "s"
    lay_out(sheet, _FIRST_ROW - 1, columns=1)


def _offer(sheet: Any, column: Column, asked: str, language: str) -> None:
    """Let a user choose a cell's value from a list, where its column has one."""
    if column in CHOSEN:
        offered = list(choices(column, language).values())
    elif column is Column.MEETING:
        letters = [mark_word(mark, language) for mark in Mark]
        offered = [letter + sign for sign in ("", *SIGNS) for letter in letters]
    else:
        return
    rule = DataValidation(type="list", formula1=f'"{",".join(offered)}"', allow_blank=True)
    rule.add(asked)
    sheet.add_data_validation(rule)


def _said(template: str, language: str, **facts: str) -> str:
    return plain(render(template, language, **facts)).strip()
