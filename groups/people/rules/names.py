"""Clean and check names from any source."""

import unicodedata
from functools import lru_cache
from typing import Final

from groups.messages.rules.languages import LANGUAGES
from groups.people.model.refusals import BadAnswer
from groups.people.model.typed_text import typed

NAME_LENGTH_MAX: Final = 64
CUT: Final = "…"
LONG_NAME: Final = "long_name"  # the field of a refusal
_LOOKED_AT: Final = 16 * NAME_LENGTH_MAX
NAMELESS: Final = "—"  # for a Telegram name of invisible characters only


def nameless(number: int) -> str:
    """The text in place of an erased name: the member's number, equal in every language."""
    return f"№ {number}"


@lru_cache(maxsize=4096)
def shown_name(name: str) -> str:
    """A name of Telegram's on one line, without invisible characters; a dash if empty.

    Of more than 64 characters the rest is cut, and dots say so.
    """
    plain = _plain(name)
    if len(plain) > NAME_LENGTH_MAX:
        return typed(plain[: NAME_LENGTH_MAX - 1]) + CUT
    return plain or NAMELESS


def given_name(name: str, field: str) -> str:
    """Clean a typed name; BadAnswer with this field if it has no letter or digit.

    One of more than 64 characters is refused too, with the field `long_name`, and never cut.
    """
    plain = _plain(name)
    if len(plain) > NAME_LENGTH_MAX or len(name) > _LOOKED_AT:
        raise BadAnswer(LONG_NAME)
    if not plain or not any(unicodedata.category(c)[0] in "LN" for c in plain):
        raise BadAnswer(field)
    return plain


def _plain(name: str) -> str:
    one_line = " ".join(typed(name[:_LOOKED_AT]).split())
    return typed("".join(filter(_is_kept, one_line)))


def _is_kept(character: str) -> bool:
    """Not what has no shape of its own: signs for private use, and those not yet given out."""
    return unicodedata.category(character) not in {"Co", "Cn"}


def check_language(language: str) -> str:
    """Return the language if the bot has texts in it; BadAnswer otherwise."""
    if language not in LANGUAGES:
        raise BadAnswer("language")
    return language
