"""The languages of Saakh, and the first language that a person gets."""

from typing import Final

ENGLISH: Final = "en"
HINDI: Final = "hi"
LANGUAGES: Final = (ENGLISH, HINDI)

# Indian grouping and month names need the country too (plain "en" gives ₹100,000).
LOCALES: Final = {ENGLISH: "en_IN", HINDI: "hi_IN"}

# People whose phones are set to one of these read Hindi better than English.
_NEAR_HINDI: Final = frozenset(
    {"hi", "awa", "bho", "bgc", "doi", "hne", "mag", "mai", "mwr", "raj", "sa", "ur"}
)


def pick_language(code: str | None, *, otherwise: str = ENGLISH) -> str:
    """Return the language for Telegram's `language_code` ("hi", "en-GB", "bho"), or `otherwise`.

    Telegram sends no code for some people; a caller that knows the group passes the group's
    language as `otherwise`.
    """
    first = (code or "").replace("_", "-").split("-", 1)[0].lower()
    if first in _NEAR_HINDI:
        return HINDI
    return ENGLISH if first == ENGLISH else otherwise
