"""Read numbers as a person types or says them: "5,000", "₹5000/-", "५ हज़ार", "1.5 लाख", "nil".

Every door reads amounts here: chat, forms and the cut-off sheet. The browser's script reads the
same by `GRAMMAR`, the patterns and words of this module. What can be read in two ways is not
guessed: the caller asks her again.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final
from unicodedata import normalize

PAISE_MAX: Final = 10_000_000_00  # a crore of rupees; more is a typing mistake
LENGTH_MAX: Final = 60  # characters; no amount is longer, even in words
WHOLE_DIGITS_MAX: Final = 9

# The digits of each script that a phone in India may write: Arabic and Urdu, then the scripts from
# Devanagari to Malayalam (their zeros end in 6), then the wide digits.
_DIGITS: Final = (
    "[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\u09e6-\u09ef\u0a66-\u0a6f\u0ae6-\u0aef\u0b66-\u0b6f"
    "\u0be6-\u0bef\u0c66-\u0c6f\u0ce6-\u0cef\u0d66-\u0d6f\uff10-\uff19]"
)
_UNSEEN: Final = "[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\u093c]"  # and nuktas
_SPACES: Final = "[\t-\r\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]"
_LETTER: Final = "[a-z\u0900-\u0963\u0970-\u097f]"
_APART: Final = f"[0-9](?={_LETTER})|{_LETTER}(?=[0-9])"  # 5k, 5हज़ार
_CURRENCY: Final = "(?:₹|(?:rupees|rupee|rupaye|inr|rs|re|रुपयों|रुपयो|रुपये|रुपए|रुपया|रूपये|रू|रु)\\.?)"
_MARKS: Final = f"^{_CURRENCY} *|(?: *(?:{_CURRENCY}|/ *[-=]))+$"  # "5000/-", as on a cheque
_NUMERAL: Final = (
    "([0-9]{1,10}|[1-9][0-9]{0,2}(?:,[0-9]{3})+|[1-9][0-9]?(?:,[0-9]{2})*,[0-9]{3})"
    "(?:\\.([0-9]{1,2}))?"  # 5.000: is it 5 or 5000?
)
_WHOLE: Final = f"[0-9]{{1,{WHOLE_DIGITS_MAX}}}"

_ONES: Final = 1
_UNITS: Final[Mapping[str, int]] = MappingProxyType(
    {
        **dict.fromkeys(("सौ", "sau", "hundred"), 100),
        **dict.fromkeys(("हजार", "hazar", "hazaar", "hajar", "thousand", "k"), 1_000),
        **dict.fromkeys(("लाख", "lakh", "lakhs", "lac", "lacs"), 100_000),
    }
)
_SAID: Final[Mapping[str, int]] = MappingProxyType(  # in hundredths
    {
        word: hundredths
        for hundredths, words in (
            (0, "nil शून्य shunya zero - – —"),  # a dash, as in a cell of a paper register
            (100, "एक ek one"),
            (150, "डेढ dedh"),
            (200, "दो do two"),
            (250, "ढाई dhai"),
            (300, "तीन teen three"),
            (400, "चार char chaar four"),
            (500, "पाँच पांच paanch panch five"),
            (600, "छह छः छ chhah six"),
            (700, "सात saat seven"),
            (800, "आठ aath eight"),
            (900, "नौ nau nine"),
            (1000, "दस das ten"),
            (1200, "बारह barah twelve"),
            (1500, "पंद्रह पन्द्रह pandrah fifteen"),
            (2000, "बीस bees twenty"),
            (2500, "पच्चीस pachchis"),
            (3000, "तीस tees thirty"),
            (4000, "चालीस chalis forty"),
            (5000, "पचास pachas fifty"),
        )
        for word in words.split()
    }
)


GRAMMAR: Final[Mapping[str, object]] = MappingProxyType(  # what register.js needs to read the same
    {
        "most": PAISE_MAX,
        "signs": LENGTH_MAX,
        "digits": _DIGITS,
        "unseen": _UNSEEN,
        "spaces": _SPACES,
        "marks": _MARKS,
        "apart": _APART,
        "numeral": _NUMERAL,
        "whole": _WHOLE,
        "units": tuple(_UNITS.items()),
        "said": tuple(_SAID.items()),
    }
)


def read_amount(text: str) -> int | None:
    """Return paise; None for a text that is not clearly an amount above 0."""
    return read_paise(text) or None


def read_paise(text: str) -> int | None:
    """Return paise, 0 included ("0.00", "₹0", "0/-", "nil", "-"); None for what is not clear.

    Grouping by commas must be Indian (1,00,000) or international (100,000). Unit words multiply the
    number before them, and go from large to small: "1 लाख 20 हज़ार".
    """
    apart = re.sub(_APART, r"\g<0> ", re.sub(_MARKS, "", _plain(text)))
    paise = _sum([part for part in apart.split(" ") if part])
    return paise if paise is not None and paise <= PAISE_MAX else None


def read_whole(text: str) -> int | None:
    """Return a whole number of at most nine digits in any script; None for anything else."""
    plain = _plain(text)
    return int(plain) if re.fullmatch(_WHOLE, plain) else None


def _plain(text: str) -> str:
    """The text in lower case with Latin digits and plain spaces; empty where it is too long."""
    if len(text) > LENGTH_MAX:
        return ""
    latin = re.sub(_DIGITS, lambda digit: str(int(digit[0])), normalize("NFC", text))
    return re.sub(_SPACES, " ", re.sub(_UNSEEN, "", latin)).lower().strip(" ")


def _sum(parts: list[str]) -> int | None:
    """The sum of each number times the unit after it; None if the units do not fall."""
    total, below, at = 0, PAISE_MAX + 1, 0  # numbers are in hundredths, as paise are of rupees
    while at < len(parts):
        hundredths = _hundredths(parts[at])
        unit = _UNITS.get(parts[at + 1]) if at + 1 < len(parts) else _ONES
        if hundredths is None or unit is None or hundredths * unit >= below:
            return None
        total, below, at = total + hundredths * unit, 100 * unit, at + 2
    return total if parts else None


def _hundredths(part: str) -> int | None:
    if part in _SAID:
        return _SAID[part]
    match = re.fullmatch(_NUMERAL, part)
    if match is None:
        return None
    return int(match[1].replace(",", "")) * 100 + int((match[2] or "").ljust(2, "0"))
