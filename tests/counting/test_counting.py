"""What is counted is what was executed: a module of our own making, half of it called."""

import importlib
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.counting import counter, report

NAME = "counted_by_its_test"
SOURCE = """\
def sign(number):
    if number < 0:
        return "-"
    return ""


def never(asked):
    if asked:
        print(asked)


class Promise(Protocol):
    def kept(self): ...
"""


@pytest.fixture
def counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return what one process counted in the module, of which `sign(3)` was called."""
    source = tmp_path / f"{NAME}.py"
    source.write_text(f"from typing import Protocol\n{SOURCE}")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(sys, "meta_path", [*sys.meta_path])
    counted = counter.begin({NAME})
    try:
        importlib.import_module(NAME).sign(3)
    finally:
        sys.modules.pop(NAME, None)
    counter.end(counted, tmp_path / "counts")
    (written,) = (tmp_path / "counts").glob("*.json")
    files = json.loads(written.read_text())["files"]
    return next(of for path, of in files.items() if path.endswith(source.name))


def test_lines_and_branches_that_nobody_executed_are_missing(counts: Any) -> None:
    assert counts["missing_lines"] == [4, 9, 10]
    assert counts["executed_branches"] == [[3, 5]]
    assert counts["missing_branches"] == [[3, 4], [9, 0], [9, 10]]


def test_what_no_test_can_reach_is_left_out(counts: Any) -> None:
    assert max(counts["executed_lines"]) == 8


def test_a_single_branch_that_is_missing_is_too_little(capsys: pytest.CaptureFixture[str]) -> None:
    whole = {
        "executed_lines": [1, 2],
        "missing_lines": [],
        "executed_branches": [[1, 2], [1, 0]],
        "missing_branches": [],
    }
    torn = {**whole, "executed_branches": [[1, 2]], "missing_branches": [[1, 0]]}

    assert report.is_enough("ledger/", 100.0, {"ledger/a.py": whole, "groups/b.py": torn})
    assert not report.is_enough("groups/", 100.0, {"ledger/a.py": whole, "groups/b.py": torn})
    assert "75.00 %, at least 100 %" in capsys.readouterr().out


def test_what_was_not_begun_at_all_is_nothing() -> None:
    assert report.percent({}) == 0.0
    assert report.BOUNDS == {"": 90.0, "groups/": 100.0, "ledger/": 100.0}
