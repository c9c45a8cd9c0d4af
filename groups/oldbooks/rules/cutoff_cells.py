"""Read one cell of the cut-off sheet: a day, a whole number, a rate, a mark."""

import re
from datetime import date
from typing import Final

from groups.oldbooks.model import CAME, Wrong
from groups.registers.model.meeting import Mark
from groups.registers.model.typed_amounts import read_paise, read_whole

_DAY_FIRST: Final = re.compile(r"(?P<day>\d{1,2})[-./](?P<month>\d{1,2})[-./](?P<year>\d{4})")
_YEAR_FIRST: Final = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})")
_NOTHING: Final = frozenset({"-", "–", "—", "nil"})  # in a cell of a day: none
_EARLIEST: Final = date(1990, 1, 1)  # the first groups began after it
_MONTHS_OF_A_YEAR: Final = 12
_RATE_MOST: Final = 100_00  # basis points
_SAVED_ALL_THE_SAME: Final = "+"


def no_day(text: str) -> bool:
    """Whether a cell tells that there is no day: it is empty, or a dash stands in it."""
    return not text or text.casefold() in _NOTHING


def day_of(text: str) -> date | None:
    """A whole day, written as in India or by ISO 8601; None for anything else."""
    match = _DAY_FIRST.fullmatch(text) or _YEAR_FIRST.fullmatch(text)
    try:
        return date(*(int(match[part]) for part in ("year", "month", "day"))) if match else None
    except ValueError:
        return None


def wrong_day(day: date | None, last: date) -> Wrong | None:
    """Why a day that was read cannot be right; `last` is the latest that can."""
    if day is None:
        return Wrong.NOT_A_DAY
    if day < _EARLIEST:
        return Wrong.TOO_EARLY
    return Wrong.TOO_LATE if day > last else None


def whole_of(text: str, most: int) -> int | None:
    """A whole number from 1 to `most`, in digits of any script; None for anything else."""
    number = read_whole(text)
    return number if number is not None and 1 <= number <= most else None


def rate_of(text: str) -> int | None:
    """A rate in basis points; None for what is no rate in per cent."""
    rate = read_paise(text.removesuffix("%"))  # hundredths, as paise are of rupees
    return rate if rate is not None and rate <= _RATE_MOST else None


def a_month(rate: int) -> int:
    """What a rate for a year is for a month, in basis points, rounded half up."""
    return (2 * rate + _MONTHS_OF_A_YEAR) // (2 * _MONTHS_OF_A_YEAR)


def mark_of(text: str) -> tuple[Mark, bool] | None:
    """A mark, and whether she saved: she did if she came; a sign "+" or "-" overrides that."""
    code, sign = (text[:-1], text[-1:]) if text[-1:] in {"+", "-"} else (text, "")
    try:
        mark = Mark(code)
    except ValueError:
        return None
    has_saved = mark in CAME if not sign else sign == _SAVED_ALL_THE_SAME
    return mark, has_saved
