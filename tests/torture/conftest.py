"""What the short forms need beside the other tests: time, on a machine that is slow or shared."""

from pathlib import Path

import pytest

_SECONDS = 400.0
_HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give the tests of this folder more time than the others, and count no covered lines."""
    for item in items:
        if item.path.is_relative_to(_HERE):
            item.add_marker(pytest.mark.timeout(_SECONDS))
            item.add_marker(pytest.mark.no_cover)
