"""What fits into a message: Telegram counts UTF-16 units, without the tags."""

import re
from html import unescape
from typing import Final

MESSAGE_UNITS: Final = 4096
ALERT_UNITS: Final = 200

_TAG: Final = re.compile(r"<[^>]*>")


def plain(html: str) -> str:
    """Return the words of a piece of HTML, for alerts and buttons, which take no tags."""
    return unescape(_TAG.sub("", html))


def units(text: str) -> int:
    """Return the length of a text as Telegram counts it: in UTF-16 units."""
    return len(text) + sum(ord(sign) > 0xFFFF for sign in text)


def fits(text: str, limit: int = MESSAGE_UNITS) -> bool:
    """Whether a plain text is within Telegram's limit."""
    return units(text) <= limit


def shorten(text: str, limit: int) -> str:
    """Return a plain text that fits; a longer one is cut at a word and ends in an ellipsis."""
    if fits(text, limit):
        return text
    bytes_left = 2 * (limit - 1)  # the ellipsis takes one unit
    cut = text.encode("utf-16-le", "replace")[:bytes_left].decode("utf-16-le", "ignore")
    is_at_word = text[len(cut)].isspace()
    return (cut if is_at_word else cut.rpartition(" ")[0] or cut).rstrip() + "…"
