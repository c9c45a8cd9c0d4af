"""What a bead may be given for, and when it counts."""

from datetime import date, timedelta

import pytest

from groups.charter.model.numbers import VouchingCharter
from groups.charter.model.scoring import SistersWord
from groups.standing.rules.voice import Conduct, has_voice
from groups.vouches.rules.vouching import beads_left, until_day

DAY = date(2026, 11, 20)
LONG_AGO = DAY - timedelta(weeks=12)


@pytest.mark.parametrize(
    ("conduct", "voice"),
    [
        (Conduct(None), False),
        (Conduct(LONG_AGO + timedelta(1), 12, 12, 12, 12), False),
        (Conduct(LONG_AGO, 12, 12, 12, 12), True),
        (Conduct(LONG_AGO, 12, 9, 12, 9), True),
        (Conduct(LONG_AGO, 12, 8, 12, 12), False),
        (Conduct(LONG_AGO, 12, 12, 12, 8), False),
        (Conduct(LONG_AGO), True),
    ],
)
def test_a_voice_takes_twelve_weeks_and_three_quarters(conduct: Conduct, voice: bool) -> None:
    assert has_voice(conduct, DAY, SistersWord()) is voice


@pytest.mark.parametrize(("standing", "left"), [(0, 5), (5, 0), (7, 0)])
def test_no_fewer_than_no_beads_are_left(standing: int, left: int) -> None:
    assert beads_left(standing, VouchingCharter()) == left


def test_a_word_stands_as_long_as_the_charter_says() -> None:
    assert until_day(DAY, VouchingCharter(days=30)) == date(2026, 12, 20)
