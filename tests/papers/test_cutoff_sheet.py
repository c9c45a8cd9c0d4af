"""The sheet of an old group: written empty, filled in with a spreadsheet program, read again."""

from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook, load_workbook

from groups.oldbooks.model import (
    COLUMNS,
    Column,
    NotASheet,
    SaveAsWorkbook,
    Sheet,
    SheetLine,
    SheetPart,
    SheetTooLarge,
)
from papers.cutoff_grid import BYTES_MOST
from papers.cutoff_reading import sheet_of
from papers.cutoff_sheet import blank, choices
from papers.sheet_page import INDIAN
from tests.groups.old_books import filled_in, line_of, old_books
from tests.shell import call
from texts.languages import LANGUAGES

DAY = "dd-mm-yyyy"
each_language = pytest.mark.parametrize("language", LANGUAGES)


def texts(line: SheetLine) -> tuple[str, ...]:
    """The texts of a line's cells."""
    return tuple(cell.text for cell in line.cells)


def saved(book: Any) -> bytes:
    """The file of a workbook."""
    out = BytesIO()
    book.save(out)
    return out.getvalue()


@each_language
def test_a_sheet_that_is_filled_in_is_read_as_it_was_meant(language: str) -> None:
    assert sheet_of(filled_in(old_books(), language)) == old_books()


@each_language
def test_the_empty_sheet_has_a_part_each_and_names_who_is_here(language: str) -> None:
    sheet = sheet_of(blank(language, [(1, "Sunita"), (2, "=Meena")]))

    assert [texts(line)[:2] for line in sheet.of(SheetPart.MEMBERS)] == [
        ("1", "Sunita"),
        ("2", "=Meena"),
    ]
    assert len(sheet.of(SheetPart.GROUP)) == len(COLUMNS[SheetPart.GROUP])
    assert (sheet.of(SheetPart.LOANS), len(sheet.of(SheetPart.MEETINGS))) == ((), 1)


@each_language
def test_what_may_be_chosen_is_offered(language: str) -> None:
    book = load_workbook(BytesIO(blank(language)))
    offered = [
        rule.formula1 for sheet in book.worksheets for rule in sheet.data_validations.dataValidation
    ]

    assert all(len(one) <= 257 for one in offered)  # spreadsheet programs take no longer list
    assert sum(",".join(choices(Column.FUND, language).values()) in one for one in offered) == 1


def test_days_and_amounts_of_a_spreadsheet_program_are_read_plainly() -> None:
    book = load_workbook(BytesIO(blank("en")))
    group, members = book.worksheets[:2]
    group["B3"], group["B4"], group["B5"] = date(2026, 11, 18), 1500.5, 0.1 + 0.2
    members["A3"], members["B3"], members["C3"] = 1.0, "Sunita  Devi", date(2025, 11, 1)
    sheet = sheet_of(saved(book))

    assert [texts(line) for line in sheet.of(SheetPart.GROUP)[:3]] == [
        ("2026-11-18",),
        ("1500.5",),
        ("0.3",),
    ]
    assert sheet.of(SheetPart.MEMBERS) == (
        line_of(SheetPart.MEMBERS, 3, "1", "Sunita Devi", "2025-11-01", ""),
    )


@pytest.mark.parametrize(
    ("value", "shown_as", "cell_text"),
    [
        (0.02, "0%", "2"),
        (0.015, "0.0%", "1.5"),
        (0.0125, "0.00%;[Red]-0.00%", "1.25"),
        (0.29, "0%", "29"),
        (1, "0%", "100"),
        (0, "0%", "0"),
        (2, "General", "2"),
        (2.0, "0.00", "2"),
        (2, '0.00"%"', "2"),
        (2, r"0\%", "2"),
        ("2%", "0%", "2%"),
        ("2", "@", "2"),
        (None, "0%", ""),
    ],
)
def test_a_per_cent_is_read_as_it_is_seen(value: Any, shown_as: str, cell_text: str) -> None:
    book = load_workbook(BytesIO(blank("en")))
    loans = book.worksheets[2]
    loans["A3"], at = 1, 1 + COLUMNS[SheetPart.LOANS].index(Column.PERCENT)
    cell = loans.cell(3, at)
    cell.value, cell.number_format = value, shown_as

    (line,) = sheet_of(saved(book)).of(SheetPart.LOANS)
    assert line.cell(Column.PERCENT).text == cell_text


@each_language
def test_the_interest_stays_as_it_is_typed(language: str) -> None:
    loans = load_workbook(BytesIO(blank(language))).worksheets[2]
    at = 1 + COLUMNS[SheetPart.LOANS].index(Column.PERCENT)

    assert {loans.cell(row, at).number_format for row in range(3, 29)} == {"@"}


@each_language
def test_every_part_is_frozen_printed_on_a4_and_has_days_and_lakhs(language: str) -> None:
    book = load_workbook(BytesIO(blank(language, [(1, "Sunita")])))
    columns = {Column.SINCE: DAY, Column.LENT_DAY: DAY, Column.REPAID_DAY: DAY, Column.DAY: DAY}
    columns |= dict.fromkeys((Column.SAVINGS, Column.LENT, Column.LEFT), INDIAN)
    for part, sheet in zip(SheetPart, book.worksheets, strict=True):
        first = "A3" if part is SheetPart.GROUP else "B3"
        page = sheet.page_setup
        assert (sheet.freeze_panes, sheet.print_title_rows) == (first, "$1:$2")
        assert (page.paperSize, page.orientation, page.fitToHeight) == (9, "landscape", 0)
        setup = sheet.sheet_properties.pageSetUpPr
        assert setup is not None
        assert setup.fitToPage
        for n, column in enumerate(COLUMNS[part]):
            at = (3 + n, 2) if part is SheetPart.GROUP else (3, 1 + n)
            usual = INDIAN if part is SheetPart.GROUP else sheet.cell(*at).number_format
            assert sheet.cell(*at).number_format == columns.get(column, usual)


def test_letters_of_either_language_and_any_dash_are_marks() -> None:
    book = load_workbook(BytesIO(blank("hi", [(1, "Sunita")])))
    meetings = book.worksheets[3]
    meetings["B3"], meetings["C3"], meetings["D3"], meetings["E3"] = "हा", "p −", "A+", "?"

    (_, line) = sheet_of(saved(book)).of(SheetPart.MEETINGS)
    assert texts(line)[1:5] == ("present", "present-", "absent+", "?")


def packed(size: int) -> bytes:
    """A small file that unpacks to a large one."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", b" " * size)
    return out.getvalue()


def broken(body: bytes) -> bytes:
    """The same file with one part cut short."""
    out = BytesIO()
    with ZipFile(BytesIO(body)) as whole, ZipFile(out, "w", ZIP_DEFLATED) as file:
        for name in whole.namelist():
            content = whole.read(name)
            file.writestr(name, content[:300] if name.endswith("sheet3.xml") else content)
    return out.getvalue()


def archive(*names: str, size: int = 10) -> bytes:
    """A ZIP file with these names in it."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as file:
        for name in names:
            file.writestr(name, b" " * size)
    return out.getvalue()


@pytest.mark.parametrize(
    "body",
    [
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
        b"\xd0\xcf\x11\xe0" + b"\0" * BYTES_MOST,
        archive("mimetype", "content.xml"),
        archive("xl/workbook.bin"),
        archive("Index/Document.iwa"),
    ],
    ids=["xls", "xls, large", "ods", "xlsb", "numbers"],
)
def test_a_sheet_of_another_program_is_to_be_saved_anew(body: bytes) -> None:
    with pytest.raises(SaveAsWorkbook):
        sheet_of(body)


@pytest.mark.parametrize(
    "body",
    [
        archive("xl/workbook.xml", "xl/worksheets/sheet1.xml", size=9 * 1024 * 1024),
        b"PK\x03\x04" + b"x" * BYTES_MOST,
    ],
    ids=["unpacked", "packed"],
)
def test_a_sheet_grown_large_is_told_as_such(body: bytes) -> None:
    with pytest.raises(SheetTooLarge):
        sheet_of(body)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"number;name\n1;Sunita\n",
        b"x" * (BYTES_MOST + 1),
        packed(10),
        packed(64 * 1024 * 1024),
        saved(Workbook()),
        broken(blank("en")),
    ],
    ids=["empty", "text", "large", "another archive", "swelling", "another workbook", "broken"],
)
def test_another_file_is_not_the_sheet(body: bytes) -> None:
    with pytest.raises(NotASheet):
        sheet_of(body)


def test_a_sheet_without_a_line_is_empty() -> None:
    assert sheet_of(blank("en")).of(SheetPart.MEMBERS) == Sheet(()).of(SheetPart.MEMBERS)


def test_the_command_line_writes_the_empty_sheet(tmp_path: Path) -> None:
    place = tmp_path / "sheet.xlsx"
    result = call("template", "cutoff", str(place), "--language", "hi")

    assert (result.exit_code, load_workbook(place).sheetnames[0]) == (0, "समूह")
