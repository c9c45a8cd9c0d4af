"""Every sentence has a Hindi translation with the same facts, and no translation is unused."""

import re
from collections import defaultdict

import pytest
from babel.messages.catalog import Catalog

from tests.texts.gather import PLURALS
from tests.texts.sentences import forms_of, key_of, messages, sentences, translated
from texts.languages import ENGLISH, LANGUAGES

FOREIGN = [language for language in LANGUAGES if language != ENGLISH]
# The second kind is filled in by a page's own script.
PLACEHOLDER = re.compile(r"%\((?P<fact>\w+)\)s|\{(?P<filled>\w+)\}")
TAG = re.compile(r"</?[a-z][^>]*>")
ENTITY = re.compile(r"&#?\w+;")
COMMAND = re.compile(r"/[a-z_]+|https?://\S+|[@#]\w+")
LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
DEVANAGARI = re.compile(r"[\u0900-\u097F]")

# Words that Hindi speakers read in Latin letters, or names of things outside Saakh.
KEPT_IN_LATIN = frozenset(
    {"Saakh", "Telegram", "PIN", "QR", "CSV", "BotFather", "DSC", "English", "OK", "SVSS", "MDSS"}
    | {"Excel"}
)

each_language = pytest.mark.parametrize("language", FOREIGN)


@each_language
def test_every_sentence_is_translated(language: str) -> None:
    known = {
        key_of(message)
        for catalogue in translated(language).values()
        for message in messages(catalogue)
        if forms_of(message) and all(forms_of(message)) and not message.fuzzy
    }

    assert [
        f"{sentence.place}: {sentence.english}"
        for sentence in sentences()
        if sentence.key not in known
    ] == []


@each_language
def test_no_translation_is_left_over(language: str) -> None:
    used = {sentence.key for sentence in sentences()}
    left_over = [
        f"{name}: {key_of(message)[1]}"
        for name, catalogue in translated(language).items()
        for message in messages(catalogue)
        if key_of(message) not in used
    ]

    assert left_over == []


@each_language
def test_a_sentence_is_translated_the_same_everywhere(language: str) -> None:
    words = defaultdict(set)
    for catalogue in translated(language).values():
        for message in messages(catalogue):
            words[key_of(message)].add(forms_of(message))

    assert {key[1]: forms for key, forms in words.items() if len(forms) > 1} == {}


@each_language
def test_a_translation_keeps_its_facts_and_its_tags(language: str) -> None:
    changed = [
        f"{english} → {words}"
        for english, words, is_singular in _pairs(language)
        if sorted(TAG.findall(words)) != sorted(TAG.findall(english))
        or not _same_facts(english, words, is_singular=is_singular)
    ]

    assert changed == []


@each_language
def test_no_english_is_left_in_a_translation(language: str) -> None:
    english_left = [words for english, words, _ in _pairs(language) if _is_english(english, words)]

    assert english_left == []


@each_language
def test_each_part_knows_the_plural_of_its_language(language: str) -> None:
    rules = {name: catalogue.plural_forms for name, catalogue in translated(language).items()}

    assert {name: rule for name, rule in rules.items() if rule != PLURALS[language]} == {}


def _pairs(language: str) -> list[tuple[str, str, bool]]:
    """Return each English form, its translation, and whether the form may leave out its number."""
    return [pair for catalogue in translated(language).values() for pair in _of(catalogue)]


def _of(catalogue: Catalog) -> list[tuple[str, str, bool]]:
    rows = []
    for message in messages(catalogue):
        several = (message.id,) if isinstance(message.id, str) else tuple(message.id)
        forms = forms_of(message)
        rows += [
            (several[min(at, len(several) - 1)], words, len(forms) > 1 and at == 0)
            for at, words in enumerate(forms)
        ]
    return rows


def _same_facts(english: str, words: str, *, is_singular: bool) -> bool:
    wanted, given = _facts(english), _facts(words)
    return wanted == given or (is_singular and wanted ^ given <= {"count", "num"})


def _facts(text: str) -> set[str]:
    return {match["fact"] or match["filled"] for match in PLACEHOLDER.finditer(text)}


def _is_english(english: str, words: str) -> bool:
    def bare(text: str) -> str:
        for pattern in (PLACEHOLDER, TAG, ENTITY, COMMAND):
            text = pattern.sub(" ", text)
        return text

    left = set(LATIN_WORD.findall(bare(words))) - KEPT_IN_LATIN
    to_say = set(LATIN_WORD.findall(bare(english))) - KEPT_IN_LATIN
    return bool(left) or bool(to_say and not DEVANAGARI.search(words))
