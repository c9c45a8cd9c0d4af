"""Buttons can show every name that a person may have."""

import pytest

from handlers.buttons import named


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("सुनीता देवी", "3 · सुनीता देवी"),
        ("🙂👩\u200d🌾", "3 · 🙂👩\u200d🌾"),
        ("<b>Rani</b>", "3 · <b>Rani</b>"),
        ("—", "3 · —"),
        ("مریم", "3 · \u2068مریم\u2069"),
    ],
)
def test_a_name_on_a_button_turns_nothing_around_it(name: str, shown: str) -> None:
    assert named(f"3 · {name}", "give", "a").text == shown
