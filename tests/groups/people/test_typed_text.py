"""A text comes in one form: what looks alike is alike, and nothing invisible is stored."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groups.people.model.typed_text import same_text, typed
from groups.people.rules.names import given_name, shown_name

RAZIYA = "रज\u093cिया"
LARAITI = "लड\u093cैती"
FAMILY = "👩\u200d👩\u200d👧"

ALIKE = {
    RAZIYA: (
        *("र\u095bिया", "रज\u093cिया", "रजि\u093cया", "रज\u093c\u093cिया", " र\u095bिया\u200b "),
        *("र\u095b\u200dिया", "र\ufeff\u095bिया", "\u200dर\u095bिया\u200c", "र\u095bिया\ufe0f"),
    ),
    LARAITI: ("ल\u095cैती", "लडै\u093cती", "ल\u095cै\u200bती", "ल\u095cैती\u200d", "लड\u200d\u093cैती"),
    "आशा": ("अ\u093eशा", "आशा\u200c", "\u2060आशा"),
    "ओमवती": ("अ\u094bमवती", "आ\u0947मवती"),
    "Zoë Devi": (
        "Zoe\u0308 Devi",
        "Zoë  Devi",
        "Zoë\u00a0\u2003Devi",
        "\tZoë\u00ad Devi\n",
        "Zo\u200dë Devi",
    ),
    "Rani": ("Ra\x00ni\ud800", "\u202eRani\u202c", "\u2067Rani\u2069", "Ra\u200cni", "R\u034fani"),
    "Rani Devi": ("\u202eRani\u202c \u2067Devi\u2069", "Rani \u200b Devi", "Rani\u3000\u200d Devi"),
    "क\u094d\u200dष": ("क\u094d\u200d\u200dष", "\u200dक\u094d\u200dष\u200d"),
    "র\u200d\u09cdযা": ("র\u200d\u09cdয\u09be\u200b",),
}
STAY = (
    *("Rani", "क\u094d\u200dष", "क\u094d\u200cष", "र\u200d\u09cdय", "می\u200cخواهم", FAMILY),
    *("🏳\ufe0f\u200d🌈", "❤\ufe0f\u200d🔥", "👩🏽\u200d🌾", "❤\ufe0f", "سلمیٰ", "தமிழ்", "№ 5", ""),
    *("She is ill.\nHer house burnt.", "500 ²", "ℵ", "ﬁ"),
)


@pytest.mark.parametrize(("plain", "text"), [(plain, it) for plain in ALIKE for it in ALIKE[plain]])
def test_what_looks_alike_is_alike(plain: str, text: str) -> None:
    assert (typed(text), shown_name(text), given_name(text, "name")) == (plain, plain, plain)
    assert same_text(text.upper(), plain)


@pytest.mark.parametrize("text", STAY)
def test_what_shapes_a_text_stays(text: str) -> None:
    assert typed(text) == text


@pytest.mark.parametrize("text", ["\u200d", "\u200b\u200c", "\ufeff", "\u3164", "\ufe0f"])
def test_of_what_is_invisible_nothing_stays(text: str) -> None:
    assert typed(text) == ""


def test_lines_stay_lines_whatever_ends_them() -> None:
    assert typed(" one \r\n\r\n two\u2028three\r ") == "one\n\ntwo\nthree"


def test_two_names_are_two() -> None:
    assert not same_text("रज़िया", "रजिया")


ODD = st.sampled_from("\u200c\u200d\u093c\u094d\u093eअआजकै \n\ufe0f")


@given(st.text(st.one_of(st.characters(), ODD)))
def test_a_text_in_its_form_is_not_changed_again(text: str) -> None:
    plain = typed(text)

    assert typed(plain) == plain
    plain.encode()
