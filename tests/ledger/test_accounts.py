"""The chart of accounts makes every account name, and reads it."""

import pytest

from ledger import accounts
from ledger.accounts import Fund, Kind, LoanAccount, LoanPart, account
from ledger.model import Unit, paise

EVERY = {
    accounts.cash_box(): (Kind.ASSET, Unit.INR),
    accounts.cash_difference(): (Kind.EXPENSE, Unit.INR),
    accounts.bank(): (Kind.ASSET, Unit.INR),
    accounts.savings("m1"): (Kind.LIABILITY, Unit.INR),
    accounts.loan_principal("m1", "l1"): (Kind.ASSET, Unit.INR),
    accounts.loan_interest_due("m1", "l1"): (Kind.ASSET, Unit.INR),
    accounts.interest_income(): (Kind.INCOME, Unit.INR),
    accounts.fines(): (Kind.INCOME, Unit.INR),
    accounts.other_income(): (Kind.INCOME, Unit.INR),
    accounts.social_fund(): (Kind.LIABILITY, Unit.INR),
    **{accounts.outside_fund(fund): (Kind.LIABILITY, Unit.INR) for fund in Fund},
    accounts.expenses(): (Kind.EXPENSE, Unit.INR),
    accounts.loan_losses(): (Kind.EXPENSE, Unit.INR),
    accounts.share_out(): (Kind.EQUITY, Unit.INR),
    accounts.opening_balances(): (Kind.EQUITY, Unit.INR),
    accounts.points_issued(): (Kind.EQUITY, Unit.PTS),
    accounts.points_lapsed(): (Kind.EQUITY, Unit.PTS),
    accounts.points_account("m1", "meetings"): (Kind.EQUITY, Unit.PTS),
}


@pytest.mark.parametrize(("name", "known"), EVERY.items())
def test_the_chart_knows_every_account_it_makes(name: str, known: tuple[Kind, Unit]) -> None:
    place = account(name).place
    assert (place.kind, place.unit) == known


def test_every_line_of_the_chart_can_be_made() -> None:
    assert {account(name).place for name in EVERY} == set(accounts.CHART.values())


@pytest.mark.parametrize("name", ["", "purse", "savings", "loan:m1:l1:gift", "fund:uncle"])
def test_another_name_is_a_bug(name: str) -> None:
    with pytest.raises(AssertionError):
        account(name)


@pytest.mark.parametrize("own_id", ["", "Sunita Devi", "सुनीता", "a:b"])
def test_a_name_of_a_person_is_no_id(own_id: str) -> None:
    with pytest.raises(AssertionError):
        accounts.savings(own_id)


def test_savings_grow_by_credits() -> None:
    assert account(accounts.savings("m1")).balance(-2000) == paise(2000)


def test_cash_grows_by_debits() -> None:
    assert account(accounts.cash_box()).balance(2000) == paise(2000)


def test_a_loans_account_is_taken_apart_and_put_together() -> None:
    taken_apart = accounts.loan_of("loan:m1:l1:interest-due")

    assert taken_apart == LoanAccount("m1", "l1", LoanPart.INTEREST_DUE)
    assert LoanAccount("m1", "l1", LoanPart.INTEREST_DUE).name == "loan:m1:l1:interest-due"


def test_each_kind_of_account_knows_its_own() -> None:
    assert [name for name in EVERY if accounts.loan_of(name)] == [
        "loan:m1:l1:principal",
        "loan:m1:l1:interest-due",
    ]
    assert {accounts.saver_of(name) for name in EVERY} == {"m1", None}
    assert {accounts.fund_of(name) for name in EVERY} == {*Fund, None}
    assert [name for name in EVERY if accounts.is_standing(name)] == ["standing:m1:meetings"]


def test_a_loan_is_one_members() -> None:
    assert accounts.is_loan_of("m1", "loan:m1:l1:principal")
    assert not accounts.is_loan_of("m", "loan:m1:l1:principal")
    assert not accounts.is_loan_of("m1", "savings:m1")
