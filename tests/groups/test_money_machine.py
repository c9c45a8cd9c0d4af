"""Random lives of a group's money: after any lending, payment or correction, all books agree."""

from datetime import timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule, run_state_machine_as_test

from groups.funds import acts as funds
from groups.funds.model.sharing import Basis, Payout
from groups.joining.acts import joining, merging
from groups.lending.acts import changes as loan_changes
from groups.lending.model.changes import Change, LetOff, Said, Spread
from groups.lending.model.proposal import LoanAskedFor
from groups.loans.model.loan import Purpose
from groups.meetings.acts import meetings
from groups.registers.model.meeting import Register, RegisterLine, RegisterPage
from groups.registers.model.money import Code, LoanFund, MoneyKind, MoneyLine
from groups.registers.rules.money_lines import cash_effect
from tests.groups.claiming import merged_at_once
from tests.groups.money_life import MEMBERS, MoneyLife
from tests.groups.scored import run_next_due
from tests.groups.ticking import tick
from tests.lives import lives

LONG = 6  # meetings before anybody leaves or a share-out is made
AMOUNTS = st.integers(1, 40).map(lambda hundreds: hundreds * 100_00)
SISTERS = st.integers(1, MEMBERS)
LATE = st.sampled_from((0, 0, 0, 1, 5))  # days after a meeting until its register is closed
PARTS = st.sampled_from(("nothing", "third", "due", "all"))


class Money(MoneyLife):
    """Six members, week after week, by the real use cases."""

    @initialize()
    def begin_with_savings(self) -> None:
        """Each member has saved ₹1,000."""
        self.begin()

    @rule(data=st.data(), weeks=st.integers(1, 4), late=LATE)
    def meet(self, data: st.DataObject, weeks: int, late: int = 0) -> None:
        """Hold a meeting: some save, some repay, loans that are ready are handed over.

        It is closed so many days late; meanwhile the clock takes its steps for the loans.
        """
        self.weeks += 1
        self.at += timedelta(weeks=weeks)
        meeting, page = self.open_meeting()
        self.at += timedelta(days=late)
        self.post_interest()
        body = self.body(data, page)
        if self.asks(meetings.close, self.leader(), meeting, body) is None:
            plain = self.body(data, page, is_plain=True)
            assert self.asks(meetings.close, self.leader(), meeting, plain) is not None
        while self.tries(run_next_due):
            pass

    @rule(data=st.data(), n=SISTERS, amount=AMOUNTS, months=st.integers(1, 12))
    def lend(self, data: st.DataObject, n: int, amount: int, months: int) -> None:
        """A member proposes a loan, all vote yes, and everybody confirms who must."""
        fund = data.draw(st.sampled_from([LoanFund.OWN, LoanFund.OWN, LoanFund.REVOLVING_FUND]))
        self.lend_to(n, LoanAskedFor(fund, amount, months, Purpose.TRADE))
        self.meet(data, 1)

    @rule(data=st.data())
    def put_right(self, data: st.DataObject) -> None:
        """Correct one of the last meetings: other savings, other money lines."""
        held = [it for it in self.briefs() if it.state == "closed"]
        if held:
            self.at += timedelta(hours=1)
            meeting = data.draw(st.sampled_from(held[:3]))
            page = self.tries(meetings.register, self.leader(), meeting.id)
            body = self.body(data, page)
            asked = self.asks(meetings.ask_correction, self.leader(), meeting.id, body, "wrong")
            self.confirm(asked)

    @precondition(lambda self: self.out())
    @rule(data=st.data())
    def change(self, data: st.DataObject) -> None:
        """Waive a part of a loan, reschedule it or write it off."""
        self.at += timedelta(hours=1)
        loan = data.draw(st.sampled_from(self.out()))
        parts = st.integers(0, 500_00)
        held = [it.id for it in self.briefs()]
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
        """Share out the profit, if there is any."""
        self.at += timedelta(hours=1)
        self.confirm(self.asks(funds.ask_share_out, self.leader(), "g", payout, basis))

    @precondition(lambda self: self.weeks > LONG)
    @rule()
    def leave(self) -> None:
        """Let member 5 leave."""
        self.asks(joining.leave, self.group.actor(5))

    @precondition(lambda self: self.weeks > LONG)
    @rule()
    def merge(self) -> None:
        """Merge the sixth record into the fourth member's."""
        why = merging.MergeReason("the same woman")
        self.asks(merged_at_once, self.group.actor(0), *map(self.group.member, (4, 6)), why)

    # --- registers -----------------------------------------------------------------------------

    def body(self, data: st.DataObject, page: RegisterPage, *, is_plain: bool = False) -> Register:
        """Return a register as a person may fill it in, or one in which only savings move."""
        lines = tuple(
            RegisterLine(one.member_id, one.mark, one.due if data.draw(st.integers(0, 4)) else 0, 0)
            for one in page.lines
        )
        money = () if is_plain else tuple(self._money(data, page))
        cash = page.cash_before + sum(it.saved for it in lines) + sum(map(cash_effect, money))
        return Register(lines, max(cash, 0), money=money)

    def _money(self, data: st.DataObject, page: RegisterPage) -> list[MoneyLine]:
        lines = [MoneyLine(MoneyKind.RECEIPT, 10_00, code=Code.GIFT)]
        for due in page.repayments:
            amount = data.draw(st.sampled_from([0, due.due, due.most, due.most // 3]))
            if amount:
                lines.append(MoneyLine(MoneyKind.REPAYMENT, amount, due.member_id, due.loan_id))
        for ready in page.hand_overs:
            if ready.is_given or (not ready.missing and data.draw(st.booleans())):
                whose = (ready.amount, ready.member_id, ready.loan_id)
                lines.append(MoneyLine(MoneyKind.HAND_OVER, *whose))
        for one in page.settlements:
            lines += [
                MoneyLine(MoneyKind.SET_OFF, it, one.member_id, loan) for loan, it in one.set_off
            ]
            lines += [MoneyLine(MoneyKind.SAVING_OUT, one.rest, one.member_id)] if one.rest else []
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
        return lines + data.draw(st.lists(st.sampled_from(rest), max_size=3, unique=True))


class OneLoan(MoneyLife):
    """One loan of one member, months long; her payment in any meeting is corrected later."""

    @initialize(months=st.integers(2, 12))
    def begin_with_a_loan(self, months: int) -> None:
        """Hand over a loan of ₹3,000."""
        self.begin()
        self.lend_to(3, LoanAskedFor(LoanFund.OWN, 3000_00, months, Purpose.TRADE))
        meeting, page = self.open_meeting()
        (ready,) = page.hand_overs
        whose = (ready.amount, ready.member_id, ready.loan_id)
        handed = self.plain(page, MoneyLine(MoneyKind.HAND_OVER, *whose))
        assert self.asks(meetings.close, self.leader(), meeting, handed)
        self.first = meeting

    @rule(weeks=st.integers(2, 6), part=PARTS, late=LATE)
    def pay(self, weeks: int, part: str, late: int) -> None:
        """She pays if anything is due; the clock takes its steps for the loan."""
        self.at += timedelta(weeks=weeks)
        meeting, page = self.open_meeting()
        self.at += timedelta(days=late)
        self.post_interest()
        paid = self.plain(page, *self.paying(page, part))
        assert self.asks(meetings.close, self.leader(), meeting, paid)
        self.asks(tick, "interest")

    @rule(data=st.data(), part=PARTS)
    def put_right(self, data: st.DataObject, part: str) -> None:
        """Correct one of all the meetings, as if it had been written down wrongly."""
        self.at += timedelta(hours=1)
        held = [it.id for it in self.briefs() if it.id != self.first]
        if held:
            meeting = data.draw(st.sampled_from(held))
            page = self.tries(meetings.register, self.leader(), meeting)
            body = self.plain(page, *self.paying(page, part))
            asked = self.asks(meetings.ask_correction, self.leader(), meeting, body, "wrong")
            self.confirm(asked)

    def paying(self, page: RegisterPage, part: str) -> list[MoneyLine]:
        """Return the line of her payment: nothing, a third, the amount due, or everything."""
        for due in page.repayments:
            amount = {"due": due.due, "all": due.most, "third": due.most // 3}.get(part, 0)
            if amount:
                return [MoneyLine(MoneyKind.REPAYMENT, amount, due.member_id, due.loan_id)]
        return []


@pytest.mark.parametrize("machine", [Money, OneLoan])
def test_whatever_happens_the_money_ties(machine: type[MoneyLife], migrated_url: str) -> None:
    some = settings(max_examples=lives(6), stateful_step_count=20, deadline=None)
    here = type(machine.__name__, (machine,), {"url": migrated_url})
    run_state_machine_as_test(here, settings=some)
