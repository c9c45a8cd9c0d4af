"""The saving of a group's set-up is read as every amount is; a doubtful one is asked again."""

import pytest

from groups.founding.rules import read_saving
from groups.people.model.refusals import BadAnswer
from tests.typed_amounts import NOTHING, UNCLEAR


@pytest.mark.parametrize("text", ["100", "₹100", "१०० रुपये", "Rs. 100/-", "1 सौ", "100.00", " 100 "])
def test_a_saving_is_read(text: str) -> None:
    assert read_saving(text) == 100_00


@pytest.mark.parametrize("text", [*UNCLEAR, *NOTHING, "20.50", "1,00,000"])
def test_a_saving_is_not_guessed(text: str) -> None:
    with pytest.raises(BadAnswer) as refusal:
        read_saving(text)

    assert refusal.value == BadAnswer("saving")
