"""Who may read which book, and who may export books."""

from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from groups.books import acts as books
from groups.books.model import Book, Format, Printing, WantedBook
from groups.people.model.refusals import BadAnswer, NotFound, NotYours, Refusal
from storage.database import Database
from tests.groups.accounts_of_a_year import FIRST, LAST, table
from tests.groups.lenders import LONG_AGO, Lenders, lenders
from tests.groups.sisters import NOON


async def refusal_of(group: Lenders, book: Book, by: int, **more: Any) -> Refusal | None:
    """Return the refusal of member n's request for a book; None where she may read it."""
    try:
        await table(group, book, by=by, **more)
    except Refusal as refusal:
        return refusal
    return None


@pytest.mark.parametrize("book", [Book.MINUTES, Book.BALANCE_SHEET, Book.RECEIPTS, Book.MONTHLY])
async def test_every_member_reads_the_open_books(database: Database, book: Book) -> None:
    group = await lenders(database)

    assert await refusal_of(group, book, 4) is None


@pytest.mark.parametrize("book", [Book.CASH, Book.LEDGER, Book.DEMAND, Book.REGISTER])
async def test_books_with_amounts_of_each_are_for_those_who_keep_them(
    database: Database, book: Book
) -> None:
    group = await lenders(database)

    assert await refusal_of(group, book, 4) == NotYours("office_bearer")
    assert [await refusal_of(group, book, by) for by in (0, 1, 2)] == [None, None, None]


async def test_a_passbook_is_read_by_her_and_by_those_who_keep_the_books(
    database: Database,
) -> None:
    group = await lenders(database)

    assert await refusal_of(group, Book.PASSBOOK, 4) is None
    assert (await table(group, Book.PASSBOOK, by=4)).member == "4 · Kamla"
    assert await refusal_of(group, Book.PASSBOOK, 4, member="gm3") == NotYours("office_bearer")
    assert await refusal_of(group, Book.PASSBOOK, 1, member="gm3") is None
    assert await refusal_of(group, Book.PASSBOOK, 1, member="nobody") == NotFound()
    assert await refusal_of(group, Book.PASSBOOK, 0) == NotYours("member")


async def test_a_time_that_ends_before_it_begins_is_refused(database: Database) -> None:
    group = await lenders(database)

    assert await refusal_of(group, Book.CASH, 1, first=LAST, last=FIRST) == BadAnswer("period")


async def test_the_shelf_shows_what_she_may_read(database: Database) -> None:
    group = await lenders(database)
    seen = [
        await group.sisters.read(books.shelf, group.sisters.actor(by), "g", at=NOON)
        for by in (0, 1, 4)
    ]

    assert [len(shelf.books) for shelf in seen] == [11, 11, 5]
    assert [len(shelf.members) for shelf in seen] == [6, 6, 1]


async def test_the_bot_is_asked_to_send_what_she_may_read(database: Database) -> None:
    group = await lenders(database)
    own = WantedBook(Book.PASSBOOK, FIRST, LAST)
    asked = (group.sisters.actor(4), "g", own, Format.PDF)

    assert await group.sisters.write(partial(books.ask, language="hi"), *asked, at=NOON)
    ((whom, _, facts),) = await group.sisters.said("book")
    assert (whom, '"member_id":"gm4"' in facts) == ("gp4", True)


@pytest.mark.both_engines
async def test_whoever_holds_the_database_takes_books_away(database: Database) -> None:
    group = await lenders(database)
    every = Printing("g", tuple(Book), None, LAST, None)
    tables = await group.sisters.read(books.printed, every)

    assert [one.book for one in tables].count(Book.PASSBOOK) == 6
    assert len(tables) == len(Book) + 5
    assert {(one.first, one.last) for one in tables} == {(LONG_AGO, LAST)}


async def test_one_passbook_alone_is_taken_away_by_its_number(database: Database) -> None:
    group = await lenders(database)
    hers = Printing("g", tuple(Book), FIRST, LAST, 4)

    assert await group.sisters.read(books.printed, hers) == (
        await table(group, Book.PASSBOOK, by=4),
    )
    assert await group.sisters.read(books.printed, replace(hers, number=99)) == ()
    with pytest.raises(NotFound):
        await group.sisters.read(books.printed, replace(hers, group_id="nobody"))
