"""Charts as inline SVG, drawn on the server: no script, no image file, a label to read aloud."""

from collections.abc import Sequence
from typing import Final

from markupsafe import Markup

_WIDE: Final = 320
_HIGH: Final = 120
_MARGIN: Final = 8
_LEFT: Final = 30
_TOP: Final = 10_000  # hundredths: 100 marks


def bar(part: int, whole: int) -> Markup:
    """Return a bar filled to part ÷ whole; it is decoration, the page shows the count beside it."""
    share = max(0.0, min(1.0, part / whole)) if whole > 0 else 0.0
    return Markup(
        '<svg class="bar-fill" viewBox="0 0 100 4" preserveAspectRatio="none" height="12" '
        'aria-hidden="true"><rect width="{}" height="4"/></svg>'
    ).format(f"{share * 100:.1f}")


def trend(marks: Sequence[int | None], label: str) -> Markup:
    """Return a line over the periods, oldest first; marks of 100 in hundredths, None: no mark.

    `label` is what a screen reader says.
    """
    points = [(index, mark) for index, mark in enumerate(marks) if mark is not None]
    drawn = [(_x(index, len(marks)), _y(mark)) for index, mark in points]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in drawn)
    return Markup(
        '<svg class="chart" viewBox="0 0 {wide} {high}" role="img" aria-label="{label}">'
        "{grid}{area}{line}{last}</svg>"
    ).format(
        wide=_WIDE,
        high=_HIGH,
        label=label,
        grid=_grid(),
        area=_area(drawn, line),
        line=Markup('<polyline class="line" points="{}"/>').format(line),
        last=_last(drawn),
    )


def _x(index: int, count: int) -> float:
    room = _WIDE - _LEFT - _MARGIN
    return _LEFT + (room * index / (count - 1) if count > 1 else room)


def _y(mark: int) -> float:
    return _MARGIN + (_HIGH - 2 * _MARGIN) * (1 - mark / _TOP)


def _grid() -> Markup:
    rows = [
        Markup(
            '<line class="grid" x1="{left}" x2="{right}" y1="{y}" y2="{y}"/>'
            '<text x="{beside}" y="{below}" text-anchor="end">{marks}</text>'
        ).format(
            left=_LEFT,
            right=_WIDE - _MARGIN,
            y=f"{_y(marks * 100):.1f}",
            beside=_LEFT - 5,
            below=f"{_y(marks * 100) + 4:.1f}",
            marks=marks,
        )
        for marks in (0, 50, 100)
    ]
    return Markup("").join(rows)


def _area(drawn: Sequence[tuple[float, float]], line: str) -> Markup:
    if len(drawn) < 2:
        return Markup("")
    ground = _HIGH - _MARGIN
    return Markup(
        '<polygon class="area" points="{first:.1f},{ground} {line} {last:.1f},{ground}"/>'
    ).format(first=drawn[0][0], last=drawn[-1][0], ground=ground, line=line)


def _last(drawn: Sequence[tuple[float, float]]) -> Markup:
    if not drawn:
        return Markup("")
    x, y = drawn[-1]
    return Markup('<circle cx="{:.1f}" cy="{:.1f}" r="5"/>').format(x, y)
