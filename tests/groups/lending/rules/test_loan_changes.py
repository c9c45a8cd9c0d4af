"""How a change of a loan is asked for, and who bears a loss."""

from datetime import date

import pytest

from groups.approvals.model import RequestKind
from groups.charter.model.terms import Plan
from groups.lending.model.changes import Change, LetOff, Said, Spread
from groups.lending.rules.changes import body_of, change_of, kind_of, let_off_postings
from groups.loans.model.loan import Loan, LoanState, Purpose
from groups.loans.model.terms import Method, Rate, Terms
from groups.loans.rules.loan_books import Recorded, ScheduleVersion, anew, begins_anew, books_of
from groups.loans.rules.outstanding import (
    LoanBook,
    Owed,
    Paid,
    due,
    is_paid_by,
    overdue,
    owed_by,
    owed_in_all,
    owed_in_books,
)
from groups.registers.model.money import LoanFund

DAY = date(2026, 1, 2)
FEB, MAR, APR = date(2026, 2, 2), date(2026, 3, 2), date(2026, 4, 2)
TERMS = Terms(1000_00, 2, Rate(200), plan=Plan.EQUAL_PRINCIPAL)


def loan_of(fund: LoanFund) -> Loan:
    return Loan(
        *("l1", "g", "m1", fund, TERMS, Purpose.TRADE, LoanState.PAID_OUT, 0, "c", "m1"),
        *(DAY, DAY),
    )


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (LetOff(1, 2), RequestKind.WAIVER),
        (Spread(6, 1), RequestKind.RESCHEDULE),
        (Said("w1", 5, 1), RequestKind.WRITE_OFF),
    ],
)
def test_a_change_waits_and_is_the_same_afterwards(change: Change, kind: RequestKind) -> None:
    body = body_of(loan_of(LoanFund.OWN), change)

    assert (kind_of(change), change_of(kind, body), body["borrower_id"]) == (kind, change, "m1")


@pytest.mark.parametrize(
    ("fund", "bears"), [(LoanFund.DSC, "fund:dsc-grant"), (LoanFund.BANK_LOAN, "loan-losses")]
)
def test_a_grant_bears_its_own_loss_and_no_other_fund(fund: LoanFund, bears: str) -> None:
    (lost,) = let_off_postings(loan_of(fund), LetOff(0, 100_00))

    assert (lost.debit, lost.credit, lost.amount.minor) == (bears, "loan:m1:l1:principal", 100_00)


def lived() -> tuple[LoanBook, ...]:
    """A loan with nothing paid in February, rescheduled in March and paid in April."""
    return books_of(
        [
            ScheduleVersion(10, DAY, TERMS, (20_00, 20_00)),
            ScheduleVersion(
                20, MAR, Terms(1000_00, 4, Rate(200), plan=Plan.EQUAL_PRINCIPAL), (20_00,)
            ),
        ],
        [Recorded(15, Paid(FEB, 0, 10_00)), Recorded(25, Paid(APR, 0, 30_00))],
    )


def test_unpaid_interest_falls_due_with_the_first_new_instalment() -> None:
    old, new = lived()

    assert (old.paid, old.carried, new.carried) == ((Paid(FEB, 0, 10_00),), 0, 30_00)
    assert (new.lines[0].interest, due(new, MAR).amount) == (50_00, 0)
    assert due(new, APR).interest == 20_00
    assert not is_paid_by(new, new.lines[0], APR)


def test_unpaid_interest_can_be_paid_at_once_and_is_owed_in_all() -> None:
    _, new = lived()
    unpaid = LoanBook(new.terms, new.began, new.lines, (), (), new.carried)

    assert (owed_by(unpaid, MAR).interest, owed_in_all(unpaid).interest) == (30_00, 30_00)
    late = overdue(new, date(2026, 4, 10), lambda day: day)
    assert late is not None
    assert (late.owed.principal, late.owed.interest) == (250_00, 20_00)


def test_a_new_schedule_begins_where_interest_was_charged_last() -> None:
    old, new = lived()
    begun = LoanBook(TERMS, DAY, old.lines)

    assert (begins_anew(old), begins_anew(begun)) == (MAR, DAY)
    assert anew(new, 5, 0).carried == 20_00


def test_of_flat_interest_all_is_owed_whether_it_is_posted_or_not() -> None:
    flat = Terms(1000_00, 2, Rate(200), method=Method.FLAT)
    book = LoanBook(flat, DAY, lived()[0].lines, (Paid(FEB, 500_00, 20_00),), (20_00,), 5_00)

    assert owed_in_all(book) == Owed(500_00, 25_00)
    assert owed_in_books(book) == Owed(500_00, 5_00)
