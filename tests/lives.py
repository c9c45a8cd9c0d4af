"""How many random lives a test lives: a few on each change, many times more at night."""

import os
from typing import Final

_TIMES: Final = int(os.environ.get("SAAKH_LIVES", "1"))


def lives(on_each_change: int) -> int:
    """Return how many examples Hypothesis tries; SAAKH_LIVES=10 makes them ten times as many."""
    return on_each_change * _TIMES
