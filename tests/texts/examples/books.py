"""Example facts for the words of the books: every code that a book may hold."""

import re
from datetime import date
from fractions import Fraction

from groups.books.model import Book, CodeWord, Named, Section, Shelf, Table, WantedBook
from ledger.model import paise
from papers.words import heads, part, title_of
from tests.texts.examples.kinds import Examples
from texts.say import TEMPLATES
from webapp.pages.books import times_of

DAY = date(2026, 11, 20)
SHELF = Shelf("Ekta", DAY, DAY, tuple(Book), (("m1", Named(1, "Sunita")),))
TABLE = Table(
    Book.CASH,
    "Ekta",
    "Mirzapur",
    DAY,
    DAY,
    "6e886cd2",
    (
        Section(
            (CodeWord("loan"), "1 · Sunita #1"),
            (CodeWord("day"), CodeWord("amount"), CodeWord("recovery")),
            ((DAY, paise(20_50), Fraction(1, 2)), (None, (CodeWord("saving"), "x"), 3)),
            (CodeWord("total"), paise(20_50), None),
        ),
        Section((), (CodeWord("head"),), ((CodeWord("cash"),),)),
    ),
)
CODES = re.findall(r'code == "([^"]+)"', (TEMPLATES / "books" / "word.html").read_text())

EXAMPLES: Examples = {
    "books/word.html": [{"code": code} for code in CODES],
    "books/span.html": [{"first": "1 April 2026", "last": "31 March 2027"}],
    "books/reference.html": [{"number": "1,041", "day": "12-01-2027"}],
    "books/page.html": [{"number": "1", "pages": "12"}],
    "web/books.html": [
        {"shelf": SHELF, "times": times_of(SHELF), "first": DAY, "last": DAY, "names": names}
        for names in (
            {book: title_of(book, "en") for book in Book},
            {Book.MINUTES: "Minutes"},
        )
    ],
    "web/book.html": [
        {
            "wanted": wanted,
            "heads": heads(TABLE, "en"),
            "parts": parts,
            "said": said,
        }
        for wanted in (WantedBook(Book.CASH, DAY, DAY), WantedBook(Book.PASSBOOK, DAY, DAY, "m1"))
        for parts in ([], [part(section, "en") for section in TABLE.sections])
        for said in ("", "sent", "no_chat")
    ],
    "chat/book.html": [
        {
            "group_id": "g1",
            "book": book.value,
            "first": "2026-04-01",
            "last": "2027-03-31",
            "member_id": None,
            "form": "pdf",
            "in_language": "hi",
        }
        for book in Book
    ],
}
