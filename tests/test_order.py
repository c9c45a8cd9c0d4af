"""What takes long comes first in each process, and nothing is left out."""

from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from tests.order import dealt, takes_long

TESTS = Path(__file__).parent


def of_file(name: str, count: int) -> list[pytest.Item]:
    """Return so many tests of a file."""
    return [cast("pytest.Item", SimpleNamespace(path=TESTS / name, number=n)) for n in range(count)]


@pytest.mark.parametrize(
    ("name", "is_long"),
    [
        ("test_house.py", True),
        ("torture/test_kills.py", True),
        ("webapp/test_taps.py", True),
        ("groups/lending/test_loans.py", False),
        ("texts/test_money.py", False),
    ],
)
def test_what_starts_programs_or_browsers_takes_long(name: str, is_long: bool) -> None:
    assert takes_long(TESTS / name) is is_long


@pytest.mark.parametrize("processes", [1, 2, 3, 4, 7])
def test_every_test_is_dealt_once(processes: int) -> None:
    items = [
        *of_file("groups/test_a.py", 11),
        *of_file("journeys/test_b.py", 2),
        *of_file("torture/test_c.py", 5),
        *of_file("torture/test_d.py", 1),
    ]

    assert sorted(map(id, dealt(items, processes))) == sorted(map(id, items))


def test_each_process_begins_with_its_share_of_what_takes_long() -> None:
    quick = of_file("groups/test_a.py", 13)
    first, second = of_file("journeys/test_b.py", 2), of_file("torture/test_c.py", 3)

    half, other = dealt([*quick, *first, *second], 2)[:9], dealt([*quick, *first, *second], 2)[9:]

    assert (half[:2], other[:3]) == (first, second)
    assert half[2:] + other[3:] == quick
