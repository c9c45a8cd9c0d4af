"""A group's money in one transaction: its acts by the real use cases, and its invariants."""

import asyncio
import sqlite3
from collections.abc import Generator
from contextlib import ExitStack, closing, contextmanager
from datetime import timedelta
from itertools import count
from typing import Any, ClassVar, cast

import psycopg
from hypothesis.stateful import RuleBasedStateMachine, invariant

from groups.calendar.rules.days import day_in
from groups.charter.store import select_charter
from groups.deciding import acts as second_person
from groups.funds.facts.free_money import free_money
from groups.lending.acts import loans
from groups.lending.model.proposal import LoanAskedFor, Vote
from groups.loans.facts.loan_books import read_books
from groups.loans.facts.loans_now import payable_in
from groups.loans.model.loan import Loan, LoanState
from groups.loans.rules.outstanding import interest_of_period, owed_in_all, owed_in_books
from groups.loans.store.loans import select_loans_of_group, select_terms
from groups.meetings.acts import meetings
from groups.people.facts.names import read_group
from groups.people.model.group import GroupState
from groups.people.model.people import Actor
from groups.people.model.refusals import Refusal
from groups.people.store.members import MemberAct, insert_member_act
from groups.registers.model.meeting import Register, RegisterLine, RegisterPage
from groups.registers.model.money import LoanFund, MoneyLine
from groups.registers.rules.money_lines import cash_effect
from groups.verifying import acts as verifying
from groups.verifying.facts import DIGESTED
from ledger.accounts import Fund, account, bank, cash_box, outside_fund, savings, social_fund
from ledger.balances import balances_of
from ledger.books import post
from ledger.model import Entry, Posting, Reason, Unit, paise
from ledger.verify import verify
from storage.postgres_tx import ADAPTERS, PostgresTx
from storage.sqlite_tx import SqliteTx
from storage.tx import Tx
from tests.drift import drift
from tests.groups import books_tie
from tests.groups.sisters import NOON, Sisters, write_group
from tests.groups.ticking import tick
from tests.ledger.making import ReadInMemory

MEMBERS = 6


@contextmanager
def never_committed(url: str) -> Generator[Tx]:
    """Yield a transaction on a migrated database; roll it back at the end."""
    if url.startswith("postgresql"):
        with closing(psycopg.connect(url, context=ADAPTERS)) as server:
            yield PostgresTx(server)
        return
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as file:
        file.isolation_level = None
        file.execute("PRAGMA synchronous = OFF")
        file.execute("BEGIN")
        yield SqliteTx(file, file.cursor())


class MoneyLife(RuleBasedStateMachine):
    """A group of six members and its facilitator; a state machine chooses what happens to them."""

    url: ClassVar[str]  # the address of a migrated, empty database

    def __init__(self) -> None:
        super().__init__()
        self.open = ExitStack()
        self.tx = self.open.enter_context(never_committed(self.url))
        self.ids = count()
        self.at = NOON
        self.weeks = 0  # the number of meetings held
        self.has_begun = False

    def teardown(self) -> None:
        """Check that all records verify and that recomputing them agrees; then discard them."""
        if self.has_begun:
            findings = asyncio.run(verify(ReadInMemory(self.tx), DIGESTED)).findings
            findings += verifying.check_group(self.tx, "g")
            assert findings == []
            last = day_in("Asia/Kolkata", self.at)
            assert books_tie.faults(self.tx, self.leader(), NOON.date(), last) == []
        self.open.close()

    def begin(self) -> None:
        """Write a group whose members joined long ago."""
        self.group = Sisters(cast("Any", None), "g")  # the transaction replaces the database
        write_group(self.tx, self.group, MEMBERS, GroupState.ACTIVE)
        first = NOON.date().isoformat()
        self.tx.run("UPDATE groups SET first_day = :first", first=first)
        for n in range(1, MEMBERS + 1):
            at = NOON - timedelta(100)
            joined = MemberAct(
                self.new_id(), "g", self.group.member(n), "joined", at.date(), "clock"
            )
            insert_member_act(self.tx, joined, at=at)
        names = (savings(self.group.member(n)) for n in range(1, MEMBERS + 1))
        saved = tuple(Posting(cash_box(), name, paise(1000_00)) for name in names)
        opened = Entry("opening", "g", Reason.OPENING, NOON.date(), saved, "clock")
        post(self.tx, opened, at=NOON)
        self.has_begun = True

    def new_id(self) -> str:
        """Return the next id."""
        return f"x{next(self.ids)}"

    def tries(self, act: Any, *args: Any, **more: Any) -> Any:
        """Carry out an act that may be refused; a refusal changes nothing and returns None."""
        try:
            with self.tx.savepoint():
                return act(self.tx, *args, at=self.at, **more)
        except Refusal:
            return None

    def asks(self, act: Any, *args: Any, **more: Any) -> Any:
        """Carry out an act that makes ids, likewise."""
        return self.tries(act, *args, new_id=self.new_id, **more)

    def confirm(self, asked: Any, *seconds: int) -> None:
        """Let the first member who may be the second person confirm."""
        for n in (*seconds, 2, 1, 0):
            if asked is not None and self.asks(
                second_person.decide, self.group.actor(n), asked.request.id, is_yes=True
            ):
                return

    # --- what can happen ---------------------------------------------------------------------

    def lend_to(self, n: int, asked: LoanAskedFor) -> None:
        """Let a member propose a loan, all vote yes, and everybody confirm who must."""
        loan = self.asks(loans.propose, self.group.actor(n), "g", self.group.member(n), asked)
        for other in range(1, MEMBERS + 1) if loan else ():
            self.asks(loans.vote, self.group.actor(other), loan.id, Vote.YES)
        for other in range(MEMBERS + 1) if loan else ():
            self.asks(loans.decide, self.group.actor(other), loan.id, is_yes=True, reason="")
            self.asks(loans.confirm, self.group.actor(other), loan.id)

    def post_interest(self) -> None:
        """Let the clock post the interest that is due."""
        self.asks(tick, "interest")

    def open_meeting(self) -> tuple[str, RegisterPage]:
        """Open a meeting; return its id and its prepared register."""
        meeting = self.asks(meetings.open_meeting, self.leader(), "g")
        return meeting.id, self.tries(meetings.register, self.leader(), meeting.id)

    # --- invariants --------------------------------------------------------------------------

    @invariant()
    def no_sum_has_drifted_and_all_sums_are_zero(self) -> None:
        """Every stored balance is the sum of its postings; debits equal credits in each unit."""
        assert drift(self.tx) == ()
        for unit in Unit:
            (whole,) = self.tx.rows(
                "SELECT COALESCE(SUM(net_debit), 0) FROM balances WHERE unit = :unit", unit=unit
            )
            assert whole == (0,)

    @invariant()
    def nothing_that_one_has_is_below_nothing(self) -> None:
        """No asset or liability is negative: cash, bank, savings, funds and loans."""
        by_account = self.kept()
        below = {
            name: amount
            for name, amount in by_account.items()
            if amount < 0 and account(name).place.kind in {"asset", "liability"}
        }
        assert below == {}

    @invariant()
    def every_fund_is_apart(self) -> None:
        """Cash and bank together equal the funds' money; each fund has its own part."""
        by_account = self.kept()
        held = [it for it in self.every() if it.state not in _PROMISED]
        free = free_money(self.tx, "g", held)
        money = by_account.get(cash_box(), 0) + by_account.get(bank(), 0)
        assert sum(free.values()) + by_account.get(social_fund(), 0) == money
        lost = self.tx.value(
            "SELECT CAST(COALESCE(SUM(w.principal), 0) AS BIGINT) FROM loan_waivers w"
            " JOIN loans l ON l.id = w.loan_id WHERE l.fund = 'revolving-fund'"
        )
        # A loss of money that is owed to a lender is the group's own loss.
        assert free.pop(LoanFund.OWN) >= -lost
        assert min(free.values()) >= 0
        lent = sum(
            by_account.get(f"loan:{loan.member_id}:{loan.id}:principal", 0)
            for loan in held
            if loan.fund is LoanFund.REVOLVING_FUND
        )
        fund = by_account.get(outside_fund(Fund.REVOLVING_FUND), 0)
        assert free[LoanFund.REVOLVING_FUND] + lent == fund

    @invariant()
    def every_loan_is_owed_as_its_books_say(self) -> None:
        """The ledger's principal and interest agree with the schedule and the payments."""
        by_account = self.kept()
        for loan in self.every():
            stands = [
                by_account.get(f"loan:{loan.member_id}:{loan.id}:{part}", 0)
                for part in ("principal", "interest-due")
            ]
            books = read_books(self.tx, loan, select_terms(self.tx, loan.id))
            if not books or loan.state is LoanState.APPROVED:
                assert stands == [0, 0]
                continue
            book = books[-1]
            owed = owed_in_books(book)
            assert stands == [owed.principal, owed.interest]
            is_over = loan.state is not LoanState.PAID_OUT
            assert is_over is (owed_in_all(book).amount == 0)

    @invariant()
    def interest_is_what_the_terms_say_of_what_was_paid(self) -> None:
        """The interest, posted or still to come, follows the terms, also after corrections."""
        group = read_group(self.tx, "g")
        today = day_in("Asia/Kolkata", self.at)
        payable = payable_in(self.tx, group, select_charter(self.tx, "g"), today=today)
        for loan in self.every():
            books = read_books(self.tx, loan, select_terms(self.tx, loan.id))
            if not books or loan.state is LoanState.APPROVED:
                continue
            counted = [
                interest_of_period(book, number, payable)
                for book in books
                for number in range(1, len(book.accrued) + 1)
            ]
            posted = sum(sum(book.accrued) for book in books)
            assert posted + books[-1].difference == sum(counted)

    @invariant()
    def standing_equals_points(self) -> None:
        """Recomputing the last run finds no fault in its entries or the pillars' balances."""
        runs = verifying.next_places(self.tx)
        assert [it for one in runs[-1:] for it in verifying.check_run(self.tx, one)] == []

    # --- helpers -----------------------------------------------------------------------------

    def kept(self) -> dict[str, int]:
        """Return every balance in its smallest unit."""
        return {name: it.minor for name, it in balances_of(self.tx, "g").items()}

    def every(self) -> list[Loan]:
        """Return every loan."""
        return select_loans_of_group(self.tx, "g")

    def out(self) -> list[Loan]:
        """Return every loan that is out."""
        return [it for it in self.every() if it.state is LoanState.PAID_OUT]

    def briefs(self) -> list[Any]:
        """Return the last meetings, the newest first."""
        return [*meetings.list_meetings(self.tx, self.leader(), "g")]

    def leader(self) -> Actor:
        """Return the president."""
        return self.group.actor(1)

    def plain(self, page: RegisterPage, *money: MoneyLine) -> Register:
        """Return a register in which nobody saves and only these money lines move."""
        lines = tuple(RegisterLine(one.member_id, one.mark, 0, 0) for one in page.lines)
        return Register(lines, page.cash_before + sum(map(cash_effect, money)), money=money)


_PROMISED = frozenset({LoanState.PROPOSED, LoanState.CARRIED, LoanState.APPROVED})
