"""Which tests run on PostgreSQL too when everything is run: each has a twin there, most rest.

All twins run with SAAKH_ALL_TWINS=1, as the nightly run does, and wherever somebody names tests.
What a change runs is enough to carry out every statement on PostgreSQL (tests/statements.py sees
to that): what storage, books, locks and journeys need, and the path of each use case.
"""

import os
from pathlib import Path
from typing import Final

import pytest

ALL: Final = os.environ.get("SAAKH_ALL_TWINS") == "1"

_TESTS = Path(__file__).parent
_WHOLE_FOLDERS = ("storage", "ledger", "journeys")


def is_on_postgresql(item: pytest.Item) -> bool:
    """Whether it is the twin of a test that runs on SQLite as well."""
    asked: dict[str, object] = getattr(getattr(item, "callspec", None), "params", {})
    return asked.get("engine") == "postgresql"


def may_rest(item: pytest.Item) -> bool:
    """Whether a change can do without this test: a twin that nobody marked `both_engines`."""
    if not is_on_postgresql(item) or item.get_closest_marker("both_engines"):
        return False
    return item.path.relative_to(_TESTS).parts[0] not in _WHOLE_FOLDERS
