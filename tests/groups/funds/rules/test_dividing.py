"""Sums divided among members, and the counted cash box."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groups.funds.rules.sharing import divide
from groups.people.model.refusals import BadAnswer
from groups.registers.model.money import counted

WEIGHTS = st.dictionaries(st.text("abcdef", min_size=1), st.integers(0, 10_000), min_size=1).filter(
    lambda weights: sum(weights.values()) > 0
)


@given(st.integers(0, 10_000_000), WEIGHTS)
def test_the_parts_add_up_and_none_is_a_paisa_off_its_share(
    total: int, weights: dict[str, int]
) -> None:
    parts = divide(total, weights)
    whole = sum(weights.values())

    assert sum(parts.values()) == total
    assert all(abs(parts[who] * whole - total * weights[who]) < whole for who in weights)


@given(st.integers(0, 10_000_000), WEIGHTS)
def test_a_greater_share_never_gets_less(total: int, weights: dict[str, int]) -> None:
    parts = divide(total, weights)

    by_weight = sorted(weights, key=lambda who: (weights[who], parts[who]))
    assert [parts[who] for who in by_weight] == sorted(parts.values())


def test_what_is_left_goes_to_the_largest_remainders() -> None:
    assert divide(100, {"a": 1, "b": 1, "c": 1}) == {"a": 34, "b": 33, "c": 33}
    assert divide(10, {"a": 1, "b": 3, "c": 2}) == {"a": 2, "b": 5, "c": 3}


def test_notes_and_coins_are_added_up_in_paise() -> None:
    assert counted({500: 2, 20: 3, 1: 4}) == 1064_00


@pytest.mark.parametrize("pieces", [{300: 1}, {500: -1}, {1: 100_001}])
def test_what_no_box_holds_is_refused(pieces: dict[int, int]) -> None:
    with pytest.raises(BadAnswer) as refusal:
        counted(pieces)

    assert refusal.value == BadAnswer("cash")
