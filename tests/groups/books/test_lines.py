"""Books are in the order of days, a day ends in one way, and corrections name what they correct."""

from datetime import date

import pytest

from groups.books.model import Book, Cell, CodeWord, Named, Period, Reference, Section
from groups.books.rules.book_lines import place_of
from ledger.accounts import cash_box, loan_principal, savings
from ledger.model import Amount, rupees
from storage.database import Database
from tests.groups.accounts_of_a_year import table
from tests.groups.books.lives import (
    DECEMBER,
    FEBRUARY,
    JANUARY,
    WHOLE,
    Life,
    closed_early,
    let_off,
    put_right_in_february,
    saving_taken_back,
)


def lines_of(section: Section) -> list[tuple[Cell, ...]]:
    """Return day, particulars and moved amount of a cash book's lines."""
    return [
        (*row[:2], next(cell.minor // 100 for cell in row[3:7] if isinstance(cell, Amount)))
        for row in section.rows[1:]
    ]


def test_accounts_are_in_the_order_of_the_members_and_of_their_loans() -> None:
    members = {"a": Named(12, "Anita"), "b": Named(2, "Meena"), "c": Named(10, "Kiran")}
    period = Period(WHOLE[0], WHOLE[1], (), members, {"x": 3, "y": 2, "z": 10})
    ordered = [
        cash_box(),
        *map(savings, "bca"),
        *(loan_principal(*loan) for loan in [("b", "x"), ("b", "z"), ("c", "y")]),
    ]

    assert sorted(frozenset(ordered), key=lambda name: place_of(period, name)) == ordered


async def test_the_cash_book_is_in_the_order_of_days_and_names_each_pair(
    database: Database,
) -> None:
    group = await put_right_in_february(database)
    whole = (await table(group, Book.CASH, first=WHOLE[0], last=WHOLE[1])).sections[0]

    repaid, put_right, hers = CodeWord("loan_repaid"), CodeWord("was_put_right"), "3 · Radha #1"
    interest, principal = CodeWord("of_interest"), CodeWord("of_principal")
    christmas, meeting, february = date(2026, 12, 25), date(2027, 1, 22), date(2027, 2, 5)
    assert lines_of(whole)[1:] == [
        (christmas, (repaid, interest, hers, put_right, Reference(7, february)), 60),
        (christmas, (repaid, principal, hers, put_right, Reference(7, february)), 476),
        (meeting, (repaid, interest, hers), 50),
        (meeting, (repaid, principal, hers), 485),
        (february, (CodeWord("reversal"), interest, hers, Reference(4, christmas)), -60),
        (february, (CodeWord("reversal"), principal, hers, Reference(4, christmas)), -476),
        (february, (repaid, interest, hers), 60),
        (february, (repaid, principal, hers), 240),
    ]


@pytest.mark.parametrize(
    "life",
    [put_right_in_february, saving_taken_back, closed_early, let_off],
    ids=lambda it: it.__name__,
)
async def test_a_day_has_one_closing_balance_whatever_time_is_printed(
    database: Database, life: Life
) -> None:
    group = await life(database)
    ends: dict[Cell, set[Cell]] = {}
    firsts = [WHOLE[0], *(time[0] for time in (DECEMBER, JANUARY, FEBRUARY))]
    for first in firsts:
        for last in (DECEMBER[1], JANUARY[1], FEBRUARY[1]):
            if first <= last:
                (section,) = (await table(group, Book.CASH, first=first, last=last)).sections
                days = {row[0]: row[-2] for row in section.rows[1:]}
                for day, in_box in days.items():
                    ends.setdefault(day, set()).add(in_box)

    assert ends
    assert {day: len(found) for day, found in ends.items()} == dict.fromkeys(ends, 1)


async def test_minutes_stay_as_read_and_a_later_version_stands_where_it_was_made(
    database: Database,
) -> None:
    group = await saving_taken_back(database)

    async def minutes(time: tuple[date, date]) -> list[tuple[Cell, Cell, Cell]]:
        book = await table(group, Book.MINUTES, first=time[0], last=time[1])
        facts = [{row[0]: row[1] for row in section.rows} for section in book.sections]
        return [
            (
                section.title[1],
                fact[CodeWord("savings_collected")],
                fact.get(CodeWord("put_right_on")),
            )
            for section, fact in zip(book.sections, facts, strict=True)
        ]

    held, put_right = date(2026, 12, 4), date(2027, 1, 8)
    assert await minutes(DECEMBER) == [
        (held, rupees(120), None),
        (date(2026, 12, 18), rupees(0), None),
    ]
    assert await minutes(JANUARY) == [(held, rupees(100), put_right)]
    assert (await minutes(WHOLE))[0] == (held, rupees(100), put_right)
