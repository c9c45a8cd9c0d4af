"""Kamla's DSC loan in the practice village, as the books of the running house tell of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Final, TypeVar

from groups.books import acts as books
from groups.books.model import Book, Wanted
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
KAMLA: Final = 3  # her number in the group


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the loan stands: rupees left of it, the step of the ladder that is before her.

    `on_time` of `due` instalments of all her loans were paid by their day, as far as scored.
    """

    state: LoanState
    left: int
    step: int
    on_time: int
    due: int


@dataclass(frozen=True, slots=True)
class Borrowing:
    """The books in a village's folder, looked into while its house writes them."""

    folder: Path

    async def read(self, look: Callable[[Tx], R]) -> R:
        """Look."""
        url = f"sqlite:///{self.folder / 'saakh.db'}"
        database = await open_database(url, read_only=True)
        try:
            return await database.read(look)
        finally:
            await database.close()

    async def stands(self, at: datetime) -> Standing:
        """Where her loan stands; the books must tie: no drift, and both sides of the sheet."""

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
        """The days of the meetings in which an instalment is due."""

        def look(tx: Tx) -> list[date]:
            loan, group = _loan(tx), the_group(tx)
            (book,) = read_books(tx, loan, select_terms(tx, loan.id))[-1:]
            return [on_or_after(line.day, group.meeting_day) for line in book.lines]

        return await self.read(look)


def noon(day: date) -> datetime:
    """Noon of a day in the village."""
    return clock(day, 12)


def _loan(tx: Tx) -> Loan:
    member = next(m for m in select_members(tx, the_group(tx).id) if m.number == KAMLA)
    return next(
        loan
        for loan in select_loans_of_group(tx, member.group_id)
        if (loan.member_id, loan.fund) == (member.id, LoanFund.DSC)
    )


def _both_sides(tx: Tx, day: date) -> list[int]:
    """What the group owns, and what it owes with its own, in paise."""
    wanted = Wanted(Book.BALANCE_SHEET, day, day)
    found = books.book(tx, somebody(tx), the_group(tx).id, wanted)
    totals = [section.total[1] for section in found.sections[:2] if section.total]
    return [total.minor for total in totals if isinstance(total, Amount)]
