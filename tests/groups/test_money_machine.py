"""Random lives of a group's money: whatever is lent, paid, put right or let off, it ties."""

import asyncio
import sqlite3
from contextlib import ExitStack, closing
from datetime import timedelta
from itertools import count
from typing import Any, cast

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from groups import (
    funds,
    joining,
    loan_changes,
    loans,
    meetings,
    merging,
    scoring,
    second_person,
    verifying,
)
from groups.model.group import GroupState
from groups.model.lending import Asked
from groups.model.loan import Loan, LoanFund, LoanState, Purpose
from groups.model.meeting import Register, RegisterLine, RegisterPage
from groups.model.money import Code, MoneyKind, MoneyLine
from groups.model.people import Actor
from groups.model.refusals import Refusal
from groups.model.sharing import Basis, Payout
from groups.rules.ballot import Vote
from groups.rules.loan_changes import Change, LetOff, Said, Spread
from groups.rules.money_lines import cash_effect
from groups.rules.repaying import owed_in_all, owed_in_books
from groups.store.digested import DIGESTED
from groups.store.loan_books import select_books
from groups.store.loan_record import free_money
from groups.store.loans import select_loans_of_group, select_terms
from groups.store.members import MemberAct, insert_member_act
from ledger.accounts import Fund, account, bank, cash_box, outside_fund, savings, social_fund
from ledger.balances import balances_of, drift
from ledger.books import post
from ledger.model import Entry, Posting, Reason, Unit, paise
from ledger.verify import verify
from storage.migrate import MIGRATIONS, known_migrations
from storage.sqlite_tx import SqliteTx
from tests.groups.sisters import NOON, Sisters, write_group
from tests.ledger.making import ReadInMemory

MEMBERS = 6
LONG = 6  # meetings before somebody leaves, or anything is shared out
AMOUNTS = st.integers(1, 40).map(lambda hundreds: hundreds * 100_00)
SISTERS = st.integers(1, MEMBERS)


class Money(RuleBasedStateMachine):
    """A group of six sisters and its facilitator, week after week, over the real use cases."""

    def __init__(self) -> None:
        super().__init__()
        self.open = ExitStack()
        connection = self.open.enter_context(closing(sqlite3.connect(":memory:")))
        connection.isolation_level = None
        for migration in known_migrations(MIGRATIONS, "sqlite"):
            connection.executescript(migration.script)
        connection.execute("BEGIN")
        self.tx = SqliteTx(connection, connection.cursor())
        self.ids = count()
        self.at = NOON
        self.weeks = 0  # meetings held

    def teardown(self) -> None:
        """Everything that was recorded holds, and is computed again; forget it."""
        if hasattr(self, "group"):
            found = asyncio.run(verify(ReadInMemory(self.tx), DIGESTED)).findings
            found += verifying.check_group(self.tx, "g")
            assert found == []
        self.open.close()

    @initialize()
    def begin(self) -> None:
        """A group whose members have joined long ago."""
        self.group = Sisters(cast("Any", None), "g")  # there is no database but this transaction
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

    def new_id(self) -> str:
        """The next id."""
        return f"x{next(self.ids)}"

    def tries(self, act: Any, *args: Any, **more: Any) -> Any:
        """Do something that may be refused; a refusal changes nothing, and is None."""
        try:
            with self.tx.savepoint():
                return act(self.tx, *args, at=self.at, **more)
        except Refusal:
            return None

    def asks(self, act: Any, *args: Any, **more: Any) -> Any:
        """The same for what makes ids."""
        return self.tries(act, *args, new_id=self.new_id, **more)

    def confirm(self, asked: Any, *seconds: int) -> None:
        """Let the first who may be the second person confirm."""
        for n in (*seconds, 2, 1, 0):
            if asked is not None and self.asks(
                second_person.decide, self.group.actor(n), asked.request.id, is_yes=True
            ):
                return

    # --- what happens -----------------------------------------------------------------------

    @rule(data=st.data(), weeks=st.integers(1, 4))
    def meet(self, data: st.DataObject, weeks: int) -> None:
        """Hold a meeting: some save, some pay back, what is ready is handed over."""
        self.weeks += 1
        self.at += timedelta(weeks=weeks)
        leader = self._leader()
        meeting = self.asks(meetings.open_meeting, leader, "g")
        page = self.tries(meetings.register, leader, meeting.id)
        body = self._body(data, page)
        if self.asks(meetings.close, leader, meeting.id, body) is None:
            plain = self._body(data, page, is_plain=True)
            assert self.asks(meetings.close, leader, meeting.id, plain) is not None
        while self.tries(scoring.run_next_due):
            pass

    @rule(data=st.data(), n=SISTERS, amount=AMOUNTS, months=st.integers(1, 12))
    def lend(self, data: st.DataObject, n: int, amount: int, months: int) -> None:
        """A sister asks, all say yes, and everybody who must confirms."""
        fund = data.draw(st.sampled_from([LoanFund.OWN, LoanFund.OWN, LoanFund.REVOLVING_FUND]))
        asked = Asked(fund, amount, months, Purpose.TRADE)
        loan = self.asks(loans.propose, self.group.actor(n), "g", self.group.member(n), asked)
        for other in range(1, MEMBERS + 1) if loan else ():
            self.asks(loans.vote, self.group.actor(other), loan.id, Vote.YES)
        for other in range(MEMBERS + 1) if loan else ():
            self.asks(loans.decide, self.group.actor(other), loan.id, is_yes=True, reason="")
            self.asks(loans.confirm, self.group.actor(other), loan.id)
        self.meet(data, 1)

    @rule(data=st.data())
    def put_right(self, data: st.DataObject) -> None:
        """Correct one of the last meetings: another saving, other money."""
        held = [it for it in self.tries_list() if it.state == "closed"]
        if held:
            self.at += timedelta(hours=1)
            meeting = data.draw(st.sampled_from(held[:3]))
            page = self.tries(meetings.register, self._leader(), meeting.id)
            body = self._body(data, page)
            asked = self.asks(meetings.ask_correction, self._leader(), meeting.id, body, "wrong")
            self.confirm(asked)

    @precondition(lambda self: self.out())
    @rule(data=st.data())
    def change(self, data: st.DataObject) -> None:
        """Something is let off, spread anew or written off."""
        self.at += timedelta(hours=1)
        loan = data.draw(st.sampled_from(self.out()))
        parts = st.integers(0, 500_00)
        held = [it.id for it in self.tries_list()]
        changes: list[st.SearchStrategy[Change]] = [
            st.builds(LetOff, parts, parts),
            st.builds(Spread, st.integers(1, 12), st.integers(0, 1)),
        ]
        if held:
            changes.append(st.builds(Said, st.just(held[0]), st.just(5), st.just(0)))
        change = data.draw(st.one_of(changes))
        by = self.group.actor(0 if isinstance(change, Said) else 1)
        self.confirm(self.asks(loan_changes.ask, by, loan.id, change, "she is ill"), 1)

    @precondition(lambda self: self.weeks > LONG)
    @rule(payout=st.sampled_from(Payout), basis=st.sampled_from(Basis))
    def share(self, payout: Payout, basis: Basis) -> None:
        """What was earned is shared out, where there is something."""
        self.at += timedelta(hours=1)
        self.confirm(self.asks(funds.ask_share_out, self._leader(), "g", payout, basis))

    @precondition(lambda self: self.weeks > LONG)
    @rule()
    def leave(self) -> None:
        """The fifth leaves."""
        self.asks(joining.leave, self.group.actor(5))

    @precondition(lambda self: self.weeks > LONG)
    @rule()
    def merge(self) -> None:
        """The sixth record is found to be the fourth sister's."""
        why = merging.Reason("the same woman")
        self.asks(merging.merge, self.group.actor(0), *map(self.group.member, (4, 6)), why)

    # --- what holds always -------------------------------------------------------------------

    @invariant()
    def no_sum_has_drifted_and_all_sums_are_zero(self) -> None:
        """The kept balances are those of the postings, and debits equal credits in each unit."""
        assert drift(self.tx) == ()
        for unit in Unit:
            (whole,) = self.tx.rows(
                "SELECT COALESCE(SUM(net_debit), 0) FROM balances WHERE unit = :unit", unit=unit
            )
            assert whole == (0,)

    @invariant()
    def nothing_that_one_has_is_below_nothing(self) -> None:
        """Cash, bank, savings, funds and debts."""
        kept = self.kept()
        below = {
            name: amount
            for name, amount in kept.items()
            if amount < 0 and account(name).place.kind in {"asset", "liability"}
        }
        assert below == {}

    @invariant()
    def every_fund_is_apart(self) -> None:
        """What lies in the box and the bank is the funds' own, each one's and no more."""
        kept = self.kept()
        held = [it for it in self.every() if it.state not in _PROMISED]
        free = free_money(self.tx, "g", held)
        money = kept.get(cash_box(), 0) + kept.get(bank(), 0)
        assert sum(free.values()) + kept.get(social_fund(), 0) == money
        lost = self.tx.value(
            "SELECT CAST(COALESCE(SUM(w.principal), 0) AS BIGINT) FROM loan_waivers w"
            " JOIN loans l ON l.id = w.loan_id WHERE l.fund = 'revolving-fund'"
        )
        # What is lost of money that is owed to a lender is the group's own loss.
        assert free.pop(LoanFund.OWN) >= -lost
        assert min(free.values()) >= 0
        lent = sum(
            kept.get(f"loan:{loan.member_id}:{loan.id}:principal", 0)
            for loan in held
            if loan.fund is LoanFund.REVOLVING_FUND
        )
        fund = kept.get(outside_fund(Fund.REVOLVING_FUND), 0)
        assert free[LoanFund.REVOLVING_FUND] + lent == fund

    @invariant()
    def every_loan_is_owed_as_its_books_say(self) -> None:
        """Principal and interest of the ledger are those of the schedule and what was paid."""
        kept = self.kept()
        for loan in self.every():
            stands = [
                kept.get(f"loan:{loan.member_id}:{loan.id}:{part}", 0)
                for part in ("principal", "interest-due")
            ]
            books = select_books(self.tx, loan, select_terms(self.tx, loan.id))
            if not books or loan.state is LoanState.APPROVED:
                assert stands == [0, 0]
                continue
            book = books[-1]
            owed = owed_in_books(book)
            assert stands == [owed.principal, owed.interest]
            is_over = loan.state is not LoanState.PAID_OUT
            assert is_over is (owed_in_all(book).amount == 0)

    @invariant()
    def standing_equals_points(self) -> None:
        """Every weekly run is computed again, its entries and the pillars' balances with it."""
        runs = verifying.next_places(self.tx)
        assert [it for one in runs[-1:] for it in verifying.check_run(self.tx, one)] == []

    # --- how it is done ----------------------------------------------------------------------

    def kept(self) -> dict[str, int]:
        """Every balance in its smallest unit."""
        return {name: it.minor for name, it in balances_of(self.tx, "g").items()}

    def every(self) -> list[Loan]:
        """Every loan."""
        return select_loans_of_group(self.tx, "g")

    def out(self) -> list[Loan]:
        """Every loan that is out."""
        return [it for it in self.every() if it.state is LoanState.PAID_OUT]

    def tries_list(self) -> list[Any]:
        """The last meetings, the newest first."""
        return [*meetings.list_meetings(self.tx, self._leader(), "g")]

    def _leader(self) -> Actor:
        return self.group.actor(1)

    def _body(self, data: st.DataObject, page: RegisterPage, *, is_plain: bool = False) -> Register:
        """A register as somebody may fill it in, or one in which only savings move."""
        lines = tuple(
            RegisterLine(one.member_id, one.mark, one.due if data.draw(st.integers(0, 4)) else 0, 0)
            for one in page.lines
        )
        money = () if is_plain else tuple(self._money(data, page))
        cash = page.cash_before + sum(it.saved for it in lines) + sum(map(cash_effect, money))
        return Register(lines, max(cash, 0), money=money)

    def _money(self, data: st.DataObject, page: RegisterPage) -> list[MoneyLine]:
        found = [MoneyLine(MoneyKind.RECEIPT, 10_00, code=Code.GIFT)]
        for due in page.repayments:
            amount = data.draw(st.sampled_from([0, due.due, due.most, due.most // 3]))
            if amount:
                found.append(MoneyLine(MoneyKind.REPAYMENT, amount, due.member_id, due.loan_id))
        for ready in page.hand_overs:
            if ready.is_given or (not ready.missing and data.draw(st.booleans())):
                whose = (ready.amount, ready.member_id, ready.loan_id)
                found.append(MoneyLine(MoneyKind.HAND_OVER, *whose))
        for one in page.settlements:
            found += [
                MoneyLine(MoneyKind.SET_OFF, it, one.member_id, loan) for loan, it in one.set_off
            ]
            found += [MoneyLine(MoneyKind.SAVING_OUT, one.rest, one.member_id)] if one.rest else []
        rest = (
            MoneyLine(MoneyKind.FUND_RECEIVED, 5000_00, fund=LoanFund.REVOLVING_FUND),
            MoneyLine(MoneyKind.FUND_RETURNED, 1000_00, fund=LoanFund.REVOLVING_FUND),
            MoneyLine(MoneyKind.RECEIPT, 2000_00, code=Code.OTHER_RECEIPT),
            MoneyLine(MoneyKind.EXPENSE, 30_00, code=Code.STATIONERY),
            MoneyLine(MoneyKind.DEPOSIT, 500_00, self.group.member(1)),
            MoneyLine(MoneyKind.WITHDRAWAL, 500_00, self.group.member(2)),
            MoneyLine(MoneyKind.SAVING_OUT, 20_00, self.group.member(3)),
            MoneyLine(MoneyKind.SOCIAL_IN, 20_00),
            MoneyLine(MoneyKind.SOCIAL_OUT, 10_00),
        )
        return found + data.draw(st.lists(st.sampled_from(rest), max_size=3, unique=True))


_PROMISED = frozenset({LoanState.PROPOSED, LoanState.CARRIED, LoanState.APPROVED})
Money.TestCase.settings = settings(max_examples=6, stateful_step_count=20, deadline=None)
TestMoney = Money.TestCase
