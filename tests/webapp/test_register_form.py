"""A form is read into a register: every money line, notes and coins, and bad input."""

import pytest

from groups.people.model.refusals import BadAnswer
from groups.registers.model.money import Code, LoanFund, MoneyKind, MoneyLine, MoneyPlace
from webapp.register_form import free_lines, read_register

CASH = {"cash": "100"}


def money(**form: str) -> tuple[MoneyLine, ...]:
    """Return a form's money lines; in field names a double underline stands for a dash."""
    named = {name.replace("__", "-"): value for name, value in form.items()}
    return read_register({**CASH, **named}).money


def test_what_stands_ready_names_its_loan_and_member() -> None:
    lines = money(pay__l1__m3="560", hand__l2__m4="3000", fine__m5__absent="5")

    assert lines == (
        MoneyLine(MoneyKind.REPAYMENT, 560_00, "m3", "l1"),
        MoneyLine(MoneyKind.HAND_OVER, 3000_00, "m4", "l2"),
        MoneyLine(MoneyKind.FINE, 5_00, "m5", code=Code.ABSENT),
    )


def test_who_has_left_is_settled_with_by_one_field() -> None:
    assert money(settle__m6="l1=300;l2=20.50;rest=120", settle__m7="") == (
        MoneyLine(MoneyKind.SET_OFF, 300_00, "m6", "l1"),
        MoneyLine(MoneyKind.SET_OFF, 20_50, "m6", "l2"),
        MoneyLine(MoneyKind.SAVING_OUT, 120_00, "m6"),
    )


def test_a_repayment_of_nothing_is_none() -> None:
    assert money(pay__l1__m3="0", pay__l2__m3="", more__receipt__0__amount="0") == ()


def test_a_free_line_names_what_its_kind_needs() -> None:
    [received, fined] = money(
        more__fund_received__0__amount="5,000",
        more__fund_received__0__fund="dsc-grant",
        more__fund_received__0__place="bank",
        more__fine__1__amount="10",
        more__fine__1__member="m2",
        more__fine__1__code="other_fine",
        more__fine__1__text=" Talked all the time ",
    )

    fund = LoanFund.DSC
    assert received == MoneyLine(
        MoneyKind.FUND_RECEIVED, 5000_00, None, fund=fund, place=MoneyPlace.BANK
    )
    assert (fined.member_id, fined.code, fined.text) == (
        *("m2", Code.OTHER_FINE, "Talked all the time"),
    )


@pytest.mark.parametrize(
    ("name", "value", "field"),
    [
        ("pay-l1-m1", "much", "repayment"),
        ("fine-m1-absent", "0", "fine"),
        ("fine-m1-rude", "5", "fine"),
        ("more-bribe-0-amount", "5", "money"),
        ("more-repayment-0-amount", "5", "money"),
        ("more-receipt-0-amount", "-5", "receipt"),
        ("settle-m6", "all", "money"),
        ("piece-500", "-1", "cash"),
        ("piece-500", "many", "cash"),
        ("piece-500", "9" * 5000, "cash"),
    ],
)
def test_what_makes_no_sense_is_refused_by_its_name(name: str, value: str, field: str) -> None:
    with pytest.raises(BadAnswer) as refusal:
        read_register({**CASH, name: value})

    assert refusal.value == BadAnswer(field)


def test_notes_and_coins_are_the_count_where_none_is_written() -> None:
    register = read_register({"piece-500": "2", "piece-50": "1", "piece-1": "0", "cash": ""})

    assert (register.cash_counted, register.pieces) == (1050_00, ((500, 2), (50, 1)))


def test_the_minutes_are_read_where_that_is_ticked() -> None:
    assert [read_register({**CASH, **it}).is_read for it in ({}, {"is_read": "yes"})] == [
        *(False, True),
    ]


def test_recorded_lines_stand_before_the_blank_ones() -> None:
    proposed = MoneyLine(MoneyKind.FINE, 5_00, "m1", code=Code.LATE)
    other = MoneyLine(MoneyKind.FINE, 5_00, "m1", code=Code.OTHER_FINE)

    lines = free_lines((proposed, other), MoneyKind.FINE)

    assert [it.line for it in lines] == [other, None, None]
