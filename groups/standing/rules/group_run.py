"""The group's grade at the end of a period, from members' dues and the close of meetings."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final

from groups.charter.rules.charter import GradeCharter
from groups.standing.model import GradePillar, GroupGrade, Pillar
from groups.standing.rules.evidence import Due
from groups.standing.rules.grade import DueMeeting, PillarMarks, Sutra, grade
from groups.standing.rules.known import HeldMeeting, Known
from groups.standing.rules.loan_evidence import principal_out

_HOUR: Final = 3_600_000_000  # micro-seconds
# The figures of a pillar as pages name them: what was due, and how much of it was done.
_FIGURES: Final[Mapping[str, tuple[str, str]]] = {
    "held": ("due", "held"),
    "attendance": ("expected", "present"),
    "saved": ("due", "done"),
    "lent": ("lendable", "lent"),
    "repaid": ("due", "done"),
    "in_books": ("held", "done"),
}


def due_meetings(
    windows: Sequence[tuple[date, date]],
    held: Sequence[HeldMeeting],
    known: Known,
    dues: Sequence[Due],
    charter: GradeCharter,
) -> tuple[DueMeeting, ...]:
    """Return the meetings that were due in each window of days.

    `dues` includes those of members who have left since, so that past meetings do not change. A
    window without a meeting counts as a due meeting that was not held; the members of that time
    still owe their saving.
    """
    by_day: dict[date, list[Due]] = {}
    for due in dues:
        by_day.setdefault(due.day, []).append(due)
    meetings: list[DueMeeting] = []
    for first, last in windows:
        inside = [meeting for meeting in held if first <= meeting.day <= last]
        meetings += [_held(meeting, by_day.get(meeting.day, ()), charter) for meeting in inside]
        if not inside:
            members = known.counted_on(last)
            meetings.append(DueMeeting(last, is_held=False, members=members, savings_due=members))
    if not (known.loans and meetings):
        return tuple(meetings)
    asked = [due for due in dues if due.pillar is Pillar.INSTALMENTS]
    begins = [windows[0][0] - timedelta(days=1), *(one.day for one in meetings)]
    return tuple(
        _with_loans(one, after, held, known, asked)
        for after, one in zip(begins, meetings, strict=False)
    )


def _with_loans(
    one: DueMeeting,
    after: date,
    held: Sequence[HeldMeeting],
    known: Known,
    instalments: Sequence[Due],
) -> DueMeeting:
    """Add what was lent before a meeting, and the instalments since the meeting before it.

    Money moves only in meetings, so both amounts are as the last held meeting left them. Before the
    first loan both are 0.
    """
    asked = [due for due in instalments if after < due.day <= one.day]
    counted = replace(
        one, instalments_due=len(asked), instalments_on_time=sum(due.done for due in asked)
    )
    last = max((it for it in held if it.day < one.day), key=lambda it: it.day, default=None)
    if last is None or all(loan.lent_day > last.day for loan in known.loans):
        return counted
    lent = sum(principal_out(loan, last.day) for loan in known.loans)
    return replace(counted, lent=lent, lendable=lent + max(0, last.money))


def group_grade(meetings: Sequence[DueMeeting], period: date, charter: GradeCharter) -> GroupGrade:
    """Return the grade as pages show it, marks in hundredths; lent money is an average."""
    exact_grade = grade(meetings, charter)
    last = sorted(meetings, key=lambda meeting: meeting.day)[-charter.meetings :]
    times = {Sutra.LENDING: max(1, sum(meeting.lendable > 0 for meeting in last))}
    return GroupGrade(
        period=period,
        marks=None if exact_grade.total is None else exact_grade.total * 100,
        letter=None if exact_grade.letter is None else exact_grade.letter.value,
        pillars=tuple(_shown(pillar, times.get(pillar.sutra, 1)) for pillar in exact_grade.pillars),
    )


def packed(grade: GroupGrade) -> dict[str, Any]:
    """Return a grade as it is stored with its run."""
    pillars = [[one.code, one.marks, dict(one.figures)] for one in grade.pillars]
    return {"marks": grade.marks, "letter": grade.letter, "pillars": pillars}


def unpacked(period: date, packed_grade: Mapping[str, Any]) -> GroupGrade:
    """Return a grade from what is stored with its run."""
    pillars = tuple(
        GradePillar(code, marks, figures) for code, marks, figures in packed_grade["pillars"]
    )
    return GroupGrade(period, packed_grade["marks"], packed_grade["letter"], pillars)


def _held(meeting: HeldMeeting, dues: Sequence[Due], charter: GradeCharter) -> DueMeeting:
    """Return one held meeting by the dues of its day."""
    meetings = [due for due in dues if due.pillar is Pillar.MEETINGS]
    savings = [due for due in dues if due.pillar is Pillar.SAVING]
    is_in_time = meeting.closed_after <= charter.books_closed_within_hours * _HOUR
    return DueMeeting(
        day=meeting.day,
        is_held=True,
        members=len(meetings),
        came=sum(due.done for due in meetings),
        savings_due=len(savings),
        savings_on_time=sum(due.done for due in savings),
        is_in_books=is_in_time and meeting.difference == 0,
    )


def _shown(pillar: PillarMarks, times: int) -> GradePillar:
    """Return a pillar with its figures, each divided by `times`."""
    figures: dict[str, int] = {}
    for figure in pillar.figures:
        due, done = _FIGURES[figure.name]
        figures |= {due: figure.of // times, done: figure.done // times}
    marks = None if pillar.marks is None else round(pillar.marks * 100)
    return GradePillar(pillar.sutra.value, marks, figures)
