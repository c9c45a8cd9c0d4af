"""Which language a person is spoken to before she has chosen one."""

from typing import Final

LANGUAGES: Final = ("en", "hi")

# Whoever has set her phone to one of these reads Hindi rather than English.
_NEAR_HINDI: Final = frozenset(
    {"hi", "awa", "bho", "bgc", "doi", "hne", "mag", "mai", "mwr", "raj", "sa", "ur"}
)


def language_for(chosen: str, language_code: str) -> str:
    """The language she chose, else the one nearest to her Telegram's code ("hi", "en-GB", "")."""
    if chosen in LANGUAGES:
        return chosen
    code = language_code.replace("_", "-").split("-")[0].lower()
    return "hi" if code in _NEAR_HINDI else "en"
