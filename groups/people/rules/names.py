"""What a name may look like, wherever it comes from."""

import unicodedata
from functools import lru_cache
from typing import Final

from groups.messages.rules.languages import LANGUAGES
from groups.people.model.refusals import BadAnswer

NAME_LENGTH_MAX: Final = 64
NAMELESS: Final = "—"  # Telegram lets a name consist of what nobody sees

# Zero-width joiners shape Hindi letters; a name keeps them inside a word.
_JOINERS: Final = frozenset("\u200c\u200d")
# Letters by their category, and yet nothing is seen.
_UNSEEN: Final = frozenset("\u115f\u1160\u3164\uffa0\u2800")


def nameless(number: int) -> str:
    """What stands in the place of an erased name: the member's number, in no language."""
    return f"№ {number}"


@lru_cache(maxsize=4096)
def shown_name(name: str) -> str:
    """A name on one line without what nobody sees, cut to 64 characters; a dash if none is left."""
    return _plain(name) or NAMELESS


def given_name(name: str, field: str) -> str:
    """A name that somebody typed; BadAnswer with this field if there is nothing in it."""
    plain = _plain(name)
    if not plain or not any(unicodedata.category(c)[0] in "LN" for c in plain):
        raise BadAnswer(field)
    return plain


def _plain(name: str) -> str:
    kept = "".join(_kept(character) for character in name[: 16 * NAME_LENGTH_MAX])
    cut = " ".join(kept.split())[:NAME_LENGTH_MAX].strip()
    return "" if all(character in _JOINERS for character in cut) else cut


def _kept(character: str) -> str:
    if character.isspace():
        return " "
    if character in _UNSEEN:
        return ""
    return character if character in _JOINERS or unicodedata.category(character)[0] != "C" else ""


def check_language(language: str) -> str:
    """The language, if words are there in it."""
    if language not in LANGUAGES:
        raise BadAnswer("language")
    return language
