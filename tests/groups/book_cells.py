"""The amounts in a section of a book, and the months of a time, for the tests of books."""

from datetime import date, timedelta
from typing import Any, Final

from groups.books.model import Cell, CodeWord, Section
from ledger.model import Amount

DAY: Final = timedelta(days=1)


def months(first: date, last: date) -> list[tuple[date, date]]:
    """Return the months from one day to another, the first and the last in part."""
    spans: list[tuple[date, date]] = []
    while first <= last:
        after = (first.replace(day=1) + 32 * DAY).replace(day=1)
        spans.append((first, min(after - DAY, last)))
        first = after
    return spans


def heads(section: Section) -> dict[str, int]:
    """Return the amounts of a section of heads, by the codes of its rows."""
    return {
        head.code: minor(cell)
        for head, cell in section.rows
        if isinstance(head, CodeWord) and isinstance(cell, Amount)
    }


def amounts(section: Section, *codes: str) -> list[list[int]]:
    """Return the amounts of the named columns, row by row."""
    return [amounts_of(row, section, *codes) for row in section.rows]


def amounts_of(row: tuple[Any, ...] | None, section: Section, *codes: str) -> list[int]:
    """Return the amounts of a row in the named columns; 0 where the section has no such column."""
    assert row is not None
    by_code = {
        column.code: cell
        for column, cell in zip(section.columns, row, strict=True)
        if isinstance(column, CodeWord)
    }
    return [minor(by_code.get(code)) for code in codes]


def ends(row: tuple[Cell, ...]) -> list[int]:
    """Return the two last amounts of a row."""
    return [minor(cell) for cell in row[-2:]]


def last_of(section: Section) -> int:
    """Return the closing amount of a section."""
    assert section.total is not None
    return minor(section.total[-1])


def minor(cell: Cell) -> int:
    """Return an amount in paise; an empty cell is 0."""
    return cell.minor if isinstance(cell, Amount) else 0
