"""The group's meetings for its grade: what was due in each window of days."""

from dataclasses import replace
from datetime import date, timedelta

from groups.charter.rules.charter import GradeCharter
from groups.loans.model.terms import Rate, Terms
from groups.loans.rules.outstanding import LoanBook, Paid
from groups.loans.rules.schedule import schedule
from groups.standing.model import GradePillar, GroupGrade, Pillar
from groups.standing.rules.evidence import Due
from groups.standing.rules.grade import DueMeeting
from groups.standing.rules.group_run import due_meetings, group_grade, packed, unpacked
from groups.standing.rules.known import HeldMeeting, Known, KnownAct
from groups.standing.rules.loan_evidence import LoanHistory

FRIDAY = date(2026, 1, 2)
HOUR = 3_600_000_000
CHARTER = GradeCharter()
WEEK = ((FRIDAY - timedelta(days=6), FRIDAY),)
DUES = (
    Due(Pillar.MEETINGS, FRIDAY, 0, done=True),
    Due(Pillar.SAVING, FRIDAY, 0, done=True),
    Due(Pillar.SAVING, FRIDAY, 1, done=False),
    Due(Pillar.MEETINGS, FRIDAY, 0, done=False),
    Due(Pillar.MEETINGS, FRIDAY - timedelta(days=7), 0, done=True),
)


def group(*acts: tuple[str, str, int]) -> Known:
    """Return a group by its acts: member, act, days after the Friday."""
    return Known(tuple(KnownAct(m, a, FRIDAY + timedelta(days=d)) for m, a, d in acts), {})


def held(*, day: date = FRIDAY, hours: float = 1, difference: int = 0) -> HeldMeeting:
    """Return a meeting that was held."""
    return HeldMeeting(day, int(hours * HOUR), difference)


def test_a_held_meeting_counts_the_dues_of_its_day() -> None:
    [due_meeting] = due_meetings(WEEK, (held(),), group(), DUES, CHARTER)

    assert due_meeting == DueMeeting(
        day=FRIDAY,
        is_held=True,
        members=2,
        came=1,
        savings_due=2,
        savings_on_time=1,
        is_in_books=True,
    )


def test_books_closed_too_late_or_with_a_difference_are_not_in_order() -> None:
    meetings = [held(hours=24), held(hours=24.001), held(difference=-1)]
    due_list = [due_meetings(WEEK, (one,), group(), DUES, CHARTER)[0] for one in meetings]

    assert [one.is_in_books for one in due_list] == [True, False, False]


def test_a_window_without_a_meeting_was_due_of_all_who_were_members_then() -> None:
    known = group(("a", "joined", -9), ("b", "joined", 0), ("c", "joined", 1), ("d", "asked", -1))
    [due_meeting] = due_meetings(WEEK, (), known, DUES, CHARTER)

    assert due_meeting == DueMeeting(FRIDAY, is_held=False, members=2, savings_due=2)


def test_who_was_frozen_or_had_left_then_was_not_due() -> None:
    known = group(
        *(("a", "joined", -9), ("a", "frozen", -1), ("b", "joined", -9), ("b", "left", 0)),
        *(("c", "joined", -9), ("c", "left", 1), ("d", "joined", -9), ("d", "frozen", -5)),
        ("d", "thawed", -4),
    )
    [due_meeting] = due_meetings(WEEK, (), known, DUES, CHARTER)

    assert due_meeting.members == 2  # c had not left yet, d was thawed again


def test_all_meetings_of_a_window_count() -> None:
    days = (FRIDAY - timedelta(days=6), FRIDAY)
    due_list = due_meetings(WEEK, [held(day=day) for day in days], group(), DUES, CHARTER)

    assert [one.day for one in due_list] == list(days)


def test_a_grade_is_kept_and_read_again() -> None:
    meetings = [
        DueMeeting(FRIDAY + timedelta(weeks=n), True, 12, 11, 12, 10, is_in_books=True)
        for n in range(4)
    ]
    grade = group_grade(meetings, FRIDAY, CHARTER)

    assert unpacked(FRIDAY, packed(grade)) == grade
    assert (grade.letter, grade.pillars[0].figures) == (
        "A",
        {"due": 4, "held": 4, "expected": 48, "present": 44},
    )


def test_a_group_that_never_was_due_has_no_marks() -> None:
    grade = group_grade((), FRIDAY, CHARTER)

    assert (grade.marks, grade.letter) == (None, None)
    assert grade == GroupGrade(
        FRIDAY,
        None,
        None,
        tuple(GradePillar(one.code, None, one.figures) for one in grade.pillars),
    )


def lending(*paid: Paid, began: date = FRIDAY - timedelta(days=7)) -> Known:
    """Return a group that has lent ₹1,000 for a month."""
    terms = Terms(1000_00, 1, Rate(0))
    book = LoanBook(terms, began, schedule(terms, began), paid)
    return replace(group(), loans=(LoanHistory((book,)),))


def lent_of(known: Known, *meetings: HeldMeeting) -> tuple[int, int]:
    """Return the lent and the lendable amount before the meetings of a week, in paise."""
    [due_meeting] = due_meetings(WEEK, meetings, known, (), CHARTER)
    return due_meeting.lent, due_meeting.lendable


def test_what_was_lent_is_what_the_meeting_before_left() -> None:
    before = replace(held(day=FRIDAY - timedelta(days=7)), money=3000_00)
    now = replace(held(), money=500_00)
    earlier = replace(held(day=FRIDAY - timedelta(days=14)), money=9)

    assert lent_of(lending(), now, before, earlier) == (1000_00, 4000_00)
    part = Paid(FRIDAY - timedelta(days=7), 400_00, 0)
    assert lent_of(lending(part, began=FRIDAY - timedelta(days=14)), before, now) == (
        600_00,
        3600_00,
    )


def test_nothing_is_asked_of_lending_before_the_first_loan() -> None:
    before = replace(held(day=FRIDAY - timedelta(days=7)), money=3000_00)

    assert lent_of(lending(began=FRIDAY), before, held()) == (0, 0)
    assert lent_of(lending(), held()) == (0, 0)  # no earlier meeting is known


def test_instalments_count_from_the_day_after_the_meeting_before() -> None:
    dues = tuple(
        Due(Pillar.INSTALMENTS, FRIDAY - timedelta(days=days), 0, done=days > 2)
        for days in (7, 6, 2, 0)
    )
    due_list = due_meetings(WEEK, (held(),), lending(), dues, CHARTER)

    assert [(one.instalments_due, one.instalments_on_time) for one in due_list] == [(3, 1)]


def test_a_group_without_any_window_is_none_with_loans_either() -> None:
    assert due_meetings((), (), lending(), (), CHARTER) == ()
