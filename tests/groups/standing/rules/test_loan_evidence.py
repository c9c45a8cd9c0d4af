"""What loans show of a member: kept and missed instalments, one broken promise for each loan."""

from dataclasses import replace
from datetime import date, timedelta

from groups.charter.model.terms import Plan
from groups.loans.model.terms import Rate, Terms
from groups.loans.rules.outstanding import LoanBook, Paid
from groups.loans.rules.schedule import schedule
from groups.standing.rules.evidence import DefaultFact, InstalmentFact
from groups.standing.rules.loan_evidence import (
    LoanFacts,
    LoanHistory,
    broken_day,
    loan_facts,
    principal_out,
)

BEGAN = date(2026, 1, 2)
FEB, MAR = date(2026, 2, 2), date(2026, 3, 2)
END = date(2026, 12, 31)
TERMS = Terms(1000_00, 2, Rate(0), plan=Plan.EQUAL_PRINCIPAL)


def its_day(day: date) -> date:
    return day


def lent(*paid: Paid, terms: Terms = TERMS, began: date = BEGAN) -> LoanBook:
    return LoanBook(terms, began, schedule(terms, began), paid)


def test_instalments_are_kept_or_missed_by_their_day() -> None:
    loan = LoanHistory((lent(Paid(FEB, 500_00, 0), Paid(MAR + timedelta(1), 500_00, 0)),))

    assert loan_facts([loan], END, its_day) == LoanFacts(
        instalments=(InstalmentFact(FEB, True), InstalmentFact(MAR, False)), lent=1
    )


def test_what_was_not_payable_yet_tells_nothing() -> None:
    loan = LoanHistory((lent(),))

    assert loan_facts([loan], FEB - timedelta(1), its_day) == LoanFacts(lent=1)


def test_a_loan_is_broken_once_on_its_91st_day_overdue() -> None:
    loan = LoanHistory((lent(),))
    day = FEB + timedelta(91)

    assert broken_day(loan, day - timedelta(1), its_day) is None
    assert loan_facts([loan], END, its_day).defaults == (DefaultFact(day),)


def test_a_loan_written_off_before_is_broken_then() -> None:
    loan = LoanHistory((lent(),), written_off_day=MAR)

    assert broken_day(loan, END, its_day) == MAR


def test_who_repays_in_full_after_all_is_told_with_it() -> None:
    late = FEB + timedelta(120)
    loan = LoanHistory((lent(Paid(late, 1000_00, 0)),), repaid_day=late)

    assert loan_facts([loan], END, its_day).defaults == (DefaultFact(FEB + timedelta(91), late),)
    assert loan_facts([loan], END, its_day).repaid_day == late
    before = loan_facts([loan], late - timedelta(1), its_day)
    assert (before.defaults[0].repaid_day, before.repaid_day) == (None, None)


def test_a_new_schedule_asks_anew_and_the_old_days_count_until_then() -> None:
    anew = date(2026, 2, 20)
    second = replace(TERMS, principal=500_00, months=1)
    loan = LoanHistory(
        (
            lent(Paid(FEB, 500_00, 0)),
            lent(Paid(date(2026, 3, 20), 500_00, 0), terms=second, began=anew),
        )
    )

    her_loans = loan_facts([loan], END, its_day)
    assert her_loans.instalments == (
        InstalmentFact(FEB, True),
        InstalmentFact(date(2026, 3, 20), True),
    )
    assert her_loans.defaults == ()


def test_the_first_loan_repaid_is_told_of_several() -> None:
    first, second = LoanHistory((lent(),), repaid_day=MAR), LoanHistory((lent(),), repaid_day=END)

    assert loan_facts([second, first], END, its_day).repaid_day == MAR


def test_what_she_was_let_off_is_not_repaid_in_full() -> None:
    let_off = Paid(FEB, 400_00, 0, is_let_off=True)
    loan = LoanHistory((lent(Paid(FEB, 600_00, 0), let_off),), repaid_day=FEB, ladder_step=1)
    her_loans = loan_facts([loan], END, its_day)

    assert (her_loans.repaid_day, her_loans.steps_closed, her_loans.lent) == (None, 0, 1)
    assert replace(loan, written_off_day=FEB).repaid_by(END) == FEB  # the rest was paid in the end
    assert her_loans.instalments == (InstalmentFact(FEB, True), InstalmentFact(MAR, True))


def test_interest_let_off_leaves_a_loan_repaid() -> None:
    paid = (Paid(FEB, 1000_00, 0), Paid(FEB, 0, 10_00, is_let_off=True))
    loan = LoanHistory((lent(*paid),), repaid_day=FEB)

    assert loan_facts([loan], END, its_day).repaid_day == FEB


def test_a_step_is_closed_on_time_by_the_last_day_first_agreed() -> None:
    books = (lent(Paid(FEB, 500_00, 0)), lent(began=FEB, terms=replace(TERMS, principal=500_00)))
    first = LoanHistory((lent(),), repaid_day=MAR, ladder_step=1)
    late = LoanHistory(books, repaid_day=MAR + timedelta(1), ladder_step=2)
    her_loans = loan_facts([first, late], END, its_day)

    assert (her_loans.steps_on_time, her_loans.steps_closed) == (1, 2)
    assert loan_facts([first, late], FEB, its_day).steps_closed == 0


def test_what_would_be_payable_after_a_write_off_is_not_asked_for() -> None:
    loan = LoanHistory((lent(),), written_off_day=FEB + timedelta(1))

    assert loan_facts([loan], END, its_day).instalments == (InstalmentFact(FEB, False),)


def test_what_is_with_the_borrower_is_told_by_the_day() -> None:
    second = lent(began=MAR, terms=replace(TERMS, principal=300_00))
    loan = LoanHistory((lent(Paid(FEB, 700_00, 0)), second), written_off_day=END)
    days = [BEGAN - timedelta(1), BEGAN, FEB, MAR, END]

    assert [principal_out(loan, day) for day in days] == [0, 1000_00, 300_00, 300_00, 0]
