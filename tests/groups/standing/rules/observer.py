"""An observer who wants to know who gave a member her word, and the year of a group she watches.

She is the member herself, or somebody to whom the member shows everything. She knows all that is
public: who has a voice and from when, who is kin, who left, the formula, and how often beads are
given and taken back. She even knows every vouch between the *others*, which nobody is shown. Of the
vouches for the member she knows only what the member is told after each run: her points by sisters'
word, and what her page says of a loan. From this she infers exactly, over all sets of givers and
all weeks, how probable each giver is (a hidden Markov model, forward and backward).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from groups.standing.model import WordsHeld
from tests.groups.standing.rules.watched_year import (
    BLOCK,
    GIVES,
    SIZE,
    TAKES_BACK,
    Pair,
    Tells,
    Watched,
    Year,
)

KNOWS: Final = 0.999  # from this probability on she knows a giver
GUESSES: Final = 0.95  # and from this one on she would bet on her

Steps = Sequence[tuple[float, float]]  # of each giver: how probably she comes in, and goes out
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Outcome:
    """How many givers and withdrawers there were, and how many of them the observer named.

    `known` she was as good as certain of, at `guessed` she would have bet; `wrongly` are guesses at
    who had not given.
    """

    givers: int = 0
    known: int = 0
    guessed: int = 0
    wrongly: int = 0
    withdrawers: int = 0
    withdrawers_guessed: int = 0

    def __add__(self, other: "Outcome") -> "Outcome":
        return Outcome(
            givers=self.givers + other.givers,
            known=self.known + other.known,
            guessed=self.guessed + other.guessed,
            wrongly=self.wrongly + other.wrongly,
            withdrawers=self.withdrawers + other.withdrawers,
            withdrawers_guessed=self.withdrawers_guessed + other.withdrawers_guessed,
        )


def observe(year: Year, runs: Sequence[Watched], tells: Tells, *, in_tens: bool) -> Outcome:
    """Let the observer name the givers of each member; return how many she named."""
    members = [n for n in range(SIZE) if n != year.leaves[0]]
    outcomes = (_observe(year, runs, tells, member, in_tens=in_tens) for member in members)
    return sum(outcomes, Outcome())


def _observe(
    year: Year, runs: Sequence[Watched], tells: Tells, member: int, *, in_tens: bool
) -> Outcome:
    others = [n for n in range(SIZE) if n != member]
    seen: list[Floats] = []
    for run, watched in enumerate(runs, 1):
        if (
            in_tens
            and not watched.is_reading
            and watched.told[member] == runs[run - 2].told[member]
        ):
            seen.append(np.ones((2,) * len(others)))  # she is told the same again
        else:
            seen.append(_fits(year, watched, others, member, tells, run, in_tens=in_tens))
    steps = [
        _steps(year, watched, others, run, in_tens=in_tens) for run, watched in enumerate(runs, 1)
    ]
    forward, backward = _forward(seen, steps), _backward(seen, steps)
    truth = [
        {giver for giver, receiver in watched.counted if receiver == member} for watched in runs
    ]
    known: set[int] = set()
    guessed: set[tuple[int, bool]] = set()
    for run, cells in enumerate(_normal(f * b) for f, b in zip(forward, backward, strict=True)):
        each = dict(zip(others, _of_each(cells), strict=True))
        guessed |= {(other, other in truth[run]) for other in others if each[other] >= GUESSES}
        known |= {other for other in truth[run] if each[other] >= KNOWS}
    took_back: set[Pair] = set()
    caught: set[Pair] = set()
    for run in range(1, len(runs)):
        left = truth[run - 1] - truth[run] - {year.leaves[0]}
        took_back |= {(run, other) for other in left}
        if left:
            each = dict(
                zip(
                    others,
                    _of_those_who_left(forward[run - 1], steps[run], seen[run] * backward[run]),
                    strict=True,
                )
            )
            caught |= {(run, other) for other in left if each[other] >= GUESSES}
    return Outcome(
        givers=len(set().union(*truth)),
        known=len(known),
        guessed=sum(is_true for _, is_true in guessed),
        wrongly=sum(not is_true for _, is_true in guessed),
        withdrawers=len(took_back),
        withdrawers_guessed=len(caught),
    )


def _forward(seen: Sequence[Floats], steps: Sequence[Steps]) -> list[Floats]:
    """Return, for each run, the probability of every set by what was told up to it."""
    start = np.full(seen[0].ndim, GIVES / (GIVES + TAKES_BACK))
    cells = [_normal(_spread(start) * seen[0])]
    for fits, step in zip(seen[1:], steps[1:], strict=True):
        cells.append(_normal(_move(cells[-1], step) * fits))
    return cells


def _backward(seen: Sequence[Floats], steps: Sequence[Steps]) -> list[Floats]:
    """Return, for each run, how well every set explains what was told after it."""
    cells = [np.ones_like(seen[0])]
    for fits, step in zip(seen[:0:-1], steps[:0:-1], strict=True):
        cells.append(_normal(_move_back(cells[-1] * fits, step)))
    return cells[::-1]


def _fits(
    year: Year,
    watched: Watched,
    others: Sequence[int],
    member: int,
    tells: Tells,
    run: int,
    *,
    in_tens: bool,
) -> Floats:
    """Return, for each set of givers, 1 if the member would have been told what she was told."""
    place = {other: n for n, other in enumerate(others)}
    size = len(others)
    tied = np.zeros((size, size), dtype=bool)
    ties = [*watched.counted, *year.kin]
    for one, other in ties:
        if one in place and other in place:
            tied[place[one], place[other]] = tied[place[other], place[one]] = True
    kin = np.array([bool({(o, member), (member, o)} & year.kin) for o in others])
    weight = np.array([watched.voices[other] for other in others]) * np.where(kin, 0.35, 1.0)
    sets = _sets(size)
    weighed = sets * weight
    n = np.sqrt(((weighed @ (1.0 - tied)) * weighed).sum(axis=1))
    exact = 100 * n / (n + 6)
    points = 10 * np.floor(exact / 10 + 0.5 + 1e-9) if in_tens else exact
    centi = np.rint(100 * points).astype(np.int64)
    heard = sets * (weight > 0)
    counts = heard.sum(axis=1).astype(np.int64)
    opening = (heard * ~kin).sum(axis=1).astype(np.int64)
    codes, which = np.unique((centi * 100 + counts) * 100 + opening, return_inverse=True)
    wanted = watched.told[member]
    fits = np.array(
        [
            tells(code // 10_000, WordsHeld(code // 100 % 100, code % 100, code % 100), run)
            == wanted
            for code in codes.tolist()
        ],
        dtype=np.float64,
    )
    found: Floats = fits[which.reshape(-1)]
    assert found.any(), (
        "no set of givers explains what she was told: the observer's formula is wrong"
    )
    return found.reshape((2,) * size)


def _steps(
    year: Year, watched: Watched, others: Sequence[int], run: int, *, in_tens: bool
) -> Steps:
    """Return, for each giver, how probably she comes in and goes out before a run."""
    gone, leaves = year.leaves
    takes = 1 - (1 - TAKES_BACK) ** BLOCK
    if in_tens:
        gives = 1 - (1 - GIVES) ** BLOCK
        usual = (gives, takes) if watched.is_reading else (0.0, 0.0)
    else:
        usual = (GIVES, takes if watched.is_reading else 0.0)
    is_out = run >= leaves and (watched.is_reading or not in_tens)
    return [(0.0, 1.0) if other == gone and is_out else usual for other in others]


@cache
def _sets(size: int) -> Floats:
    """Return all sets of so many, one a row, in the order of the cells of `_spread`."""
    numbers = np.arange(2**size)
    return ((numbers[:, None] >> np.arange(size)[::-1]) & 1).astype(np.float64)


def _spread(each: Floats) -> Floats:
    """Return the probability of every set from that of each member."""
    sets = _sets(len(each))
    cells: Floats = np.where(sets == 1, each, 1 - each).prod(axis=1).reshape((2,) * len(each))
    return cells


def _move(cells: Floats, step: Steps) -> Floats:
    """Return the probabilities after a step."""
    for axis, (comes, goes) in enumerate(step):
        if comes or goes:
            out, inside = np.take(cells, 0, axis), np.take(cells, 1, axis)
            moved = out * (1 - comes) + inside * goes, out * comes + inside * (1 - goes)
            cells = np.stack(moved, axis=axis)
    return cells


def _move_back(cells: Floats, step: Steps) -> Floats:
    """Return how well each set before a step explains what comes after it."""
    for axis, (comes, goes) in enumerate(step):
        if comes or goes:
            out, inside = np.take(cells, 0, axis), np.take(cells, 1, axis)
            moved = out * (1 - comes) + inside * comes, out * goes + inside * (1 - goes)
            cells = np.stack(moved, axis=axis)
    return cells


def _of_each(cells: Floats) -> list[float]:
    """Return how probably each giver is in the set."""
    return [float(np.take(cells, 1, axis).sum()) for axis in range(cells.ndim)]


def _of_those_who_left(before: Floats, step: Steps, after: Floats) -> list[float]:
    """Return how probably each giver was in the set before a step, and is not after it."""
    total = float((_move(before, step) * after).sum())
    left: list[float] = []
    for axis in range(before.ndim):
        inside = np.take(before, 1, axis)
        empty = np.zeros_like(inside)
        was_in = np.stack((empty, inside), axis=axis)
        is_out = np.stack((np.take(after, 0, axis), empty), axis=axis)
        left.append(float((_move(was_in, step) * is_out).sum()) / total)
    return left


def _normal(cells: Floats) -> Floats:
    normal: Floats = cells / cells.sum()
    return normal
