"""Exports for the programme team: groups' grades and standing over time, no single person."""

import csv
import io
import json
from collections.abc import AsyncIterator, Iterable
from typing import Any, Final

from groups.programme.store import STANDINGS
from storage.database import LongRead

_PILLARS: Final = ("meetings", "saving", "lending", "repayment", "books")
_POINTS: Final = ("meetings", "saving", "instalments", "broken_promises", "word")
_COLUMNS: Final = (
    *("group", "period", "charter", "letter", "marks"),
    *(f"marks_{pillar}" for pillar in _PILLARS),
    "members",
    *("steps_closed", "loans_lent", "loans_broken", "default_rate"),
    *(f"mean_points_{pillar}" for pillar in _POINTS),
)


async def standings_csv(read: LongRead, *, group_id: str | None = None) -> AsyncIterator[str]:
    """The lines of a CSV file: one row per group and period.

    Grades are out of 100 and of 20; points are the members' mean. `steps_closed` is how many
    members have closed no step of the loan ladder, one, two, and so on; loans are those that the
    group's runs have counted so far, and the rate is the programme's on that day in percent. An
    empty cell has no value yet.
    """
    yield _line(_COLUMNS)
    async for row in read.rows(STANDINGS, group_id=group_id):
        yield _line(_cells(*row))


def _cells(
    group_id: str, period: str, charter: str, grade_json: str, members: int, *numbers: int
) -> Iterable[object]:
    lent, broken, rate, *points = numbers
    grade: dict[str, Any] = json.loads(grade_json)
    marks = {code: hundredths for code, hundredths, _ in grade["pillars"]}
    return (
        *(group_id, period, charter, grade["letter"] or "", _hundredths(grade["marks"])),
        *(_hundredths(marks[pillar]) for pillar in _PILLARS),
        members,
        "/".join(map(str, grade["steps"])),
        *(lent, broken, f"{rate / 10_000:.2f}"),
        *(_hundredths(round(total / members)) if members else "" for total in points),
    )


def _hundredths(value: int | None) -> str:
    return "" if value is None else f"{value / 100:.2f}"


def _line(cells: Iterable[object]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(cells)
    return line.getvalue()
