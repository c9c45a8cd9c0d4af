"""In which language the bot writes to a person."""

import pytest

from groups.messages.rules.languages import language_for


@pytest.mark.parametrize(
    ("chosen", "code", "language"),
    [
        ("en", "hi", "en"),
        ("hi", "en", "hi"),
        ("", "hi-IN", "hi"),
        ("", "bho", "hi"),
        ("", "UR_in", "hi"),
        ("", "en-GB", "en"),
        ("", "", "en"),
        ("fr", "hi", "hi"),
    ],
)
def test_what_she_chose_counts_and_else_her_telegram(chosen: str, code: str, language: str) -> None:
    assert language_for(chosen, code) == language
