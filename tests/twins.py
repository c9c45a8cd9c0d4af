"""Which tests run on PostgreSQL too when everything is run: each has a twin there, most rest.

All of them run with SAAKH_ALL_TWINS=1, and wherever somebody names tests, as the nightly run does.
A change runs those of storage, ledger and journeys, those that do several things at once, the first
of each file, which is mostly the path of a use case, and those marked `both_engines`: enough to
carry out every statement on PostgreSQL, which tests/statements.py sees to.
"""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import pytest

ALL: Final = os.environ.get("SAAKH_ALL_TWINS") == "1"

_TESTS = Path(__file__).parent
_WHOLE_FOLDERS = ("storage", "ledger", "journeys")
_AT_ONCE = frozenset(("TaskGroup", "create_task", "gather"))


def is_on_postgresql(item: pytest.Item) -> bool:
    """Whether it is the twin of a test that runs on SQLite as well."""
    asked: dict[str, object] = getattr(getattr(item, "callspec", None), "params", {})
    return asked.get("engine") == "postgresql"


def resting(items: Iterable[pytest.Item]) -> Iterator[pytest.Item]:
    """Yield the twins that a change can do without."""
    begun: set[Path] = set()
    for item in filter(is_on_postgresql, items):
        is_first = item.path not in begun
        begun.add(item.path)
        if not (is_first or _runs_on_each_change(item)):
            yield item


def _runs_on_each_change(item: pytest.Item) -> bool:
    return (
        item.get_closest_marker("both_engines") is not None
        or item.path.relative_to(_TESTS).parts[0] in _WHOLE_FOLDERS
        or (isinstance(item, pytest.Function) and _does_several_things_at_once(item))
    )


def _does_several_things_at_once(item: pytest.Function) -> bool:
    return not _AT_ONCE.isdisjoint(item.function.__code__.co_names)
