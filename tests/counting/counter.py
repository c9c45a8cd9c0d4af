"""Count the lines and branches of our own modules in one process, and write them down."""

import json
import os
import secrets
import sys
from collections.abc import Collection, Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from types import ModuleType
from typing import Final

from slipcover import Slipcover
from slipcover.importer import SlipcoverLoader

ROOT: Final = Path(__file__).parent.parent.parent
FOLDER: Final = ROOT / ".counted"
PACKAGES: Final = (
    *("groups", "handlers", "ledger", "papers"),
    *("sandbox", "storage", "texts", "webapp"),
)
MODULES: Final = ("bot", "house", "keeping", "settings", "village")
# What no test can reach, or should not.
LEFT_OUT: Final = (
    "if TYPE_CHECKING:",
    "if __name__ == .__main__.:",
    "raise AssertionError",
    r"assert_never\(",
    r"class .*\(Protocol(\[.*\])?\):",
    "@overload",
    r"^\s*\.\.\.$",
)
# Set where a program that a test starts shall count too; a test's fixture takes it away.
SWITCH: Final = "SAAKH_COUNT_LINES"


def counter(*packages: str) -> Slipcover:
    """Return a counter that also lists the files of these packages that nobody imported."""
    folders = [str(ROOT / package) for package in packages]
    return Slipcover(branch=True, source=folders, exclude_also=list(LEFT_OUT))


class _Finder(MetaPathFinder):
    """Finds our own modules only, and has them instrumented when they are executed."""

    def __init__(self, counted: Slipcover, names: Collection[str]) -> None:
        self._counted = counted
        self._names = names

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname.partition(".")[0] not in self._names:
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is not None and isinstance(spec.loader, SourceFileLoader) and spec.origin:
            spec.loader = SlipcoverLoader(self._counted, spec.loader, spec.origin)
        return spec


def begin(names: Collection[str]) -> Slipcover:
    """Count in this process from now on, in these packages and modules, as they are imported."""
    counted = counter()
    sys.meta_path.insert(0, _Finder(counted, names))
    return counted


def end(counted: Slipcover, folder: Path = FOLDER) -> None:
    """Write down what this process executed."""
    folder.mkdir(exist_ok=True)
    name = f"{os.getpid()}-{secrets.token_hex(4)}"
    # Renamed when it is whole: the process may be killed while it writes.
    half = folder / f"{name}.half"
    half.write_text(json.dumps(counted.get_coverage()))
    half.rename(folder / f"{name}.json")
