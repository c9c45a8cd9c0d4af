"""What a money line must name, and what it moves."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groups.people.model.refusals import BadAnswer
from groups.registers.model.money import Code, LoanFund, MoneyKind, MoneyLine, MoneyPlace, Split
from groups.registers.rules.money_lines import (
    AMOUNT_MAX,
    PAYS,
    REASONS,
    cash_change,
    cash_effect,
    check_line,
    postings,
)

LINES = {
    MoneyKind.REPAYMENT: MoneyLine(MoneyKind.REPAYMENT, 110_00, "m1", "l1"),
    MoneyKind.FINE: MoneyLine(MoneyKind.FINE, 5_00, "m1", code=Code.LATE),
    MoneyKind.HAND_OVER: MoneyLine(MoneyKind.HAND_OVER, 2000_00, "m1", "l1"),
    MoneyKind.SET_OFF: MoneyLine(MoneyKind.SET_OFF, 110_00, "m1", "l1"),
    MoneyKind.SAVING_OUT: MoneyLine(MoneyKind.SAVING_OUT, 100_00, "m1"),
    MoneyKind.SOCIAL_IN: MoneyLine(MoneyKind.SOCIAL_IN, 10_00, "m1"),
    MoneyKind.SOCIAL_OUT: MoneyLine(MoneyKind.SOCIAL_OUT, 50_00),
    MoneyKind.RECEIPT: MoneyLine(MoneyKind.RECEIPT, 30_00, code=Code.GIFT),
    MoneyKind.EXPENSE: MoneyLine(MoneyKind.EXPENSE, 15_00, code=Code.STATIONERY),
    MoneyKind.FUND_RECEIVED: MoneyLine(MoneyKind.FUND_RECEIVED, 20_000_00, fund=LoanFund.DSC),
    MoneyKind.FUND_RETURNED: MoneyLine(MoneyKind.FUND_RETURNED, 500_00, fund=LoanFund.BANK_LOAN),
    MoneyKind.DEPOSIT: MoneyLine(MoneyKind.DEPOSIT, 1000_00, "m1"),
    MoneyKind.WITHDRAWAL: MoneyLine(MoneyKind.WITHDRAWAL, 1000_00, "m1"),
}
OWN, BANK = LoanFund.OWN, MoneyPlace.BANK
WRONG = (
    MoneyLine(MoneyKind.REPAYMENT, 1, "m1"),
    MoneyLine(MoneyKind.REPAYMENT, 1, None, "l1"),
    MoneyLine(MoneyKind.FINE, 1, "m1", code=Code.GIFT),
    MoneyLine(MoneyKind.FINE, 1, "m1"),
    MoneyLine(MoneyKind.FINE, AMOUNT_MAX + 1, "m1", code=Code.LATE),
    MoneyLine(MoneyKind.SAVING_OUT, 1, "m1", "l1"),
    MoneyLine(MoneyKind.RECEIPT, 1, "m1", code=Code.GIFT),
    MoneyLine(MoneyKind.EXPENSE, 1, code=Code.TRAVEL, fund=LoanFund.DSC),
    MoneyLine(MoneyKind.EXPENSE, 1, code=Code.TRAVEL, place=BANK),
    MoneyLine(MoneyKind.FUND_RECEIVED, 1, fund=OWN),
    MoneyLine(MoneyKind.FUND_RETURNED, 1),
    MoneyLine(MoneyKind.DEPOSIT, 1),
    MoneyLine(MoneyKind.DEPOSIT, 1, "m1", code=Code.OTHER_RECEIPT),
)


def moved(line: MoneyLine, split: Split | None = None) -> list[tuple[str, str, int]]:
    return [(it.debit, it.credit, it.amount.minor) for it in postings(line, split)]


@pytest.mark.parametrize("line", LINES.values(), ids=lambda line: line.kind)
def test_a_line_that_names_what_its_kind_needs_is_taken(line: MoneyLine) -> None:
    check_line(line)

    assert line.kind in REASONS


@pytest.mark.parametrize("line", WRONG)
def test_a_line_that_names_too_little_or_too_much_is_refused(line: MoneyLine) -> None:
    with pytest.raises(BadAnswer) as refusal:
        check_line(line)

    assert refusal.value == BadAnswer(line.kind.value)


def test_every_kind_moves_money_from_where_it_was_to_where_it_went() -> None:
    simple = [line for kind, line in LINES.items() if kind not in PAYS]

    assert [moved(line)[0][:2] for line in simple] == [
        ("cash", "fines"),
        ("loan:m1:l1:principal", "cash"),
        ("savings:m1", "cash"),
        ("cash", "social-fund"),
        ("social-fund", "cash"),
        ("cash", "other-income"),
        ("expenses", "cash"),
        ("cash", "fund:dsc-grant"),
        ("fund:bank-loan", "cash"),
        ("bank", "cash"),
        ("cash", "bank"),
    ]


def test_a_repayment_moves_its_parts_and_leaves_out_what_is_nothing() -> None:
    assert moved(LINES[MoneyKind.REPAYMENT], Split(interest=10_00, principal=100_00)) == [
        ("cash", "loan:m1:l1:interest-due", 10_00),
        ("cash", "loan:m1:l1:principal", 100_00),
    ]


def test_her_savings_pay_a_loan_past_the_cash_box() -> None:
    line = LINES[MoneyKind.SET_OFF]

    assert moved(line, Split(interest=10_00, principal=100_00)) == [
        ("savings:m1", "loan:m1:l1:interest-due", 10_00),
        ("savings:m1", "loan:m1:l1:principal", 100_00),
    ]
    assert cash_effect(line) == 0


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (MoneyLine(MoneyKind.RECEIPT, 7, code=Code.BANK_INTEREST), ("bank", "other-income", 7)),
        (MoneyLine(MoneyKind.EXPENSE, 7, code=Code.BANK_CHARGE), ("expenses", "bank", 7)),
        (
            MoneyLine(MoneyKind.FUND_RECEIVED, 7, fund=LoanFund.BANK_LOAN, place=BANK),
            ("bank", "fund:bank-loan", 7),
        ),
    ],
)
def test_what_the_bank_does_passes_the_cash_box_by(
    line: MoneyLine, expected: tuple[str, str, int]
) -> None:
    assert moved(line) == [expected]
    assert cash_change(postings(line)) == 0


@given(st.lists(st.sampled_from([line for line in LINES.values() if line.loan_id is None])))
def test_the_cash_box_grows_by_what_comes_in_less_what_goes_out(lines: list[MoneyLine]) -> None:
    comes = {MoneyKind.FINE, MoneyKind.SOCIAL_IN, MoneyKind.RECEIPT, MoneyKind.FUND_RECEIVED}
    comes |= {MoneyKind.WITHDRAWAL}
    moves = [posting for line in lines for posting in postings(line)]

    expected = sum(line.amount if line.kind in comes else -line.amount for line in lines)
    assert cash_change(moves) == expected
