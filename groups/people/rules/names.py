"""Clean and check names from any source."""

import unicodedata
from functools import lru_cache
from typing import Final

from groups.messages.rules.languages import LANGUAGES
from groups.people.model.refusals import BadAnswer

NAME_LENGTH_MAX: Final = 64
NAMELESS: Final = "—"  # for a Telegram name of invisible characters only

# Zero-width joiners shape Hindi letters; a name keeps them inside a word.
_JOINERS: Final = frozenset("\u200c\u200d")
# Invisible, although Unicode counts them as letters or symbols.
_UNSEEN: Final = frozenset("\u115f\u1160\u3164\uffa0\u2800")


def nameless(number: int) -> str:
    """The text in place of an erased name: the member's number, equal in every language."""
    return f"№ {number}"


@lru_cache(maxsize=4096)
def shown_name(name: str) -> str:
    """A name on one line without invisible characters, at most 64 of them; a dash if empty."""
    return _plain(name) or NAMELESS


def given_name(name: str, field: str) -> str:
    """Clean a typed name; BadAnswer with this field if it has no letter or digit."""
    plain = _plain(name)
    if not plain or not any(unicodedata.category(c)[0] in "LN" for c in plain):
        raise BadAnswer(field)
    return plain


def _plain(name: str) -> str:
    plain_text = "".join(_kept(character) for character in name[: 16 * NAME_LENGTH_MAX])
    cut = " ".join(plain_text.split())[:NAME_LENGTH_MAX].strip()
    return "" if all(character in _JOINERS for character in cut) else cut


def _kept(character: str) -> str:
    if character.isspace():
        return " "
    if character in _UNSEEN:
        return ""
    return character if character in _JOINERS or unicodedata.category(character)[0] != "C" else ""


def check_language(language: str) -> str:
    """Return the language if the bot has texts in it; BadAnswer otherwise."""
    if language not in LANGUAGES:
        raise BadAnswer("language")
    return language
