"""A table of the books in words: every code, day and amount as a person reads it."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Final

from groups.books.model import Book, Cell, CodeWord, Format, Reference, Row, Section, Table
from ledger.model import Amount
from texts import amounts, days
from texts.limits import plain
from texts.say import render

BETWEEN: Final = " · "


@dataclass(frozen=True, slots=True)
class SectionInWords:
    """A section in words; `is_number` says for each column whether it is aligned right."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...] | None
    is_number: tuple[bool, ...]


def word(code: str, language: str) -> str:
    """The words for a code of the books."""
    return _word(code, language)


def title_of(book: Book, language: str) -> str:
    """The name of a book."""
    return word(f"book_{book.value}", language)


def span(first: date, last: date, language: str) -> str:
    """The first and the last day, as one text."""
    first_day, last_day = days.day(first, language), days.day(last, language)
    return _said_in("books/span.html", language, first=first_day, last=last_day)


def page_of(language: str, number: str, pages: str) -> str:
    """The text at the foot of a page."""
    return _said_in("books/page.html", language, number=number, pages=pages)


def heads(table: Table, language: str) -> tuple[str, ...]:
    """The lines above a book: the group, the book and its member, the days, the seal."""
    whose = (title_of(table.book, language), *([table.member] if table.member else []))
    return (
        BETWEEN.join(part for part in (table.group, table.village) if part),
        BETWEEN.join(whose),
        span(table.first, table.last, language),
        f"{word('seal', language)}: {table.seal}",
    )


def part(section: Section, language: str) -> SectionInWords:
    """A section of a book in words."""
    every = (*section.rows, *([section.total] if section.total else []))
    return SectionInWords(
        title=BETWEEN.join(said(cell, language) for cell in section.title),
        columns=_said(section.columns, language),
        rows=tuple(_said(row, language) for row in section.rows),
        total=_said(section.total, language) if section.total else None,
        is_number=tuple(
            any(is_number(row[n]) for row in every) for n in range(len(section.columns))
        ),
    )


def is_number(cell: Cell) -> bool:
    """Whether a cell is aligned right."""
    return isinstance(cell, Amount | Fraction | int)


def said(cell: Cell, language: str) -> str:
    """A cell as a person reads it; an empty cell is an empty text."""
    match cell:
        case None:
            text = ""
        case CodeWord():
            text = word(cell.code, language)
        case Reference():
            text = _reference(cell, language)
        case Amount():
            text = amounts.amount(cell, language).replace(amounts.JOINED, "")
        case Fraction():
            text = amounts.percent(cell, language)
        case date():
            text = _day(cell)
        case int():
            text = amounts.number(cell, language)
        case str():
            text = cell
        case _:
            text = BETWEEN.join(said(each, language) for each in cell)
    return text


def file_name(table: Table, form: Format) -> str:
    """The name of a book's file, in letters that every phone can store."""
    return f"{table.book.value}-{table.first}-{table.last}.{form.value}"


def _reference(reference: Reference, language: str) -> str:
    number = amounts.number(reference.voucher, language)
    return _said_in("books/reference.html", language, number=number, day=_day(reference.day))


def _day(day: date) -> str:
    return f"{day:%d-%m-%Y}"


def _said_in(template: str, language: str, **facts: str) -> str:
    return plain(render(template, language, **facts)).strip()


def _said(row: Row, language: str) -> tuple[str, ...]:
    return tuple(said(cell, language) for cell in row)


@lru_cache(maxsize=1024)
def _word(code: str, language: str) -> str:
    text = plain(render("books/word.html", language, code=code)).strip()
    assert text, f"{code} has no word in the books"
    return text
