"""Hindi is spelled in one way, with one word for one thing, and no sentence loses its Hindi."""

import re
from collections import defaultdict
from collections.abc import Iterator

from tests.texts.sentences import forms_of, messages, sentences, translated
from tests.texts.spelling import SPELLINGS, WORDS, sound, spelled
from texts.say import render

_WORD = re.compile("[\u0900-\u097f]+")
_BARE = re.compile(r"%(?!\(\w+\)[a-z])")


def hindi() -> Iterator[str]:
    """Every translation, in all its forms."""
    for catalogue in translated("hi").values():
        for message in messages(catalogue):
            yield from forms_of(message)


def test_every_translation_has_the_one_spelling() -> None:
    assert [words for words in hindi() if words != spelled(words)] == []


def test_the_list_says_what_spelling_does() -> None:
    assert {wrong: spelled(wrong) for wrong in SPELLINGS} == SPELLINGS


def test_no_word_is_used_that_has_another_of_ours() -> None:
    unwanted = {*WORDS, *SPELLINGS}
    used = {word for words in hindi() for word in _WORD.findall(words)}

    assert {word for word in used for other in unwanted if word.startswith(other)} == set()


def test_no_word_is_spelled_in_two_ways() -> None:
    by_sound: dict[str, set[str]] = defaultdict(set)
    for words in hindi():
        for word in _WORD.findall(words):
            by_sound[sound(word)].add(word)

    assert {one: spellings for one, spellings in by_sound.items() if len(spellings) > 1} == {}


def test_two_spellings_of_one_word_are_seen() -> None:
    assert {sound(one) for one in ("नक़द", "नकद")} == {"नकद"}
    assert sound("हिन्दी") == sound("हिंदी")
    assert sound("गये") == sound("गए")


def test_a_bare_percent_sign_is_a_fact_and_no_part_of_a_sentence() -> None:
    """With facts Jinja doubles the sign, and without them the sentence is not found in Hindi."""
    bare = [it.english for it in sentences() if _BARE.search(it.english.replace("%%", ""))]

    assert bare == []


def test_the_heading_with_a_percent_sign_is_hindi() -> None:
    headings = {"percent": "ब्याज, %", "percent_a_month": "ब्याज, % महीना"}

    for code, words in headings.items():
        assert render("books/cutoff_word.html", "hi", code=code).strip() == words
