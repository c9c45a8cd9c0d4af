"""Make typed text and names fit to be stored, and to be shown beside other words."""

import re
from typing import Final

# A database cannot store a zero byte or half a surrogate pair. Marks that change the direction of
# writing would also change the words around them; a person does not type them.
_UNKEPT: Final = re.compile("[\x00\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

_FROM_THE_RIGHT: Final = (
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_RUN: Final = re.compile(f"{_FROM_THE_RIGHT}+(?:[ \u200c\u200d]+{_FROM_THE_RIGHT}+)*")
_APART: Final = "\u2068"
_TOGETHER: Final = "\u2069"


def typed(text: str) -> str:
    """Return a text without what cannot be stored and without direction marks."""
    return _UNKEPT.sub("", text)


def isolated(text: str) -> str:
    """Return a text whose right-to-left words do not turn the words around them."""
    if text.isascii():
        return text
    return _RUN.sub(lambda run: f"{_APART}{run.group()}{_TOGETHER}", text)
