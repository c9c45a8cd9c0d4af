"""What a new vouch weighs, by the loans that the giver's earlier vouches stand behind."""

from datetime import date, timedelta

import pytest

from groups.charter.model.scoring import ScoringCharter
from groups.loans.model.terms import Rate, Terms
from groups.loans.rules.outstanding import LoanBook
from groups.loans.rules.schedule import schedule
from groups.standing.rules.loan_evidence import LoanHistory
from groups.standing.rules.voucher_record import WHOLE, record_of

TODAY = date(2026, 11, 20)
CHARTER = ScoringCharter()
TERMS = Terms(1000_00, 1, Rate(0))


def its_day(day: date) -> date:
    return day


def lent(days_ago: int, *, is_broken: bool = False) -> LoanHistory:
    began = TODAY - timedelta(days_ago)
    book = LoanBook(TERMS, began, schedule(TERMS, began))
    return LoanHistory((book,), written_off_day=TODAY if is_broken else None)


def weight_of(*loans: LoanHistory, base_rate: int = 0) -> int:
    return record_of(loans, TODAY, its_day, base_rate, CHARTER)


def test_a_word_is_whole_where_nothing_went_wrong() -> None:
    assert weight_of() == weight_of(lent(10), lent(20)) == WHOLE


def test_a_loan_that_broke_lowers_the_next_word_to_no_less_than_half() -> None:
    assert weight_of(lent(0, is_broken=True)) == 500_000


@pytest.mark.parametrize("others", [20, 40])
def test_loans_that_went_well_stand_beside_it(others: int) -> None:
    fewer = weight_of(lent(0, is_broken=True), *[lent(10)] * (others - 4))
    more = weight_of(lent(0, is_broken=True), *[lent(10)] * others)

    assert 500_000 <= fewer < more < WHOLE


def test_what_breaks_no_oftener_than_in_the_programme_lowers_nothing() -> None:
    assert weight_of(lent(0, is_broken=True), lent(0), base_rate=500_000) == WHOLE


def test_old_loans_weigh_less() -> None:
    well = [lent(0)] * 20
    recent = weight_of(*well, lent(60, is_broken=True))
    old = weight_of(*well, lent(2000, is_broken=True))

    assert recent < old
