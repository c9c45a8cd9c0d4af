"""What all benchmarks share: figures of rounds, their medians, and the lines of the table."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Final

DISK: Final = Path(__file__).parents[2] / ".cache"  # a real disk; /tmp may be in memory


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: a figure, its peer, and the bound of their ratio.

    `peer` is another figure in the same unit, or a limit. With `is_most`, the bound is the largest
    allowed ratio, otherwise the least. Without a bound, the ratio is only shown.
    """

    name: str
    figure: float
    unit: str
    peer_name: str = ""
    peer: float = 0.0
    bound: float | None = None
    is_most: bool = False

    @property
    def ratio(self) -> float | None:
        """The figure divided by its peer."""
        return self.figure / self.peer if self.peer else None

    @property
    def is_kept(self) -> bool:
        """Whether the ratio is within the bound; true without a bound."""
        if self.bound is None or self.ratio is None:
            return True
        return self.ratio <= self.bound if self.is_most else self.ratio >= self.bound


@dataclass(slots=True)
class Rounds:
    """A figure of each side for every round."""

    figures: dict[str, list[float]] = field(default_factory=dict)

    def add(self, side: str, figure: float) -> None:
        """Add a side's figure of one round."""
        self.figures.setdefault(side, []).append(figure)

    def median(self, side: str) -> float:
        """The median of a side."""
        return median(self.figures[side])

    def ratio(self, side: str, peer: str) -> float:
        """The median, over the rounds, of a side's figure divided by its peer's."""
        pairs = zip(self.figures[side], self.figures[peer], strict=True)
        return median(one / other for one, other in pairs)


def percentile(seconds: Sequence[float], of_hundred: float) -> float:
    """Return the value that so many in a hundred do not exceed."""
    ordered = sorted(seconds)
    return ordered[min(len(ordered) - 1, int(len(ordered) * of_hundred / 100))]


def heading() -> str:
    """Return the table's head."""
    return f"{'':48}{'median':>11} {'':10}{'beside':36}{'':>12}{'ratio':>8}  bound"


def shown(line: Line) -> str:
    """Return a line of the table as it is printed."""
    left = f"{line.name:48}{_number(line.figure):>11} {line.unit:10}"
    if line.ratio is None:
        return left.rstrip()
    middle = f"{line.peer_name:36}{_number(line.peer):>12}{line.ratio:8.2f}"
    if line.bound is None:
        return left + middle
    sign = "<=" if line.is_most else ">="
    return f"{left}{middle}  {sign} {line.bound:<6g}{'ok' if line.is_kept else 'SHORT'}"


def _number(figure: float) -> str:
    return f"{figure:,.0f}" if figure >= 100 else f"{figure:,.2f}"
