"""The group's grade: the five Panchsutra pillars over its last meetings, exact, with raw figures.

It is for the group itself; it is nobody's official grade.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from groups.charter.rules.charter import GradeCharter


class Sutra(StrEnum):
    """The five principles of a self-help group."""

    MEETINGS = "meetings"
    SAVING = "saving"
    LENDING = "lending"
    REPAYMENT = "repayment"
    BOOKS = "books"


class Letter(StrEnum):
    """The grade; below four meetings or three pillars there is none."""

    A = "A"
    B = "B"
    C = "C"


@dataclass(frozen=True, slots=True)
class DueMeeting:
    """The facts of one meeting that was due, and of the time since the meeting before.

    A due meeting that was not held has no attendance and no books; its savings stay due. `lent` is
    the average outstanding principal in that time, and `lendable` adds what lay in the box and the
    bank, in paise; both are 0 while the group lends nothing.
    """

    day: date
    is_held: bool
    members: int = 0
    came: int = 0
    savings_due: int = 0
    savings_on_time: int = 0
    lent: int = 0
    lendable: int = 0
    instalments_due: int = 0
    instalments_on_time: int = 0
    is_in_books: bool = False  # closed in time, with the cash matching


@dataclass(frozen=True, slots=True)
class Figure:
    """A raw count beside the marks: `done` of `of`."""

    name: str
    of: int
    done: int


@dataclass(frozen=True, slots=True)
class PillarMarks:
    """The marks of one pillar; None if nothing was due yet."""

    sutra: Sutra
    marks: Fraction | None
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class ExactGrade:
    """All pillars, marks of 100 over the pillars that had something due, and the letter."""

    pillars: tuple[PillarMarks, ...]
    total: int | None  # whole marks, rounded down; None if nothing was due at all
    letter: Letter | None
    meetings_held: int


def grade(meetings: Sequence[DueMeeting], charter: GradeCharter) -> ExactGrade:
    """The grade over the last due meetings (12), with exact marks for each pillar.

    A pillar with nothing due is left out, and the sum is scaled to the others. The total is rounded
    down, so that the letter and the shown number always agree.
    """
    last = sorted(meetings, key=lambda meeting: meeting.day)[-charter.meetings :]
    most = Fraction(str(charter.marks_a_pillar))
    pillars = tuple(_marked(sutra, last, most, charter) for sutra in Sutra)
    marks = [pillar.marks for pillar in pillars if pillar.marks is not None]
    held = sum(meeting.is_held for meeting in last)
    exact = 100 * sum(marks) / (most * len(marks)) if marks else None
    is_graded = held >= charter.meetings_least and len(marks) >= charter.pillars_least
    return ExactGrade(
        pillars=pillars,
        total=None if exact is None else int(exact),
        letter=_letter(exact, charter) if is_graded and exact is not None else None,
        meetings_held=held,
    )


def _marked(
    sutra: Sutra, meetings: Sequence[DueMeeting], most: Fraction, charter: GradeCharter
) -> PillarMarks:
    figures = _figures(sutra, meetings)
    if any(figure.of == 0 for figure in figures):
        # Meetings were due and none was held: the marks are 0, not missing.
        is_missed = sutra is Sutra.MEETINGS and figures[0].of > 0
        return PillarMarks(sutra, Fraction(0) if is_missed else None, figures)
    share = Fraction(1)
    for figure in figures:
        share *= Fraction(figure.done, figure.of)
    if sutra is Sutra.LENDING:
        share = min(Fraction(1), share / Fraction(str(charter.lent_share_full)))
    return PillarMarks(sutra, most * share, figures)


def _figures(sutra: Sutra, meetings: Sequence[DueMeeting]) -> tuple[Figure, ...]:
    held = [meeting for meeting in meetings if meeting.is_held]

    def figure(
        name: str,
        some: Sequence[DueMeeting],
        of: Callable[[DueMeeting], int],
        done: Callable[[DueMeeting], int],
    ) -> Figure:
        return Figure(name, sum(map(of, some)), sum(map(done, some)))

    if sutra is Sutra.MEETINGS:
        return (
            Figure("held", len(meetings), len(held)),
            figure("attendance", held, lambda m: m.members, lambda m: m.came),
        )
    if sutra is Sutra.SAVING:
        return (figure("saved", meetings, lambda m: m.savings_due, lambda m: m.savings_on_time),)
    if sutra is Sutra.LENDING:
        return (figure("lent", meetings, lambda m: m.lendable, lambda m: m.lent),)
    if sutra is Sutra.REPAYMENT:
        return (
            figure(
                "repaid", meetings, lambda m: m.instalments_due, lambda m: m.instalments_on_time
            ),
        )
    return (Figure("in_books", len(held), sum(meeting.is_in_books for meeting in held)),)


def _letter(exact: Fraction, charter: GradeCharter) -> Letter:
    if exact >= Fraction(str(charter.a_from)):
        return Letter.A
    return Letter.B if exact >= Fraction(str(charter.b_from)) else Letter.C
