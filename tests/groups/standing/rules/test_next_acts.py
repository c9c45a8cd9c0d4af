"""Which acts give a member more points, and what the ladder's next step still requires."""

from datetime import date, timedelta

import pytest

from groups.calendar.model import Rhythm
from groups.charter.model.scoring import ScoringCharter, SistersWord, StandingWords
from groups.charter.rules.charter import Charter
from groups.registers.model.meeting import Mark
from groups.standing.rules.evidence import MeetingFact, MemberEvidence, MemberFacts, gather
from groups.standing.rules.next_acts import (
    AdvisedAct,
    NextAct,
    StandingWord,
    Vouched,
    next_acts,
    next_step,
    one_word_more,
    standing_word,
)

POINTS = ScoringCharter()
DSC = Charter().loans.dsc
FIRST = date(2026, 1, 2)
READY = Vouched(vouches=3, households=2, conduct_weeks=0)


def after(weeks: int, *, came_last: bool = True) -> MemberEvidence:
    """Return the evidence after weeks of full conduct; she may have missed the last week."""
    days = [FIRST + timedelta(days=7 * n) for n in range(weeks)]
    meetings = [MeetingFact(day, Mark.PRESENT, savings_paid=1) for day in days]
    if not came_last:
        meetings[-1] = MeetingFact(days[-1], Mark.ABSENT)
    return gather(
        MemberFacts(tuple(meetings)),
        days[-1],
        rhythm=Rhythm.WEEKLY,
        loan_rhythm=None,
        charter=POINTS,
    )


def acts(
    weeks: int, dues: tuple[int, int, int], *, can_be_vouched: bool = False
) -> tuple[NextAct, ...]:
    return next_acts(after(weeks), 0, POINTS, days=7, dues=dues, can_be_vouched=can_be_vouched)


def test_an_act_is_worth_the_pillar_done_less_the_pillar_left() -> None:
    done, left = after(5), after(5, came_last=False)
    strength = done.strength[0]
    worth = 235 * (
        done.done[0] / (done.due[0] + strength) - left.done[0] / (left.due[0] + strength)
    )

    worths = {act.act: act.centi for act in acts(4, (1, 1, 0))}

    assert worths[AdvisedAct.COME] == round(100 * worth)


def test_what_is_not_due_is_no_act() -> None:
    assert [act.act for act in acts(4, (1, 1, 0))] == [AdvisedAct.COME, AdvisedAct.SAVE]


def test_a_saving_carried_over_is_worth_both() -> None:
    saving = acts(4, (1, 2, 0))[0]

    assert (saving.act, saving.times) == (AdvisedAct.SAVE, 2)


def test_three_acts_are_named_the_best_first() -> None:
    next_acts = acts(30, (1, 1, 1), can_be_vouched=True)

    assert [act.act for act in next_acts] == [
        AdvisedAct.PAY_INSTALMENT,
        AdvisedAct.ASK_FOR_A_WORD,
        AdvisedAct.SAVE,
    ]


def test_one_word_more_gives_half_a_voice_at_least() -> None:
    assert one_word_more(0, POINTS.word) == round(100 * 100 * 0.5 / 6.5)


def test_one_word_more_gives_less_to_who_has_many() -> None:
    three = round(100 * 100 * 3 / 9)

    assert 0 < one_word_more(three, POINTS.word) < one_word_more(0, POINTS.word)


def test_where_words_give_nothing_one_more_gives_nothing() -> None:
    assert one_word_more(0, SistersWord(at_most=0.0)) == 0


# --- the ladder -----------------------------------------------------------------------------


def test_the_first_step_tells_what_is_missing() -> None:
    her_step = next_step(DSC, 0, 100_00, 510_00, Vouched(1, 1, 4))

    assert (her_step.number, her_step.step.rupees) == (1, 2_000)
    assert (her_step.points_missing, her_step.standing_missing) == (50_00, 10_00)
    assert (her_step.vouches_missing, her_step.households_missing) == (2, 1)
    assert (her_step.conduct_weeks_missing, her_step.is_open) == (8, False)


def test_a_step_with_nothing_missing_is_open() -> None:
    assert next_step(DSC, 0, 150_00, 520_00, READY).is_open


def test_a_loan_closed_on_time_leads_one_step_up() -> None:
    assert next_step(DSC, 1, 150_00, 520_00, READY).step.rupees == 5_000


def test_above_the_top_stands_the_top() -> None:
    assert next_step(DSC, 7, 400_00, 600_00, READY).number == 4


def test_twelve_weeks_of_full_conduct_stand_for_two_vouches() -> None:
    her_step = next_step(DSC, 0, 150_00, 520_00, Vouched(1, 1, 12))

    assert (her_step.conduct_replaces, her_step.is_open) == (2, True)


def test_conduct_does_not_stand_for_every_vouch() -> None:
    her_step = next_step(DSC, 0, 150_00, 520_00, Vouched(0, 0, 12))

    assert (her_step.vouches_missing, her_step.is_open) == (1, False)


@pytest.mark.parametrize(
    ("standing", "meetings", "word"),
    [
        (600_00, 3, StandingWord.NEW),
        (569_99, 4, StandingWord.GROWING),
        (570_00, 4, StandingWord.STEADY),
        (594_99, 9, StandingWord.STEADY),
        (595_00, 9, StandingWord.STRONG),
    ],
)
def test_a_standing_is_told_in_a_word(standing: int, meetings: int, word: StandingWord) -> None:
    assert standing_word(standing, meetings, StandingWords()) is word
