"""How rupees, points and other numbers look to a person: ₹1,00,000 in both languages."""

from collections.abc import Iterable
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Final, Protocol

from babel.numbers import format_decimal
from markupsafe import Markup, escape

from texts.languages import LOCALES
from texts.typed import isolated

_INDIAN: Final = "#,##,##0"
_INDIAN_PAISE: Final = "#,##,##0.00"
_AND: Final = {"en": "and", "hi": "और"}
_MINUS: Final = "\u2212"  # as wide as a plus sign; a hyphen is easily overlooked
JOINED: Final = "\u2060"  # no line ends here; a digit holds fast to what stands before it by itself


class Minor(Protocol):
    """Anything that holds a whole number of its smallest unit, such as an amount of the books."""

    @property
    def minor(self) -> int:
        """Paise or centi-points."""
        ...


def amount(value: int | Minor, language: str) -> str:
    """Return paise as rupees: ₹1,00,000; paise are shown only where they are not zero: ₹20.50."""
    return _rupees(_minor(value), language)


def rupees(value: int | Minor, language: str) -> str:
    """Return paise as whole rupees, rounded half up, for what was never paid: an average."""
    whole = Decimal(_minor(value)).scaleb(-2).quantize(Decimal(1), ROUND_HALF_UP)
    return _rupees(int(whole) * 100, language)


def rupees_typed(paise: int, _language: str) -> str:
    """Return paise as a person types rupees into a field, without grouping: 20, 1250.50."""
    whole, rest = divmod(paise, 100)
    return f"{whole}.{rest:02}" if rest else str(whole)


def points(value: int | Minor, language: str) -> str:
    """Return centi-points as whole points, rounded half to even: 19,349 is 193."""
    whole = Decimal(_minor(value)).scaleb(-2).quantize(Decimal(1), ROUND_HALF_EVEN)
    return number(int(whole), language)


def number(value: int, language: str) -> str:
    """Return a whole number in Indian grouping: 12,34,567."""
    return _grouped(abs(value), _INDIAN, language, negative=value < 0)


def signed(value: int, language: str) -> str:
    """Return a change with its sign: +5, −3; no change is 0."""
    return f"+{number(value, language)}" if value > 0 else number(value, language)


def decimal(value: float | Decimal | Fraction, language: str, digits: int = 1) -> str:
    """Return a number rounded half up to so many decimals; a whole one has none: 16.7, 20, 0."""
    rounded = _exact(value).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    pattern = f"{_INDIAN}.{'#' * digits}" if digits else _INDIAN
    return _grouped(abs(rounded), pattern, language, negative=rounded < 0)


def percent(share: float | Decimal | Fraction, language: str) -> str:
    """Return a share of one as a whole per cent, rounded half up: 0.866 is 87%."""
    whole = int((_exact(share) * 100).quantize(Decimal(1), ROUND_HALF_UP))
    return f"{number(whole, language)}%"


def listing(things: Iterable[object], language: str) -> Markup:
    """Return names as part of a sentence, each escaped: "Sita, Gita and Rani".

    The names are joined by commas, and the last two by "and" without a comma. This is our own rule,
    since a locale's lists change with each release of its data.
    """
    *before, last = [isolated(str(escape(thing))) for thing in things] or [""]
    said = f"{', '.join(before)} {_AND[language]} {last}" if before else last
    return Markup(said)  # noqa: S704 - escaped above


def _minor(value: int | Minor) -> int:
    return value if isinstance(value, int) else value.minor


def _exact(value: float | Decimal | Fraction) -> Decimal:
    if isinstance(value, Fraction):
        return Decimal(value.numerator) / value.denominator
    return Decimal(str(value))


@lru_cache(maxsize=4096)
def _rupees(paise: int, language: str) -> str:
    rupees = Decimal(abs(paise)).scaleb(-2)
    pattern = _INDIAN_PAISE if paise % 100 else _INDIAN
    sign = f"{_MINUS}{JOINED}" if paise < 0 else ""
    return f"{sign}₹{format_decimal(rupees, pattern, locale=LOCALES[language])}"


@lru_cache(maxsize=4096)
def _grouped(value: int | Decimal, pattern: str, language: str, *, negative: bool) -> str:
    sign = _MINUS if negative else ""
    return f"{sign}{format_decimal(value, pattern, locale=LOCALES[language])}"
