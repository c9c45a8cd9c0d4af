"""Every template renders in every language without an undefined fact, and fits its place."""

import re
from itertools import product
from typing import Final

import pytest

from tests.tidy import templates
from tests.tidy.tree import name_of
from texts.languages import LANGUAGES
from texts.limits import ALERT_UNITS, MESSAGE_UNITS, fits, plain
from texts.say import TEMPLATES, render, say

EXAMPLES = templates.examples()
# The templates for alerts; Telegram cuts longer alerts off.
ALERTS = ("chat/refusals/", "chat/alerts/")

# A full stop of the Latin script after a word in Devanagari; the names in the examples end so, too.
_FOREIGN_END: Final = re.compile(r"[\u0900-\u0963\u0966-\u097f]\S*\.(?=\s|<|$)")

each_template = pytest.mark.parametrize(
    ("path", "language"), list(product(templates.paths(), LANGUAGES))
)


def test_every_template_has_an_example() -> None:
    assert [path for path in templates.paths() if not EXAMPLES.get(path)] == []


def test_every_example_has_a_template() -> None:
    assert [path for path in EXAMPLES if not (TEMPLATES / path).is_file()] == []


@each_template
def test_a_template_renders_whole(path: str, language: str) -> None:
    problems = [
        problem
        for facts in EXAMPLES.get(path, ())
        for problem in _problems(path, render(path, language, **facts))
    ]

    assert problems == []


def test_a_hindi_sentence_ends_as_hindi_does() -> None:
    foreign = [
        (path, ended)
        for path, several in EXAMPLES.items()
        for facts in several
        for ended in _FOREIGN_END.findall(render(path, "hi", **facts))
    ]

    assert foreign == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_chat_message_fits_where_it_goes(language: str) -> None:
    too_long = [
        path
        for path, several in EXAMPLES.items()
        if path.startswith("chat/")
        for facts in several
        if not fits(plain(_said(path, language, **facts)), _limit(path))
    ]

    assert too_long == []


def test_every_word_can_be_translated() -> None:
    bare = {
        name_of(path): words
        for path in sorted(TEMPLATES.rglob("*.html"))
        if (words := templates.bare_words(path))
    }

    assert bare == {}


def _said(path: str, language: str, /, **facts: object) -> str:
    return say(path.removeprefix("chat/").removesuffix(".html"), language, **facts)


def _limit(path: str) -> int:
    return ALERT_UNITS if path.startswith(ALERTS) else MESSAGE_UNITS


def _problems(path: str, html: str) -> list[str]:
    allowed = templates.TELEGRAM_TAGS if path.startswith("chat/") else None
    shown = [piece for piece in templates.rendered_words(html) if _looks_broken(piece)]
    empty = [] if html.strip() else [f"{path} says nothing"]
    return [*templates.tag_problems(html, allowed), *shown, *empty]


def _looks_broken(words: str) -> bool:
    return words == "None" or any(part in words for part in ("{{", "}}", "{%", "object at 0x"))
