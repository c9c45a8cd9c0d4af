"""`python -m tests.counting.report`: add up what all processes counted, and judge it."""

import json
import sys
from collections.abc import Mapping
from typing import Any, Final

from slipcover import merge_coverage, print_coverage

from tests.counting.counter import FOLDER, PACKAGES, counter

# Where a path begins, and the per cent of its lines and branches, taken together.
BOUNDS: Final[Mapping[str, float]] = {"": 90.0, "groups/": 100.0, "ledger/": 100.0}


def main() -> int:
    """Print what was not executed; return 2 where that is more than the bounds allow."""
    total = counter(*PACKAGES).get_coverage()
    counts = sorted(FOLDER.glob("*.json"))
    for path in counts:
        merge_coverage(total, json.loads(path.read_text()))
    print_coverage(total, skip_covered=True, missing_width=60)
    print(f"\nOf lines and branches were executed, in {len(counts)} processes:")
    judged = [is_enough(*bound, total["files"]) for bound in BOUNDS.items()]
    return 0 if all(judged) else 2


def is_enough(begins: str, least: float, files: Mapping[str, Mapping[str, Any]]) -> bool:
    """Print and judge how much was executed of the files whose path begins so."""
    reached = percent({path: counts for path, counts in files.items() if path.startswith(begins)})
    print(f"  {begins or 'everywhere':12}{reached:6.2f} %, at least {least:.0f} %")
    return reached >= least


def percent(files: Mapping[str, Mapping[str, Any]]) -> float:
    """Return how much of these files was executed, 0 to 100."""
    executed = missing = 0
    for counted in files.values():
        executed += len(counted["executed_lines"]) + len(counted["executed_branches"])
        missing += len(counted["missing_lines"]) + len(counted["missing_branches"])
    return 100 * executed / (executed + missing) if executed + missing else 0.0


if __name__ == "__main__":
    sys.exit(main())
