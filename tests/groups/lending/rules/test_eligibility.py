"""What a loan requires of the borrower's record; every no says what is missing."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groups.charter.rules.charter import Charter
from groups.lending.model.eligibility import Condition, ConditionChecked, Eligibility
from groups.lending.rules.eligibility import Record, eligibility
from groups.loans.rules.arrears import Age, Lent, age, at_risk, overdue_share
from groups.registers.model.money import LoanFund
from groups.standing.rules.next_acts import Vouched

CHARTER = Charter()
READY = Record(
    own_savings=2000_00,
    open_loans=0,
    her_overdue=0,
    group_overdue=Fraction(0),
    free_cash=50_000_00,
    months=4,
    points=200_00,
    standing=560_00,
    vouched=Vouched(vouches=3, households=2, conduct_weeks=0),
    steps_closed=0,
)


def of(fund: LoanFund, amount: int, record: Record = READY) -> Eligibility:
    """Return the answer for a borrower with this record; by default she is eligible."""
    return eligibility(fund, amount, record, CHARTER)


def missing(eligible: Eligibility) -> dict[Condition, int]:
    return {reason.condition: reason.missing for reason in eligible.missing}


@pytest.mark.parametrize(
    ("fund", "amount"),
    [(LoanFund.OWN, 6000_00), (LoanFund.DSC, 2000_00), (LoanFund.REVOLVING_FUND, 10_000_00)],
)
def test_a_good_record_opens_a_loan(fund: LoanFund, amount: int) -> None:
    assert of(fund, amount).is_open


def test_the_groups_own_money_is_lent_up_to_three_times_her_savings() -> None:
    assert missing(of(LoanFund.OWN, 6000_01)) == {Condition.SAVINGS: 1}


def test_everything_that_is_missing_is_told_at_once() -> None:
    eligible = of(
        LoanFund.OWN,
        9000_00,
        replace(READY, open_loans=1, her_overdue=50_00, free_cash=4000_00, months=1),
    )

    assert missing(eligible) == {
        Condition.SAVINGS: 3000_00,
        Condition.MONTHS: 1,
        Condition.OPEN_LOANS: 1,
        Condition.HER_OVERDUE: 50_00,
        Condition.FREE_CASH: 5000_00,
    }


def test_a_step_of_the_ladder_asks_for_points_standing_and_vouches() -> None:
    record = replace(READY, points=120_00, standing=500_00, vouched=Vouched(1, 1, 9), months=2)
    weak = of(LoanFund.DSC, 2500_00, record)

    assert missing(weak) == {
        Condition.STEP: 500_00,
        Condition.POINTS: 30_00,
        Condition.STANDING: 20_00,
        Condition.VOUCHES: 1,  # not there; how many are missing is not told
        Condition.MONTHS: 1,
    }
    assert (weak.step, weak.conduct_weeks_missing, weak.conduct_replaces) == (1, 3, 2)


def test_twelve_weeks_of_full_conduct_stand_for_two_vouches() -> None:
    eligible = of(LoanFund.DSC, 2000_00, replace(READY, vouched=Vouched(1, 1, 12)))

    assert eligible.is_open
    assert eligible.reasons[3] == ConditionChecked(Condition.VOUCHES, 1, 1)


def test_the_next_step_opens_after_one_closed_on_time() -> None:
    eligible = of(LoanFund.DSC, 5000_00, replace(READY, steps_closed=1, points=230_00))

    assert (eligible.step, eligible.is_open) == (2, True)


@pytest.mark.parametrize(
    ("vouched", "are_there"),
    [
        (Vouched(3, 2, 0), True),
        (Vouched(9, 5, 0), True),
        (Vouched(2, 2, 0), False),
        (Vouched(3, 1, 0), False),
        (Vouched(0, 0, 0), False),
    ],
)
def test_of_vouches_it_is_told_whether_they_are_there(vouched: Vouched, *, are_there: bool) -> None:
    eligible = of(LoanFund.DSC, 2000_00, replace(READY, vouched=vouched))

    assert eligible.reasons[3] == ConditionChecked(Condition.VOUCHES, int(are_there), 1)
    assert eligible.is_open is are_there


@pytest.mark.parametrize("fund", [LoanFund.DSC, LoanFund.BANK_LOAN])
def test_a_group_with_much_overdue_gets_no_outside_money(fund: LoanFund) -> None:
    eligible = of(fund, 2000_00, replace(READY, group_overdue=Fraction(16, 100)))

    assert missing(eligible) == {Condition.GROUP_OVERDUE: 100}


def test_what_is_overdue_in_the_group_does_not_close_its_own_box() -> None:
    assert of(LoanFund.OWN, 2000_00, replace(READY, group_overdue=Fraction(1))).is_open


@given(st.sampled_from(LoanFund), st.integers(1, 3_000_000), st.integers(0, 3_000_000))
def test_a_loan_is_open_exactly_where_nothing_is_missing(
    fund: LoanFund, amount: int, savings: int
) -> None:
    eligible = of(fund, amount, replace(READY, own_savings=savings))

    assert eligible.is_open == (not missing(eligible))
    assert all(reason.missing > 0 for reason in eligible.missing)


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (0, Age.ON_TIME),
        (1, Age.DAYS_30),
        (30, Age.DAYS_30),
        (31, Age.DAYS_60),
        (60, Age.DAYS_60),
        (61, Age.DAYS_90),
        (90, Age.DAYS_90),
        (91, Age.DEFAULT),
    ],
)
def test_a_loan_is_as_old_as_its_oldest_unpaid_day(days: int, expected: Age) -> None:
    assert age(days) is expected


def test_at_risk_is_the_principal_of_loans_more_than_thirty_days_late() -> None:
    lent = [Lent(600_00, 0), Lent(300_00, 31, overdue=90_00), Lent(100_00, 30, overdue=10_00)]

    assert at_risk(lent) == Fraction(3, 10)
    assert overdue_share(lent) == Fraction(1, 10)


def test_where_nothing_is_lent_nothing_is_late() -> None:
    assert at_risk([]) == 0
    assert overdue_share([]) == 0


def test_interest_late_on_little_principal_is_all_of_it_at_most() -> None:
    assert overdue_share([Lent(10_00, 400, overdue=25_00)]) == 1
