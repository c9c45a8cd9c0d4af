"""How days, weekdays and times of day look to a person."""

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Final

from babel.dates import format_date, format_timedelta, get_day_names
from babel.units import format_unit

from texts.languages import LOCALES

# Our own patterns, because Babel's for en_IN change with its data (23-Nov-2026, 23 Nov 2026).
_LONG: Final = "d MMMM y"
# Hindi months in full: 23 नव॰ is not how anybody writes or reads a day.
_SHORT: Final = {"en": "d MMM", "hi": "d MMMM"}
_WITH_WEEKDAY: Final = "EEEE, d MMMM y"


def day(value: date | str, language: str) -> str:
    """Return a date, or its ISO text, in full: "23 November 2026", "23 नवंबर 2026"."""
    return _formatted(_date(value), _LONG, language)


def day_short(value: date | str, language: str) -> str:
    """Return a date without its year: "23 Nov", "23 नवंबर"."""
    return _formatted(_date(value), _SHORT[language], language)


def day_full(value: date | str, language: str) -> str:
    """Return a date with its weekday: "Monday, 23 November 2026"."""
    return _formatted(_date(value), _WITH_WEEKDAY, language)


def weekday(value: int, language: str) -> str:
    """Return the name of a weekday, 0 being Monday."""
    return str(get_day_names("wide", locale=LOCALES[language])[value])


def weekday_short(value: int, language: str) -> str:
    """Return the short name of a weekday, 0 being Monday: "Mon", "सोम"."""
    return str(get_day_names("abbreviated", locale=LOCALES[language])[value])


def clock(value: int | time | datetime, _language: str) -> str:
    """Return a time of day, or minutes since midnight, by the 24-hour clock: 15:30.

    It is the same in every language: am and pm stay English in Hindi, and nobody says them.
    """
    minutes = value if isinstance(value, int) else value.hour * 60 + value.minute
    return f"{minutes // 60:02}:{minutes % 60:02}"


def span(value: timedelta | int, language: str) -> str:
    """Return a count of days ("45 days"), or a length of time in its largest unit ("20 hours")."""
    if isinstance(value, int):
        return format_unit(value, "duration-day", locale=LOCALES[language])
    return format_timedelta(value, threshold=1, locale=LOCALES[language])


def _date(value: date | str) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value


@lru_cache(maxsize=4096)
def _formatted(value: date, pattern: str, language: str) -> str:
    return format_date(value, pattern, locale=LOCALES[language])
