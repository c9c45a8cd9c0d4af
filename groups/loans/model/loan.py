"""A loan: what is asked for, from which fund, and the life-cycle from the proposal to its end."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from groups.loans.model.terms import Terms
from groups.registers.model.money import LoanFund


class Purpose(StrEnum):
    """The purpose of a loan; her own words are stored beside it."""

    TRADE = "trade"  # shop, vending, buying and selling
    TAILORING = "tailoring"
    FARMING = "farming"
    LIVESTOCK = "livestock"
    TRANSPORT = "transport"
    OTHER_BUSINESS = "other_business"
    HEALTH = "health"
    EDUCATION = "education"
    HOUSE = "house"
    FAMILY = "family"  # weddings, feasts, mourning
    FOOD = "food"
    OLD_DEBT = "old_debt"


BUSINESS = frozenset(
    {
        Purpose.TRADE,
        Purpose.TAILORING,
        Purpose.FARMING,
        Purpose.LIVESTOCK,
        Purpose.TRANSPORT,
        Purpose.OTHER_BUSINESS,
    }
)


class LoanState(StrEnum):
    """The state of a loan."""

    PROPOSED = "proposed"  # the ballot is open
    CARRIED = "carried"  # the group said yes; the facilitator has not
    APPROVED = "approved"  # cooling off, or waiting for a meeting
    PAID_OUT = "paid_out"
    REPAID = "repaid"
    WRITTEN_OFF = "written_off"
    REJECTED = "rejected"
    RETURNED = "returned"
    CANCELLED = "cancelled"


class LoanStep(StrEnum):
    """What can happen to a loan."""

    CARRY = "carry"  # enough members said yes; a facilitator decides next
    CARRY_FINALLY = "carry_finally"  # enough members said yes; nobody else decides
    REJECT = "reject"  # not enough members said yes by the deadline
    APPROVE = "approve"
    RETURN = "return"  # the facilitator gives it back with a reason
    CANCEL = "cancel"
    PAY_OUT = "pay_out"
    TAKE_BACK = "take_back"  # the hand-over was recorded by mistake
    SETTLE = "settle"
    REOPEN = "reopen"  # a payment that settled it was recorded by mistake
    WRITE_OFF = "write_off"
    TAKE_OVER = "take_over"  # it was outstanding before the group's books began here
    LEAVE_OUT = "leave_out"  # the cut-off sheet that holds it is handed in again


LOAN_STEPS: Mapping[LoanState, Mapping[LoanStep, LoanState]] = MappingProxyType(
    {
        LoanState.PROPOSED: MappingProxyType(
            {
                LoanStep.CARRY: LoanState.CARRIED,
                LoanStep.CARRY_FINALLY: LoanState.APPROVED,
                LoanStep.REJECT: LoanState.REJECTED,
                LoanStep.CANCEL: LoanState.CANCELLED,
                LoanStep.TAKE_OVER: LoanState.PAID_OUT,
            }
        ),
        LoanState.CARRIED: MappingProxyType(
            {
                LoanStep.APPROVE: LoanState.APPROVED,
                LoanStep.RETURN: LoanState.RETURNED,
                LoanStep.CANCEL: LoanState.CANCELLED,
            }
        ),
        LoanState.APPROVED: MappingProxyType(
            {LoanStep.PAY_OUT: LoanState.PAID_OUT, LoanStep.CANCEL: LoanState.CANCELLED}
        ),
        LoanState.PAID_OUT: MappingProxyType(
            {
                LoanStep.SETTLE: LoanState.REPAID,
                LoanStep.WRITE_OFF: LoanState.WRITTEN_OFF,
                LoanStep.TAKE_BACK: LoanState.APPROVED,
                LoanStep.LEAVE_OUT: LoanState.CANCELLED,
            }
        ),
        LoanState.REPAID: MappingProxyType({LoanStep.REOPEN: LoanState.PAID_OUT}),
        LoanState.WRITTEN_OFF: MappingProxyType({}),  # later payments are other income
        LoanState.REJECTED: MappingProxyType({}),
        LoanState.RETURNED: MappingProxyType({}),
        LoanState.CANCELLED: MappingProxyType({}),
    }
)

RESERVED = frozenset({LoanState.PROPOSED, LoanState.CARRIED, LoanState.APPROVED})
"""States in which the loan's amount is reserved, so that no other loan can take it."""


@dataclass(frozen=True, slots=True)
class Loan:
    """A loan; `ladder_step` is the step of a DSC loan, from 1, and 0 for other loans."""

    id: str
    group_id: str
    member_id: str
    fund: LoanFund
    terms: Terms
    purpose: Purpose
    state: LoanState
    ladder_step: int
    charter: str
    proposed_by: str
    proposed_day: date
    ballot_until: date  # the last day on which votes count
    approved_day: date | None = None  # cooling-off is counted from it
    paid_out_day: date | None = None
