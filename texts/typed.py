"""What a person typed or is called, made fit to be kept, and to stand beside other words."""

import re
from typing import Final

# A zero byte and half a pair of surrogates cannot be kept in a database. The marks that turn the
# direction of writing would turn the words around them, too: a person does not type them.
_UNKEPT: Final = re.compile("[\x00\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

_FROM_THE_RIGHT: Final = (
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_RUN: Final = re.compile(f"{_FROM_THE_RIGHT}+(?:[ \u200c\u200d]+{_FROM_THE_RIGHT}+)*")
_APART: Final = "\u2068"
_TOGETHER: Final = "\u2069"


def typed(text: str) -> str:
    """Return a text without what cannot be kept, and without marks that turn the writing."""
    return _UNKEPT.sub("", text)


def isolated(text: str) -> str:
    """Return a text in which words written from the right turn none of those around them."""
    if text.isascii():
        return text
    return _RUN.sub(lambda run: f"{_APART}{run.group()}{_TOGETHER}", text)
