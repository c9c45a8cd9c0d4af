"""How amounts, points and numbers look to a person."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from texts.amounts import (
    amount,
    decimal,
    listing,
    number,
    percent,
    points,
    rupees,
    rupees_typed,
    signed,
)
from texts.languages import LANGUAGES


@dataclass(frozen=True)
class Kept:
    """A value with a smallest unit, like the amounts of the books."""

    minor: int


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("paise", "words"),
    [
        (7_099_85, "₹7,100"),
        (49, "₹0"),
        (50, "₹1"),
        (-1_224_71, "−\u2060₹1,225"),
        (1_00_000_00, "₹1,00,000"),
    ],
)
def test_an_average_is_told_in_whole_rupees(paise: int, words: str, language: str) -> None:
    assert rupees(paise, language) == words


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("paise", "words"),
    [
        (0, "₹0"),
        (2000, "₹20"),
        (2050, "₹20.50"),
        (2005, "₹20.05"),
        (10_000_000, "₹1,00,000"),
        (1_234_567_890, "₹1,23,45,678.90"),
        (-500, "−\u2060₹5"),
        (-1, "−\u2060₹0.01"),
    ],
)
def test_rupees_have_indian_grouping_and_paise_only_where_there_are_any(
    paise: int, words: str, language: str
) -> None:
    assert amount(paise, language) == words


def test_an_amount_of_the_books_looks_like_its_paise() -> None:
    assert amount(Kept(150_000), "hi") == "₹1,500"


@given(st.integers(min_value=-(10**13), max_value=10**13))
def test_the_digits_of_an_amount_are_its_paise(paise: int) -> None:
    words = amount(paise, "hi").replace("₹", "").replace(",", "").replace("−\u2060", "-")

    assert Decimal(words) * 100 == paise


@pytest.mark.parametrize(
    ("centi_points", "words"),
    [
        (19_349, "193"),
        (19_350, "194"),
        (19_250, "192"),
        (0, "0"),
        (-149, "−1"),
        (10_000_000, "1,00,000"),
    ],
)
def test_points_are_whole_and_rounded_half_to_even(centi_points: int, words: str) -> None:
    assert points(centi_points, "en") == words


def test_points_of_the_books_look_like_their_centi_points() -> None:
    assert points(Kept(700), "en") == "7"


@pytest.mark.parametrize(("change", "words"), [(5, "+5"), (-3, "−3"), (0, "0"), (1234, "+1,234")])
def test_a_change_shows_its_sign(change: int, words: str) -> None:
    assert signed(change, "en") == words


def test_a_number_has_indian_grouping() -> None:
    assert number(-1_234_567, "hi") == "−12,34,567"


@pytest.mark.parametrize(
    ("share", "words"),
    [(0.866, "87%"), (Fraction(1, 3), "33%"), (Decimal("0.005"), "1%"), (1, "100%"), (0, "0%")],
)
def test_a_share_is_a_whole_per_cent(share: float | Fraction | Decimal, words: str) -> None:
    assert percent(share, "hi") == words


def test_a_decimal_is_rounded_half_up() -> None:
    assert decimal(Fraction(333, 20), "en") == "16.7"
    assert decimal(16.65, "en", 0) == "17"


@pytest.mark.parametrize(
    ("value", "digits", "words"),
    [
        (0.0, 1, "0"),
        (-0.04, 1, "0"),
        (20.0, 1, "20"),
        (2.0, 2, "2"),
        (2.5, 2, "2.5"),
        (-3.1, 1, "−3.1"),
    ],
)
def test_a_whole_number_has_no_decimals(value: float, digits: int, words: str) -> None:
    assert decimal(value, "hi", digits) == words


@pytest.mark.parametrize(
    ("language", "names", "words"),
    [
        ("en", ["Sita", "Gita", "Rani"], "Sita, Gita and Rani"),
        ("hi", ["Sita", "Gita", "Rani"], "Sita, Gita और Rani"),
        ("hi", ["Sita", "Gita"], "Sita और Gita"),
        ("en", ["Sita"], "Sita"),
        ("en", [], ""),
    ],
)
def test_names_are_listed_as_in_a_sentence(language: str, names: list[str], words: str) -> None:
    assert listing(names, language) == words


def test_a_listed_name_cannot_bring_tags() -> None:
    assert listing(["<b>", Markup("<i>Rani</i>")], "en") == "&lt;b&gt; and <i>Rani</i>"


@pytest.mark.parametrize(
    ("paise", "typed"),
    [(0, "0"), (2_000, "20"), (2_050, "20.50"), (12_345_605, "123456.05"), (10**8, "1000000")],
)
def test_rupees_in_a_field_are_exact_and_ungrouped(paise: int, typed: str) -> None:
    assert rupees_typed(paise, "hi") == typed
