"""The books of a period agree with the ledger, with each other, and with another program's sums."""

import csv
import shutil
import subprocess
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from io import StringIO
from pathlib import Path

import pytest

from groups.books import acts as books
from groups.books.model import Book, Cell, CodeWord, Reference, Section
from groups.funds import acts as funds
from groups.people.model.people import MemberState
from groups.registers.model.meeting import CashReason
from ledger.journal import hledger_journal
from ledger.model import Amount, paise
from storage.database import Database
from tests.groups.accounts_of_a_year import LAST, lively, table
from tests.groups.lenders import ASKED, Lenders, lenders, pays
from tests.groups.sisters import NOON, after, sisters


def sums(section: Section) -> dict[str, int]:
    """Return the amounts of a section with two columns, by the codes of its rows."""
    amounts: dict[str, int] = {}
    for head, amount in section.rows:
        assert isinstance(head, CodeWord)
        amounts[head.code] = minor(amount)
    return amounts


def minor(cell: Cell) -> int:
    """Return the amount in a cell, in paise."""
    assert isinstance(cell, Amount)
    return cell.minor


def last_of(section: Section) -> int:
    """Return the closing balance of a section, in paise."""
    assert section.total is not None
    return minor(section.total[-1])


async def test_each_account_of_the_ledger_ends_with_what_is_kept(database: Database) -> None:
    group, _ = await lively(database)
    ledger = await table(group, Book.LEDGER, last=date(2030, 1, 1))

    balances = await group.balances()
    assert sorted(map(last_of, ledger.sections)) == sorted([*balances.values(), 0])


async def test_the_cash_book_ends_with_the_counted_cash_and_the_bank(database: Database) -> None:
    group, _ = await lively(database)
    (section,) = (await table(group, Book.CASH)).sections

    balances = await group.balances()
    assert section.total is not None
    assert section.total[-2:] == (paise(balances["cash"]), paise(balances["bank"]))
    minutes = await table(group, Book.MINUTES)
    assert (CodeWord("cash_counted"), paise(balances["cash"])) in minutes.sections[-1].rows


async def test_what_a_group_has_is_what_it_owes_and_its_own(database: Database) -> None:
    group, _ = await lively(database)
    owed, has, income, spending = (await table(group, Book.BALANCE_SHEET)).sections

    assert last_of(owed) == last_of(has)
    assert sums(owed)["surplus"] == last_of(income) - last_of(spending)
    assert (last_of(income), last_of(spending)) == (170_00, 15_00)


async def test_receipts_and_payments_come_to_the_same(database: Database) -> None:
    group, _ = await lively(database)
    came, went = (await table(group, Book.RECEIPTS)).sections

    assert last_of(came) == last_of(went)
    assert sums(came)["opening_cash"] == 6000_00
    assert sums(went)["closing_bank"] == 6000_00


async def test_the_parts_of_a_time_follow_one_another(database: Database) -> None:
    group, _ = await lively(database)
    (whole,) = (await table(group, Book.CASH)).sections
    (before,) = (await table(group, Book.CASH, last=date(2026, 12, 31))).sections
    (since,) = (await table(group, Book.CASH, first=date(2027, 1, 1))).sections

    assert before.total is not None
    assert since.rows[0][-2:] == before.total[-2:]
    assert len(before.rows) + len(since.rows) == len(whole.rows) + 1


async def test_a_passbook_and_the_loan_ledger_say_what_is_kept(database: Database) -> None:
    group, loan = await lively(database)
    own, lent = (await table(group, Book.PASSBOOK, member="gm3")).sections
    ledger = await table(group, Book.LOANS)

    balances = await group.balances()
    assert last_of(own) == balances["savings:gm3"]
    assert lent.total is not None
    assert lent.total[-2] == paise(balances[f"loan:gm3:{loan.id}:principal"])
    assert ledger.sections == (lent,)


async def test_the_register_ends_with_the_savings_of_all(database: Database) -> None:
    group, _ = await lively(database)
    register = await table(group, Book.REGISTER)

    balances = await group.balances()
    whole = sum(amount for name, amount in balances.items() if name.startswith("savings:"))
    assert last_of(register.sections[-1]) == whole
    assert [section.total[3] for section in register.sections if section.total] == [6, 6, 6]


async def test_what_fell_due_came_or_is_late(database: Database) -> None:
    group, _ = await lively(database)
    (section,) = (await table(group, Book.DEMAND)).sections

    (row,) = section.rows
    arrears, fell_due, asked, collected, ahead, overdue = map(minor, row[1:7])
    assert asked == arrears + fell_due
    assert asked - collected + ahead == overdue
    assert collected == 836_00
    assert row[7] == 69


async def test_dues_of_one_month_are_the_arrears_of_the_next(database: Database) -> None:
    group, _ = await lively(database)
    january = (await table(group, Book.DEMAND, last=date(2027, 2, 10))).sections[0]
    february = (await table(group, Book.DEMAND, first=date(2027, 2, 11))).sections[0]

    assert january.rows[0][6] == february.rows[0][1] != paise(0)


async def test_a_loan_of_which_nothing_was_due_is_not_demanded(database: Database) -> None:
    group, _ = await lively(database)
    before = await table(group, Book.DEMAND, last=date(2026, 11, 30))
    long_ago = await table(group, Book.DEMAND, first=date(2026, 1, 1), last=date(2026, 1, 31))

    assert [each.sections[0].rows for each in (before, long_ago)] == [(), ()]


async def test_a_bank_reads_the_figures_of_the_group(database: Database) -> None:
    group, _ = await lively(database)
    figures, standing = (await table(group, Book.BANK_LINKAGE)).sections

    by_code = {head.code: value for head, value in figures.rows if isinstance(head, CodeWord)}
    assert by_code["attendance"] == Fraction(1)
    assert by_code["loans_given"] == paise(3000_00)
    assert by_code["loans_given_ever"] == 1
    assert by_code["grade"] is None
    assert sums(standing)["savings:<member>"] == 6120_00


async def test_a_report_counts_what_was_put_right_no_more(database: Database) -> None:
    group = await lenders(database)
    loan = await group.handed_over()
    meeting = await group.meet(after(31), pays(loan, 536_00))
    await group.correct(meeting, pays(loan, 500_00))
    figures, standing = (await table(group, Book.MONTHLY)).sections

    by_code = {head.code: value for head, value in figures.rows if isinstance(head, CodeWord)}
    assert by_code["loans_repaid"] == paise(500_00)
    by_code = {head.code: value for head, value in standing.rows if isinstance(head, CodeWord)}
    assert by_code["cash"] == paise((await group.balances())["cash"])
    came, went = (await table(group, Book.RECEIPTS)).sections
    assert last_of(came) == last_of(went)
    minutes = await table(group, Book.MINUTES)
    assert (CodeWord("put_right_times"), 1) in minutes.sections[-1].rows


async def test_what_was_put_right_and_what_did_so_name_each_other(database: Database) -> None:
    group = await lenders(database)
    loan = await group.handed_over()
    meeting = await group.meet(after(31), pays(loan, 536_00))
    await group.meet(after(38))
    await group.correct(meeting, pays(loan, 500_00), at=after(40))
    (section,) = (await table(group, Book.LOANS)).sections

    assert [row[:3] for row in section.rows[3:]] == [
        (
            after(31).date(),
            (CodeWord("loan_repaid"), CodeWord("was_put_right"), Reference(5, after(40).date())),
            4,
        ),
        (after(40).date(), (CodeWord("reversal"), Reference(4, after(31).date())), 5),
        (after(40).date(), (CodeWord("loan_repaid"),), 6),
    ]


async def test_a_group_that_never_met_has_empty_books(database: Database) -> None:
    group = Lenders(await sisters(database))
    for book in Book:
        book_table = await table(group, book, member="gm1" if book is Book.PASSBOOK else None)
        assert book_table.group == "Ekta"
    assert (await table(group, Book.REGISTER)).sections == ()
    shelf = await group.sisters.read(books.shelf, group.sisters.actor(1), "g", at=NOON)
    assert shelf.began == shelf.today == NOON.date()


# --- another program -----------------------------------------------------------------------------


@pytest.mark.skipif(shutil.which("hledger") is None, reason="hledger is not installed")
async def test_the_balance_sheet_is_that_of_hledger(database: Database, tmp_path: Path) -> None:
    group, _ = await lively(database)
    journal = tmp_path / "books.journal"
    async with database.long_read() as read:
        journal.write_text("".join([line async for line in hledger_journal(read)]))
    owed, has, income, spending = (await table(group, Book.BALANCE_SHEET)).sections

    theirs = hledger_sums(journal, LAST + timedelta(days=1))
    assert theirs["Assets"] == last_of(has)
    assert theirs["Income"] == -last_of(income)
    assert theirs["Expenses"] == last_of(spending)
    liabilities = last_of(owed) - sums(owed)["surplus"]
    assert theirs["Liabilities"] + theirs.get("Equity", 0) == -liabilities


def hledger_sums(journal: Path, end: date) -> dict[str, int]:
    """Return the balance of each root of the chart by hledger, in paise."""
    program = shutil.which("hledger")
    assert program is not None
    ended = subprocess.run(
        [program, "-f", journal, "balance", "cur:INR", "-1", "-N", "-e", f"{end}", "-O", "csv"],
        check=True,
        capture_output=True,
        text=True,
    )
    rows = [*csv.reader(StringIO(ended.stdout))][1:]
    return {name: round(float(amount.removesuffix(" INR")) * 100) for name, amount in rows}


async def test_what_a_count_lacked_and_who_came_later_stand_in_the_books(
    database: Database,
) -> None:
    group = await sisters(database)
    body = group.body(6 * 20_00 - 5_00, reason=CashReason.CHANGE_OWED)
    await group.meet(NOON, body)
    later = replace(group.body(0, members=5), lines=group.body(0, members=5).lines)
    await group.set_state(6, MemberState.LEFT)
    await group.meet(after(7), replace(later, cash_counted=6 * 20_00 - 5_00 + 5 * 20_00))
    mine = Lenders(group)

    minutes = await table(mine, Book.MINUTES)
    assert (CodeWord("cash_reason"), CodeWord("change_owed")) in minutes.sections[0].rows
    (month,) = (await table(mine, Book.REGISTER)).sections
    assert month.rows[-1][5:7] == (None, None)
    own = await table(mine, Book.PASSBOOK, first=date(2026, 12, 1), member="gm1")
    assert [section.title for section in own.sections] == [(CodeWord("savings:<member>"),)]


@pytest.mark.parametrize("book", [Book.MONTHLY, Book.BANK_LINKAGE])
async def test_cash_that_was_missing_is_below_nothing_as_on_the_page_of_money(
    database: Database, book: Book
) -> None:
    group = await sisters(database)
    await group.meet(NOON, group.body(6 * 20_00 - 5_00, reason=CashReason.CHANGE_OWED))

    page = await group.read(funds.funds_page, group.actor(1), group.group_id)
    (_, at_its_end) = (await table(Lenders(group), book)).sections
    assert page.cash_difference == -5_00
    assert (CodeWord("cash-difference"), paise(-5_00)) in at_its_end.rows


async def test_a_loan_that_was_repaid_before_is_not_in_a_later_passbook(
    database: Database,
) -> None:
    group = await lenders(database)
    loan = await group.handed_over(3, replace(ASKED, months=1))
    await group.carried(4)
    await group.meet(after(31), pays(loan, 3060_00))
    own = await table(group, Book.PASSBOOK, first=date(2027, 1, 1), member="gm3")
    open_still = await table(group, Book.PASSBOOK, first=date(2026, 12, 1), member="gm3")

    assert (len(own.sections), len(open_still.sections)) == (1, 2)
    (report, _) = (await table(group, Book.MONTHLY, first=date(2027, 1, 1))).sections
    assert (CodeWord("recovery"), None) in report.rows
