"""Clean and check names from any source."""

import unicodedata
from functools import lru_cache
from typing import Final

from groups.messages.rules.languages import LANGUAGES
from groups.people.model.refusals import BadAnswer
from groups.people.model.typed_text import typed

NAME_LENGTH_MAX: Final = 64
NAMELESS: Final = "—"  # for a Telegram name of invisible characters only


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
    one_line = " ".join(typed(name[: 16 * NAME_LENGTH_MAX]).split())
    return typed("".join(filter(_is_kept, one_line))[:NAME_LENGTH_MAX])


def _is_kept(character: str) -> bool:
    """Not what has no shape of its own: signs for private use, and those not yet given out."""
    return unicodedata.category(character) not in {"Co", "Cn"}


def check_language(language: str) -> str:
    """Return the language if the bot has texts in it; BadAnswer otherwise."""
    if language not in LANGUAGES:
        raise BadAnswer("language")
    return language
