"""The order of a whole run: each process begins with its share of the files that take long.

pytest-xdist gives each process an equal part of the list from its beginning, so what takes long
would come last in one of them, and the others would wait for it.
"""

from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Final

import pytest

# Browsers, kills, disks and programs: they wait for others more than they work.
LONG: Final = frozenset(("journeys", "sandbox", "torture", "webapp"))

_TESTS = Path(__file__).parent


def takes_long(path: Path) -> bool:
    """Whether the tests of a file start programs or browsers."""
    *folders, _ = path.relative_to(_TESTS).parts
    return not folders or folders[0] in LONG


def dealt(items: Iterable[pytest.Item], processes: int) -> list[pytest.Item]:
    """Return the tests in parts of equal size, one a process, each with its long files first."""
    long_files: dict[Path, list[pytest.Item]] = {}
    quick: list[pytest.Item] = []
    for item in items:
        tests = long_files.setdefault(item.path, []) if takes_long(item.path) else quick
        tests.append(item)
    hands: list[list[pytest.Item]] = [[] for _ in range(processes)]
    for tests in long_files.values():
        min(hands, key=len).extend(tests)
    rest, left = iter(quick), len(quick) + sum(map(len, hands))
    for place, hand in enumerate(hands):
        size = left // (processes - place)
        hand.extend(islice(rest, max(0, size - len(hand))))
        left -= len(hand)
    return [item for hand in hands for item in hand] + list(rest)
