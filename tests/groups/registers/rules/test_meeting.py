"""What makes a register complete, by example and by property."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groups.charter.model.numbers import MeetingCharter
from groups.charter.model.scoring import Excuses
from groups.people.model.refusals import BadAnswer
from groups.registers.model.meeting import (
    MEETING_STEPS,
    CashReason,
    Mark,
    Meeting,
    MeetingState,
    MeetingStep,
    Register,
    RegisterLine,
)
from groups.registers.model.money import MoneyKind, MoneyLine
from groups.registers.model.refusals import MeetingHeldToday, MeetingNotOpen, MeetingStillOpen
from groups.registers.rules.meeting import (
    cash_key,
    check_day_free,
    counts_of,
    differences,
    is_excused,
    next_state,
    normal_form,
    paid,
    posted_version,
    quorum_needed,
    saving_key,
)

DAY = date(2026, 11, 20)
MEETING = Meeting("m", "g", DAY, MeetingState.OPEN, "a", "a", version=0)
LINE = RegisterLine("a", Mark.PRESENT, saved=20_00, extra=0)
TO_LOAN = MoneyLine(MoneyKind.REPAYMENT, 5_00, "a", "l")

lines = st.builds(
    RegisterLine,
    member_id=st.just("a"),
    mark=st.sampled_from(Mark),
    saved=st.integers(0, 50_00),
    extra=st.integers(0, 50_00),
)


@pytest.mark.parametrize(
    ("members", "needed"), [(0, 1), (1, 1), (2, 2), (3, 2), (10, 7), (12, 8), (20, 14)]
)
def test_the_quorum_is_two_thirds(members: int, needed: int) -> None:
    assert quorum_needed(members, MeetingCharter()) == needed


@given(members=st.integers(1, 100), n=st.integers(1, 10), d=st.integers(1, 10))
def test_the_quorum_is_the_least_number_that_reaches_the_share(
    members: int, n: int, d: int
) -> None:
    needed = quorum_needed(members, MeetingCharter(n, d))

    assert (needed - 1) * d < members * n <= needed * d


@pytest.mark.parametrize("state", MeetingState)
@pytest.mark.parametrize("step", MeetingStep)
def test_a_meeting_takes_the_steps_of_the_table_only(
    state: MeetingState, step: MeetingStep
) -> None:
    meeting = replace(MEETING, state=state)
    leads = MEETING_STEPS[state].get(step)

    if leads is None:
        with pytest.raises(MeetingNotOpen):
            next_state(meeting, step)
    else:
        assert next_state(meeting, step) is leads


def test_an_older_open_meeting_is_in_the_way() -> None:
    with pytest.raises(MeetingStillOpen):
        check_day_free(MEETING, date(2026, 11, 27))


def test_a_closed_meeting_of_the_day_is_in_the_way() -> None:
    with pytest.raises(MeetingHeldToday):
        check_day_free(replace(MEETING, state=MeetingState.CLOSED), DAY)


@pytest.mark.parametrize("meeting", [None, MEETING])
def test_the_days_own_open_meeting_is_not_in_the_way(meeting: Meeting | None) -> None:
    check_day_free(meeting, DAY)


@pytest.mark.parametrize(
    ("marks", "excused"),
    [
        ("", False),
        ("p", False),
        ("e", True),
        ("ea", False),
        ("ee", True),
        ("eee", False),
        ("eepe", False),
        ("ee" + "p" * 9 + "e", False),
        ("ee" + "p" * 10 + "e", True),
        ("eee" + "p" * 9 + "ee", True),
    ],
)
def test_two_of_twelve_excuses_are_granted(marks: str, excused: bool) -> None:
    by_letter = {"p": Mark.PRESENT, "e": Mark.EXCUSED, "a": Mark.ABSENT}

    assert is_excused([by_letter[letter] for letter in marks], Excuses()) is excused


@given(line=lines, due=st.integers(0, 50_00), counted=st.integers(0, 500_00))
def test_settling_keeps_every_paisa(line: RegisterLine, due: int, counted: int) -> None:
    settled = normal_form(Register((line,), counted, CashReason.UNKNOWN), {"a": due}, 100_00)

    assert (paid(settled.register.lines[0]), settled.cash_expected + settled.difference) == (
        paid(line),
        counted,
    )


@given(line=lines, due=st.integers(0, 50_00))
def test_what_is_paid_fills_the_due_first(line: RegisterLine, due: int) -> None:
    (settled_line,) = normal_form(Register((line,), paid(line)), {"a": due}, 0).register.lines

    assert settled_line.saved == min(paid(line), due)


@given(line=lines, due=st.integers(0, 50_00))
def test_settling_twice_is_settling_once(line: RegisterLine, due: int) -> None:
    once = normal_form(Register((line,), 0, CashReason.UNKNOWN), {"a": due}, 0)

    assert normal_form(once.register, {"a": due}, 0) == once


def test_extra_is_refused_where_the_charter_does_not_allow_it() -> None:
    body = Register((replace(LINE, saved=30_00),), 30_00)

    with pytest.raises(BadAnswer) as refusal:
        normal_form(body, {"a": 20_00}, 0, is_extra_allowed=False)

    assert refusal.value == BadAnswer("extra")


def test_the_usual_saving_is_no_extra() -> None:
    settled = normal_form(Register((LINE,), 20_00), {"a": 20_00}, 0, is_extra_allowed=False)

    assert settled.difference == 0


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (Register((LINE,), 20_00, pieces=((10, 1),)), "cash"),
        (Register((LINE,), 20_00, money=(TO_LOAN, TO_LOAN)), "repayment"),
    ],
)
def test_notes_of_another_sum_and_a_loan_paid_twice_are_refused(
    wrong: Register, field: str
) -> None:
    with pytest.raises(BadAnswer) as refusal:
        normal_form(wrong, {"a": 20_00}, 0)

    assert refusal.value == BadAnswer(field)


@given(st.lists(lines))
def test_every_line_is_counted_once(many: list[RegisterLine]) -> None:
    counts = counts_of(many)

    assert counts.present + counts.late + counts.absent + counts.excused == len(many)


@pytest.mark.parametrize(
    ("other", "count"),
    [
        (Register((LINE,), 20_00), 0),
        (Register((replace(LINE, mark=Mark.LATE),), 20_00), 1),
        (Register((LINE,), 30_00), 1),
        (Register((LINE, replace(LINE, member_id="b")), 30_00), 2),
    ],
)
def test_differences_are_counted_by_member_and_cash(other: Register, count: int) -> None:
    assert differences(Register((LINE,), 20_00), other) == count


@pytest.mark.parametrize(
    ("amounts", "version"), [([5], 1), ([5, 5, 5], 1), ([5, 6, 6], 2), ([5, 6, 5], 3)]
)
def test_the_version_is_found_that_posted_what_stands(amounts: list[int], version: int) -> None:
    assert posted_version(amounts) == version


def test_a_cause_names_its_version_only_after_a_correction() -> None:
    assert (
        saving_key("m", "a", 1),
        saving_key("m", "a", 2),
        cash_key("m", 1),
        cash_key("m", 3),
    ) == (
        "meeting:m:saving:a",
        "meeting:m:saving:a:v2",
        "meeting:m:cash",
        "meeting:m:cash:v3",
    )
