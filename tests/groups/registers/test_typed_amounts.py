"""Amounts typed or spoken: clear ones are read, unclear ones are asked again."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groups.registers.model.typed_amounts import PAISE_MAX, read_amount

CLEAR = {
    "5000": 5000,
    "5,000": 5000,
    "5000/-": 5000,
    "₹5,000": 5000,
    "₹ 5,000/-": 5000,
    "Rs. 500": 500,
    "rs500": 500,
    "5000 rupees": 5000,
    "रु. 500": 500,
    "५०००": 5000,
    "1,00,000": 100_000,
    "100,000": 100_000,
    "10,000.50": Fraction("10000.5"),
    "5k": 5000,
    "5 हज़ार": 5000,
    "5हजार": 5000,
    "५ ह\u095bार रुपये": 5000,
    "1.5 लाख": 150_000,
    "2.25 thousand": 2250,
    "डेढ़ लाख": 150_000,
    "ढाई हज़ार": 2500,
    "पाँच हज़ार पाँच सौ": 5500,
    "1 लाख 20 हज़ार": 120_000,
    "5 हज़ार 500": 5500,
    "पचास": 50,
}
UNCLEAR = (
    *("", "रुपये", "लाख", "abc", "sewing machine", "-5", "0", "²", "1e5", "$5", "500."),
    *("1,5", "1,000,00", "5 000", "5000 6", "2.255", "1.5555 लाख", "99,99,99,999"),
    *("5.000", "₹ 5.000/-", "५.०००", "5.000 हज़ार", "9" * 5000, "5." + "0" * 5000),
    *("1 हज़ार 5 लाख", "5 हज़ार 5 हज़ार", "1 हज़ार 1500", "1 लाख 100 हज़ार", "500 एकड़"),
)


@pytest.mark.parametrize(("text", "rupees"), CLEAR.items())
def test_a_clear_amount_is_read(text: str, rupees: int | Fraction) -> None:
    assert read_amount(text) == rupees * 100


@pytest.mark.parametrize("text", UNCLEAR)
def test_what_is_unclear_is_not_guessed(text: str) -> None:
    assert read_amount(text) is None


@given(st.integers(1, PAISE_MAX // 100))
def test_indian_and_plain_grouping_say_the_same(rupees: int) -> None:
    head, tail = divmod(rupees, 1000)
    pairs = ""
    while head:
        head, two = divmod(head, 100)
        pairs = (f"{two:02}," if head else f"{two},") + pairs
    grouped = f"{pairs}{tail:03}" if pairs else str(tail)

    assert read_amount(grouped) == read_amount(str(rupees)) == rupees * 100


@given(st.text(max_size=40))
def test_whatever_is_typed_is_an_amount_in_bounds_or_none(text: str) -> None:
    read = read_amount(text)

    assert read is None or 0 < read <= PAISE_MAX
