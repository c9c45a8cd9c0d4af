"""Books as a workbook with one sheet for each book; amounts and days are values, not texts."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from io import BytesIO
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font

from groups.books.model import Cell, Row, Section, Table
from ledger.model import Amount
from papers.sheet_page import lay_out
from papers.words import heads, is_number, part, said, title_of

# Spreadsheets group by thousands: lakhs and crores are told by the size of the amount in rupees.
_GROUPINGS: Final = (
    (10_000_000, r"##\,##\,##\,##0.00"),
    (100_000, r"##\,##\,##0.00"),
    (0, "#,##0.00"),
)
_DAY: Final = "dd-mm-yyyy"
_BOLD: Final = Font(bold=True)
_TITLE: Final = Font(bold=True, size=14)
_RIGHT: Final = Alignment(horizontal="right")
_NAME_MAX: Final = 31
_FORBIDDEN: Final = re.compile(r"[\[\]:*?/\\]")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_WIDTHS: Final = (12.0, 42.0)  # of a column: at least, at most


def workbook(tables: Iterable[Table], language: str) -> bytes:
    """Return an XLSX file of books in a language."""
    made = Workbook(write_only=True)
    for table in tables:
        sheet = made.create_sheet(_name(table, language, made.sheetnames))
        lay_out(sheet, _heads_in(table, language))
        for n, width in enumerate(_widths(table, language)):
            sheet.column_dimensions[
                chr(ord("A") + n) if n < 26 else f"A{chr(ord('A') + n - 26)}"
            ].width = width
        for row in _rows(sheet, table, language):
            sheet.append(row)
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def _heads_in(table: Table, language: str) -> int:
    """How many rows stand above the figures: with several sections each has its own columns."""
    rows = len(heads(table, language))
    if len(table.sections) == 1:
        rows += 2 + bool(table.sections[0].title)
    return rows


def _money(paise: int) -> str:
    """The format of an amount: ₹1,00,000.00 in Indian grouping, with a minus before the sign."""
    grouping = next(form for least, form in _GROUPINGS if abs(paise) >= 100 * least)
    return f"[$₹]{grouping};[$−₹]{grouping}"


def _name(table: Table, language: str, taken: Sequence[str]) -> str:
    name = title_of(table.book, language) + (f" {table.member}" if table.member else "")
    name = _FORBIDDEN.sub(" ", name)[:_NAME_MAX]
    return name if name not in taken else f"{name[: _NAME_MAX - 4]} {len(taken) + 1}"


def _widths(table: Table, language: str) -> list[float]:
    """The width of each column, by its longest text."""
    widths: list[float] = []
    for section in table.sections:
        words = part(section, language)
        for row in (words.columns, *words.rows, *([words.total] if words.total else [])):
            widths += [_WIDTHS[0]] * (len(row) - len(widths))
            for n, text in enumerate(row):
                widths[n] = max(widths[n], min(_WIDTHS[1], len(text) + 2.0))
    return widths


def _rows(sheet: Any, table: Table, language: str) -> Iterable[list[Any]]:
    for n, line in enumerate(heads(table, language)):
        yield [_text(sheet, line, None if n else _TITLE)]
    for section in table.sections:
        yield []
        yield from _section(sheet, section, language)


def _section(sheet: Any, section: Section, language: str) -> Iterable[list[Any]]:
    if section.title:
        yield [_text(sheet, said(section.title, language), _BOLD)]
    numbers = part(section, language).is_number
    head = [_text(sheet, said(cell, language), _BOLD) for cell in section.columns]
    for cell, is_right in zip(head, numbers, strict=True):
        cell.alignment = _RIGHT if is_right else Alignment()
    yield head
    for row in section.rows:
        yield _row(sheet, row, language, None)
    if section.total:
        yield _row(sheet, section.total, language, _BOLD)


def _row(sheet: Any, row: Row, language: str, font: Font | None) -> list[Any]:
    return [_cell(sheet, cell, language, font) for cell in row]


def _cell(sheet: Any, cell: Cell, language: str, font: Font | None) -> Any:
    if cell is None:
        return None
    if not (is_number(cell) or isinstance(cell, date)):
        return _text(sheet, said(cell, language), font)
    made: Any = WriteOnlyCell(sheet)
    match cell:
        case Amount():
            made.value, made.number_format = cell.minor / 100, _money(cell.minor)
        case Fraction():
            made.value, made.number_format = float(cell), "0%"
        case date():
            made.value, made.number_format = cell, _DAY
        case _:
            made.value = cell
    if font is not None:
        made.font = font
    return made


def _text(sheet: Any, text: str, font: Font | None) -> Any:
    """A text cell; a name that begins like a formula stays a text."""
    made: Any = WriteOnlyCell(sheet, value=_CONTROL.sub("", text))
    made.data_type = "s"
    if font is not None:
        made.font = font
    return made
