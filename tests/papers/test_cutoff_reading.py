"""The cut-off sheet as offices change it: read by its headings, or refused naming the place."""

import random
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import load_workbook

from groups.oldbooks.model import (
    COLUMNS,
    Column,
    Here,
    KnownGroup,
    Read,
    SheetFault,
    SheetPart,
    Wrong,
)
from groups.oldbooks.rules.cutoff_sheet import read
from papers.cutoff_reading import sheet_of
from papers.cutoff_sheet import choices, word
from tests.groups.old_books import EVERYBODY, HELD, filled_in, old_books
from tests.groups.sisters import FRIDAY
from texts.languages import LANGUAGES

GROUP, MEMBERS, LOANS, MEETINGS = range(4)  # the worksheets of the file
HERE: Final = {n: Here(f"m{n}", name, is_in=True) for n, name in enumerate(EVERYBODY[:6], 1)}
KNOWN: Final = KnownGroup(FRIDAY, HERE, members_most=20)
RIGHT: Final = read(old_books(), KNOWN).cutoff
Place = tuple[SheetPart | None, int, str, Wrong]


def edited(change: Callable[[Any], object], language: str = "en") -> bytes:
    """The filled-in file after a change in a spreadsheet program."""
    book = load_workbook(BytesIO(filled_in(old_books(), language)))
    change(book)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def reading_of(change: Callable[[Any], object], language: str = "en") -> Read:
    """What is read of the file after a change."""
    return read(sheet_of(edited(change, language)), KNOWN)


def in_sheet(at: int, change: Callable[[Any], object]) -> Callable[[Any], object]:
    """A change of one worksheet."""
    return lambda book: change(book.worksheets[at])


def cells(at: int, **texts: Any) -> Callable[[Any], object]:
    """A change that writes cells of one worksheet."""

    def write(book: Any) -> None:
        for place, text in texts.items():
            book.worksheets[at][place] = text

    return write


def both(*changes: Callable[[Any], object]) -> Callable[[Any], object]:
    """Several changes, one after another."""

    def write(book: Any) -> None:
        for change in changes:
            change(book)

    return write


def columns_in(sheet: Any, order: list[int]) -> None:
    """Put the columns of a worksheet, with their headings, into another order; row 1 stays."""
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    for row, values in enumerate(rows, 2):
        for at, source in enumerate(order, 1):
            sheet.cell(row, at).value = values[source] if source < len(values) else None


def rows_in(sheet: Any, order: list[int]) -> None:
    """Put the rows of the group into another order."""
    values = [(sheet.cell(row, 1).value, sheet.cell(row, 2).value) for row in range(3, 12)]
    for row, source in enumerate(order, 3):
        sheet.cell(row, 1).value, sheet.cell(row, 2).value = values[source]


def shifted(sheet: Any, by: int) -> None:
    """Leave rows empty above what is filled in from row 20 on."""
    for row in range(sheet.max_row, 5, -1):
        for cell in sheet[row]:
            sheet.cell(row + by, cell.column).value = cell.value
            cell.value = None


def renamed(at: int, title: str) -> Callable[[Any], object]:
    """A change of a worksheet's title."""
    return lambda book: setattr(book.worksheets[at], "title", title)


def with_names(sheet: Any) -> None:
    """Write a column of names beside the numbers of the meetings."""
    sheet.insert_cols(2)
    sheet["B2"] = "Name"
    for number, name in enumerate(EVERYBODY, 1):
        sheet.cell(number + 2, 2).value = name


READ: Final[dict[str, Callable[[Any], object]]] = {
    "nothing changed": both(),
    "a fund's empty row deleted": in_sheet(GROUP, lambda it: it.delete_rows(7)),
    "three empty rows deleted": in_sheet(GROUP, lambda it: it.delete_rows(6, 3)),
    "the group turned round": in_sheet(GROUP, lambda it: rows_in(it, [*range(8, -1, -1)])),
    "labels written otherwise": cells(GROUP, A4="  CASH in the box :", A5="At the  Bank"),
    "labels in Hindi": cells(GROUP, A4=word("cash", "hi"), A9=word("dsc-grant", "hi")),
    "labels in Hindi without nuktas": cells(
        GROUP, A10="".join(sign for sign in word("social", "hi") if sign != "\u093c")
    ),
    "amounts moved one column on": in_sheet(GROUP, lambda it: it.insert_cols(2)),
    "amounts before their labels": in_sheet(GROUP, lambda it: it.move_range("A3:A11", cols=2)),
    "a title above the group": in_sheet(GROUP, lambda it: it.insert_rows(1, 4)),
    "a note without a figure": cells(GROUP, A15="Signed by the president"),
    "savings before names": in_sheet(MEMBERS, lambda it: columns_in(it, [0, 3, 2, 1])),
    "numbers last": in_sheet(MEMBERS, lambda it: columns_in(it, [3, 2, 1, 0])),
    "loans turned round": in_sheet(LOANS, lambda it: columns_in(it, [*range(9, -1, -1)])),
    "an empty column between": in_sheet(MEMBERS, lambda it: it.insert_cols(2)),
    "the hint deleted": in_sheet(MEMBERS, lambda it: it.delete_rows(1)),
    "rows above the headings": in_sheet(LOANS, lambda it: it.insert_rows(2, 6)),
    "a heading without anything below": cells(MEMBERS, F2="Signature"),
    "headings written otherwise": cells(LOANS, D2="loan handed over:", H2="Interest % a month"),
    "headings in capitals": cells(LOANS, A2="NUMBER", I2="INTEREST FOR A MONTH OR A YEAR"),
    "rows far below": in_sheet(MEMBERS, lambda it: shifted(it, 300)),
    "rows left empty between": in_sheet(LOANS, lambda it: it.insert_rows(4, 3)),
    "meetings from the last to the first": in_sheet(
        MEETINGS, lambda it: columns_in(it, [0, *range(12, 0, -1)])
    ),
    "names beside the marks": in_sheet(MEETINGS, with_names),
    "an empty thirteenth meeting": in_sheet(MEETINGS, lambda it: it.insert_cols(5)),
    "worksheets in another order": lambda book: book.move_sheet("Loans", -2),
    "titles written otherwise": both(renamed(0, "GROUP "), renamed(3, "last  meetings")),
    "titles in Hindi": both(renamed(1, word("members", "hi")), renamed(2, word("loans", "hi"))),
    "titles of their own": both(renamed(0, "Sheet1"), renamed(1, "Sheet2"), renamed(2, "Sheet3")),
    "an empty worksheet more": lambda book: book.create_sheet("Sheet5", 0),
}


@pytest.mark.parametrize("name", READ)
def test_what_stands_elsewhere_is_read_all_the_same(name: str) -> None:
    reading = reading_of(READ[name])

    assert (reading.faults, reading.cutoff) == ((), RIGHT)


def test_a_column_that_is_not_needed_may_be_deleted() -> None:
    without_row = in_sheet(LOANS, lambda it: it.delete_rows(6))
    without_column = in_sheet(LOANS, lambda it: it.delete_cols(10))
    reading = reading_of(both(without_row, without_column))

    assert RIGHT is not None
    assert (reading.faults, reading.cutoff) == ((), replace(RIGHT, repaid=()))


PART: Final = SheetPart


def error_in(cell: Any) -> None:
    """Let a cell hold the error of a formula."""
    cell.value, cell.data_type = "#REF!", "e"


def per_cent_in(cell: Any, share: float) -> None:
    """Let a cell hold a share that is shown as a per cent."""
    cell.value, cell.number_format = share, "0%"


def row_more(sheet: Any) -> None:
    """Fill in more rows than a sheet has."""
    for row in range(20, 540):
        sheet.cell(row, 1).value = row


def thirteenth(sheet: Any) -> None:
    """Write an earlier meeting behind the twelve."""
    sheet["N2"], sheet["N3"] = "2026-08-21", "P"


REFUSED: Final[dict[str, tuple[Callable[[Any], object], Place]]] = {
    "a fund's row deleted with its figure": (
        in_sheet(GROUP, lambda it: it.delete_rows(9)),
        (PART.GROUP, 0, "", Wrong.FUND_SHORT),
    ),
    "a row of their own": (cells(GROUP, A13="Gold", B13=5), (PART.GROUP, 13, "B", Wrong.STRAY)),
    "a figure without a label": (cells(GROUP, B14=500), (PART.GROUP, 14, "B", Wrong.STRAY)),
    "one cell for both": (cells(GROUP, A14="Gold 5"), (PART.GROUP, 14, "A", Wrong.STRAY)),
    "two figures beside a label": (cells(GROUP, C4=20), (PART.GROUP, 4, "C", Wrong.STRAY)),
    "two labels in a row": (
        cells(GROUP, C4="At the bank", D4=20),
        (PART.GROUP, 4, "C", Wrong.STRAY),
    ),
    "a label twice": (
        cells(GROUP, A13="Cash in the box", B13="1,500"),
        (PART.GROUP, 13, "B", Wrong.TWICE),
    ),
    "a column that is not ours": (
        cells(MEMBERS, F2="Shares", F7=3),
        (PART.MEMBERS, 2, "F", Wrong.UNKNOWN_HEADING),
    ),
    "a column without a heading": (cells(MEMBERS, G7=3), (PART.MEMBERS, 7, "G", Wrong.STRAY)),
    "a heading overwritten": (
        cells(LOANS, F2="Balance"),
        (PART.LOANS, 2, "F", Wrong.UNKNOWN_HEADING),
    ),
    "a heading deleted": (cells(MEMBERS, D2=None), (PART.MEMBERS, 3, "D", Wrong.STRAY)),
    "a column deleted": (
        in_sheet(MEMBERS, lambda it: it.delete_cols(4)),
        (PART.MEMBERS, 2, "", Wrong.NO_HEADING),
    ),
    "a heading twice": (cells(MEMBERS, E2="Saved in all"), (PART.MEMBERS, 2, "E", Wrong.TWICE)),
    "headings exchanged without their columns": (
        cells(MEMBERS, B2="Saved in all", D2="Name"),
        (PART.MEMBERS, 3, "B", Wrong.NOT_AN_AMOUNT),
    ),
    "no headings at all": (
        in_sheet(LOANS, lambda it: it.delete_rows(2)),
        (PART.LOANS, 0, "", Wrong.NO_HEADING),
    ),
    "figures above the headings": (
        both(in_sheet(LOANS, lambda it: it.insert_rows(2)), cells(LOANS, A2="Total", D2=900)),
        (PART.LOANS, 2, "D", Wrong.STRAY),
    ),
    "a sum below the members": (
        cells(MEMBERS, A20="Total", D20=12_480),
        (PART.MEMBERS, 20, "A", Wrong.NOT_A_NUMBER),
    ),
    "a figure far below": (cells(LOANS, F900=12), (PART.LOANS, 900, "A", Wrong.MISSING)),
    "too many rows": (in_sheet(MEMBERS, row_more), (PART.MEMBERS, 506, "", Wrong.TOO_MANY_ROWS)),
    "a thirteenth meeting": (
        in_sheet(MEETINGS, thirteenth),
        (PART.MEETINGS, 2, "N", Wrong.TOO_MANY_MEETINGS),
    ),
    "a thirteenth meeting, the latest": (
        cells(MEETINGS, N2="2026-11-17"),
        (PART.MEETINGS, 2, "B", Wrong.TOO_MANY_MEETINGS),
    ),
    "marks without a day": (cells(MEETINGS, P5="P"), (PART.MEETINGS, 2, "P", Wrong.MISSING)),
    "another heading among the days": (
        cells(MEETINGS, N2="Remarks", N4="was ill"),
        (PART.MEETINGS, 2, "N", Wrong.NOT_A_DAY),
    ),
    "the numbers of the meetings deleted": (
        in_sheet(MEETINGS, lambda it: it.delete_cols(1)),
        (PART.MEETINGS, 0, "", Wrong.NO_HEADING),
    ),
    "another's name beside a number": (
        both(in_sheet(MEETINGS, with_names), cells(MEETINGS, B4="Radha")),
        (PART.MEETINGS, 4, "B", Wrong.OTHER_NAME),
    ),
    "a formula that was never computed": (
        cells(GROUP, B4="=1000+500"),
        (PART.GROUP, 4, "B", Wrong.NO_RESULT),
    ),
    "a saving by a formula": (cells(MEMBERS, D3="=D4"), (PART.MEMBERS, 3, "D", Wrong.NO_RESULT)),
    "a day by a formula": (cells(MEETINGS, C2="=B2+7"), (PART.MEETINGS, 2, "C", Wrong.NO_RESULT)),
    "a mark by a formula": (
        cells(MEETINGS, C3='="P"'),
        (PART.MEETINGS, 3, "C", Wrong.NO_RESULT),
    ),
    "a rate by a formula": (cells(LOANS, H3="=24/12"), (PART.LOANS, 3, "H", Wrong.NO_RESULT)),
    "a sum by a formula in a row of its own": (
        cells(MEMBERS, D20="=SUM(D3:D14)"),
        (PART.MEMBERS, 20, "D", Wrong.NO_RESULT),
    ),
    "an error instead of a result": (
        in_sheet(GROUP, lambda it: error_in(it["B5"])),
        (PART.GROUP, 5, "B", Wrong.NO_RESULT),
    ),
    "a name that is an error": (
        in_sheet(MEMBERS, lambda it: error_in(it["B5"])),
        (PART.MEMBERS, 5, "B", Wrong.NO_RESULT),
    ),
    "a figure in the form of a day": (
        cells(MEMBERS, D3=datetime(1902, 11, 5)),  # noqa: DTZ001 - a workbook knows no zone
        (PART.MEMBERS, 3, "D", Wrong.NOT_AN_AMOUNT),
    ),
    "a year in a cell of a day": (
        cells(MEMBERS, C3=datetime(1905, 7, 6)),  # noqa: DTZ001 - a workbook knows no zone
        (PART.MEMBERS, 3, "C", Wrong.TOO_EARLY),
    ),
    "a year as a number": (cells(MEMBERS, C3=2014), (PART.MEMBERS, 3, "C", Wrong.TOO_EARLY)),
    "a year as a text": (cells(MEMBERS, C3="2014"), (PART.MEMBERS, 3, "C", Wrong.NOT_A_DAY)),
    "a year among the days": (cells(MEETINGS, C2=2026), (PART.MEETINGS, 2, "C", Wrong.TOO_EARLY)),
    "a part of a paisa": (cells(GROUP, B4=1500.005), (PART.GROUP, 4, "B", Wrong.NOT_AN_AMOUNT)),
    "a fraction shown as a per cent": (
        in_sheet(LOANS, lambda it: per_cent_in(it["H4"], 0.24)),
        (PART.LOANS, 4, "H", Wrong.MONTH_OR_YEAR),
    ),
    "an amount shown as a per cent": (
        in_sheet(MEMBERS, lambda it: per_cent_in(it["D4"], 10.4)),
        (PART.MEMBERS, 4, "D", Wrong.NOT_AN_AMOUNT),
    ),
    "a fraction": (cells(LOANS, H4=0.02), (PART.LOANS, 4, "H", Wrong.MONTH_OR_YEAR)),
    "a worksheet of their own": (
        lambda book: book.create_sheet("Notes").append(["cash", 20]),
        (None, 0, "", Wrong.UNKNOWN_SHEET),
    ),
    "a worksheet twice": (
        lambda book: book.copy_worksheet(book.worksheets[LOANS]),
        (PART.LOANS, 0, "", Wrong.SHEET_TWICE),
    ),
    "a worksheet deleted": (
        lambda book: book.remove(book.worksheets[LOANS]),
        (PART.LOANS, 0, "", Wrong.NO_SHEET),
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_would_not_be_read_is_refused_with_its_place(name: str) -> None:
    change, place = REFUSED[name]
    reading = reading_of(change)

    assert reading.cutoff is None
    assert place in {(one.part, one.row, one.letter, one.wrong) for one in reading.faults}


def test_the_oldest_of_thirteen_meetings_is_named_alone() -> None:
    assert reading_of(in_sheet(MEETINGS, thirteenth)).faults == (
        SheetFault(PART.MEETINGS, 2, Column.MEETING, Wrong.TOO_MANY_MEETINGS, "12", letter="N"),
    )


def test_a_missing_heading_is_not_told_again_by_every_row() -> None:
    reading = reading_of(in_sheet(MEMBERS, lambda it: it.delete_cols(1)))

    assert reading.faults == (SheetFault(PART.MEMBERS, 2, Column.NUMBER, Wrong.NO_HEADING),)


def test_a_formula_without_its_result_is_told_once_and_as_such() -> None:
    assert reading_of(cells(MEMBERS, D3="=D4")).faults == (
        SheetFault(PART.MEMBERS, 3, Column.SAVINGS, Wrong.NO_RESULT, "=", letter="D"),
    )


STORED: Final = {  # what a spreadsheet program writes for a formula in a cell
    "a number": (b"<f>1000+500</f><v>1500</v>", ()),
    "an empty text": (b'<f>IF(1,"",0)</f><v></v>', (Wrong.MONEY_SHORT, Wrong.UNBALANCED)),
    "nothing": (b"<f>1000+500</f><v></v>", (Wrong.NO_RESULT,)),
    "not even a place": (b"<f>1000+500</f>", (Wrong.NO_RESULT,)),
}


@pytest.mark.parametrize("name", STORED)
def test_a_formula_counts_with_the_result_that_was_stored(name: str) -> None:
    stored, wrongs = STORED[name]
    kind = b' t="str"' if name == "an empty text" else b""
    whole, out = ZipFile(BytesIO(edited(cells(GROUP, B4=1500)))), BytesIO()
    with whole, ZipFile(out, "w", ZIP_DEFLATED) as file:
        for part in whole.namelist():
            body = whole.read(part)
            if part.endswith("sheet1.xml"):
                cell = re.search(rb'<c r="B4"([^>]*)>.*?</c>', body)
                assert cell is not None
                style = re.sub(rb' t="\w+"', b"", cell[1])
                body = body.replace(cell[0], b'<c r="B4"' + style + kind + b">" + stored + b"</c>")
            file.writestr(part, body)
    faults = read(sheet_of(out.getvalue()), KNOWN).faults

    assert {one.wrong for one in faults} == {*wrongs} - {Wrong.MONEY_SHORT}


def test_an_older_file_with_its_heading_of_the_interest_is_read() -> None:
    older = both(
        in_sheet(LOANS, lambda it: it.delete_cols(9)), cells(LOANS, H2="Interest, % a month")
    )

    assert reading_of(older).cutoff == RIGHT


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_interest_for_a_year_is_chosen_in_words(language: str) -> None:
    change = cells(LOANS, H4="18%", I4=choices(Column.RATE_FOR, language)["year"])
    cutoff = reading_of(change, language).cutoff

    assert cutoff is not None
    assert cutoff.loans[1].basis_points == 150


def test_a_sheet_with_many_empty_formatted_rows_is_read() -> None:
    def coloured(sheet: Any) -> None:
        for row in range(20, 2_000):
            for at in range(1, 8):
                sheet.cell(row, at).number_format = "0.00"

    assert reading_of(in_sheet(MEMBERS, coloured)).cutoff == RIGHT


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("language", LANGUAGES)
def test_any_order_of_columns_rows_and_worksheets_is_the_same_sheet(
    seed: int, language: str
) -> None:
    chance = random.Random(seed)

    def shuffle(book: Any) -> None:
        rows_in(book.worksheets[GROUP], chance.sample(range(9), 9))
        for at, count in ((MEMBERS, 4), (LOANS, 10), (MEETINGS, 13)):
            columns_in(book.worksheets[at], chance.sample(range(count), count))
        chance.shuffle(book._sheets)

    reading = reading_of(shuffle, language)

    assert (reading.faults, reading.cutoff) == ((), RIGHT)


def test_a_file_that_says_it_is_smaller_than_it_is_is_read_whole() -> None:
    out = BytesIO()
    whole = ZipFile(BytesIO(edited(both())))
    with whole, ZipFile(out, "w", ZIP_DEFLATED) as file:
        for name in whole.namelist():
            body = whole.read(name)
            file.writestr(name, re.sub(rb"<dimension[^>]*>", b'<dimension ref="A1:B5"/>', body))

    assert read(sheet_of(out.getvalue()), KNOWN).cutoff == RIGHT


def test_headings_differ_within_a_part_in_every_language() -> None:
    for part in SheetPart:
        for language in LANGUAGES:
            words = [word(column.value, language).casefold() for column in set(COLUMNS[part])]
            assert len(words) == len(set(words))
    assert len(HELD) == 12
