"""What programs do to the cut-off sheet: it is read alike, or refused with its place."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

import pytest
from openpyxl.comments import Comment

from groups.oldbooks.model import Assumed, Column, SheetPart, Wrong
from tests.papers.test_cutoff_reading import (
    GROUP,
    LOANS,
    MEETINGS,
    MEMBERS,
    RIGHT,
    Place,
    cells,
    in_sheet,
    reading_of,
)

ROWS: Final = range(3, 15)  # the rows of the twelve members
NUMBER, NAME, SINCE, SAVED = 1, 2, 3, 4  # their columns
FORM_OF_RUPEES: Final = "[$₹-4009] #,##0"
FORM_OF_ACCOUNTS: Final = '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ '


def each(column: int, change: Callable[[Any], object]) -> Callable[[Any], object]:
    """A change of what stands in a column, for each member."""

    def write(sheet: Any) -> None:
        for row in ROWS:
            sheet.cell(row, column).value = change(sheet.cell(row, column).value)

    return in_sheet(MEMBERS, write)


def shown(column: int, form: str, value: float) -> Callable[[Any], object]:
    """A change of the form in which a number is shown, for each member."""

    def write(sheet: Any) -> None:
        for row in ROWS:
            sheet.cell(row, column).value = value
            sheet.cell(row, column).number_format = form

    return in_sheet(MEMBERS, write)


def in_hindi(text: object) -> str:
    """The text with the digits of Devanagari."""
    return str(text).translate({ord(str(digit)): chr(0x966 + digit) for digit in range(10)})


def hidden(sheet: Any) -> None:
    """Hide two members and the column of savings."""
    sheet.row_dimensions[4].hidden = sheet.row_dimensions[5].hidden = True
    sheet.column_dimensions["D"].hidden = True


def filtered(sheet: Any) -> None:
    """Filter the members, so that one is not seen."""
    sheet.auto_filter.ref = "A2:D14"
    sheet.row_dimensions[6].hidden = True


def noted(sheet: Any) -> None:
    """Write a comment and a link to a cell, and keep the headings in sight."""
    sheet["D3"].comment = Comment("500 more?", "Asha")
    sheet["B3"].hyperlink = "https://example.org"
    sheet.freeze_panes = "C3"


def locked(book: Any) -> None:
    """Protect each worksheet by a password."""
    for sheet in book.worksheets:
        sheet.protection.sheet, sheet.protection.password = True, "1234"


def copied_and_hidden(book: Any) -> None:
    """Keep an older copy of the members out of sight."""
    copy = book.copy_worksheet(book.worksheets[MEMBERS])
    copy.title, copy.sheet_state = "old", "hidden"


READ: Final[dict[str, Callable[[Any], object]]] = {
    "hidden rows and a hidden column": in_sheet(MEMBERS, hidden),
    "a hidden worksheet": lambda book: setattr(book.worksheets[LOANS], "sheet_state", "hidden"),
    "a filter": in_sheet(MEMBERS, filtered),
    "grouped rows": in_sheet(MEMBERS, lambda it: it.row_dimensions.group(3, 10, hidden=True)),
    "a comment and a link": in_sheet(MEMBERS, noted),
    "protected worksheets": locked,
    "a hint over merged cells": in_sheet(MEMBERS, lambda it: it.merge_cells("A1:D1")),
    "an amount over two columns": in_sheet(MEMBERS, lambda it: it.merge_cells("D3:E3")),
    "days in Hindi digits": each(SINCE, in_hindi),
    "amounts in Hindi digits": each(SAVED, in_hindi),
    "numbers in Hindi digits": each(NUMBER, in_hindi),
    "the evening in Hindi digits": cells(GROUP, B3="१८/११/२०२६"),
    "days as days": each(SINCE, lambda day: datetime.fromisoformat(str(day))),
    "days as numbers": each(SINCE, lambda _: 45962),
    "days with an hour": each(SINCE, lambda _: 45962.5),
    "days with the day first": each(SINCE, lambda _: "01/11/2025"),
    "numbers as texts": each(NUMBER, lambda number: f"{number} "),
    "numbers with decimals": each(NUMBER, float),
    "amounts with decimals": each(SAVED, lambda _: "1,040.00"),
    "amounts shown as rupees": shown(SAVED, FORM_OF_RUPEES, 1040),
    "amounts shown as in accounts": shown(SAVED, FORM_OF_ACCOUNTS, 1040),
    "amounts between signs that are not seen": each(SAVED, lambda it: f"\u00a0{it}\u200f"),
    "names between signs that are not seen": each(NAME, lambda it: f"  {it}\u200b\u00a0"),
}


@pytest.mark.parametrize("name", READ)
def test_what_looks_otherwise_is_read_all_the_same(name: str) -> None:
    reading = reading_of(READ[name])

    assert (reading.faults, reading.cutoff) == ((), RIGHT)


REFUSED: Final[dict[str, tuple[Callable[[Any], object], Place]]] = {
    "an older copy out of sight": (
        copied_and_hidden,
        (SheetPart.MEMBERS, 0, "", Wrong.SHEET_TWICE),
    ),
    "a fund over two loans": (
        in_sheet(LOANS, lambda it: it.merge_cells("C3:C4")),
        (SheetPart.LOANS, 4, "C", Wrong.MISSING),
    ),
    "a loan over two rows": (
        in_sheet(LOANS, lambda it: it.merge_cells("D3:D4")),
        (SheetPart.LOANS, 4, "D", Wrong.MISSING),
    ),
    "savings over two rows": (
        in_sheet(MEMBERS, lambda it: it.merge_cells("D3:D4")),
        (SheetPart.GROUP, 0, "", Wrong.UNBALANCED),
    ),
    "a label over its figure": (
        in_sheet(GROUP, lambda it: it.merge_cells("A4:B4")),
        (SheetPart.GROUP, 0, "", Wrong.UNBALANCED),
    ),
    "amounts shown in thousands": (
        shown(SAVED, "#,##0,", 1_040_000),
        (SheetPart.GROUP, 0, "", Wrong.UNBALANCED),
    ),
    "numbers with a point": (
        each(NUMBER, lambda number: f"{number}."),
        (SheetPart.MEMBERS, 3, "A", Wrong.NOT_A_NUMBER),
    ),
    "a tick": (cells(MEMBERS, D3=True), (SheetPart.MEMBERS, 3, "D", Wrong.NOT_AN_AMOUNT)),
    "an amount with a plus": (
        cells(MEMBERS, D3="+1040"),
        (SheetPart.MEMBERS, 3, "D", Wrong.NOT_AN_AMOUNT),
    ),
    "an amount in brackets": (
        cells(GROUP, B11="(1020)"),
        (SheetPart.GROUP, 11, "B", Wrong.NOT_AN_AMOUNT),
    ),
    "an amount on a side": (
        cells(MEMBERS, D3="1040 Cr"),
        (SheetPart.MEMBERS, 3, "D", Wrong.NOT_AN_AMOUNT),
    ),
    "a month in words": (
        cells(GROUP, B3="18 नवंबर 2026"),
        (SheetPart.GROUP, 3, "B", Wrong.NOT_A_DAY),
    ),
    "the month first": (cells(GROUP, B3="11/18/2026"), (SheetPart.GROUP, 3, "B", Wrong.NOT_A_DAY)),
    "a year of two digits": (
        cells(MEETINGS, C2="04-09-26"),
        (SheetPart.MEETINGS, 2, "C", Wrong.NOT_A_DAY),
    ),
    "a day of the week": (
        cells(GROUP, B3="Wed 18-11-2026"),
        (SheetPart.GROUP, 3, "B", Wrong.NOT_A_DAY),
    ),
    "a day and its hour as a text": (
        cells(MEMBERS, C3="2025-11-01 00:00:00"),
        (SheetPart.MEMBERS, 3, "C", Wrong.NOT_A_DAY),
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_could_be_read_wrongly_is_refused_with_its_place(name: str) -> None:
    change, place = REFUSED[name]
    reading = reading_of(change)

    assert reading.cutoff is None
    assert place in {(one.part, one.row, one.letter, one.wrong) for one in reading.faults}


def test_one_day_over_several_members_is_told_as_assumed_for_the_others() -> None:
    reading = reading_of(in_sheet(MEMBERS, lambda it: it.merge_cells("C3:C5")))

    assert reading.cutoff is not None
    assert Assumed(Column.SINCE, (2, 3)) in reading.cutoff.assumed
