"""From dated facts to evidence: what was due, what was done, who has a voice."""

from collections.abc import Callable
from datetime import date, timedelta

import numpy as np
import pytest

from groups.calendar.model import Rhythm
from groups.charter.model.scoring import ScoringCharter
from groups.registers.model.meeting import Mark
from groups.standing.model import Pillar
from groups.standing.rules.evidence import (
    DefaultFact,
    Due,
    InstalmentFact,
    MeetingFact,
    MemberEvidence,
    MemberFacts,
    Tally,
    as_rows,
    dues_of,
    full_conduct_weeks,
    gather,
    record,
    strengths,
)
from groups.standing.rules.scoring import Standings, Vouches, score

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
    """Return the meeting day of a week, counted from 1."""
    return FIRST + timedelta(days=7 * (number - 1))


def came(number: int, paid: int = 1) -> MeetingFact:
    return MeetingFact(week(number), Mark.PRESENT, savings_paid=paid)


def excused(number: int, paid: int = 0) -> MeetingFact:
    return MeetingFact(week(number), Mark.EXCUSED, savings_paid=paid)


def absent(number: int, paid: int = 0) -> MeetingFact:
    return MeetingFact(week(number), Mark.ABSENT, savings_paid=paid)


def evidence(facts: MemberFacts, weeks: int) -> MemberEvidence:
    return gather(facts, week(weeks), rhythm=Rhythm.WEEKLY, loan_rhythm=None, charter=CHARTER)


def counts(*meetings: MeetingFact) -> tuple[Tally, Tally]:
    tallies = evidence(MemberFacts(meetings), len(meetings)).tallies
    return tallies[0], tallies[1]


def conduct(weeks: int, is_good: Callable[[int], bool] = lambda _: True) -> Standings:
    """Return the standing after weeks in which a member came and saved, or did neither."""
    meetings = tuple(came(n) if is_good(n) else absent(n) for n in range(1, weeks + 1))
    return score(as_rows([0], [evidence(MemberFacts(meetings), weeks)]), NO_VOUCHES, CHARTER)


def points(weeks: int, is_good: Callable[[int], bool] = lambda _: True) -> float:
    return float(conduct(weeks, is_good).points[0])


# --- the numbers in scoring.md --------------------------------------------------------------


@pytest.mark.parametrize(
    ("weeks", "gathered", "standing"),
    [(1, 25, 535), (4, 88, 549), (12, 193, 574), (26, 286, 596), (52, 361, 614)],
)
def test_full_conduct_gathers_what_the_page_says(weeks: int, gathered: int, standing: int) -> None:
    scores = conduct(weeks)

    assert float(scores.points[0]) == pytest.approx(gathered, abs=0.5)
    assert float(scores.standing[0]) == pytest.approx(standing, abs=0.5)


@pytest.mark.parametrize(("in_week", "costs", "then"), [(4, 3, 18), (13, 6, 10), (27, 7, 5)])
def test_a_missed_week_costs_what_the_page_says(in_week: int, costs: int, then: int) -> None:
    def missed(number: int) -> bool:
        return number != in_week

    assert points(in_week - 1) - points(in_week, missed) == pytest.approx(costs, abs=1)
    assert points(in_week + 1, missed) - points(in_week, missed) == pytest.approx(then, abs=1)


def test_nine_weeks_of_ten_hold_325_after_a_year() -> None:
    assert points(52, lambda n: n % 10 != 5) == pytest.approx(325, abs=3)


def test_six_weeks_of_ten_hold_216_after_a_year() -> None:
    assert points(52, lambda n: n % 5 in {0, 2, 4}) == pytest.approx(216, abs=4)


def test_the_strengths_are_17_22_13_dues_in_a_weekly_group() -> None:
    assert strengths(Rhythm.WEEKLY, None, CHARTER) == (17, 22, 13)


def test_the_strengths_follow_the_rhythm_of_group_and_loan() -> None:
    assert strengths(Rhythm.FORTNIGHTLY, Rhythm.MONTHLY, CHARTER) == (8, 11, 3)


# --- meetings -------------------------------------------------------------------------------


def test_late_is_done() -> None:
    assert counts(MeetingFact(week(1), Mark.LATE))[0] == Tally(due=1, done=1)


def test_excused_leaves_nothing_due() -> None:
    assert counts(came(1), excused(2))[0] == Tally(due=1, done=1)


def test_a_third_excuse_in_twelve_meetings_counts_as_missed() -> None:
    assert counts(excused(1), excused(2), excused(3))[0] == Tally(due=1, done=0)


def test_an_excuse_older_than_twelve_meetings_is_forgotten() -> None:
    meetings = [excused(1), excused(2), *(came(n) for n in range(3, 13)), excused(13)]

    assert counts(*meetings)[0] == Tally(due=10, done=10)


def test_the_third_excuse_in_the_twelfth_meeting_is_still_one_too_many() -> None:
    meetings = [excused(1), excused(2), *(came(n) for n in range(3, 12)), excused(12)]

    assert counts(*meetings)[0] == Tally(due=10, done=9)


def test_an_excuse_that_was_not_granted_uses_none_up() -> None:
    meetings = [excused(1), excused(2), excused(3), *(came(n) for n in range(4, 13)), excused(13)]

    assert counts(*meetings)[0] == Tally(due=10, done=9)


# --- saving ---------------------------------------------------------------------------------


def test_saving_missed_in_the_meeting_is_missed() -> None:
    assert counts(came(1, paid=0), came(2, paid=2))[1] == Tally(due=2, done=1)


def test_an_excused_saving_is_due_in_the_next_meeting_beside_its_own() -> None:
    assert counts(excused(1), came(2, paid=2))[1] == Tally(due=2, done=2)


def test_an_excused_saving_not_paid_in_the_next_meeting_is_missed() -> None:
    assert counts(excused(1), came(2, paid=1))[1] == Tally(due=2, done=1)


def test_an_excused_saving_is_not_due_before_the_next_meeting() -> None:
    assert counts(excused(1))[1] == Tally(due=0, done=0)


def test_a_saving_sent_along_by_who_is_excused_is_done() -> None:
    assert counts(excused(1, paid=1), came(2))[1] == Tally(due=2, done=2)


def test_two_excuses_in_a_row_carry_both_savings() -> None:
    assert counts(excused(1), excused(2), came(3, paid=3))[1] == Tally(due=3, done=3)


def test_an_excuse_that_was_not_granted_carries_nothing() -> None:
    assert counts(excused(1), excused(2), excused(3))[1] == Tally(due=3, done=0)


def test_extra_saving_counts_nothing() -> None:
    assert counts(came(1, paid=5))[1] == Tally(due=1, done=1)


def test_no_saving_due_leaves_only_the_meeting() -> None:
    meeting = MeetingFact(week(1), Mark.PRESENT, saving_due=False, savings_paid=1)

    assert counts(meeting) == (Tally(1, 1), Tally(0, 0))


def test_carried_dues_are_told_apart() -> None:
    dues = dues_of(MemberFacts((excused(1), came(2, paid=1))), week(2), CHARTER)

    assert dues == (
        Due(Pillar.MEETINGS, week(2), 0, done=True),
        Due(Pillar.SAVING, week(2), 0, done=True),
        Due(Pillar.SAVING, week(2), 1, done=False),
    )


# --- decay, instalments, defaults -----------------------------------------------------------


def test_what_is_a_quarter_old_weighs_93_hundredths() -> None:
    facts = MemberFacts((came(1),))

    gathered = gather(
        facts,
        FIRST + timedelta(days=365),
        rhythm=Rhythm.WEEKLY,
        loan_rhythm=None,
        charter=CHARTER,
    )

    assert gathered.due[0] == pytest.approx(0.93 ** (365 / 91.3125))


def test_what_is_dated_after_the_period_is_left_out() -> None:
    later = week(3)
    facts = MemberFacts(
        meetings=(came(1), came(3)),
        instalments=(InstalmentFact(later, paid_in_time=True),),
        defaults=(DefaultFact(later),),
        loan_repaid_day=later,
    )

    gathered = evidence(facts, 2)

    assert gathered.tallies == (Tally(1, 1), Tally(1, 1), Tally(0, 0))
    assert (gathered.defaults, gathered.voice) == (0, 0)


def test_instalments_of_one_day_are_told_apart() -> None:
    both = (InstalmentFact(FIRST, paid_in_time=True), InstalmentFact(FIRST, paid_in_time=False))

    gathered = evidence(MemberFacts(instalments=both), 1)

    assert [due.number for due in gathered.dues] == [0, 1]
    assert gathered.tallies[2] == Tally(2, 1)


def test_a_default_counts_half_once_it_is_repaid() -> None:
    mended = MemberFacts(defaults=(DefaultFact(week(1), repaid_day=week(2)),))

    assert evidence(mended, 2).defaults == pytest.approx(0.5 * 0.93 ** (7 / 91.3125))


def test_a_default_repaid_later_still_counts_whole() -> None:
    mended = MemberFacts(defaults=(DefaultFact(week(1), repaid_day=week(3)),))

    assert evidence(mended, 1).defaults == 1


def test_defaults_count_one_and_a_half_at_most() -> None:
    assert evidence(MemberFacts(defaults=(DefaultFact(FIRST),) * 3), 1).defaults == 1.5


# --- voice ----------------------------------------------------------------------------------


def test_who_has_repaid_a_loan_has_a_full_voice() -> None:
    assert evidence(MemberFacts(loan_repaid_day=week(1)), 1).voice == 1


def test_twelve_weeks_of_conduct_give_half_a_voice() -> None:
    meetings = tuple(came(n) for n in range(1, 14))

    assert evidence(MemberFacts(meetings), 13).voice == 0.5
    assert evidence(MemberFacts(meetings), 12).voice == 0


def test_less_than_three_quarters_of_the_savings_give_no_voice() -> None:
    meetings = tuple(came(n, paid=int(n % 3 > 0)) for n in range(1, 14))

    assert evidence(MemberFacts(meetings), 13).voice == 0


# --- record and full conduct ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("loans", "defaulted", "weighs"),
    [(0, 0, 1.0), (10, 1, 1.0), (4, 1, 0.5), (20, 3, np.exp(-12 * 1 / 24))],
)
def test_a_givers_record_weighs_what_she_vouches_later(
    loans: float, defaulted: float, weighs: float
) -> None:
    assert record(loans, defaulted, 0.1, CHARTER.word) == pytest.approx(weighs)


def test_full_conduct_is_counted_in_weeks_since_the_last_miss() -> None:
    meetings = (came(1), absent(2), *(came(n) for n in range(3, 8)))

    assert full_conduct_weeks(evidence(MemberFacts(meetings), 7).dues, week(7)) == 5


def test_full_conduct_begins_with_the_first_due() -> None:
    meetings = tuple(came(n) for n in range(1, 14))

    assert full_conduct_weeks(evidence(MemberFacts(meetings), 13).dues, week(13)) == 12


def test_who_had_nothing_due_has_shown_no_conduct() -> None:
    assert full_conduct_weeks((), week(9)) == 0
