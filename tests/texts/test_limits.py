"""What fits into a message of Telegram."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from texts.limits import fits, plain, shorten, units


def test_a_bead_counts_twice_and_a_hindi_letter_once() -> None:
    assert units("📿") == 2
    assert units("साख") == 3


def test_a_text_of_just_the_limit_fits() -> None:
    assert fits("📿" * 100, 200)
    assert not fits("📿" * 100, 199)


def test_plain_words_have_no_tags_and_no_escapes() -> None:
    assert plain("<b>Sita &amp; Gita</b>: 3 &lt; 4\nbeads") == "Sita & Gita: 3 < 4\nbeads"


@pytest.mark.parametrize(
    ("text", "short"),
    [("as it is", "as it is"), ("one two three four", "one two…"), ("Mahilasamooh", "Mahilasam…")],
)
def test_a_long_text_is_cut_at_a_word_where_it_can_be(text: str, short: str) -> None:
    assert shorten(text, 10) == short


@given(st.text(), st.integers(min_value=1, max_value=50))
def test_a_shortened_text_always_fits(text: str, limit: int) -> None:
    assert fits(shorten(text, limit), limit)


@given(st.text())
def test_units_are_those_of_utf_16(text: str) -> None:
    assert units(text) == len(text.encode("utf-16-le", "surrogatepass")) // 2
