"""Random lives of loans of every kind: each figure is what docs/policy.md says, reckoned apart."""

from datetime import date, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule, run_state_machine_as_test

from groups.calendar.rules.days import day_in
from groups.charter.acts import register_charter
from groups.lending.acts import pages
from groups.lending.model.proposal import LoanAskedFor
from groups.loans.model.loan import LoanState, Purpose
from groups.loans.store.loans import select_loan
from groups.meetings.acts import meetings
from groups.registers.model.meeting import RegisterPage
from groups.registers.model.money import LoanFund, MoneyKind, MoneyLine
from tests.groups.books.plain_loan import ROUNDS, Agreed, Payable, PlainLoan, moved_to
from tests.groups.money_life import MEMBERS, MoneyLife
from tests.groups.sisters import CHARTER, FRIDAY
from tests.lives import lives

METHODS = ("reducing balance", "reducing balance", "flat", "flat to the end")
AGREED = st.builds(
    Agreed,
    st.sampled_from([*ROUNDS]),
    st.sampled_from(METHODS),
    st.sampled_from(("equal_instalment", "equal_principal")),
    st.sampled_from(("0.5", "1", "1.5", "2", "3", "5")),
    st.sampled_from((1, 100)),
)
AMOUNTS = st.integers(100, 3000).map(lambda rupees: rupees * 100)
PAYS = st.sampled_from(("nothing", "due", "due", "third", "more", "all"))


class PlainLives(MoneyLife):
    """Six members who borrow by one charter; each loan is reckoned a second time beside."""

    @initialize(agreed=AGREED, days=st.integers(0, 800))
    def begin_by_a_charter(self, agreed: Agreed, days: int) -> None:
        """Begin on any day, with any way to lend."""
        self.at += timedelta(days)
        self.begin()
        self.agreed, self.held = agreed, list[date]()
        self.plain_loans: dict[str, PlainLoan] = {}
        version = register_charter(self.tx, charter_of(agreed), self.at)
        self.tx.run("UPDATE groups SET charter = :version", version=version)

    @rule(n=st.integers(1, MEMBERS), amount=AMOUNTS, months=st.integers(1, 12))
    def lend(self, n: int, amount: int, months: int) -> None:
        """A loan is asked for and carried; the next meeting hands it over."""
        self.lend_to(n, LoanAskedFor(LoanFund.OWN, amount, months, Purpose.TRADE))

    @rule(data=st.data(), days=st.integers(1, 45), late=st.sampled_from((0, 0, 0, 1, 9)))
    def meet(self, data: st.DataObject, days: int, late: int) -> None:
        """Hold a meeting on any day; who owes is asked for what the policy says."""
        self.at += timedelta(days)
        meeting, page = self.open_meeting()
        self.held.append(self.today)
        self.charge()
        money = [*self._handed_over(page), *self._paid(data, page)]
        if late:
            self.at += timedelta(late)
            self.step()
        assert self.asks(meetings.close, self.leader(), meeting, self.plain(page, *money))
        for line in money:
            self.take(line)
        self.at += timedelta(bool(late))
        self.step()

    @rule(days=st.integers(1, 40))
    def wait(self, days: int) -> None:
        """Days pass without a meeting."""
        self.at += timedelta(days)
        self.step()

    def _handed_over(self, page: RegisterPage) -> list[MoneyLine]:
        cash, lines = page.cash_before, list[MoneyLine]()
        for it in page.hand_overs:
            if not it.missing and it.amount <= cash:
                whose = (it.amount, it.member_id, it.loan_id)
                lines.append(MoneyLine(MoneyKind.HAND_OVER, *whose))
                cash -= it.amount
        return lines

    def _paid(self, data: st.DataObject, page: RegisterPage) -> list[MoneyLine]:
        lines: list[MoneyLine] = []
        for it in page.repayments:
            loan = self.plain_loans[it.loan_id]
            asked = (loan.due(self.today), loan.closes(self.today, self.payable()))
            assert (it.due, it.most) == asked
            amount = {
                "due": it.due,
                "third": it.most // 3,
                "more": it.due + 100_00,
                "all": it.most,
            }.get(data.draw(PAYS), 0)
            if amount:
                whose = (min(amount, it.most), it.member_id, it.loan_id)
                lines.append(MoneyLine(MoneyKind.REPAYMENT, *whose))
        return lines

    def take(self, line: MoneyLine) -> None:
        """Reckon a line of the last meeting apart."""
        day, loan_id = self.held[-1], line.loan_id or ""
        if line.kind is MoneyKind.REPAYMENT:
            self.plain_loans[loan_id].pay(day, line.amount, self.payable())
        else:
            loan = select_loan(self.tx, loan_id)
            assert loan is not None
            new = PlainLoan(self.agreed, line.amount, loan.terms.months, day)
            self.plain_loans[loan_id] = new

    def step(self) -> None:
        """Let the clock step, and compare each loan's card and its accounts."""
        self.post_interest()
        self.charge()
        kept = self.kept()
        for loan_id, loan in self.plain_loans.items():
            line = pages.loan_page(self.tx, self.leader(), loan_id, at=self.at).line
            assert (line.loan.state is LoanState.REPAID) is loan.is_over
            name = f"loan:{line.loan.member_id}:{loan_id}"
            parts = [kept.get(f"{name}:{part}", 0) for part in ("principal", "interest-due")]
            assert parts == [loan.left(), sum(loan.charged) - loan.interest_paid()]
            if not loan.is_over and not self.is_open():
                today = self.today
                late, closes = loan.late(today, self.payable()), self.closes(loan)
                assert (line.left, line.late, line.closes) == (loan.left(), late, closes)

    def charge(self) -> None:
        """Charge apart what has ended."""
        for loan in self.plain_loans.values():
            loan.charge_until(self.today, self.payable())

    def closes(self, loan: PlainLoan) -> int:
        """What closes a loan today, where a meeting would be held."""
        days = [*self.held, self.today]
        return loan.closes(self.today, moved_to(days, FRIDAY.weekday(), self.today))

    def is_open(self) -> bool:
        """Whether a register is open, whose payments are not known yet."""
        return bool(self.tx.value("SELECT COUNT(*) FROM meetings WHERE state = 'open'"))

    def payable(self) -> Payable:
        """The payable day of each due day, as known today."""
        return moved_to(self.held, FRIDAY.weekday(), self.today)

    @property
    def today(self) -> date:
        """The day in the group's zone."""
        return day_in("Asia/Kolkata", self.at)


def charter_of(agreed: Agreed) -> str:
    """The charter with these terms of loans."""
    text = CHARTER.read_text()
    for before, after in (
        ('version = "', 'version = "plain-'),
        ('rhythm = "monthly" ', f'rhythm = "{agreed.rhythm}" '),
        ('plan = "equal_instalment"', f'plan = "{agreed.plan}"'),
        ("round_to_paise = 100", f"round_to_paise = {agreed.unit}"),
        ("interest_percent_a_month = 2.0", f"interest_percent_a_month = {float(agreed.percent)}"),
        ('interest_on = "reducing balance"', f'interest_on = "{agreed.method}"'),
        ("open_at_most = 1", "open_at_most = 3"),
    ):
        assert before in text
        text = text.replace(before, after, 1)
    return text


def test_each_figure_of_a_loan_is_that_of_the_policy(migrated_url: str) -> None:
    some = settings(max_examples=lives(6), stateful_step_count=15, deadline=None)
    here = type("PlainLivesHere", (PlainLives,), {"url": migrated_url})
    run_state_machine_as_test(here, settings=some)
