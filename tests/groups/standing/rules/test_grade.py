"""The group's grade: five pillars, their raw figures, and when the group has no letter yet."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groups.charter.rules.charter import GradeCharter
from groups.standing.rules.grade import DueMeeting, Figure, Letter, Sutra, grade

CHARTER = GradeCharter()
FIRST = date(2026, 1, 2)
GOOD = DueMeeting(
    day=FIRST,
    is_held=True,
    members=12,
    came=12,
    savings_due=12,
    savings_on_time=12,
    lent=8_000_00,
    lendable=10_000_00,
    instalments_due=4,
    instalments_on_time=4,
    is_in_books=True,
)
UNLENT = replace(GOOD, lent=0, lendable=0, instalments_due=0, instalments_on_time=0)


def weeks(*meetings: DueMeeting) -> list[DueMeeting]:
    """Return these meetings, a week apart."""
    return [replace(one, day=FIRST + timedelta(days=7 * n)) for n, one in enumerate(meetings)]


def marks(sutra: Sutra, *meetings: DueMeeting) -> Fraction | None:
    group_grade = grade(weeks(*meetings), CHARTER)
    return next(pillar.marks for pillar in group_grade.pillars if pillar.sutra is sutra)


def test_a_group_that_does_everything_has_all_marks() -> None:
    group_grade = grade(weeks(*[GOOD] * 12), CHARTER)

    assert [pillar.marks for pillar in group_grade.pillars] == [20] * 5
    assert (group_grade.total, group_grade.letter) == (100, Letter.A)


def test_meetings_are_held_by_due_times_attendance() -> None:
    half = replace(GOOD, came=6)

    assert marks(Sutra.MEETINGS, half, half, half, DueMeeting(FIRST, is_held=False)) == 7.5


def test_meetings_due_and_none_held_are_no_marks_and_not_nothing_due() -> None:
    assert marks(Sutra.MEETINGS, DueMeeting(FIRST, is_held=False)) == 0


def test_saving_counts_what_was_due_in_a_meeting_not_held() -> None:
    missed = DueMeeting(FIRST, is_held=False, savings_due=12)

    assert marks(Sutra.SAVING, GOOD, missed) == 10


def test_four_fifths_lent_are_full_marks_and_more_are_not_more() -> None:
    assert marks(Sutra.LENDING, GOOD) == 20
    assert marks(Sutra.LENDING, replace(GOOD, lent=10_000_00)) == 20
    assert marks(Sutra.LENDING, replace(GOOD, lent=4_000_00)) == 10


def test_repayment_is_on_time_by_due() -> None:
    assert marks(Sutra.REPAYMENT, GOOD, replace(GOOD, instalments_on_time=2)) == 15


def test_books_are_those_closed_in_time_with_the_cash_matching() -> None:
    assert marks(Sutra.BOOKS, GOOD, replace(GOOD, is_in_books=False)) == 10


def test_a_pillar_with_nothing_due_is_left_out_and_the_sum_scaled() -> None:
    group_grade = grade(weeks(*[replace(UNLENT, savings_on_time=6)] * 4), CHARTER)

    assert [pillar.marks for pillar in group_grade.pillars] == [20, 10, None, None, 20]
    assert group_grade.total == 83


def test_the_raw_figures_stand_beside_the_marks() -> None:
    group_grade = grade(weeks(*[replace(UNLENT, came=10)] * 4), CHARTER)

    assert group_grade.pillars[0].figures == (Figure("held", 4, 4), Figure("attendance", 48, 40))


def test_only_the_last_twelve_meetings_count() -> None:
    bad = replace(GOOD, came=0, savings_on_time=0)

    assert grade(weeks(bad, *[GOOD] * 12), CHARTER).total == 100


@pytest.mark.parametrize("held", [0, 3])
def test_there_is_no_letter_under_four_meetings(held: int) -> None:
    group_grade = grade(weeks(*[GOOD] * held), CHARTER)

    assert group_grade.letter is None
    assert group_grade.meetings_held == held


def test_there_is_no_letter_under_three_pillars() -> None:
    without = replace(UNLENT, savings_due=0, savings_on_time=0)

    group_grade = grade(weeks(*[without] * 4), CHARTER)

    assert (group_grade.total, group_grade.letter) == (100, None)


def test_nothing_due_at_all_has_no_total() -> None:
    assert grade([], CHARTER).total is None


@pytest.mark.parametrize(
    ("on_time", "total", "letter"),
    [(55, 85, Letter.A), (54, 84, Letter.B), (25, 75, Letter.B), (24, 74, Letter.C)],
)
def test_letter_and_number_agree_at_the_edges(on_time: int, total: int, letter: Letter) -> None:
    one = replace(UNLENT, savings_due=100, savings_on_time=on_time)

    group_grade = grade(weeks(*[one] * 4), CHARTER)

    assert (group_grade.total, group_grade.letter) == (total, letter)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.booleans(), st.integers(0, 12), st.integers(0, 12)), max_size=20))
def test_no_group_has_more_than_a_hundred_or_less_than_nothing(
    drawn: list[tuple[bool, int, int]],
) -> None:
    meetings = weeks(
        *(
            replace(GOOD, is_held=held, came=came, savings_on_time=saved)
            if held
            else DueMeeting(FIRST, is_held=False, savings_due=12)
            for held, came, saved in drawn
        )
    )

    assert 0 <= (grade(meetings, CHARTER).total or 0) <= 100
