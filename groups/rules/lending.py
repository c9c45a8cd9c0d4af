"""What may be asked for, who may vote, and where a loan goes next."""

from collections.abc import Iterable

from groups.model.lending import Asked
from groups.model.loan import LOAN_STEPS, Loan, LoanFund, LoanState, LoanStep
from groups.model.people import Member, MemberState
from groups.model.refusals import BadAnswer, BorrowerVotes, LoanMovedOn
from groups.model.rhythm import Rhythm
from groups.model.terms import Grace, Method, Per, Plan, Rate, Rounding, Terms
from groups.rules.charter import Charter

_METHODS = {"reducing balance": Method.REDUCING, "flat": Method.FLAT}


def terms_of(asked: Asked, charter: Charter) -> Terms:
    """The terms that follow from what is asked and from the charter; BadAnswer names the field."""
    rules = charter.loans.terms
    if asked.amount <= 0 or asked.amount % 100:
        raise BadAnswer("amount")
    if not 1 <= asked.months <= rules.months_at_most:
        raise BadAnswer("months")
    if not 0 <= asked.grace_months <= min(rules.grace_months_at_most, asked.months - 1):
        raise BadAnswer("grace_months")
    is_dsc = asked.fund is LoanFund.DSC
    percent = (charter.loans.dsc if is_dsc else charter.loans.internal).interest_percent_a_month
    return Terms(
        principal=asked.amount,
        months=asked.months,
        rate=Rate(round(100 * percent), Per.MONTH),
        rhythm=asked.rhythm or Rhythm(rules.rhythm),
        method=_METHODS[charter.loans.internal.interest_on],
        plan=asked.plan or Plan(rules.plan),
        grace_months=asked.grace_months,
        grace=Grace(rules.grace_rests),
        round_to=rules.round_to_paise,
        rounding=Rounding(rules.rounding),
    )


def next_state(loan: Loan, step: LoanStep) -> LoanState:
    """Where a step leads; LoanMovedOn where the loan does not take it in its state."""
    state = LOAN_STEPS[loan.state].get(step)
    if state is None:
        raise LoanMovedOn(loan.state.value)
    return state


def check_voter(loan: Loan, member: Member) -> None:
    """Refuse the borrower, and a ballot that is closed."""
    if loan.state is not LoanState.PROPOSED:
        raise LoanMovedOn(loan.state.value)
    if member.id == loan.member_id:
        raise BorrowerVotes


def voters(members: Iterable[Member], loan: Loan) -> list[Member]:
    """Who may vote: every active member but the borrower."""
    return [
        member
        for member in members
        if member.state is MemberState.ACTIVE and member.id != loan.member_id
    ]


def needs_facilitator(loan: Loan, charter: Charter) -> bool:
    """Whether a facilitator has the last word: on every DSC loan, and above the charter's limit."""
    limit = 100 * charter.loans.internal.facilitator_above_rupees
    return loan.fund is LoanFund.DSC or loan.terms.principal > limit
