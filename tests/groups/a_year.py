"""A year of a group with loans in every state, for the tests of exports and papers."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from groups.funds import acts as funds
from groups.funds.model.sharing import Basis, Payout
from groups.lending.acts import loans
from groups.lending.model.changes import Change, LetOff, Said, Spread
from groups.lending.model.proposal import LoanAskedFor, Vote
from groups.loans.model.loan import Loan, LoanState, Purpose
from groups.meetings.acts import meetings
from groups.registers.model.money import Code, LoanFund, MoneyKind, MoneyLine, MoneyPlace
from groups.registers.rules.money_lines import cash_effect
from storage.database import Database
from tests.groups.correcting import correct
from tests.groups.lenders import Lenders, hands, lenders
from tests.groups.lending.test_loan_changes import change, confirm
from tests.groups.sisters import SAVING, after

WEEKS: Final = 52
_CHANGES: Final[dict[int, tuple[str, Change, int, int]]] = {
    20: ("out", LetOff(0, 100_00), 1, 2),
    24: ("late", Spread(9), 1, 2),
}
_OTHER: Final[dict[int, tuple[MoneyLine, ...]]] = {
    3: (MoneyLine(MoneyKind.FUND_RECEIVED, 9_000_00, fund=LoanFund.REVOLVING_FUND),),
    4: (MoneyLine(MoneyKind.DEPOSIT, 9_000_00, "gm2"),),
    9: (
        MoneyLine(MoneyKind.SOCIAL_IN, 60_00),
        MoneyLine(MoneyKind.FINE, 5_00, "gm6", code=Code.LATE),
    ),
    12: (MoneyLine(MoneyKind.EXPENSE, 35_00, code=Code.STATIONERY),),
    20: (MoneyLine(MoneyKind.RECEIPT, 90_00, code=Code.BANK_INTEREST),),
    30: (
        MoneyLine(MoneyKind.SOCIAL_OUT, 40_00, "gm5"),
        MoneyLine(MoneyKind.WITHDRAWAL, 500_00, "gm1"),
    ),
    40: (
        MoneyLine(
            MoneyKind.FUND_RETURNED, 1_500_00, fund=LoanFund.REVOLVING_FUND, place=MoneyPlace.BANK
        ),
    ),
}


@dataclass(slots=True)
class Year:
    """A group of six members, week by week, and its loans by name."""

    group: Lenders
    loans: dict[str, Loan] = field(default_factory=dict)
    last: str = ""  # the id of the last meeting

    async def lend(self, name: str, borrower: int, rupees: int, months: int, week: int) -> None:
        """Let a loan be approved by all voters, with every confirmation for its hand-over."""
        asked = LoanAskedFor(LoanFund.OWN, 100 * rupees, months, Purpose.TRADE)
        loan = await self.group.carried(borrower, asked, at=at(week))
        self.loans[name] = loan
        if loan.state is LoanState.APPROVED:
            officers = [n for n in (1, 2) if n != borrower]
            await self.group.confirmed(loan, borrower, *officers, at=at(week))

    async def state(self, name: str) -> LoanState:
        """Return the state of a loan."""
        return await self.group.state(self.loans[name])

    async def meet(self, week: int, *, hand: str = "", resting: Sequence[str] = ()) -> None:
        """Hold a meeting: all save and pay, but for resting loans; hand one loan over."""
        sisters = self.group.sisters
        meeting = await sisters.open_meeting(at(week))
        self.last = meeting.id
        page = await sisters.read(meetings.register, sisters.actor(1), meeting.id, at=at(week))
        rest = {self.loans[name].id for name in resting}
        due = [
            MoneyLine(MoneyKind.REPAYMENT, one.due, one.member_id, one.loan_id)
            for one in page.repayments
            if one.due and one.loan_id not in rest
        ]
        money = (*due, *_OTHER.get(week, ()), *([hands(self.loans[hand])] if hand else []))
        cash = page.cash_before + 6 * SAVING + sum(map(cash_effect, money))
        body = replace(sisters.body(cash), money=money)
        await sisters.close(meeting, body, at(week))
        if week == 0:  # a correction a day later: the sixth member had not saved
            less = replace(sisters.body(cash - SAVING, paid={6: 0}), money=money)
            await correct(sisters, meeting, less)


def at(week: int) -> datetime:
    """Return noon of a week's meeting day."""
    return after(7 * week)


async def a_year(database: Database) -> Year:
    """Live a year: lend, meet every week, pay, and return the group."""
    year = Year(await lenders(database, saved=4000_00))
    group, sisters = year.group, year.group.sisters
    await year.lend("closed", 3, 3000, 6, 0)
    await year.lend("late", 4, 2000, 12, 0)
    await year.lend("out", 5, 2400, 24, 0)
    await year.lend("lost", 2, 300, 6, 0)
    handed = {0: "closed", 1: "late", 2: "out", 3: "lost"}
    for week in range(WEEKS - 4):
        resting = [name for name, since in (("late", 30), ("lost", 8)) if week > since]
        await year.meet(week, hand=handed.get(week, ""), resting=resting)
        if week in _CHANGES:
            name, what, by, second = _CHANGES[week]
            await change(group, year.loans[name], what, by=by, second=second, at=at(week))
        if week == 36:
            said = Said(year.last, 5, 0)
            await change(group, year.loans["lost"], said, by=0, second=1, at=at(week))
    last = at(WEEKS - 4)
    await year.lend("returned", 6, 11000, 12, WEEKS - 4)
    await sisters.write(
        loans.decide,
        sisters.actor(0),
        year.loans["returned"].id,
        is_yes=False,
        reason="Too much at once",
        new_id=sisters.new_id,
        at=last,
    )
    rejected = await group.propose(2, at=last)
    for n in (1, 3):
        await group.say(n, rejected, Vote.NO, at=last)
    cancelled = await group.propose(2, at=last)
    await sisters.write(
        loans.cancel, sisters.actor(2), cancelled.id, reason="", new_id=sisters.new_id, at=last
    )
    year.loans |= {"rejected": rejected, "cancelled": cancelled}
    await year.lend("carried", 6, 11000, 12, WEEKS - 3)
    await year.lend("approved", 1, 1000, 3, WEEKS - 3)
    year.loans["proposed"] = await group.propose(3, at=at(WEEKS - 3))
    for week in range(WEEKS - 4, WEEKS):
        await year.meet(week, resting=("late",))
    whose = (sisters.actor(1), sisters.group_id, Payout.PAID, Basis.SAVINGS)
    asked = await sisters.write(funds.ask_share_out, *whose, new_id=sisters.new_id, at=at(WEEKS))
    await confirm(group, asked, at=at(WEEKS))
    return year
