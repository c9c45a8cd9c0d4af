"""Which fonts a text needs on paper, and what is written where no font has a letter.

A font of another script is opened only where a text needs it. A letter of none of them is spelled
in Latin letters by its Unicode name; on every page the member's number stands beside her name.
"""

import re
from collections.abc import Collection, Iterable
from typing import Final
from unicodedata import category, digit, name, normalize

LATIN: Final = "NotoSans"
DEVANAGARI: Final = "NotoSansDevanagari"
JOINERS: Final = frozenset("\u200c\u200d")
# First and last sign of the blocks of a script, and the font that has it.
_SCRIPTS: Final = (
    (0x0600, 0x08FF, "NotoSansArabic"),
    (0x0980, 0x09FF, "NotoSansBengali"),
    (0x0A00, 0x0A7F, "NotoSansGurmukhi"),
    (0x0A80, 0x0AFF, "NotoSansGujarati"),
    (0x0B00, 0x0B7F, "NotoSansOriya"),
    (0x0B80, 0x0BFF, "NotoSansTamil"),
    (0x0C00, 0x0C7F, "NotoSansTelugu"),
    (0x0C80, 0x0CFF, "NotoSansKannada"),
    (0x0D00, 0x0D7F, "NotoSansMalayalam"),
    (0x0D80, 0x0DFF, "NotoSansSinhala"),
    (0x2190, 0x2BFF, "NotoSansSymbols"),
    (0x1F100, 0x1F77F, "NotoSansSymbols"),
    (0xFB50, 0xFEFC, "NotoSansArabic"),
)
_SPELLED: Final = re.compile(r"(?:LETTER|SYLLABLE|VOWEL SIGN)(?: [\w-]+)* ([\w-]+)$")
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs"})
_UNKNOWN: Final = "?"


def fonts_for(texts: Iterable[str]) -> tuple[str, ...]:
    """The fonts that these texts need: always the Latin one first, and that of Devanagari."""
    signs = {ord(sign) for text in texts for sign in text}
    others = [
        font for first, last, font in _SCRIPTS if any(first <= sign <= last for sign in signs)
    ]
    return LATIN, DEVANAGARI, *dict.fromkeys(others)


def legible(text: str, known: Collection[int]) -> str:
    """The text in signs that the fonts have; `known` are their code points."""
    if all(ord(sign) in known for sign in text):
        return text
    return "".join(sign if ord(sign) in known else _spelled(sign, known) for sign in text)


def _spelled(sign: str, known: Collection[int]) -> str:
    """A sign of no font in others: its plain form, its digit, its sound, or its name."""
    kind = category(sign)
    if sign == "\n" or sign in JOINERS:
        return sign
    if kind.startswith("Z"):
        return " "
    plain = normalize("NFKD", sign)
    if plain != sign and all(ord(each) in known for each in plain):
        return plain
    if digit(sign, None) is not None:
        return str(digit(sign))
    sound = _SPELLED.search(name(sign, ""))
    if sound is not None:
        return sound[1].lower()
    if kind == "So":
        return f"({name(sign).lower()})"
    return "" if kind[0] == "M" or kind in _UNSEEN else _UNKNOWN
