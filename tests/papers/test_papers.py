"""Books on paper: sums can be added, names stay names, letters are joined."""

import re
from dataclasses import replace
from datetime import date, datetime
from importlib import import_module
from io import BytesIO
from typing import Any

import pytest
from fontTools.ttLib import TTFont
from openpyxl import load_workbook

from groups.books.model import Book, CodeWord, Format, Section, Table
from groups.loans.rules.arrears import Age
from groups.registers.model.meeting import CashReason, Mark
from groups.registers.model.money import MoneyKind
from ledger.accounts import CHART
from ledger.model import Reason, Unit, paise
from papers import pdf
from papers.press import Press, printed
from papers.words import file_name, heads, part, title_of, word
from papers.xlsx import workbook
from tests.texts.examples.books import CODES, TABLE
from tests.texts.sentences import forms_of, messages, translated
from texts.languages import LANGUAGES

COLUMNS = (CodeWord("day"), CodeWord("name"), CodeWord("amount"))


def of_rows(*rows: tuple[Any, ...], total: tuple[Any, ...] | None = None) -> Table:
    """A cash book with these rows."""
    return replace(TABLE, sections=(Section((), COLUMNS, rows, total),))


def sheet_of(*tables: Table, language: str = "en") -> Any:
    """The first sheet of a workbook, as another program reads it."""
    return load_workbook(BytesIO(workbook(tables, language))).worksheets[0]


def test_every_code_that_can_stand_in_a_book_has_a_word() -> None:
    accounts = [name for name, place in CHART.items() if place.unit is Unit.INR]
    kinds = [*Reason, *MoneyKind, *CashReason, *Age]
    marks = [f"mark_{mark}" for mark in Mark]
    titles = [f"book_{book}" for book in Book]

    assert {*accounts, *kinds, *marks, *titles} - set(CODES) == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_book_has_a_name_of_its_own(language: str) -> None:
    assert len({title_of(book, language) for book in Book}) == len(Book)


def test_a_code_without_a_word_is_a_mistake_of_ours() -> None:
    with pytest.raises(AssertionError, match="nonsense"):
        word("nonsense", "en")


def test_a_book_says_whose_it_is_and_of_which_time() -> None:
    assert heads(replace(TABLE, member="3 · Radha"), "en") == (
        "Ekta · Mirzapur",
        "Cash book · 3 · Radha",
        "20 November 2026 to 20 November 2026",
        "Seal of the books: 6e886cd2",
    )


def test_cells_are_said_as_people_read_them() -> None:
    section = part(TABLE.sections[0], "en")

    assert section.title == "Loan · 1 · Sunita #1"
    assert section.rows == (("20-11-2026", "₹20.50", "50%"), ("", "Saving · x", "3"))
    assert (section.total, section.is_number) == (("Total", "₹20.50", ""), (False, True, True))


def test_a_file_has_a_plain_name() -> None:
    assert file_name(TABLE, Format.PDF) == "cash-2026-11-20-2026-11-20.pdf"


# --- workbooks -----------------------------------------------------------------------------------


def test_amounts_and_days_stay_what_they_are() -> None:
    sheet = sheet_of(
        of_rows((date(2026, 11, 20), "Radha", paise(20_50)), total=(None, "", paise(1)))
    )
    rows = [*sheet.iter_rows(values_only=True)]

    assert rows[-2] == (datetime(2026, 11, 20), "Radha", 20.5)  # noqa: DTZ001 - the sheet knows no zone
    assert rows[-1][2] == 0.01


def test_a_name_that_begins_like_a_formula_is_a_name() -> None:
    sheet = sheet_of(of_rows((None, '=HYPERLINK("x")', None), (None, "a\x07b", None)))
    cells = [row[1] for row in sheet.iter_rows(min_row=sheet.max_row - 1)]

    assert [(cell.data_type, cell.value) for cell in cells] == [
        ("s", '=HYPERLINK("x")'),
        ("s", "ab"),
    ]


def test_each_book_has_a_sheet_under_a_name_of_its_own() -> None:
    other = replace(TABLE, member="[3] Radha: " + "x" * 40)
    book = load_workbook(BytesIO(workbook((TABLE, TABLE, other, other), "hi")))

    assert len({name.lower() for name in book.sheetnames}) == 4
    assert max(map(len, book.sheetnames)) <= 31


@pytest.mark.parametrize(
    ("amount", "shown_as"),
    [
        (99_999_99, "[$₹]#,##0.00;[$−₹]#,##0.00"),
        (1_00_000_00, r"[$₹]##\,##\,##0.00;[$−₹]##\,##\,##0.00"),
        (-12_34_567_00, r"[$₹]##\,##\,##0.00;[$−₹]##\,##\,##0.00"),
        (1_00_00_000_00, r"[$₹]##\,##\,##\,##0.00;[$−₹]##\,##\,##\,##0.00"),
    ],
)
def test_an_amount_is_grouped_in_lakhs_and_crores(amount: int, shown_as: str) -> None:
    sheet = sheet_of(of_rows((date(2026, 11, 20), "Radha", paise(amount))))
    last = [*sheet.iter_rows()][-1]

    assert (last[2].value, last[2].number_format) == (amount / 100, shown_as)
    assert last[0].is_date


def test_a_sheet_has_its_heads_on_every_page_of_paper() -> None:
    sheet = sheet_of(of_rows())
    head = [*sheet.iter_rows()][-1]

    assert sheet.freeze_panes == f"A{head[0].row + 1}"
    assert sheet.print_title_rows == f"$1:${head[0].row}"
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToHeight) == (
        True,
        0,
    )


# --- pages ---------------------------------------------------------------------------------------


def test_letters_of_hindi_are_joined() -> None:
    harfbuzz: Any = import_module("uharfbuzz")  # a compiled module without type hints
    font = harfbuzz.Font(harfbuzz.Face(harfbuzz.Blob.from_file_path(str(REGULAR))))
    buffer = harfbuzz.Buffer()
    buffer.add_str("क्षि")  # four letters: the vowel sign comes before the joined pair
    buffer.guess_segment_properties()
    harfbuzz.shape(font, buffer)

    assert [info.cluster for info in buffer.glyph_infos] == [0, 0]


REGULAR = pdf.FONTS / "NotoSansDevanagari-Regular.ttf"


def test_the_pages_have_a_letter_for_every_sign_of_the_words() -> None:
    has: set[int] = set()
    for name in ("NotoSans", "NotoSansDevanagari"):
        with TTFont(pdf.FONTS / f"{name}-Regular.ttf") as font:
            has |= (font.getBestCmap() or {}).keys()
    (catalogue,) = translated("hi").values()
    on_paper = [
        sign
        for message in messages(catalogue)
        if any(path.startswith("templates/books/") for path, _ in message.locations)
        for words in (*message.id, *forms_of(message))
        for sign in words
    ]

    assert on_paper
    assert {sign for sign in on_paper if ord(sign) not in has and sign != "\n"} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_long_book_goes_over_several_pages(language: str) -> None:
    row = (date(2026, 11, 20), "राधा Radha " * 12, paise(1_00_000_00))
    made = pdf.pages((of_rows(*[row] * 60),), language)

    assert made.startswith(b"%PDF-")
    assert len(re.findall(rb"/Type /Page\b", made)) > 2


def test_what_fits_on_a_page_is_not_torn() -> None:
    row = (date(2026, 11, 20), "Radha", paise(20_00))
    long, short = (of_rows(*[row] * count).sections[0] for count in (35, 8))
    made = pdf.pages((replace(TABLE, sections=(long, short, short, short, short)),), "en")

    assert len(re.findall(rb"/Type /Page\b", made)) == 2


def test_a_book_of_many_columns_lies_on_its_side() -> None:
    wide = Section((CodeWord("cash"),), (CodeWord("day"),) * 9, ((None,) * 9,))
    made = pdf.pages((replace(TABLE, sections=(wide,)),), "hi")

    assert b"/MediaBox [0 0 841.89 595.28]" in made


async def test_the_press_prints_in_a_process_of_its_own() -> None:
    made = await Press().print((TABLE,), Format.PDF, "hi")

    assert len(made) // 1000 == len(printed((TABLE,), Format.PDF, "hi")) // 1000
    assert printed((TABLE,), Format.XLSX, "hi").startswith(b"PK")
