"""Read a filled cut-off sheet by its titles, headings and row labels, wherever they stand.

Nothing is dropped without a word: what has no heading or label is a fault that names its place.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import Final

from openpyxl.utils import get_column_letter

from groups.oldbooks.model import (
    COLUMNS,
    Column,
    NotASheet,
    Sheet,
    SheetCell,
    SheetFault,
    SheetLine,
    SheetPart,
    Wrong,
)
from groups.registers.model.meeting import Mark
from papers.cutoff_grid import ROWS_MOST, Grid, GridRow, SeenCell, check_file, grids_of
from papers.cutoff_sheet import CHOSEN, SIGNS, choices, mark_word, word
from texts.languages import LANGUAGES

_TOLD_MOST: Final = 60
# A heading is known again with other signs, spaces or capitals, and without its nuktas.
_SIGNS: Final = re.compile("[\\s!-/:-@\\[-`{-~।]+")
_FORMER: Final[Mapping[str, Column]] = {"percent_a_month": Column.PERCENT}  # headings from before
_NUKTA: Final = "\u093c"
_REQUIRED: Final[Mapping[SheetPart, tuple[Column, ...]]] = {
    SheetPart.MEMBERS: (Column.NUMBER, Column.NAME, Column.SAVINGS),
    SheetPart.LOANS: (Column.NUMBER, Column.LENT, Column.LEFT),
    SheetPart.MEETINGS: (Column.NUMBER,),
}


def sheet_of(body: bytes) -> Sheet:
    """Read a filled sheet; SaveAsWorkbook, SheetTooLarge or NotASheet for any other file.

    A choice becomes its code where its word is known, in any language.
    """
    check_file(body)
    try:
        grids = grids_of(body)
    except Exception as error:
        raise NotASheet from error
    return _sheet(grids)


def marked(text: str) -> str:
    """Turn a mark's letter, in any language, into its code with its sign."""
    plainly = text.replace("−", "-").replace("–", "-").replace(" ", "")
    letter, sign = (plainly[:-1], plainly[-1]) if plainly[-1:] in SIGNS else (plainly, "")
    code = _letters().get(letter.casefold())
    return code + sign if code else text


# --- from filled cells to fields ------------------------------------------------------------------


def _sheet(grids: Iterable[Grid]) -> Sheet:
    parts: dict[SheetPart, Grid] = {}
    faults: list[SheetFault] = []
    for grid in grids:
        part = _part_of(grid)
        if part is None and grid.rows:
            title = grid.title[:_TOLD_MOST]
            faults.append(SheetFault(None, 0, None, Wrong.UNKNOWN_SHEET, title))
        elif part in parts:
            faults.append(SheetFault(part, 0, None, Wrong.SHEET_TWICE, grid.title[:_TOLD_MOST]))
        elif part is not None:
            parts[part] = grid
    if not parts:
        raise NotASheet
    lines: list[SheetLine] = []
    for part in SheetPart:
        if part not in parts:
            faults.append(SheetFault(part, 0, None, Wrong.NO_SHEET))
        elif parts[part].cut:
            row, most = parts[part].cut, str(ROWS_MOST)
            faults.append(SheetFault(part, row, None, Wrong.TOO_MANY_ROWS, most))
        elif part is SheetPart.GROUP:
            lines += _group(parts[part], faults)
        elif parts[part].rows:
            lines += _Columns(part, parts[part], faults).lines()
    return Sheet(tuple(lines), tuple(faults))


def _part_of(grid: Grid) -> SheetPart | None:
    """The part by the worksheet's title, or else by most of the headings in it."""
    titles = {
        _label(word(part.value, language)): part for part in SheetPart for language in LANGUAGES
    }
    if _label(grid.title) in titles:
        return titles[_label(grid.title)]
    texts = {_label(one.text) for row in grid.rows for one in row.cells.values()}
    known = {part: len(texts & _headings(part).keys()) for part in SheetPart}
    part = max(SheetPart, key=lambda each: known[each])
    return part if known[part] > 1 else None


def _group(grid: Grid, faults: list[SheetFault]) -> Iterator[SheetLine]:
    """The fields of the group: each row has a label, and one cell beside it."""
    labels = _headings(SheetPart.GROUP)
    for row in grid.rows:
        named = [at for at, one in row.cells.items() if _label(one.text) in labels]
        others = [at for at in row.cells if at not in named[:1]]
        if not named:
            if not _is_note(row):
                at = others[-1]
                faults.append(_stray(SheetPart.GROUP, row, at, row.cells[at]))
            continue
        column = labels[_label(row.cells[named[0]].text)]
        cells = [_cell(SheetPart.GROUP, row, at, column, faults) for at in others[:1]]
        yield SheetLine(SheetPart.GROUP, row.row, tuple(cells) or (SheetCell(column, ""),))
        faults += [_stray(SheetPart.GROUP, row, at, row.cells[at], column) for at in others[1:]]


class _Columns:
    """Reads a part whose fields stand side by side, each under its heading."""

    def __init__(self, part: SheetPart, grid: Grid, faults: list[SheetFault]) -> None:
        self._part = part
        self._faults = faults
        labels = _headings(part)

        def known(row: GridRow) -> int:
            return len(labels.keys() & map(_label_of, row.cells.values()))

        self._head = max(grid.rows, key=known)
        self._above = [row for row in grid.rows if row.row < self._head.row]
        self._below = [row for row in grid.rows if row.row > self._head.row]
        self._fields: dict[int, Column] = {}
        self._meetings: dict[int, int] = {}
        self._name_columns(labels)

    def lines(self) -> Iterator[SheetLine]:
        """The lines below the headings; first, of the meetings, their days."""
        part, head = self._part, self._head
        for row in self._above:
            if len(row.cells) > 1:  # one cell alone is a title or a note
                at = max(row.cells)
                self._faults.append(_stray(part, row, at, row.cells[at]))
        if part is SheetPart.MEETINGS:
            yield SheetLine(part, head.row, tuple(self._cells(head, self._meetings)))
        for row in self._below:
            cells = tuple(
                replace(one, text=_coded(one.column, one.text))
                for one in self._cells(row, self._fields)
            )
            filled = {one.column for one in cells if one.text}
            if filled - {Column.NUMBER, Column.NAME} or (filled and part is not SheetPart.MEETINGS):
                yield SheetLine(part, row.row, cells)

    def _name_columns(self, labels: Mapping[str, Column]) -> None:
        """Give each column its field; note the headings that are missing, unknown or twice."""
        head = self._head
        filled = sorted({at for row in self._below for at in row.cells} | set(head.cells))
        for at in filled:
            heading = head.cells.get(at, SeenCell(""))
            column = labels.get(_label(heading.text))
            if column is not None and column in self._fields.values():
                self._fault(head.row, at, column, Wrong.TWICE, heading.text)
            elif column is not None:
                self._fields[at] = column
            elif self._part is SheetPart.MEETINGS:
                self._fields[at] = Column.MEETING
                self._meetings[at] = len(self._meetings) + 1
            else:
                self._tell_unread(at, heading)
        for column in _REQUIRED[self._part]:
            if column not in self._fields.values():
                row = head.row if labels.keys() & map(_label_of, head.cells.values()) else 0
                self._fault(row, 0, column, Wrong.NO_HEADING, "")

    def _tell_unread(self, at: int, heading: SeenCell) -> None:
        """A column that has no heading of ours is a fault if anything stands below it."""
        row = next((row for row in self._below if at in row.cells), None)
        if row is None:
            return
        if heading.text:
            self._fault(self._head.row, at, None, Wrong.UNKNOWN_HEADING, heading.text)
        else:
            self._faults.append(_stray(self._part, row, at, row.cells[at]))

    def _cells(self, row: GridRow, columns: Iterable[int]) -> Iterator[SheetCell]:
        for at in columns:
            cell = _cell(self._part, row, at, self._fields[at], self._faults)
            yield replace(cell, meeting=self._meetings.get(at, 0))

    def _fault(self, row: int, at: int, column: Column | None, wrong: Wrong, text: str) -> None:
        letter = get_column_letter(at) if at else ""
        self._faults.append(
            SheetFault(self._part, row, column, wrong, text[:_TOLD_MOST], letter=letter)
        )


def _cell(
    part: SheetPart, row: GridRow, at: int, column: Column, faults: list[SheetFault]
) -> SheetCell:
    """A field's cell; a formula without a result is a fault, and then an empty cell."""
    seen, letter = row.cells.get(at, SeenCell("")), get_column_letter(at)
    if not seen.is_result:
        faults.append(SheetFault(part, row.row, column, Wrong.NO_RESULT, seen.text, letter=letter))
        return SheetCell(column, "", letter=letter)
    is_rate = column is Column.PERCENT
    text = f"{seen.text}%" if seen.is_share and not is_rate else seen.text
    return SheetCell(column, text, letter=letter)


def _stray(
    part: SheetPart, row: GridRow, at: int, seen: SeenCell, column: Column | None = None
) -> SheetFault:
    letter, told = get_column_letter(at), seen.text[:_TOLD_MOST]
    return SheetFault(part, row.row, column, Wrong.STRAY, told, letter=letter)


def _is_note(row: GridRow) -> bool:
    """Whether a row without a label is a title or a note: one text without a figure."""
    (first, *others) = row.cells.values()
    return not others and not any(sign.isdigit() for sign in first.text)


def _label_of(seen: SeenCell) -> str:
    return _label(seen.text)


def _label(text: str) -> str:
    return _SIGNS.sub(" ", text.casefold().replace(_NUKTA, "")).strip()


@cache
def _headings(part: SheetPart) -> dict[str, Column]:
    """The headings of a part in every language; a name may stand beside any number."""
    fields = set(COLUMNS[part]) - {Column.MEETING}
    if Column.NUMBER in fields:
        fields.add(Column.NAME)
    known = {column.value: column for column in fields}
    known |= {code: column for code, column in _FORMER.items() if column in fields}
    return {
        _label(word(code, language)): column
        for code, column in known.items()
        for language in LANGUAGES
    }


def _coded(column: Column, text: str) -> str:
    if column in CHOSEN:
        return _codes(column).get(text.casefold(), text)
    return marked(text) if column is Column.MEETING else text


@cache
def _codes(column: Column) -> dict[str, str]:
    return {
        words.casefold(): code
        for language in LANGUAGES
        for code, words in choices(column, language).items()
    }


@cache
def _letters() -> dict[str, str]:
    return {
        mark_word(mark, language).casefold(): mark.value for language in LANGUAGES for mark in Mark
    }
