"""The way of a loan to its hand-over: terms, voters, next state, confirmations."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Final, Protocol

from groups.calendar.model import Rhythm
from groups.charter.model.terms import Grace, Plan, Rounding
from groups.charter.rules.charter import INTEREST_ON, Charter
from groups.lending.model.proposal import LoanAskedFor
from groups.loans.model.loan import LOAN_STEPS, Loan, LoanState, LoanStep
from groups.loans.model.refusals import BorrowerVotes, LoanMovedOn
from groups.loans.model.terms import Method, Per, Rate, Terms
from groups.people.model.people import Member, MemberState, Role
from groups.people.model.refusals import BadAnswer
from groups.registers.model.money import LoanFund


class Confirmed(Protocol):
    """A person's confirmation of a hand-over; `as_whom` is borrower or officer."""

    @property
    def by_id(self) -> str: ...
    @property
    def as_whom(self) -> str: ...


_METHODS: Final[Mapping[str, Method]] = dict(
    zip(INTEREST_ON, (Method.REDUCING, Method.FLAT, Method.FLAT_TO_THE_END), strict=True)
)


def terms_of(asked: LoanAskedFor, charter: Charter) -> Terms:
    """The terms from a proposal and the charter; BadAnswer names the wrong field."""
    rules = charter.loans.terms
    if asked.amount <= 0 or asked.amount % 100:
        raise BadAnswer("amount")
    if not 1 <= asked.months <= rules.months_at_most:
        raise BadAnswer("months")
    if not 0 <= asked.grace_months <= min(rules.grace_months_at_most, asked.months - 1):
        raise BadAnswer("grace_months")
    usual = terms_by_charter(charter, asked.fund, asked.amount, asked.months)
    return replace(
        usual,
        rhythm=asked.rhythm or usual.rhythm,
        plan=asked.plan or usual.plan,
        grace_months=asked.grace_months,
    )


def terms_by_charter(
    charter: Charter,
    fund: LoanFund,
    principal: int,
    months: int,
    *,
    basis_points: int | None = None,
) -> Terms:
    """The charter's usual terms for `principal` paise; `basis_points` a month, if not the usual."""
    rules = charter.loans.terms
    kind = charter.loans.dsc if fund is LoanFund.DSC else charter.loans.internal
    usual = round(100 * kind.interest_percent_a_month)
    return Terms(
        principal=principal,
        months=months,
        rate=Rate(usual if basis_points is None else basis_points, Per.MONTH),
        rhythm=Rhythm(rules.rhythm),
        method=_METHODS[charter.loans.internal.interest_on],
        plan=Plan(rules.plan),
        grace=Grace(rules.grace_rests),
        round_to=rules.round_to_paise,
        rounding=Rounding(rules.rounding),
        carries=True,
    )


def rung_of(charter: Charter, fund: LoanFund, amount: int) -> int:
    """The ladder step of a DSC loan of `amount` paise, from 1; 0 for other loans."""
    if fund is not LoanFund.DSC:
        return 0
    below = sum(100 * step.rupees < amount for step in charter.loans.dsc.steps)
    return min(below + 1, len(charter.loans.dsc.steps))


def next_state(loan: Loan, step: LoanStep) -> LoanState:
    """The state after a step; LoanMovedOn if the loan's state does not allow the step."""
    state = LOAN_STEPS[loan.state].get(step)
    if state is None:
        raise LoanMovedOn(loan.state.value)
    return state


BALLOT_OVER: Final = "ballot_over"  # not a state: the last day is over, the clock ends it soon


def check_voter(loan: Loan, member: Member, today: date) -> None:
    """Refuse the borrower, and a ballot that is closed or whose last day is over."""
    if loan.state is not LoanState.PROPOSED:
        raise LoanMovedOn(loan.state.value)
    if today > loan.ballot_until:
        raise LoanMovedOn(BALLOT_OVER)
    if member.id == loan.member_id:
        raise BorrowerVotes


def voters(members: Iterable[Member], loan: Loan) -> list[Member]:
    """The members who may vote: all active members except the borrower."""
    return [
        member
        for member in members
        if member.state is MemberState.ACTIVE and member.id != loan.member_id
    ]


def needs_facilitator(loan: Loan, charter: Charter) -> bool:
    """Whether a facilitator must decide: on DSC loans, and above the charter's limit."""
    limit = 100 * charter.loans.internal.facilitator_above_rupees
    return loan.fund is LoanFund.DSC or loan.terms.principal > limit


def cooling_off_until(loan: Loan, charter: Charter) -> date:
    """The first day of the hand-over: after the cooling-off if a facilitator had to decide."""
    assert loan.approved_day is not None, "only what is approved is handed over"
    days = charter.loans.dsc.cooling_off_days if needs_facilitator(loan, charter) else 0
    return loan.approved_day + timedelta(days)


OFFICERS_CONFIRM: Final = 2


def still_to_confirm(
    loan: Loan, confirmed: Iterable[Confirmed], offices: Mapping[str, frozenset[Role]]
) -> frozenset[str]:
    """The members whose confirmation of the hand-over is still wanted; borrower and officers."""
    said = list(confirmed)
    able = offices.keys() - {loan.member_id}
    by = {one.by_id for one in said if one.as_whom == "officer"} & able
    has_enough = len(by) >= min(OFFICERS_CONFIRM, len(able))
    has_said = loan.member_id in {one.by_id for one in said if one.as_whom == "borrower"}
    wanted = set() if has_enough else able - by
    return frozenset(wanted | (set() if has_said else {loan.member_id}))


def missing_confirmation(
    loan: Loan, confirmed: Iterable[Confirmed], offices: Mapping[str, frozenset[Role]]
) -> str:
    """Who must still confirm before the hand-over: borrower, officers, officer, office, or empty.

    The borrower must confirm, and two office-bearers other than her; one, if the group has only
    one. "officers" is two of them, "officer" one. "office" means that the group has none: nobody
    hands a loan to herself.
    """
    said = list(confirmed)
    if loan.member_id not in {one.by_id for one in said if one.as_whom == "borrower"}:
        return "borrower"
    able = offices.keys() - {loan.member_id}
    if not able:
        return "office"
    by = {one.by_id for one in said if one.as_whom == "officer"} & able
    still = min(OFFICERS_CONFIRM, len(able)) - len(by)
    if still <= 0:
        return ""
    return "officer" if still == 1 else "officers"
