"""The first language that a person gets."""

import pytest

from texts.languages import pick_language


@pytest.mark.parametrize(
    ("code", "language"),
    [
        ("hi", "hi"),
        ("hi-IN", "hi"),
        ("HI_in", "hi"),
        ("bho", "hi"),
        ("ur", "hi"),
        ("en", "en"),
        ("en-GB", "en"),
        ("ta", "en"),
        ("", "en"),
        (None, "en"),
    ],
)
def test_a_person_gets_the_nearest_language_there_is(code: str | None, language: str) -> None:
    assert pick_language(code) == language


@pytest.mark.parametrize(("code", "language"), [(None, "hi"), ("ta", "hi"), ("en", "en")])
def test_the_groups_language_stands_in_where_telegram_says_nothing_useful(
    code: str | None, language: str
) -> None:
    assert pick_language(code, otherwise="hi") == language
