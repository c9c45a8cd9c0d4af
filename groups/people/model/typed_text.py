"""Bring a text that a person typed into one form, so that what looks alike is alike.

Every door calls `typed` on what comes in: chat, forms, Telegram's names and titles, the cells of a
sheet (`tests/tidy/test_typed_text.py` holds them to it). Nothing else below needs to clean a text.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final
from unicodedata import category, combining, normalize

LENGTH_MAX: Final = 65_536  # characters looked at; no message or field is longer

# Zero-width joiners shape letters: one stays where it does so, as in क्‍ष or an emoji of a family.
_JOINERS: Final = frozenset("\u200c\u200d")
# Invisible, although Unicode counts them as letters, symbols or marks.
_UNSEEN: Final = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"
    + "".join(map(chr, (*range(0x180B, 0x1810), *range(0xFE00, 0xFE0F), *range(0xE0100, 0xE01F0))))
)
_OF_EMOJI: Final = "\ufe0f"  # shows the symbol before it in colours
_LINE_ENDS: Final = re.compile("\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")
_JOINED: Final = re.compile("(.?)[\u200c\u200d]*([\u200c\u200d])(?=(.?))", re.DOTALL)
_ARABIC: Final = range(0x0600, 0x0900)
_VIRAMA: Final = 9  # the combining class of the sign that binds letters into a conjunct
_SPACES: Final = re.compile(r"[^\S\n]+")

# What Devanagari spells in two ways that Unicode does not call equal: a nukta after the vowel sign
# or twice, and a letter with a sign that together are another letter (The Unicode Standard, 12.1).
_LATE_NUKTA: Final = re.compile("([\u0900-\u0903\u093a\u093b\u093e-\u094f]+)\u093c")
_NUKTAS: Final = re.compile("\u093c+")
_ONE_LETTER: Final[Mapping[str, str]] = MappingProxyType(
    {
        "\u0905\u093e": "\u0906",
        "\u0905\u0946": "\u0904",
        "\u0905\u0949": "\u0911",
        "\u0905\u094a": "\u0912",
        "\u0905\u094b": "\u0913",
        "\u0905\u094c": "\u0914",
        "\u0906\u0945": "\u0911",
        "\u0906\u0946": "\u0912",
        "\u0906\u0947": "\u0913",
        "\u0906\u0948": "\u0914",
        "\u0909\u0941": "\u090a",
        "\u090f\u0945": "\u090d",
        "\u090f\u0946": "\u090e",
        "\u090f\u0947": "\u0910",
    }
)
_TWO_SIGNS: Final = re.compile("|".join(_ONE_LETTER))


def typed(text: str) -> str:
    """Return a text in NFC, without invisible marks, edge joiners and doubled spaces.

    Lines stay lines. A text that went through it once is not changed again.
    """
    if text.isascii() and text.isprintable():
        return _SPACES.sub(" ", text).strip()
    lines = _LINE_ENDS.sub("\n", normalize("NFC", text[:LENGTH_MAX]))
    seen = _without_unseen(lines)
    while (plain := _spelled(seen)) != seen:
        seen = plain
    return seen


def same_text(one: str, other: str) -> bool:
    """Whether two texts look alike, whatever their letter case and encoding."""
    return typed(one).casefold() == typed(other).casefold()


def _without_unseen(text: str) -> str:
    stays: list[str] = []
    for character in text:
        is_of_emoji = character == _OF_EMOJI and bool(stays) and category(stays[-1])[0] == "S"
        if is_of_emoji or (character != _OF_EMOJI and _is_seen(character)):
            stays.append(character)
    return "".join(stays)


def _is_seen(character: str) -> bool:
    if character in _UNSEEN:
        return False
    is_unseen_kind = category(character) in {"Cc", "Cf", "Cs"}
    return not is_unseen_kind or character in _JOINERS or character in "\n\t"


def _spelled(text: str) -> str:
    """One step towards the form in which a text is not changed again."""
    moved = _NUKTAS.sub("\u093c", _LATE_NUKTA.sub("\u093c\\1", normalize("NFC", text)))
    whole = _TWO_SIGNS.sub(lambda two: _ONE_LETTER[two[0]], moved)
    lines = _SPACES.sub(" ", _JOINED.sub(_joined, whole)).split("\n")
    return normalize("NFC", "\n".join(line.strip() for line in lines).strip())


def _joined(joined: re.Match[str]) -> str:
    """What stands before a joiner, with the joiner where it shapes what is beside it."""
    before, joiner, after = joined.groups()
    if not before or not after:
        return before
    is_conjunct = _VIRAMA in {combining(before), combining(after)} and not after.isspace()
    is_arabic = ord(before) in _ARABIC and ord(after) in _ARABIC
    is_emoji = category(after)[0] == "S" and (before == _OF_EMOJI or category(before)[0] == "S")
    return before + joiner if is_conjunct or is_arabic or is_emoji else before
