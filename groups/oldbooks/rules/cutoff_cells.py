"""Read one cell of the cut-off sheet: a day, a whole number, a rate, a mark."""

import re
from datetime import date
from fractions import Fraction
from typing import Final

from groups.oldbooks.model import CAME
from groups.registers.model.meeting import Mark
from groups.registers.model.typed_amounts import read_whole

_INDIAN_DAY: Final = re.compile(r"(\d{1,2})[-./](\d{1,2})[-./](\d{4})")
_PERCENT: Final = re.compile(r"(\d{1,3}(?:\.\d{1,2})?) ?%?")
_PERCENT_MOST: Final = 100
_SAVED_ALL_THE_SAME: Final = "+"


def day_of(text: str) -> date | None:
    """A day, written as in India or by ISO 8601; None for anything else."""
    match = _INDIAN_DAY.fullmatch(text)
    try:
        if match:
            day, month, year = map(int, match.groups())
            return date(year, month, day)
        return date.fromisoformat(text)
    except ValueError:
        return None


def whole_of(text: str, most: int) -> int | None:
    """A whole number from 1 to `most`, in digits of any script; None for anything else."""
    number = read_whole(text)
    return number if number is not None and 1 <= number <= most else None


def rate_of(text: str) -> int | None:
    """A rate in basis points; None for what is no rate in per cent."""
    match = _PERCENT.fullmatch(text)
    if match is None or Fraction(match[1]) > _PERCENT_MOST:
        return None
    return int(100 * Fraction(match[1]))


def mark_of(text: str) -> tuple[Mark, bool] | None:
    """A mark, and whether she saved: she did if she came; a sign "+" or "-" overrides that."""
    code, sign = (text[:-1], text[-1:]) if text[-1:] in {"+", "-"} else (text, "")
    try:
        mark = Mark(code)
    except ValueError:
        return None
    has_saved = mark in CAME if not sign else sign == _SAVED_ALL_THE_SAME
    return mark, has_saved
