"""Charters that stand are read as they were spelled; a new one must be spelled as today."""

from dataclasses import replace

import pytest

from groups.charter.model.numbers import VouchingCharter
from groups.charter.model.terms import DebtPart
from groups.charter.rules.charter import Charter, check_new, read_charter
from groups.charter.rules.toml_text import CharterError
from tests.groups.charter.rules.test_charter import TEXT, line_of


@pytest.mark.parametrize(
    ("order", "pays_first"),
    [
        ("interest, principal", (DebtPart.INTEREST, DebtPart.PRINCIPAL)),
        ("principal, interest", (DebtPart.PRINCIPAL, DebtPart.INTEREST)),
        ("fine, interest, principal", (DebtPart.INTEREST, DebtPart.PRINCIPAL)),
        ("principal, fine, interest", (DebtPart.PRINCIPAL, DebtPart.INTEREST)),
    ],
)
def test_a_charter_that_stands_may_name_fines_among_what_is_paid(
    order: str, pays_first: tuple[DebtPart, ...]
) -> None:
    text = TEXT.replace('payment_order = "interest, principal"', f'payment_order = "{order}"')

    assert read_charter(text).loans.terms.pays_first == pays_first


def test_a_new_charter_cannot_name_fines_among_what_is_paid() -> None:
    old, new = "interest, principal", "fine, interest, principal"
    text = TEXT.replace(f'payment_order = "{old}"', f'payment_order = "{new}"')
    check_new(TEXT)

    with pytest.raises(CharterError) as refusal:
        check_new(text)

    assert (refusal.value.line, refusal.value.key) == (
        line_of("payment_order", text),
        "loans.terms.payment_order",
    )


def with_former_block(weeks: int) -> str:
    """Return the charter as it was spelled before: the block stood in the table of periods."""
    text = TEXT.replace("block_weeks = 4\n", "")
    return text.replace("scoring_hour = 8", f"scoring_hour = 8\nwithdrawal_block_weeks = {weeks}")


def test_a_charter_that_stands_may_name_its_block_as_before() -> None:
    charter = read_charter(with_former_block(6))

    assert charter.vouches.block_weeks == 6
    assert replace(charter, vouches=VouchingCharter()) == Charter()


def test_a_new_charter_cannot_name_its_block_as_before() -> None:
    text = with_former_block(4)

    with pytest.raises(CharterError) as refusal:
        check_new(text)

    assert (refusal.value.line, refusal.value.key) == (
        line_of("withdrawal_block_weeks", text),
        "periods.withdrawal_block_weeks",
    )


def test_a_block_cannot_be_named_twice() -> None:
    text = TEXT.replace("scoring_hour = 8", "scoring_hour = 8\nwithdrawal_block_weeks = 4")

    with pytest.raises(CharterError, match="is not a key of the charter"):
        read_charter(text)


@pytest.mark.parametrize("table", ["vouches", "periods"])
def test_a_charter_without_such_a_table_is_refused(table: str) -> None:
    with pytest.raises(CharterError, match=f"{table}x: is not a key of the charter"):
        read_charter(with_former_block(4).replace(f"[{table}]", f"[{table}x]"))
