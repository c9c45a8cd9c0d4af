"""The sisters' word is told in tens."""

import pytest
from hypothesis import given

from tests.groups.standing.rules.plain import TOLERANCE, Word, World, worlds
from tests.groups.standing.rules.test_scoring import exact_word_of, group_of, quick, word_of


@pytest.mark.parametrize(
    ("voices", "points"), [(0, 0), (1, 10), (2, 30), (3, 30), (4, 40), (5, 50)]
)
def test_so_many_full_voices_give_so_many_points(voices: int, points: int) -> None:
    words = tuple(Word(giver, 0) for giver in range(1, voices + 1))

    assert word_of(group_of(6, words)) == points


@pytest.mark.parametrize(("voices", "points"), [(1, 10), (2, 10), (3, 20), (9, 40)])
def test_so_many_half_voices_give_so_many_points(voices: int, points: int) -> None:
    words = tuple(Word(giver, 0) for giver in range(1, voices + 1))

    assert word_of(group_of(10, words, voice=0.5)) == points


def test_a_word_that_reaches_the_next_ten_but_for_a_rounding_error_is_it() -> None:
    third = 6 * 0.05 / 0.95  # n of exactly five points, in parts that add up to a little less
    world = group_of(2, (Word(1, 0, record=third - 1e-13),))

    assert (word_of(world), exact_word_of(world) < 5) == (10, True)


@quick
@given(worlds())
def test_the_word_is_a_multiple_of_ten_in_pillar_and_standing(world: World) -> None:
    scores = world.score()
    rest = scores.standing - scores.lent.sum(axis=1) - scores.pillars[:, :4].sum(axis=1)

    assert set(scores.pillars[:, 4].tolist()) <= {10.0 * n for n in range(11)}
    assert rest == pytest.approx(scores.pillars[:, 4], abs=TOLERANCE)
