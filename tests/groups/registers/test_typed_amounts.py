"""Amounts typed or spoken: clear ones are read, unclear ones are asked again."""

from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groups.registers.model.typed_amounts import PAISE_MAX, read_amount, read_paise, read_whole
from tests.typed_amounts import (
    CLEAR,
    NOT_WHOLE,
    NOTHING,
    UNCLEAR,
    WHOLE,
    of_script,
    pieces_of_amounts,
)


@pytest.mark.parametrize(("text", "rupees"), CLEAR.items())
def test_a_clear_amount_is_read(text: str, rupees: int | Fraction) -> None:
    assert (read_amount(text), read_paise(text)) == (rupees * 100, rupees * 100)


@pytest.mark.parametrize("text", UNCLEAR)
def test_what_is_unclear_is_not_guessed(text: str) -> None:
    assert (read_amount(text), read_paise(text)) == (None, None)


@pytest.mark.parametrize("text", NOTHING)
def test_nothing_is_read_where_nothing_may_be_paid(text: str) -> None:
    assert (read_amount(text), read_paise(text)) == (None, 0)


@pytest.mark.parametrize(("text", "number"), WHOLE.items())
def test_a_whole_number_is_read(text: str, number: int) -> None:
    assert read_whole(text) == number


@pytest.mark.parametrize("text", NOT_WHOLE)
def test_what_is_no_whole_number_is_not_read(text: str) -> None:
    assert read_whole(text) is None


def test_the_browsers_script_reads_the_table_alike() -> None:
    texts = [*CLEAR, *UNCLEAR, *NOTHING, *WHOLE, *NOT_WHOLE]

    by_text = dict(zip(texts, of_script(texts), strict=True))

    assert by_text == {text: (read_paise(text), read_whole(text)) for text in texts}
    assert by_text["1,00,000"] == (100_000_00, None)


def test_the_browsers_script_reads_whatever_is_typed_alike() -> None:
    chance, pieces = Random(5), pieces_of_amounts()
    texts = ["".join(chance.choices(pieces, k=chance.randint(1, 7))) for _ in range(20_000)]
    read = [(read_paise(text), read_whole(text)) for text in texts]

    assert of_script(texts) == read
    assert sum(paise is not None for paise, _ in read) > 500


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
    read = read_paise(text)

    assert read is None or 0 <= read <= PAISE_MAX
