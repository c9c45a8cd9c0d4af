"""A table of figures: the right values, reckoned by hand, of books that were wrong once."""

from dataclasses import dataclass
from datetime import date
from typing import Final

import pytest

from groups.books.model import Book, Section
from storage.database import Database
from tests.groups.accounts_of_a_year import table
from tests.groups.book_cells import amounts_of, heads
from tests.groups.books.lives import (
    DECEMBER,
    FEBRUARY,
    JANUARY,
    WHOLE,
    Life,
    closed_early,
    ended,
    let_off,
    lost_and_found,
    put_right_in_february,
    put_right_twice,
    saving_taken_back,
    shared_in_cash,
    spread_anew,
)

DUES: Final = ("arrears", "fell_due", "demand", "collected", "ahead", "balance")


# --- the table ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Figures:
    """What a section of a book shows in a time: rupees by head, or by column in its total."""

    life: Life
    book: Book
    time: tuple[date, date]
    rupees: dict[str, int]
    section: int = 0
    member: str | None = None


BY_HEAD: Final = (
    # A payoff collects the interest of the period that has begun: it is income on that day.
    Figures(
        closed_early, Book.BALANCE_SHEET, (WHOLE[0], date(2026, 12, 10)), {"interest-income": 60}, 2
    ),
    Figures(
        closed_early,
        Book.BALANCE_SHEET,
        (WHOLE[0], date(2026, 12, 10)),
        {"cash": 6060},
        1,
    ),
    # A correction is in the month in which it is made, in every book.
    Figures(
        put_right_in_february,
        Book.RECEIPTS,
        DECEMBER,
        {
            "opening_cash": 3000,
            "opening_bank": 0,
            "loan:<member>:<loan>:principal": 476,
            "interest_received": 60,
        },
    ),
    Figures(
        put_right_in_february,
        Book.RECEIPTS,
        FEBRUARY,
        {"opening_cash": 4071, "opening_bank": 0, "loan:<member>:<loan>:principal": -236},
    ),
    Figures(
        put_right_in_february, Book.RECEIPTS, FEBRUARY, {"closing_cash": 3835, "closing_bank": 0}, 1
    ),
    Figures(put_right_in_february, Book.MONTHLY, DECEMBER, {"loans_repaid": 536}),
    Figures(put_right_in_february, Book.MONTHLY, JANUARY, {"loans_repaid": 535}),
    Figures(
        put_right_in_february,
        Book.MONTHLY,
        FEBRUARY,
        {"loans_repaid": -236, "loans_repaid_corrected": -236},
    ),
    # A correction of a correction: the month shows what both come to.
    Figures(
        put_right_twice,
        Book.RECEIPTS,
        FEBRUARY,
        {"opening_cash": 4071, "opening_bank": 0, "loan:<member>:<loan>:principal": -136},
    ),
    Figures(put_right_twice, Book.RECEIPTS, FEBRUARY, {"closing_cash": 3935, "closing_bank": 0}, 1),
    Figures(
        put_right_twice,
        Book.MONTHLY,
        FEBRUARY,
        {"loans_repaid": -136, "loans_repaid_corrected": -136},
    ),
    Figures(put_right_twice, Book.MONTHLY, DECEMBER, {"loans_repaid": 536}),
    # What was lost and is paid after all is the group's receipt; the loss stands.
    Figures(
        lost_and_found,
        Book.RECEIPTS,
        JANUARY,
        {"opening_cash": 3536, "opening_bank": 0, "other-income": 500},
    ),
    Figures(
        lost_and_found,
        Book.BALANCE_SHEET,
        WHOLE,
        {"interest-income": 60, "other-income": 500},
        2,
    ),
    Figures(lost_and_found, Book.BALANCE_SHEET, WHOLE, {"loan-losses": 2524}, 3),
    Figures(
        saving_taken_back,
        Book.MONTHLY,
        JANUARY,
        {"savings_collected": -20, "savings_collected_corrected": -20},
    ),
    Figures(
        saving_taken_back,
        Book.RECEIPTS,
        DECEMBER,
        {"opening_cash": 6000, "opening_bank": 0, "savings:<member>": 120},
    ),
    Figures(
        saving_taken_back,
        Book.RECEIPTS,
        JANUARY,
        {"opening_cash": 6120, "opening_bank": 0, "savings:<member>": -20},
    ),
    # What was earned and is paid in cash is no saving; at the end of a cycle the rest is.
    Figures(
        shared_in_cash,
        Book.RECEIPTS,
        DECEMBER,
        {"share-out": 120, "closing_cash": 6000, "closing_bank": 0},
        1,
    ),
    Figures(
        ended,
        Book.RECEIPTS,
        DECEMBER,
        {"savings:<member>": 6000, "share-out": 120, "closing_cash": 0, "closing_bank": 0},
        1,
    ),
)
BY_COLUMN: Final = (
    Figures(
        put_right_in_february,
        Book.DEMAND,
        DECEMBER,
        dict(zip(DUES, (0, 536, 536, 536, 0, 0), strict=True)),
    ),
    Figures(
        put_right_in_february,
        Book.DEMAND,
        JANUARY,
        dict(zip(DUES, (0, 535, 535, 535, 0, 0), strict=True)),
    ),
    Figures(
        put_right_in_february,
        Book.DEMAND,
        FEBRUARY,
        dict(zip(DUES, (0, 0, 0, -236, 0, 236), strict=True)),
    ),
    Figures(put_right_in_february, Book.DEMAND, FEBRUARY, {"collected": -236}, 1),
    Figures(put_right_in_february, Book.DEMAND, FEBRUARY, {"collected": -236}, 1),
    # What was paid before the rest was spread anew counts for what was due before.
    Figures(
        spread_anew,
        Book.DEMAND,
        JANUARY,
        dict(zip(DUES, (0, 535, 535, 535, 0, 0), strict=True)),
    ),
    Figures(
        put_right_twice,
        Book.DEMAND,
        FEBRUARY,
        dict(zip(DUES, (0, 0, 0, -136, 0, 136), strict=True)),
    ),
    Figures(put_right_twice, Book.DEMAND, FEBRUARY, {"collected": -136}, 1),
    Figures(
        put_right_in_february,
        Book.LOANS,
        FEBRUARY,
        {"lent": 0, "principal_paid": -236, "interest_paid": 0, "principal_left": 2275},
    ),
    # A saving that was reversed was not paid out.
    Figures(
        saving_taken_back,
        Book.PASSBOOK,
        JANUARY,
        {"paid_in": -20, "paid_out": 0, "balance": 1000},
        0,
        "gm3",
    ),
    Figures(
        saving_taken_back,
        Book.REGISTER,
        DECEMBER,
        {"paid_in": 120, "paid_out": 0, "saved_in_all": 6120},
    ),
    Figures(
        saving_taken_back,
        Book.REGISTER,
        JANUARY,
        {"corrected": -20, "paid_in": -20, "paid_out": 0, "saved_in_all": 6100},
    ),
    # A share of what was earned is no saving that she paid in.
    Figures(
        shared_in_cash,
        Book.PASSBOOK,
        DECEMBER,
        {"paid_in": 0, "paid_out": 20, "otherwise": 20},
        0,
        "gm3",
    ),
    # What is let off or lost is not paid.
    Figures(
        let_off,
        Book.LOANS,
        WHOLE,
        {
            "lent": 3000,
            "interest_charged": 60,
            "principal_paid": 476,
            "interest_paid": 60,
            "principal_otherwise": -2524,
            "principal_left": 0,
        },
    ),
    Figures(
        let_off,
        Book.PASSBOOK,
        JANUARY,
        {"principal_paid": 0, "principal_otherwise": -2424},
        1,
        "gm3",
    ),
)


async def section_of(database: Database, figures: Figures) -> Section:
    """Return the section that a line of the table is about."""
    group = await figures.life(database)
    first, last = figures.time
    book = await table(group, figures.book, first=first, last=last, member=figures.member)
    return book.sections[figures.section]


def named(figures: Figures) -> str:
    """Return a name for a line of the table."""
    return f"{figures.life.__name__}-{figures.book}-{figures.time[1]}-{figures.section}"


@pytest.mark.parametrize("figures", BY_HEAD, ids=named)
async def test_the_heads_of_a_book_are_as_reckoned_by_hand(
    database: Database, figures: Figures
) -> None:
    shown = heads(await section_of(database, figures))

    wanted = {head: 100 * amount for head, amount in figures.rupees.items()}
    is_whole = figures.book is not Book.MONTHLY
    assert {head: shown[head] for head in shown if is_whole or head in wanted} == wanted


@pytest.mark.parametrize("figures", BY_COLUMN, ids=named)
async def test_the_columns_of_a_book_are_as_reckoned_by_hand(
    database: Database, figures: Figures
) -> None:
    section = await section_of(database, figures)

    shown = amounts_of(section.total, section, *figures.rupees)
    assert shown == [100 * amount for amount in figures.rupees.values()]
