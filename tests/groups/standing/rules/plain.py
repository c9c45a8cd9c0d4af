"""A second scoring, slow and straight from scoring.md, to compare the fast one with.

Also draws small worlds for Hypothesis.
"""

from dataclasses import dataclass
from math import sqrt

import numpy as np
from hypothesis import strategies as st

from groups.charter.model.scoring import ScoringCharter
from groups.standing.rules.scoring import Evidence, Standings, Vouches, score

CHARTER = ScoringCharter()
TOLERANCE = 1e-9


@dataclass(frozen=True)
class Row:
    """A member: her group, due and done of three pillars, broken loans, voice."""

    group: int
    due: tuple[float, float, float]
    done: tuple[float, float, float]
    defaults: float
    voice: float


@dataclass(frozen=True)
class Word:
    """A vouch."""

    giver: int
    receiver: int
    kin: bool = False
    record: float = 1.0


@dataclass(frozen=True)
class World:
    """Members, their vouches, and the pairs of kin."""

    rows: tuple[Row, ...]
    words: tuple[Word, ...] = ()
    kin_pairs: tuple[tuple[int, int], ...] = ()

    def evidence(self) -> Evidence:
        n = len(self.rows)
        strength = np.tile(np.array([17.0, 22.0, 13.0]), (n, 1))
        return Evidence(
            group=np.array([row.group for row in self.rows], dtype=np.int64),
            due=np.array([row.due for row in self.rows], dtype=np.float64).reshape(n, 3),
            done=np.array([row.done for row in self.rows], dtype=np.float64).reshape(n, 3),
            strength=strength,
            defaults=np.array([row.defaults for row in self.rows], dtype=np.float64),
            voice=np.array([row.voice for row in self.rows], dtype=np.float64),
        )

    def vouches(self) -> Vouches:
        return Vouches(
            giver=np.array([word.giver for word in self.words], dtype=np.int64),
            receiver=np.array([word.receiver for word in self.words], dtype=np.int64),
            kin=np.array([word.kin for word in self.words], dtype=np.bool_),
            record=np.array([word.record for word in self.words], dtype=np.float64),
            kin_pairs=np.array(self.kin_pairs, dtype=np.int64).reshape(-1, 2),
        )

    def score(self) -> Standings:
        return score(self.evidence(), self.vouches(), CHARTER)


def plain_word(world: World) -> list[float]:
    """Return the n of every member by a double sum. Source: scoring.md §4."""
    pairs = {(word.giver, word.receiver) for word in world.words} | set(world.kin_pairs)

    def tie(j: int, k: int) -> int:
        return int(j != k and ((j, k) in pairs or (k, j) in pairs))

    totals: list[float] = []
    for i in range(len(world.rows)):
        weights = {
            word.giver: world.rows[word.giver].voice * word.record * (0.35 if word.kin else 1.0)
            for word in world.words
            if word.receiver == i
        }
        totals.append(
            sqrt(sum(weights[j] * weights[k] * (1 - tie(j, k)) for j in weights for k in weights))
        )
    return totals


def plain_tens(word: float) -> float:
    """Return a word as it is told: the nearest ten, half up. Source: scoring.md §4."""
    return 10.0 * int(word / 10 + 0.5 + 1e-9)


@st.composite
def rows(draw: st.DrawFn, group: int) -> Row:
    due = draw(st.tuples(*[st.floats(0, 60)] * 3))
    done = draw(st.tuples(*[st.floats(0, 1)] * 3))
    return Row(
        group=group,
        due=due,
        done=(due[0] * done[0], due[1] * done[1], due[2] * done[2]),
        defaults=draw(st.floats(0, 1.5)),
        voice=draw(st.sampled_from((0.0, 0.5, 1.0))),
    )


@st.composite
def worlds(draw: st.DrawFn, most_groups: int = 3) -> World:
    """Draw up to three groups of one to seven members, with any vouches and kin inside a group."""
    sizes = draw(st.lists(st.integers(1, 7), min_size=1, max_size=most_groups))
    members = [draw(rows(group)) for group, size in enumerate(sizes) for _ in range(size)]
    pairs = [
        (a, b)
        for a, one in enumerate(members)
        for b, other in enumerate(members)
        if a != b and one.group == other.group
    ]
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=25)) if pairs else []
    kin = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=4)) if pairs else []
    return World(
        rows=tuple(members),
        words=tuple(
            Word(a, b, (a, b) in kin or (b, a) in kin, draw(st.floats(0, 1))) for a, b in chosen
        ),
        kin_pairs=tuple(kin),
    )
