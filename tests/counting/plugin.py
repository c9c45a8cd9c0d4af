"""Counts in each process of pytest: `-p tests.counting.plugin`, which comes before any conftest."""

import os
from pathlib import Path

import pytest

from tests.counting import counter

_COUNTED = counter.begin({*counter.PACKAGES, *counter.MODULES})
_PROGRAMS = str(Path(__file__).parent / "programs")


def pytest_configure(config: pytest.Config) -> None:
    """Let the programs that tests start count as well, but not the processes of pytest-xdist."""
    if hasattr(config, "workerinput") or not config.getoption("numprocesses"):
        os.environ[counter.SWITCH] = "1"
        before = os.environ.get("PYTHONPATH")
        os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (_PROGRAMS, before)))


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish() -> None:
    """Write down what was executed, in each process by itself."""
    counter.end(_COUNTED)
