"""Which names are allowed."""

import pytest

from groups.people.model.refusals import BadAnswer
from groups.people.rules.names import given_name, shown_name


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Sunita", "Sunita"),
        ("  Sunita \n Devi ", "Sunita Devi"),
        ("Su\x00ni\x1bta", "Sunita"),
        ("\u202eSunita\u202c", "Sunita"),
        ("सुनीता", "सुनीता"),
        ("क्\u200dष", "क्\u200dष"),
        ("a" * 64, "a" * 64),
        ("a" * 65, "a" * 63 + "…"),
        ("a" * 4096, "a" * 63 + "…"),
        ("\u3164", "—"),
        ("\u200d", "—"),
        ("", "—"),
        ("🙂", "🙂"),
    ],
)
def test_a_name_is_shown_on_one_line(name: str, shown: str) -> None:
    assert shown_name(name) == shown


@pytest.mark.parametrize("name", ["", " ", "\u200b\u200d", "---", "🙂", "\u3164"])
def test_a_typed_name_without_a_letter_is_refused(name: str) -> None:
    with pytest.raises(BadAnswer) as refusal:
        given_name(name, "village")

    assert refusal.value == BadAnswer("village")


@pytest.mark.parametrize("name", ["a" * 65, "Sunita " * 20, "Sunita" + " " * 2000])
def test_a_typed_name_is_never_cut(name: str) -> None:
    with pytest.raises(BadAnswer) as refusal:
        given_name(name, "name")

    assert (refusal.value, given_name("अ" * 64, "name")) == (BadAnswer("long_name"), "अ" * 64)


def test_a_typed_name_is_made_plain() -> None:
    assert given_name(" Ekta\tsamuh 2 ", "name") == "Ekta samuh 2"
