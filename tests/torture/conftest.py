"""What the short forms need beside other tests: more time, for a slow or busy machine."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

_SECONDS = 400.0
_HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give the tests of this folder more time than others."""
    for item in items:
        if item.path.is_relative_to(_HERE):
            item.add_marker(pytest.mark.timeout(_SECONDS))


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    """Return a folder on the disk; elsewhere it is in memory, but these tests need a real disk."""
    with TemporaryDirectory(prefix="saakh-torture-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)
