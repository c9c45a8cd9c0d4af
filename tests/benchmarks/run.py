"""`make bench`: every speed beside its peer or limit, in one table; a name selects one part.

`python -m tests.benchmarks.run taps lag` measures only these. A missed bound is reported but does
not fail, because it may come from a slow or busy machine.
"""

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from time import perf_counter
from typing import Final

from tests.benchmarks import (
    bench_lag,
    bench_ledger,
    bench_money,
    bench_scoring,
    bench_tap,
    bench_web,
)
from tests.benchmarks.rounds import Line, heading, shown

PARTS: Final[Mapping[str, Callable[[], Iterable[Line]]]] = {
    "ledger": bench_ledger.lines,
    "money": bench_money.lines,
    "taps": bench_tap.lines,
    "web": bench_web.lines,
    "lag": bench_lag.lines,
    "scoring": bench_scoring.lines,
}


def main(names: Sequence[str]) -> int:
    """Measure the named parts, or all, and print them; return 2 for an unknown part."""
    unknown = [name for name in names if name not in PARTS]
    if unknown:
        print(f"There is no {unknown[0]} to measure. There are: {', '.join(PARTS)}.")
        return 2
    measured: list[Line] = []
    print(heading(), flush=True)
    for name in names or PARTS:
        begun = perf_counter()
        for line in PARTS[name]():
            measured.append(line)
            print(shown(line), flush=True)
        print(f"{'':2}({name}: {perf_counter() - begun:.0f} s)", flush=True)
    print(_told(measured))
    return 0


def _told(measured: Sequence[Line]) -> str:
    bound = [line for line in measured if line.bound is not None]
    short = [line for line in bound if not line.is_kept]
    if not short:
        return f"All {len(bound)} bounds are kept."
    return f"{len(short)} of {len(bound)} bounds are missed on this machine now."


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
