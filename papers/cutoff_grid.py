"""The filled cells of a workbook as texts, row by row, as people see them in it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any, Final
from zipfile import ZIP_STORED, BadZipFile, ZipFile

from openpyxl import load_workbook

from groups.oldbooks.model import NotASheet, SaveAsWorkbook, SheetTooLarge
from groups.people.model.typed_text import typed

BYTES_MOST: Final = 512 * 1024
ROWS_MOST: Final = 500  # filled rows of a worksheet
_UNPACKED_MOST: Final = 16 * 1024 * 1024
_ZIP: Final = b"PK"
_CONTENT: Final = "xl/workbook.xml"
_OLD_EXCEL: Final = b"\xd0\xcf\x11\xe0"  # .xls, or an .xlsx that is locked by a password
_OF_OTHER_PROGRAMS: Final = frozenset({"content.xml", "xl/workbook.bin", "Index/Document.iwa"})
_WORKSHEETS: Final = "xl/worksheets/"
_EMPTY_CELL: Final = re.compile(rb"<c(?: [^<>]*)?/>")
_A_FORMULA: Final = re.compile(rb"<(?:\w+:)?f[\s/>]")
_TEXT_MOST: Final = 200
_LITERAL: Final = re.compile(r'"[^"]*"|\\.')  # in a number format: a part that is only shown
_RESULT_OF_A_TEXT: Final = "str"  # how a cell is stored whose formula gives a text, "" included
_ERROR: Final = "e"
_FORMULA: Final = "f"


@dataclass(frozen=True, slots=True)
class SeenCell:
    """A filled cell as text; `is_result` is False for a formula without a usable result.

    `is_share`: a number that is shown as a per cent, whose sign the text leaves out.
    """

    text: str
    is_result: bool = True
    is_share: bool = False


@dataclass(frozen=True, slots=True)
class GridRow:
    """The filled cells of a row, by the number of their column; both count from 1."""

    row: int
    cells: Mapping[int, SeenCell]


@dataclass(frozen=True, slots=True)
class Grid:
    """The filled rows of a worksheet; from row `cut` on it was not read, if that is not 0."""

    title: str
    rows: tuple[GridRow, ...]
    cut: int = 0


def check_file(body: bytes) -> None:
    """Refuse what is no workbook of a readable size; the refusal tells what to do instead."""
    if body.startswith(_OLD_EXCEL):
        raise SaveAsWorkbook
    if len(body) > BYTES_MOST:
        raise SheetTooLarge if body.startswith(_ZIP) else NotASheet
    try:
        with ZipFile(BytesIO(body)) as packed:
            size = sum(each.file_size for each in packed.infolist())
            names = set(packed.namelist())
    except BadZipFile as error:
        raise NotASheet from error
    if _CONTENT not in names:
        raise SaveAsWorkbook if names & _OF_OTHER_PROGRAMS else NotASheet
    if size > _UNPACKED_MOST:
        raise SheetTooLarge


def grids_of(body: bytes) -> list[Grid]:
    """The worksheets of a workbook; any error for one that is broken."""
    slim, has_formulas = _slim(body)
    book = load_workbook(BytesIO(slim), read_only=True, data_only=True)
    if not has_formulas:
        return [_grid(results, None) for results in book.worksheets]
    source = load_workbook(BytesIO(slim), read_only=True)
    both = zip(book.worksheets, source.worksheets, strict=True)
    return [_grid(results, formulas) for results, formulas in both]


def _slim(body: bytes) -> tuple[bytes, bool]:
    """The workbook without its empty cells, often thousands; and whether it has formulas."""
    out, has_formulas = BytesIO(), False
    with ZipFile(BytesIO(body)) as whole, ZipFile(out, "w", ZIP_STORED) as file:
        for name in whole.namelist():
            part = whole.read(name)
            if name.startswith(_WORKSHEETS):
                part = _EMPTY_CELL.sub(b"", part)
                has_formulas = has_formulas or _A_FORMULA.search(part) is not None
            file.writestr(name, part)
    return out.getvalue(), has_formulas


def _grid(results: Any, formulas: Any | None) -> Grid:
    """The filled cells of a worksheet; its own word on how large it is may be wrong."""
    results.reset_dimensions()
    pairs: Iterable[tuple[Any, Any]] = ((cells, cells) for cells in results.rows)
    if formulas is not None:
        formulas.reset_dimensions()
        pairs = zip(results.rows, formulas.rows, strict=True)
    rows: list[GridRow] = []
    for row, (cells, written) in enumerate(pairs, 1):
        seen = {
            at: one
            for at, (cell, source) in enumerate(zip(cells, written, strict=True), 1)
            if (one := _seen(cell, source)) is not None
        }
        if seen and len(rows) == ROWS_MOST:
            return Grid(typed(results.title), tuple(rows), cut=row)
        if seen:
            rows.append(GridRow(row, seen))
    return Grid(typed(results.title), tuple(rows))


def _seen(cell: Any, source: Any) -> SeenCell | None:
    if cell.data_type == _ERROR:
        return SeenCell(str(cell.value), is_result=False)
    text = typed(_text(_shown(cell)))
    if text:
        return SeenCell(text, is_share=_is_share(cell))
    is_lost = source.data_type == _FORMULA and cell.data_type != _RESULT_OF_A_TEXT
    return SeenCell("=", is_result=False) if is_lost and cell.value is None else None


def _shown(cell: Any) -> Any:
    """The value of a cell, as people see it for a per cent: 2 for the 0.02 shown as "2%"."""
    return Decimal(repr(cell.value)).scaleb(2) if _is_share(cell) else cell.value


def _is_share(cell: Any) -> bool:
    is_number = type(cell.value) in {int, float}
    return is_number and "%" in _LITERAL.sub("", cell.number_format)


def _text(value: Any) -> str:
    match value:
        case None:
            return ""
        case datetime():
            return value.date().isoformat()
        case date():
            return value.isoformat()
        case float() | Decimal():
            number = round(Decimal(repr(float(value))), 6) or Decimal()  # 0.1 + 0.2 is 0.3
            return f"{number:f}".rstrip("0").rstrip(".") if number % 1 else f"{number:.0f}"
        case _:
            return " ".join(str(value).split())[:_TEXT_MOST]
