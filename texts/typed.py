"""What a person typed or is called, made fit to be kept and to be shown beside other words."""

import re
from typing import Final

# A zero byte and half a pair of surrogates cannot be kept in a database. The marks that turn the
# direction of writing would turn the words around them, too: a person does not type them.
_UNKEPT: Final = re.compile("[\x00\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def typed(text: str) -> str:
    """Return a text without what cannot be kept, and without marks that turn the writing."""
    return _UNKEPT.sub("", text)
