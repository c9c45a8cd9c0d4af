"""A group that lends, for the tests of loans: old savings, proposals, ballots, meetings."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from groups.lending.acts import loans
from groups.lending.model.proposal import Ballot, LoanAskedFor, Vote
from groups.loans.facts.loan_books import read_books
from groups.loans.model.loan import Loan, LoanState, Purpose
from groups.loans.rules.outstanding import LoanBook
from groups.loans.store.loans import select_loan, select_terms
from groups.meetings.acts import meetings
from groups.registers.model.meeting import Meeting, Register
from groups.registers.model.money import LoanFund, MoneyKind, MoneyLine
from groups.registers.rules.money_lines import cash_effect
from groups.verifying.facts import DIGESTED
from ledger.accounts import Fund, cash_box, outside_fund, savings
from ledger.balances import balances_of
from ledger.books import post
from ledger.model import Entry, Posting, Reason, paise
from ledger.verify import verify
from storage.database import Database
from storage.tx import Tx
from tests.groups.correcting import DAY_AFTER, correct
from tests.groups.sisters import NOON, Sisters, after, sisters

ASKED = LoanAskedFor(LoanFund.OWN, 3000_00, 6, Purpose.TAILORING, "A sewing machine")


@dataclass(slots=True)
class Lenders:
    """Six members with ₹1,000 of savings each; member 1 is president, 2 secretary."""

    sisters: Sisters

    async def propose(
        self, borrower: int = 3, asked: LoanAskedFor = ASKED, *, by: int = 0, at: datetime = NOON
    ) -> Loan:
        """Propose a loan, by the borrower herself or by another member for her."""
        group = self.sisters
        whose = (group.actor(by or borrower), group.group_id, group.member(borrower))
        return await group.write(loans.propose, *whose, asked, new_id=group.new_id, at=at)

    async def say(
        self, n: int, loan: Loan, said: Vote = Vote.YES, *, at: datetime = NOON
    ) -> Ballot:
        """Let a member vote."""
        group = self.sisters
        return await group.write(
            loans.vote, group.actor(n), loan.id, said, new_id=group.new_id, at=at
        )

    async def carried(
        self, borrower: int = 3, asked: LoanAskedFor = ASKED, *, at: datetime = NOON
    ) -> Loan:
        """Propose a loan; all others vote yes."""
        loan = await self.propose(borrower, asked, at=at)
        for n in range(1, 7):
            if n != borrower:
                await self.say(n, loan, at=at)
        return await self.loan(loan)

    async def confirmed(self, loan: Loan, *whom: int, at: datetime = NOON) -> str:
        """Let members confirm the hand-over; return whose confirmation is still missing."""
        group, missing = self.sisters, ""
        for n in whom:
            missing = await group.write(
                loans.confirm, group.actor(n), loan.id, new_id=group.new_id, at=at
            )
        return missing

    async def handed_over(
        self, borrower: int = 3, asked: LoanAskedFor = ASKED, *, at: datetime = NOON
    ) -> Loan:
        """A loan that is handed over in a meeting."""
        loan = await self.carried(borrower, asked, at=at)
        await self.confirmed(loan, 1, 2, borrower, at=at)
        await self.meet(at, hands(loan))
        return await self.loan(loan)

    async def meet(self, at: datetime, *money: MoneyLine) -> Meeting:
        """Hold a meeting in which nobody saves and only these money lines move."""
        meeting = await self.sisters.open_meeting(at)
        await self.sisters.close(meeting, await self.body(meeting, money, at), at)
        return meeting

    async def body(self, meeting: Meeting, money: Sequence[MoneyLine], at: datetime) -> Register:
        """Return a register without savings, with these money lines and matching cash."""
        group = self.sisters
        page = await group.read(meetings.register, group.actor(1), meeting.id, at=at)
        members = len(page.lines)
        none = group.body(0, members=members, paid=dict.fromkeys(range(1, members + 1), 0))
        cash = page.cash_before + sum(map(cash_effect, money))
        return replace(none, cash_counted=cash, money=tuple(money))

    async def correct(self, meeting: Meeting, *money: MoneyLine, at: datetime = DAY_AFTER) -> None:
        """Correct a closed meeting."""
        await correct(self.sisters, meeting, await self.body(meeting, money, at), at=at)

    async def loan(self, loan: Loan) -> Loan:
        """Return a loan as it is stored now."""
        stored_loan = await self.sisters.read(select_loan, loan.id)
        assert stored_loan is not None
        return stored_loan

    async def state(self, loan: Loan) -> LoanState:
        """Return a loan's state now."""
        return (await self.loan(loan)).state

    async def book(self, loan: Loan) -> LoanBook:
        """Return everything that happened to a loan since its hand-over."""

        def look(tx: Tx) -> LoanBook:
            return read_books(tx, loan, select_terms(tx, loan.id))[-1]

        return await self.sisters.read(look)

    async def balances(self) -> dict[str, int]:
        """Return the balances of the accounts, in paise; accounts at zero are left out."""
        balances = await self.sisters.read(balances_of, self.sisters.group_id)
        return {name: amount.minor for name, amount in balances.items() if amount.minor}

    async def is_sound(self) -> bool:
        """Return whether `verify` finds no fault."""
        async with self.sisters.database.long_read() as read:
            return (await verify(read, DIGESTED)).is_sound


async def lenders(database: Database, *, saved: int = 1000_00, grant: int = 0) -> Lenders:
    """A group whose members saved this much long ago, with a DSC grant if given; in paise."""
    group = await sisters(database)

    def begin(tx: Tx) -> None:
        moves = [Posting(cash_box(), savings(group.member(n)), paise(saved)) for n in range(1, 7)]
        if grant:
            moves.append(Posting(cash_box(), outside_fund(Fund.DSC_GRANT), paise(grant)))
        opened = Entry("opening", group.group_id, Reason.OPENING, LONG_AGO, tuple(moves), "clock")
        post(tx, opened, at=after(-90))

    await group.write(begin)
    return Lenders(group)


LONG_AGO = date(2026, 8, 21)


def hands(loan: Loan) -> MoneyLine:
    """Return the money line that hands a loan over."""
    return MoneyLine(MoneyKind.HAND_OVER, loan.terms.principal, loan.member_id, loan.id)


def pays(loan: Loan, amount: int) -> MoneyLine:
    """Return the money line of a repayment."""
    return MoneyLine(MoneyKind.REPAYMENT, amount, loan.member_id, loan.id)
