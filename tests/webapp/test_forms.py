"""What people type: rupees in any digits, choices, days; other input is refused, never a crash."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groups.people.model.refusals import BadAnswer
from groups.registers.model.meeting import Mark
from tests.typed_amounts import CLEAR, NOT_WHOLE, UNCLEAR, WHOLE
from webapp.forms import choice, day, rupees, whole


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


def test_a_form_reads_amounts_as_every_door_does() -> None:
    assert {text: rupees(text, "saved") for text in CLEAR} == {
        text: paise * 100 for text, paise in CLEAR.items()
    }


@pytest.mark.parametrize("text", UNCLEAR)
def test_a_form_guesses_no_amount(text: str) -> None:
    with pytest.raises(BadAnswer):
        rupees(text, "saved")


def test_a_whole_number_is_read_in_any_digits() -> None:
    assert {text: whole(text, "months") for text in WHOLE} == WHOLE


@pytest.mark.parametrize("text", NOT_WHOLE)
def test_what_is_no_whole_number_is_refused(text: str) -> None:
    with pytest.raises(BadAnswer):
        whole(text, "months")


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
