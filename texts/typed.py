"""Show a name of any script beside other words."""

import re
from typing import Final

_FROM_THE_RIGHT: Final = (
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_RUN: Final = re.compile(f"{_FROM_THE_RIGHT}+(?:[ \u200c\u200d]+{_FROM_THE_RIGHT}+)*")
_APART: Final = "\u2068"
_TOGETHER: Final = "\u2069"


def isolated(text: str) -> str:
    """Return a text whose right-to-left words do not turn the words around them."""
    if text.isascii():
        return text
    return _RUN.sub(lambda run: f"{_APART}{run.group()}{_TOGETHER}", text)
