"""Values that make no sense cannot be built."""

import pytest

from ledger.model import Amount, Entry, Posting, Reason, Unit, paise, points, rupees
from tests.ledger.making import DAY


def test_rupees_are_a_hundred_paise() -> None:
    assert rupees(20) == paise(2000) == Amount(2000, Unit.INR)


def test_amounts_of_one_unit_add_up() -> None:
    assert paise(50) + rupees(1) - paise(25) == paise(125)


def test_rupees_and_points_do_not_add_up() -> None:
    with pytest.raises(AssertionError):
        _ = rupees(1) + points(100)


@pytest.mark.parametrize("minor", [0, -1])
def test_a_posting_moves_something_forward(minor: int) -> None:
    with pytest.raises(AssertionError):
        Posting("cash", "bank", paise(minor))


def test_a_posting_has_two_sides() -> None:
    with pytest.raises(AssertionError):
        Posting("cash", "cash", rupees(1))


def test_an_entry_moves_something() -> None:
    with pytest.raises(AssertionError):
        Entry("meeting:1", "g1", Reason.SAVING, DAY, (), "m1")


@pytest.mark.parametrize("key", ["", "सुनीता", "Sunita Devi", "a\n", "a,b"])
def test_a_key_holds_no_words(key: str) -> None:
    with pytest.raises(AssertionError):
        Entry(key, "g1", Reason.SAVING, DAY, (Posting("cash", "bank", rupees(1)),), "m1")
