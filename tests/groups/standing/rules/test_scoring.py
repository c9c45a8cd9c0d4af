"""Points and standing: the numbers in scoring.md, and the invariants for any group."""

from dataclasses import replace
from math import sqrt
from random import Random

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from groups.charter.model.scoring import ScoringCharter
from groups.standing.rules import padding as squares
from groups.standing.rules.scoring import centi_points, score
from tests.groups.standing.rules.plain import (
    CHARTER,
    TOLERANCE,
    Row,
    Word,
    World,
    plain_tens,
    plain_word,
    worlds,
)

quick = settings(max_examples=40, deadline=None)

FULL = Row(0, (10.0, 10.0, 0.0), (10.0, 10.0, 0.0), 0.0, 1.0)


def group_of(size: int, words: tuple[Word, ...] = (), *, voice: float = 1.0) -> World:
    return World((replace(FULL, voice=voice),) * size, words)


def word_of(world: World, member: int = 0) -> float:
    return float(world.score().pillars[member, 4])


def exact_word_of(world: World, member: int = 0) -> float:
    """The word before it is told in tens, as runs from before blocks took it."""
    scores = score(world.evidence(), world.vouches(), CHARTER, in_tens=False)
    return float(scores.pillars[member, 4])


# --- the numbers in scoring.md --------------------------------------------------------------


def test_the_pillars_follow_the_page() -> None:
    row = Row(0, (30.0, 40.0, 6.0), (27.0, 30.0, 6.0), 0.8, 0.0)

    scores = World((row,)).score()

    wanted = [235 * 27 / 47, 282 * 30 / 62, 189 * 6 / 19, -60 * 0.8, 0.0]
    assert scores.pillars[0] == pytest.approx(wanted, abs=TOLERANCE)


def test_a_newcomer_is_lent_all_of_her_standing() -> None:
    nobody_yet = Row(0, (0.0, 0.0, 0.0), (0.0, 0.0, 0.0), 0.0, 0.0)

    scores = World((nobody_yet,)).score()

    assert scores.points[0] == 0
    assert round(float(scores.standing[0])) == 529


def test_five_givers_who_all_vouch_among_themselves_count_the_root_of_five() -> None:
    givers = range(1, 6)
    among = tuple(Word(a, b) for a in givers for b in givers if a < b)
    words = tuple(Word(giver, 0) for giver in givers)

    n = sqrt(5)
    world = group_of(6, words + among)
    assert exact_word_of(world) == pytest.approx(100 * n / (n + 6), abs=TOLERANCE)
    assert word_of(world) == 30


def test_kin_who_vouch_for_the_same_sister_are_tied() -> None:
    words = (Word(1, 0), Word(2, 0))
    world = replace(group_of(3, words), kin_pairs=((2, 1),))

    assert exact_word_of(world) == pytest.approx(100 * sqrt(2) / (sqrt(2) + 6), abs=TOLERANCE)
    assert word_of(world) == 20


def test_a_vouch_of_kin_weighs_35_hundredths() -> None:
    world = group_of(2, (Word(1, 0, kin=True),))

    assert exact_word_of(world) == pytest.approx(35 / 6.35)
    assert word_of(world) == 10


def test_an_unconfirmed_proxy_counts_nothing() -> None:
    assert word_of(group_of(2, (Word(1, 0, record=0.0),))) == 0


def test_the_shares_of_nothing_are_nothing() -> None:
    scores = group_of(2, (Word(1, 0),), voice=0.0).score()

    assert scores.vouch_share.tolist() == [0.0]


def test_pillars_are_rounded_half_even_to_centi_points() -> None:
    assert centi_points(np.array([0.125, 0.375, 1.236, -2.125])).tolist() == [12, 38, 124, -212]


def test_the_conduct_columns_stand_in_the_order_of_the_page() -> None:
    assert [pillar.weight for pillar in ScoringCharter().conduct] == [235.0, 282.0, 189.0]


# --- refusals -------------------------------------------------------------------------------


def test_a_column_of_the_wrong_shape_is_refused_by_name() -> None:
    world = group_of(2)
    evidence = replace(world.evidence(), due=np.zeros((2, 2)))

    with pytest.raises(ValueError, match="due: the shape must be"):
        score(evidence, world.vouches(), CHARTER)


def test_vouch_columns_of_different_lengths_are_refused() -> None:
    world = group_of(2, (Word(0, 1),))
    vouches = replace(world.vouches(), kin=np.zeros(2, dtype=np.bool_))

    with pytest.raises(ValueError, match="kin: the shape must be"):
        score(world.evidence(), vouches, CHARTER)


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ((Word(1, 1),), "herself"),
        ((Word(0, 2),), "across groups"),
        ((Word(0, 1), Word(0, 1, record=0.5)), "stands twice"),
        ((Word(0, 3),), "row from 0 to 2"),
        ((Word(-1, 1),), "row from 0 to 2"),
        ((Word(0, 1, record=-0.5),), "record"),
        ((Word(0, 1, record=float("nan")),), "record"),
    ],
)
def test_a_vouch_that_cannot_be_is_refused(words: tuple[Word, ...], problem: str) -> None:
    world = World((FULL, FULL, replace(FULL, group=1)), words)

    with pytest.raises(ValueError, match=problem):
        world.score()


def test_a_group_torn_apart_is_refused() -> None:
    with pytest.raises(ValueError, match="next to each other"):
        World((FULL, replace(FULL, group=1), FULL)).score()


def test_groups_may_stand_in_any_order() -> None:
    assert len(World((replace(FULL, group=7), FULL)).score().points) == 2


def test_evidence_without_any_strength_is_refused() -> None:
    world = group_of(1)
    nothing = replace(world.evidence(), due=np.zeros((1, 3)), strength=np.zeros((1, 3)))

    with pytest.raises(ValueError, match="above 0"):
        score(nothing, world.vouches(), CHARTER)


def test_nobody_scored_gives_nobody() -> None:
    assert len(World(()).score().points) == 0


# --- invariants for any group ---------------------------------------------------------------


@quick
@given(worlds())
def test_the_word_is_that_of_the_double_sum(world: World) -> None:
    wanted = [100 * n / (n + 6) for n in plain_word(world)]
    exact = score(world.evidence(), world.vouches(), CHARTER, in_tens=False)

    assert exact.pillars[:, 4] == pytest.approx(wanted, abs=TOLERANCE)
    assert world.score().pillars[:, 4].tolist() == [plain_tens(one) for one in wanted]


@quick
@given(worlds(), st.data())
def test_one_vouch_more_never_lowers_its_receiver(world: World, data: st.DataObject) -> None:
    standing = {(word.giver, word.receiver) for word in world.words}
    free = [
        (a, b)
        for a, one in enumerate(world.rows)
        for b, other in enumerate(world.rows)
        if a != b and one.group == other.group and (a, b) not in standing
    ]
    assume(free)
    giver, receiver = data.draw(st.sampled_from(free))
    more = replace(world, words=(*world.words, Word(giver, receiver)))

    assert more.score().points[receiver] >= world.score().points[receiver] - TOLERANCE


@quick
@given(worlds())
def test_a_member_without_voice_moves_nobody(world: World) -> None:
    silent = {n for n, row in enumerate(world.rows) if row.voice == 0}
    without = replace(world, words=tuple(w for w in world.words if w.giver not in silent))

    assert world.score().points == pytest.approx(without.score().points, abs=TOLERANCE)


@quick
@given(worlds())
def test_the_pillars_sum_to_the_points(world: World) -> None:
    scores = world.score()

    assert scores.points == pytest.approx(scores.pillars.sum(axis=1), abs=TOLERANCE)
    assert scores.standing == pytest.approx(scores.points + scores.lent.sum(axis=1), abs=TOLERANCE)


@quick
@given(worlds())
def test_the_shares_sum_to_the_word(world: World) -> None:
    scores = world.score()
    summed = np.zeros(len(world.rows))
    np.add.at(summed, world.vouches().receiver, scores.vouch_share)

    assert summed == pytest.approx(scores.pillars[:, 4], abs=TOLERANCE)


@quick
@given(worlds(), st.integers(0, 2))
def test_a_due_done_never_lowers_and_one_missed_never_raises(world: World, pillar: int) -> None:
    evidence, vouches = world.evidence(), world.vouches()
    due, done = evidence.due.copy(), evidence.done.copy()
    due[0, pillar] += 1
    done[0, pillar] += 1
    points = score(evidence, vouches, CHARTER).points[0]

    came = score(replace(evidence, due=due, done=done), vouches, CHARTER).points[0]
    missed = score(replace(evidence, due=due), vouches, CHARTER).points[0]

    assert missed - TOLERANCE <= points <= came + TOLERANCE


@quick
@given(worlds(), st.randoms(use_true_random=False))
def test_the_order_of_vouches_changes_nothing(world: World, chance: Random) -> None:
    words = list(world.words)
    chance.shuffle(words)

    assert (
        replace(world, words=tuple(words)).score().points.tolist() == world.score().points.tolist()
    )


@quick
@given(worlds(most_groups=1), st.randoms(use_true_random=False))
def test_the_order_of_members_changes_nothing(world: World, chance: Random) -> None:
    place = list(range(len(world.rows)))
    chance.shuffle(place)
    moved = World(
        tuple(world.rows[place.index(n)] for n in range(len(place))),
        tuple(Word(place[w.giver], place[w.receiver], w.kin, w.record) for w in world.words),
        tuple((place[a], place[b]) for a, b in world.kin_pairs),
    )

    assert moved.score().points[place] == pytest.approx(world.score().points, abs=TOLERANCE)


@quick
@given(worlds(), st.data())
def test_a_group_scored_alone_has_its_rows_of_the_run_for_all(
    world: World, data: st.DataObject
) -> None:
    group = data.draw(st.sampled_from([row.group for row in world.rows]))
    own = [n for n, row in enumerate(world.rows) if row.group == group]
    first = own[0]
    alone = World(
        tuple(world.rows[n] for n in own),
        tuple(
            Word(w.giver - first, w.receiver - first, w.kin, w.record)
            for w in world.words
            if w.giver in own
        ),
        tuple((a - first, b - first) for a, b in world.kin_pairs if a in own),
    )

    scores, of_all = alone.score(), world.score()

    assert scores.pillars == pytest.approx(of_all.pillars[own], abs=TOLERANCE)
    assert scores.lent == pytest.approx(of_all.lent[own], abs=TOLERANCE)


def test_kin_in_another_group_and_oneself_tie_nothing() -> None:
    words = (Word(1, 0), Word(2, 0))
    members = (FULL, FULL, FULL, replace(FULL, group=1))
    world = World(members, words, ((1, 3), (1, 1), (3, 2)))

    assert exact_word_of(world) == pytest.approx(25, abs=TOLERANCE)


# --- many groups ----------------------------------------------------------------------------


@pytest.fixture
def small_shards(monkeypatch: pytest.MonkeyPatch) -> None:
    """Split a few hundred members into shards, as if they were millions."""
    monkeypatch.setattr(squares, "SHARD_CELLS", 600)
    monkeypatch.setattr(squares, "BLOCK_CELLS", 200)
    monkeypatch.setattr(squares, "PIECE_ROWS", 50)


def village(*, shuffled: bool) -> World:
    """Return groups of 1 to 20 and one of 40, with five vouches for each member and some kin."""
    chance = np.random.default_rng(7)
    members: list[Row] = []
    words: list[Word] = []
    kin: list[tuple[int, int]] = []
    for group, size in enumerate([*chance.integers(1, 21, 30).tolist(), 40]):
        first = len(members)
        members += [replace(FULL, group=group, voice=chance.choice((0.0, 0.5, 1.0)))] * size
        for giver in range(size):
            others = chance.permutation([n for n in range(size) if n != giver])[:5]
            words += [Word(first + giver, first + int(n)) for n in others]
        if size > 2:
            kin.append((first, first + 2))
    if shuffled:
        words = [words[n] for n in chance.permutation(len(words))]
    return World(tuple(members), tuple(words), tuple(kin))


@pytest.mark.parametrize("shuffled", [False, True])
def test_many_shards_score_as_the_plain_sum_does(small_shards: None, shuffled: bool) -> None:
    world = village(shuffled=shuffled)

    wanted = [plain_tens(100 * n / (n + 6)) for n in plain_word(world)]

    assert world.score().pillars[:, 4].tolist() == wanted


def test_a_mistake_in_one_shard_is_refused_from_its_thread(small_shards: None) -> None:
    world = village(shuffled=False)
    twice = replace(world, words=(*world.words, world.words[-1]))

    with pytest.raises(ValueError, match="stands twice"):
        twice.score()
