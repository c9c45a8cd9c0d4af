"""Each fund's money is separate; and how a member who has left is settled with."""

import pytest

from groups.funds.model.funds import FundBalance
from groups.funds.rules.funds import balances, least_savings, moved_in, short_of
from groups.funds.rules.sharing import settled
from groups.registers.model.money import (
    Code,
    LoanFund,
    MoneyKind,
    MoneyLine,
    MoneyPlace,
    SettlementReady,
)

FUNDS = {"own": LoanFund.OWN, "grant": LoanFund.DSC}
LEFT = SettlementReady("m4", 4, "Kamla", 1000_00, 0, (), 1000_00)


@pytest.mark.parametrize(
    ("line", "taken"),
    [
        (MoneyLine(MoneyKind.EXPENSE, 7, code=Code.TRAVEL), {"own": 7}),
        (MoneyLine(MoneyKind.EXPENSE, 7, code=Code.BANK_CHARGE), {"own": 7, "bank": 7}),
        (MoneyLine(MoneyKind.SAVING_OUT, 7, "m1"), {"own": 7}),
        (MoneyLine(MoneyKind.HAND_OVER, 7, "m1", "grant"), {"dsc-grant": 7}),
        (MoneyLine(MoneyKind.SET_OFF, 7, "m1", "grant"), {"own": 7}),
        (MoneyLine(MoneyKind.SET_OFF, 7, "m1", "own"), {}),
        (MoneyLine(MoneyKind.SOCIAL_OUT, 7), {"social": 7}),
        (MoneyLine(MoneyKind.SOCIAL_IN, 7), {"social": 0}),
        (MoneyLine(MoneyKind.FUND_RECEIVED, 7, fund=LoanFund.DSC), {"dsc-grant": 0}),
        (
            MoneyLine(MoneyKind.FUND_RETURNED, 7, fund=LoanFund.BANK_LOAN, place=MoneyPlace.BANK),
            {"bank-loan": 7, "bank": 7},
        ),
        (MoneyLine(MoneyKind.WITHDRAWAL, 7, "m1"), {"bank": 7}),
        (MoneyLine(MoneyKind.DEPOSIT, 7, "m1"), {}),
        (MoneyLine(MoneyKind.FINE, 7, "m1", code=Code.LATE), {}),
    ],
)
def test_what_a_line_takes_it_takes_from_its_own_fund(
    line: MoneyLine, taken: dict[str, int]
) -> None:
    assert moved_in([line], FUNDS) == taken


def test_the_first_fund_that_is_short_is_told_with_what_it_had() -> None:
    held = {"own": 10, "social": -30, "bank": -1}

    assert short_of({"own": 90, "social": 50, "bank": 5}, held) == ("social", 20)


def test_a_fund_that_had_nothing_before_had_nothing() -> None:
    assert short_of({"own": 5}, {"own": -9}) == ("own", 0)


def test_while_every_fund_has_enough_none_is_short() -> None:
    assert short_of({"own": 5}, {"own": 0, "bank": -9}) is None


@pytest.mark.parametrize(
    ("owed", "set_off", "rest"),
    [
        ({}, (), 1000_00),
        ({"a": 300_00}, (("a", 300_00),), 700_00),
        ({"a": 300_00, "b": 900_00}, (("a", 300_00), ("b", 700_00)), 0),
        ({"a": 1000_00, "b": 900_00}, (("a", 1000_00),), 0),
    ],
)
def test_her_savings_pay_what_she_owes_and_the_rest_is_hers(
    owed: dict[str, int], set_off: tuple[tuple[str, int], ...], rest: int
) -> None:
    settlement = settled(LEFT, owed)

    assert (settlement.owed, settlement.set_off, settlement.rest) == (
        sum(owed.values()),
        set_off,
        rest,
    )


@pytest.mark.parametrize(
    ("owed", "times", "stays"), [(0, 3.0, 0), (3000_00, 3.0, 1000_00), (100, 3.0, 34), (5, 0.0, 0)]
)
def test_while_she_owes_so_much_of_her_savings_stays(owed: int, times: float, stays: int) -> None:
    assert least_savings(owed, times) == stays


def test_each_fund_is_summed_up_from_what_moved_in_the_books() -> None:
    one, other = "loan:m1:own:principal", "loan:m2:own:principal"
    grant = "loan:m3:grant:principal"
    moved = [
        ("opening", "cash", "savings:m1", 900),
        ("fund_received", "bank", "fund:dsc-grant", 500),
        ("fund_received", "cash", "fund:dsc-grant", 40),
        ("reversal", "fund:dsc-grant", "cash", 40),
        ("fund_returned", "fund:dsc-grant", "bank", 100),
        ("loan_paid_out", one, "cash", 300),
        ("merged", other, one, 300),
        ("loan_repaid", "cash", other, 120),
        ("loan_set_off", "savings:m1", other, 30),
        ("loan_paid_out", grant, "cash", 200),
        ("loan_written_off", "expenses", grant, 50),
    ]

    by_fund = {it.fund: it for it in balances(moved, FUNDS, dict.fromkeys(LoanFund, 7))}

    assert by_fund[LoanFund.OWN] == FundBalance(LoanFund.OWN, lent=300, repaid=150, out=150, free=7)
    assert by_fund[LoanFund.DSC] == FundBalance(
        LoanFund.DSC, received=500, returned=100, lent=200, lost=50, out=150, free=7
    )
    assert by_fund[LoanFund.DSC].promised == 500 - 100 - 150 - 7
