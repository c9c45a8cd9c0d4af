"""An amount as a person types or says it, in rupees: "5,000", "₹5000/-", "५ हज़ार", "1.5 लाख".

An amount that can be read in two ways is not guessed: the caller asks her again.
"""

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import zip_longest
from types import MappingProxyType
from typing import Final
from unicodedata import normalize

PAISE_MAX: Final = 10_000_000_00  # a crore of rupees; more is a typing mistake
LENGTH_MAX: Final = 60  # characters; no amount is longer, even in words

_ALIKE: Final = str.maketrans("०१२३४५६७८९\u00a0\u202f", "0123456789  ", "\u200b\u200c\u200d")
_NUKTA: Final = "\u093c"  # हज़ार and हजार are one word
_CURRENCY: Final = re.compile(r"₹|\b(?:rs|inr|rupees?)\b\.?|(?:रुपये|रुपए|रुपया|रुपयो|रूपये|रू|रु)\.?")
_ENDING: Final = re.compile(r"\s*/\s*[-=]\s*$")  # as on a cheque: 5000/-
_APART: Final = re.compile(r"(?<=\d)(?=[^\W\d_])|(?<=[^\W\d_])(?=\d)")  # 5k, rs500
_GROUPED: Final = re.compile(r"\d{1,3}(?:,\d{3})+|\d{1,2}(?:,\d{2})*,\d{3}")
_NUMBER: Final = re.compile(r"(?P<whole>[\d,]+)(?:\.(?P<part>\d{1,2}))?")  # 5.000: 5 or 5000?

_ONES: Final = ""  # the last number may have no unit
_HUNDRED, _THOUSAND, _LAKH = 100, 1_000, 100_000
_UNITS: Final[Mapping[str, int]] = MappingProxyType(
    {
        _ONES: 1,
        **dict.fromkeys(("सौ", "sau", "hundred"), _HUNDRED),
        **dict.fromkeys(("हजार", "hazar", "hazaar", "hajar", "thousand", "k"), _THOUSAND),
        **dict.fromkeys(("लाख", "lakh", "lakhs", "lac", "lacs"), _LAKH),
    }
)
_SAID: Final[Mapping[str, Fraction]] = MappingProxyType(
    {
        **{
            word: Fraction(number)
            for number, words in (
                (1, ("एक", "ek", "one")),
                (2, ("दो", "do", "two")),
                (3, ("तीन", "teen", "three")),
                (4, ("चार", "char", "chaar", "four")),
                (5, ("पाँच", "पांच", "paanch", "panch", "five")),
                (6, ("छह", "छः", "छ", "chhah", "six")),
                (7, ("सात", "saat", "seven")),
                (8, ("आठ", "aath", "eight")),
                (9, ("नौ", "nau", "nine")),
                (10, ("दस", "das", "ten")),
                (12, ("बारह", "barah", "twelve")),
                (15, ("पंद्रह", "पन्द्रह", "pandrah", "fifteen")),
                (20, ("बीस", "bees", "twenty")),
                (25, ("पच्चीस", "pachchis")),
                (30, ("तीस", "tees", "thirty")),
                (40, ("चालीस", "chalis", "forty")),
                (50, ("पचास", "pachas", "fifty")),
            )
            for word in words
        },
        **dict.fromkeys(("डेढ", "dedh"), Fraction(3, 2)),
        **dict.fromkeys(("ढाई", "dhai"), Fraction(5, 2)),
    }
)


def read_amount(text: str) -> int | None:
    """Return paise; None for a text that is not clearly an amount above 0.

    Grouping by commas must be Indian (1,00,000) or international (100,000). Unit words multiply the
    number before them, and go from large to small: "1 लाख 20 हज़ार".
    """
    amount = _sum(_parts(text)) if len(text) <= LENGTH_MAX else None
    if amount is None:
        return None
    paise = amount * 100
    is_whole = paise.denominator == 1
    return int(paise) if is_whole and 0 < paise <= PAISE_MAX else None


def _parts(text: str) -> list[str]:
    """The numbers and words of a text in lower case, without currency signs."""
    plain = normalize("NFC", text).translate(_ALIKE).replace(_NUKTA, "").lower()
    plain = _APART.sub(" ", _ENDING.sub("", plain))
    return _CURRENCY.sub(" ", plain).split()


def _sum(parts: Sequence[str]) -> Fraction | None:
    """The sum of each number times the unit after it; None if the units do not fall."""
    total, below = Fraction(0), Fraction(PAISE_MAX)
    for number_in, unit_in in zip_longest(parts[::2], parts[1::2], fillvalue=_ONES):
        number, unit = _number(number_in), _UNITS.get(unit_in)
        if number is None or unit is None or number * unit >= below:
            return None
        total, below = total + number * unit, Fraction(unit)
    return total


def _number(part: str) -> Fraction | None:
    if part in _SAID:
        return _SAID[part]
    match = _NUMBER.fullmatch(part)
    if match is None:
        return None
    whole = match["whole"]
    if "," in whole and not _GROUPED.fullmatch(whole):
        return None
    return Fraction(f"{whole.replace(',', '')}.{match['part'] or '0'}")
