"""Changes of an outstanding loan: a part is waived, the rest rescheduled, or it is written off."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from groups.approvals.model import RequestKind
from groups.charter.model.numbers import BallotCharter
from groups.charter.rules.charter import TermsCharter
from groups.lending.model.changes import Change, LetOff, Said, Spread
from groups.lending.rules.ballot import is_carried, yes_needed
from groups.loans.model.count import Count
from groups.loans.model.loan import Loan
from groups.loans.model.refusals import NotCarried, OnlyInterestLeft, WaivesTooMuch
from groups.loans.rules.outstanding import Owed
from groups.people.model.refusals import BadAnswer
from groups.registers.model.money import LoanFund
from ledger import accounts
from ledger.model import Posting, paise


def kind_of(change: Change) -> RequestKind:
    """The kind of the request for a change."""
    match change:
        case LetOff():
            return RequestKind.WAIVER
        case Spread():
            return RequestKind.RESCHEDULE
        case _:
            return RequestKind.WRITE_OFF


def body_of(loan: Loan, change: Change) -> dict[str, Any]:
    """The body of the request; it names the borrower, who may not be the second person."""
    whose = {"borrower_id": loan.member_id}
    match change:
        case LetOff(interest, principal):
            return {**whose, "interest": interest, "principal": principal}
        case Spread(months, grace_months):
            return {**whose, "months": months, "grace_months": grace_months}
        case _:
            votes = {"yes": change.yes, "no": change.no}
            return {**whose, "meeting_id": change.meeting_id, **votes}


def change_of(kind: RequestKind, body: Mapping[str, Any]) -> Change:
    """Read a change from the body of its request."""
    return _READ[kind](body)


def check_let_off(change: LetOff, owed: Owed) -> None:
    """Refuse a waiver of nothing (BadAnswer), and of too much (WaivesTooMuch).

    Too much is more than is owed, or all the principal: that is a write-off.
    """
    if min(change.interest, change.principal) < 0 or not change.interest + change.principal:
        raise BadAnswer("amount")
    takes_all = owed.principal > 0 and change.principal >= owed.principal
    if takes_all or change.principal > owed.principal or change.interest > owed.interest:
        raise WaivesTooMuch(owed.interest, owed.principal)


def check_spread(change: Spread, owed: Owed, rules: TermsCharter) -> None:
    """Refuse months outside the charter's bounds, and a loan without outstanding principal."""
    if not 1 <= change.months <= rules.months_at_most:
        raise BadAnswer("months")
    if not 0 <= change.grace_months <= min(rules.grace_months_at_most, change.months - 1):
        raise BadAnswer("grace_months")
    if not owed.principal:
        raise OnlyInterestLeft


def count_of(change: Said, present: int) -> Count:
    """The votes of those present; BadAnswer if there are more votes than members present."""
    if min(change.yes, change.no) < 0 or change.yes + change.no > present:
        raise BadAnswer("votes")
    return Count(present, change.yes, change.no, present - change.yes - change.no)


def check_said(count: Count, charter: BallotCharter) -> None:
    """Refuse a write-off without enough yes votes of the members present: NotCarried."""
    if not is_carried(count, charter):
        raise NotCarried(count.yes, yes_needed(count.voters, charter))


def let_off_postings(loan: Loan, gone: LetOff) -> tuple[Posting, ...]:
    """The postings of a waiver: interest that is no income, and principal that is lost.

    A grant bears its own loss. Other outside money is still owed to its lender, whoever pays.
    """
    due = accounts.loan_interest_due(loan.member_id, loan.id)
    lent = accounts.loan_principal(loan.member_id, loan.id)
    moves = (
        (accounts.interest_income(), due, gone.interest),
        (_bears_the_loss(loan.fund), lent, gone.principal),
    )
    return tuple(Posting(debit, credit, paise(amount)) for debit, credit, amount in moves if amount)


def _bears_the_loss(fund: LoanFund) -> str:
    if fund is LoanFund.DSC:
        return accounts.outside_fund(accounts.Fund.DSC_GRANT)
    return accounts.loan_losses()


_READ: Final[Mapping[RequestKind, Callable[[Mapping[str, Any]], Change]]] = MappingProxyType(
    {
        RequestKind.WAIVER: lambda body: LetOff(body["interest"], body["principal"]),
        RequestKind.RESCHEDULE: lambda body: Spread(body["months"], body["grace_months"]),
        RequestKind.WRITE_OFF: lambda body: Said(body["meeting_id"], body["yes"], body["no"]),
    }
)
