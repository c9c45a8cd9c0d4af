"""How long what broke is left alone before it is tried again."""

from datetime import timedelta
from typing import Final

_MINUTES_MAX: Final = 6 * 60
_DOUBLINGS_MAX: Final = 16  # afterwards the longest pause is reached by far


def pause_after(tries: int) -> timedelta:
    """One minute after the first failure, twice as long after each other, at most six hours."""
    doubled = 2 ** min(tries - 1, _DOUBLINGS_MAX)
    return timedelta(minutes=min(doubled, _MINUTES_MAX))
