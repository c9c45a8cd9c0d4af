"""Kamla's DSC loan in the practice village, read from the books of the running house."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Final, TypeVar

from groups.books import acts as books
from groups.books.model import Book, WantedBook
from groups.calendar.rules.days import on_or_after
from groups.loans.facts.loan_books import read_books
from groups.loans.model.loan import Loan, LoanState
from groups.loans.store.loans import select_loans_of_group, select_terms
from groups.pages import acts as pages
from groups.people.store.members import select_members
from groups.practice.script import clock
from groups.registers.model.money import LoanFund
from ledger.accounts import loan_principal
from ledger.balances import balance
from ledger.model import Amount
from storage.database import open_database
from storage.tx import Tx
from tests.drift import drift
from tests.groups.living import somebody, the_group

R = TypeVar("R")
KAMLA: Final = 3  # her member number


@dataclass(frozen=True, slots=True)
class Standing:
    """A loan's state: rupees outstanding, and the borrower's next step of the ladder.

    Of `due` instalments of all her loans, `on_time` were paid by their day, by the last run.
    """

    state: LoanState
    left: int
    step: int
    on_time: int
    due: int


@dataclass(frozen=True, slots=True)
class Borrowing:
    """The books in a village's folder, read while its house writes them."""

    folder: Path

    async def read(self, look: Callable[[Tx], R]) -> R:
        """Read by a use case."""
        url = f"sqlite:///{self.folder / 'saakh.db'}"
        database = await open_database(url, read_only=True)
        try:
            return await database.read(look)
        finally:
            await database.close()

    async def stands(self, at: datetime) -> Standing:
        """Return the loan's state; check that balances, postings and the balance sheet agree."""

        def look(tx: Tx) -> Standing:
            assert list(drift(tx)) == []
            assert len(set(_both_sides(tx, at.date()))) == 1
            loan = _loan(tx)
            account = loan_principal(loan.member_id, loan.id)
            left = balance(tx, loan.group_id, account).minor
            page = pages.points_page(tx, somebody(tx, KAMLA), loan.group_id, at=at)
            assert page.ladder is not None
            paid = next(one for one in page.pillars if one.code == "instalments")
            return Standing(
                loan.state, left // 100, page.ladder.step, paid.done or 0, paid.due or 0
            )

        return await self.read(look)

    async def due_days(self) -> list[date]:
        """Return the days of the meetings in which an instalment is due."""

        def look(tx: Tx) -> list[date]:
            loan, group = _loan(tx), the_group(tx)
            (book,) = read_books(tx, loan, select_terms(tx, loan.id))[-1:]
            return [on_or_after(line.day, group.meeting_day) for line in book.lines]

        return await self.read(look)


def noon(day: date) -> datetime:
    """Return noon of a day in the village."""
    return clock(day, 12)


def _loan(tx: Tx) -> Loan:
    member = next(m for m in select_members(tx, the_group(tx).id) if m.number == KAMLA)
    return next(
        loan
        for loan in select_loans_of_group(tx, member.group_id)
        if (loan.member_id, loan.fund) == (member.id, LoanFund.DSC)
    )


def _both_sides(tx: Tx, day: date) -> list[int]:
    """Return the totals of both sides of the balance sheet, in paise."""
    wanted = WantedBook(Book.BALANCE_SHEET, day, day)
    balance_sheet = books.book(tx, somebody(tx), the_group(tx).id, wanted)
    totals = [section.total[1] for section in balance_sheet.sections[:2] if section.total]
    return [total.minor for total in totals if isinstance(total, Amount)]
