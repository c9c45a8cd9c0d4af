"""The line of a week: every cause, exact in centi-points, and rounded to whole points."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groups.calendar.model import Rhythm
from groups.charter.model.scoring import ScoringCharter
from groups.registers.model.meeting import Mark
from groups.standing.model import NOTHING, Cause, Five, Pillar, WeeklyLine
from groups.standing.rules.evidence import (
    DefaultFact,
    InstalmentFact,
    MeetingFact,
    MemberFacts,
    as_rows,
    gather,
)
from groups.standing.rules.scoring import Vouches, centi_points, score
from groups.standing.rules.weekly_line import Scored, shared_out, weekly_line, whole_points

CHARTER = ScoringCharter()
FIRST = date(2026, 1, 2)
NO_VOUCHES = Vouches(
    giver=np.empty(0, dtype=np.int64),
    receiver=np.empty(0, dtype=np.int64),
    kin=np.empty(0, dtype=np.bool_),
    record=np.empty(0),
    kin_pairs=np.empty((0, 2), dtype=np.int64),
)


def week(number: int) -> date:
    return FIRST + timedelta(days=7 * (number - 1))


def came(number: int) -> MeetingFact:
    return MeetingFact(week(number), Mark.PRESENT, savings_paid=1)


def absent(number: int) -> MeetingFact:
    return MeetingFact(week(number), Mark.ABSENT)


def weeks(count: int) -> tuple[MeetingFact, ...]:
    return tuple(came(n) for n in range(1, count + 1))


def scored(facts: MemberFacts, number: int, *, word: int = 0) -> Scored:
    """Return the standing at the end of a week, as the run of that week computes it."""
    evidence = gather(facts, week(number), rhythm=Rhythm.WEEKLY, loan_rhythm=None, charter=CHARTER)
    pillars = score(as_rows([0], [evidence]), NO_VOUCHES, CHARTER).pillars
    first, second, third, fourth, _ = centi_points(pillars)[0].tolist()
    return Scored(evidence, facts.defaults, (first, second, third, fourth, word))


def line(before: MemberFacts, after: MemberFacts, number: int) -> WeeklyLine:
    """Return the line of a week in which the facts changed."""
    return weekly_line(scored(before, number - 1), scored(after, number), CHARTER)


def worth(weekly: WeeklyLine) -> dict[Cause, int]:
    return {shown.cause: shown.centi for shown in weekly.causes}


def test_a_good_week_tells_what_came_and_what_faded() -> None:
    weekly = line(MemberFacts(weeks(11)), MemberFacts(weeks(12)), 12)

    assert [shown.cause for shown in weekly.causes] == [Cause.CAME, Cause.SAVED, Cause.OLDER_WEEKS]
    assert whole_points(weekly.after) == 193


def test_an_event_is_worth_the_pillar_with_it_less_the_pillar_without_it() -> None:
    facts = MemberFacts(weeks(12))
    evidence = scored(facts, 12).evidence
    m, x = evidence.due[0], evidence.done[0]
    wanted = 235 * (x / (m + 17) - (x - 1) / (m - 1 + 17))

    weekly = line(MemberFacts(weeks(11)), facts, 12)

    assert worth(weekly)[Cause.CAME] == round(100 * wanted)


def test_a_missed_week_is_named_with_its_loss() -> None:
    facts = MemberFacts((*weeks(11), absent(12)))
    evidence = scored(facts, 12).evidence
    m, x = evidence.due[0], evidence.done[0]

    worth_by_cause = worth(line(MemberFacts(weeks(11)), facts, 12))

    assert worth_by_cause[Cause.MISSED_MEETING] == round(
        100 * 235 * (x / (m + 17) - x / (m - 1 + 17))
    )
    assert worth_by_cause[Cause.MISSED_SAVING] < 0


def test_the_first_line_begins_at_nothing() -> None:
    weekly = weekly_line(None, scored(MemberFacts(weeks(1)), 1), CHARTER)

    assert (weekly.before, weekly.change) == (0, sum(worth(weekly).values()))
    assert worth(weekly)[Cause.CAME] == round(100 * 235 / 18)


def test_a_meeting_recorded_late_is_a_correction() -> None:
    late = MemberFacts((came(1), came(2), came(3)))

    worth_by_cause = worth(line(MemberFacts((came(1), absent(2))), late, 3))

    assert worth_by_cause[Cause.CORRECTED] > 0


def test_a_meeting_reversed_is_a_correction() -> None:
    worth_by_cause = worth(line(MemberFacts(weeks(3)), MemberFacts((came(1), came(2), came(4))), 4))

    assert worth_by_cause[Cause.CORRECTED] < 0


def test_without_corrections_none_is_named() -> None:
    assert Cause.CORRECTED not in worth(line(MemberFacts(weeks(5)), MemberFacts(weeks(6)), 6))


def test_instalments_are_named_by_how_many() -> None:
    paid = tuple(InstalmentFact(week(3), paid_in_time=True) for _ in range(2))

    weekly = line(MemberFacts(weeks(2)), MemberFacts(weeks(3), paid), 3)

    assert [s.times for s in weekly.causes if s.cause is Cause.PAID_INSTALMENT] == [2]


def test_an_instalment_missed_after_others_is_a_loss() -> None:
    paid = InstalmentFact(week(2), paid_in_time=True)
    missed = InstalmentFact(week(3), paid_in_time=False)

    worth_by_cause = worth(line(MemberFacts((), (paid,)), MemberFacts((), (paid, missed)), 3))

    assert worth_by_cause[Cause.MISSED_INSTALMENT] < 0


def test_a_broken_promise_is_named() -> None:
    worth_by_cause = worth(line(MemberFacts(), MemberFacts(defaults=(DefaultFact(week(2)),)), 2))

    assert worth_by_cause == {Cause.BROKE_PROMISE: -60_00}


def test_the_first_line_of_who_broke_a_promise_names_it() -> None:
    weekly = weekly_line(None, scored(MemberFacts(defaults=(DefaultFact(week(1)),)), 1), CHARTER)

    assert worth(weekly) == {Cause.BROKE_PROMISE: -60_00}


def test_a_promise_made_good_gives_half_back() -> None:
    broke = MemberFacts(defaults=(DefaultFact(week(1)),))
    mended = MemberFacts(defaults=(DefaultFact(week(1), repaid_day=week(2)),))

    worth_by_cause = worth(line(broke, mended, 2))

    assert worth_by_cause[Cause.MADE_GOOD] == pytest.approx(30_00, abs=30)
    assert Cause.CORRECTED not in worth_by_cause


def test_a_default_recorded_late_is_a_correction() -> None:
    worth_by_cause = worth(line(MemberFacts(), MemberFacts(defaults=(DefaultFact(week(1)),)), 2))

    assert set(worth_by_cause) == {Cause.CORRECTED}


def test_an_old_broken_promise_weighs_less_each_week() -> None:
    broke = MemberFacts(defaults=(DefaultFact(week(1)),))

    assert worth(line(broke, broke, 2))[Cause.OLDER_WEEKS] > 0


def test_the_sisters_word_is_one_cause() -> None:
    facts = MemberFacts()

    weekly = weekly_line(scored(facts, 1), scored(facts, 2, word=33_33), CHARTER)

    assert worth(weekly) == {Cause.SISTERS_WORD: 33_33}


def test_new_rules_are_told_apart_from_what_she_did() -> None:
    before = scored(MemberFacts(weeks(4)), 4)
    restated: Five = (before.balances[0] + 10_00, *before.balances[1:])
    after = scored(MemberFacts(weeks(5)), 5)

    weekly = weekly_line(before, after, CHARTER, restated=restated)

    assert worth(weekly)[Cause.NEW_RULES] == 10_00
    assert sum(worth(weekly).values()) == weekly.change


def test_under_one_point_she_is_as_strong_as_before() -> None:
    facts = MemberFacts(weeks(1))

    assert line(facts, facts, 2).is_as_before


def test_a_point_more_is_not_as_before() -> None:
    assert not line(MemberFacts(weeks(1)), MemberFacts(weeks(2)), 2).is_as_before


@pytest.mark.parametrize(
    ("before", "after", "is_as_before"),
    [(193_49, 193_51, False), (193_51, 194_49, True), (193_50, 192_49, False), (0, 0, True)],
)
def test_it_is_as_before_only_where_the_shown_points_are(
    before: int, after: int, *, is_as_before: bool
) -> None:
    assert WeeklyLine((), (), before, after).is_as_before is is_as_before


# --- whole points ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("centi", "whole", "shown"),
    [
        ([4_60, 5_60, -1_20], 9, [5, 5, -1]),
        ([4_60, 5_60, -1_20], 10, [5, 6, -1]),
        ([4_60, 5_60, -1_20], 8, [4, 5, -1]),
        ([1_00, 2_00], 4, [2, 2]),
        ([1_00, 2_00], 2, [1, 1]),
        ([], 0, []),
    ],
)
def test_whole_points_are_shared_out_by_the_largest_remainder(
    centi: list[int], whole: int, shown: list[int]
) -> None:
    assert shared_out(centi, whole) == shown


# --- invariants -----------------------------------------------------------------------------

meeting_weeks = st.dictionaries(
    st.integers(1, 10), st.tuples(st.sampled_from(list(Mark)), st.integers(0, 2)), max_size=10
)
days = st.integers(0, 69).map(lambda n: FIRST + timedelta(days=n))


@st.composite
def facts(draw: st.DrawFn) -> MemberFacts:
    return MemberFacts(
        tuple(
            MeetingFact(week(number), mark, savings_paid=paid)
            for number, (mark, paid) in draw(meeting_weeks).items()
        ),
        tuple(draw(st.lists(st.builds(InstalmentFact, days, st.booleans()), max_size=4))),
        tuple(draw(st.lists(st.builds(DefaultFact, days, st.none() | days), max_size=3))),
    )


@settings(max_examples=100, deadline=None)
@given(facts(), facts(), st.integers(1, 9), st.integers(1, 4), st.integers(0, 100_00))
def test_the_line_adds_up_exactly_whatever_happened(
    known: MemberFacts, now: MemberFacts, number: int, later: int, word: int
) -> None:
    before, after = scored(known, number), scored(now, number + later, word=word)

    weekly = weekly_line(before, after, CHARTER)

    for n, pillar in enumerate(Pillar):
        own = sum(part.centi for part in weekly.parts if part.pillar is pillar)
        assert own == after.balances[n] - before.balances[n]
    assert sum(shown.centi for shown in weekly.causes) == weekly.change
    assert sum(shown.whole for shown in weekly.causes) == (
        whole_points(weekly.after) - whole_points(weekly.before)
    )


@settings(max_examples=30, deadline=None)
@given(facts(), st.integers(1, 9))
def test_the_first_line_adds_up_too(now: MemberFacts, number: int) -> None:
    after = scored(now, number)

    weekly = weekly_line(None, after, CHARTER)

    assert weekly.before == sum(NOTHING)
    assert sum(part.centi for part in weekly.parts) == sum(after.balances)
