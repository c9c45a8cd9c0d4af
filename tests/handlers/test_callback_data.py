"""The data that a button carries."""

import pytest

from handlers.callback_data import Tap, pack, unpack


def test_what_is_packed_is_unpacked() -> None:
    assert unpack(pack("give", "abcdefghij", "klmnopqrst")) == Tap(
        "give", ("abcdefghij", "klmnopqrst")
    )


def test_a_part_that_is_missing_reads_as_empty() -> None:
    assert Tap("give", ("a",)).part(1) == ""


@pytest.mark.parametrize("text", ["", None, "v1", "v1|", "v0|give|a", "give|a"])
def test_what_no_button_of_ours_carried_is_nothing(text: str | None) -> None:
    assert unpack(text) is None


def test_a_button_carries_64_bytes_and_no_more() -> None:
    with pytest.raises(AssertionError):
        pack("give", "न" * 20)
