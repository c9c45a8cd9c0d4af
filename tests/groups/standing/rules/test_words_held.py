"""The vouches a member holds: how many have a voice, open a loan, and from which households."""

from datetime import date, timedelta

import pytest

from groups.calendar.model import Rhythm
from groups.charter.model.scoring import ScoringCharter
from groups.registers.model.meeting import Mark
from groups.standing.model import WordsHeld
from groups.standing.rules.evidence import MeetingFact, MemberFacts
from groups.standing.rules.known import Known, KnownAct, KnownVouch
from groups.standing.rules.words_that_count import read_words

BEGUN = date(2026, 1, 5)
PERIOD = BEGUN + timedelta(weeks=15)

Pairs = frozenset[tuple[str, str]]


def words_of_rani(*, kin: Pairs = frozenset(), homes: Pairs = frozenset()) -> WordsHeld:
    """Return what Rani holds when Asha, Bina and Chanda, who all have a voice, vouch for her."""
    came = tuple(
        MeetingFact(BEGUN + timedelta(weeks=n), Mark.PRESENT, savings_paid=1) for n in range(15)
    )
    givers = ("asha", "bina", "chanda")
    known = Known(
        acts=tuple(KnownAct(who, "joined", BEGUN) for who in (*givers, "rani")),
        facts={who: MemberFacts(came) for who in (*givers, "rani")},
        vouches=tuple(
            KnownVouch(
                giver_id=giver,
                receiver_id="rani",
                until_day=PERIOD + timedelta(days=90),
                record=1_000_000,
                is_proxy=False,
                recorded_at=1,
                ended_as=None,
                ended_at=None,
            )
            for giver in givers
        ),
        kin=kin | homes,
        homes=homes,
    )
    return read_words(known, PERIOD, 5, Rhythm.WEEKLY, ScoringCharter()).words["rani"].held


@pytest.mark.parametrize(
    ("kin", "homes", "held"),
    [
        ((), (), WordsHeld(3, 3, 3)),
        ((("asha", "rani"),), (), WordsHeld(3, 2, 2)),
        ((), (("asha", "rani"),), WordsHeld(3, 2, 2)),
        ((), (("asha", "bina"),), WordsHeld(3, 3, 2)),
        # Bina lives with Asha, who lives with Rani: Bina's is not another household.
        ((), (("asha", "bina"), ("asha", "rani")), WordsHeld(3, 2, 1)),
    ],
)
def test_words_open_a_loan_by_kin_and_by_other_households(
    kin: tuple[tuple[str, str], ...], homes: tuple[tuple[str, str], ...], held: WordsHeld
) -> None:
    assert words_of_rani(kin=frozenset(kin), homes=frozenset(homes)) == held
