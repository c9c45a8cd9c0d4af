"""What people type: rupees in any digits, choices, days; other input is refused, never a crash."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groups.people.model.refusals import BadAnswer
from groups.registers.model.meeting import Mark
from webapp.forms import choice, day, rupees


@pytest.mark.parametrize(
    ("text", "paise"),
    [("20", 2000), ("₹20.5", 2050), ("1,500", 150000), ("२०", 2000), (" 0 ", 0), ("7.05", 705)],
)
def test_rupees_are_read_as_people_write_them(text: str, paise: int) -> None:
    assert rupees(text, "saved") == paise


@pytest.mark.parametrize("text", ["", "-5", "1e3", "20.123", "12345678", "abc", "1.2.3", "½"])
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(BadAnswer) as refusal:
        rupees(text, "saved")

    assert refusal.value == BadAnswer("saved")


@given(st.text(max_size=20))
def test_an_amount_is_whole_paise_or_a_refusal(text: str) -> None:
    with contextlib.suppress(BadAnswer):
        assert 0 <= rupees(text, "saved") < 10**9


def test_a_choice_is_one_of_those_there_are() -> None:
    assert choice(Mark, "late", "mark") is Mark.LATE


def test_another_choice_is_refused() -> None:
    with pytest.raises(BadAnswer):
        choice(Mark, "asleep", "mark")


def test_a_day_that_is_none_is_refused() -> None:
    with pytest.raises(BadAnswer):
        day("2026-02-30", "period")
