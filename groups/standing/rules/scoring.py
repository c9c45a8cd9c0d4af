"""Points and standing of any number of groups at once: evidence and vouches in, standings out.

Pure NumPy, no I/O: the run of one group and the run of a million call the same function. Source:
scoring.md §3, §4.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from groups.charter.model.scoring import ScoringCharter
from groups.standing.rules.padding import Bools, Floats, Ints, Pieces, Shard, each, shards_of

WORD_STEP: Final = 10.0  # points: the sisters' word is told in tens
_TO_THE_GOOD: Final = (
    1e-9  # a word that is short of the next ten by a rounding error has reached it
)


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """What is known of n members at the end of a period; a group's members are adjacent."""

    group: Ints
    due: Floats  # n × 3, decayed: meetings, saving, instalments
    done: Floats  # n × 3
    strength: Floats  # n × 3, in dues, by the member's rhythm
    defaults: Floats
    voice: Floats  # 0, ½ or 1


@dataclass(frozen=True, slots=True, eq=False)
class Vouches:
    """m standing vouches, by row numbers of the evidence, in any order."""

    giver: Ints
    receiver: Ints
    kin: Bools  # giver and receiver are kin
    record: Floats  # as fixed when given; 0 for an unconfirmed proxy
    kin_pairs: Ints  # k × 2: every declared pair of kin


@dataclass(frozen=True, slots=True, eq=False)
class Standings:
    """Points and standing of n members, before rounding to centi-points."""

    points: Floats
    standing: Floats
    pillars: Floats  # n × 5: meetings, saving, instalments, broken promises, word
    lent: Floats  # n × 3
    vouch_share: Floats  # m: what each vouch adds to its receiver's word


def score(
    evidence: Evidence, vouches: Vouches, charter: ScoringCharter, *, in_tens: bool = True
) -> Standings:
    """Score all members of all groups; groups do not influence each other.

    The word is in tens, except in runs from before blocks (`in_tens` False). Time and memory grow
    with the members and, within a group, with the square of its size; it is fastest if the vouches
    are roughly in the order of their groups. ValueError for wrong shapes, groups whose members are
    not adjacent, and a vouch for oneself, across groups or twice.
    """
    _check_evidence(evidence)
    _check_vouches(vouches, len(evidence.group))
    n, m = len(evidence.group), len(vouches.giver)
    standings = Standings(np.empty(n), np.empty(n), np.empty((n, 5)), np.empty((n, 3)), np.empty(m))
    given, kin = Pieces(vouches.receiver), Pieces(vouches.kin_pairs[:, 0])

    def score_shard(shard: Shard) -> None:
        _score_conduct(evidence, shard.rows, charter, standings)
        word = _Word(evidence, vouches, charter, shard)
        word.tie_kin(kin)
        word.lay(given)
        word.weigh(standings, in_tens=in_tens)
        _sum_up(shard.rows, standings)

    each(score_shard, shards_of(evidence.group, given.shards_at_most(n)))
    return standings


def centi_points(pillars: Floats) -> Ints:
    """The pillars in whole centi-points, half to even; a member's points are their sum."""
    return np.rint(pillars * 100).astype(np.int64)


# --- what may be scored ---------------------------------------------------------------------


def _check_evidence(evidence: Evidence) -> None:
    n = len(evidence.group)
    shapes = {
        "group": (evidence.group.shape, (n,)),
        "due": (evidence.due.shape, (n, 3)),
        "done": (evidence.done.shape, (n, 3)),
        "strength": (evidence.strength.shape, (n, 3)),
        "defaults": (evidence.defaults.shape, (n,)),
        "voice": (evidence.voice.shape, (n,)),
    }
    _check_shapes(shapes)


def _check_vouches(vouches: Vouches, members: int) -> None:
    m, k = len(vouches.giver), len(vouches.kin_pairs)
    shapes = {
        "giver": (vouches.giver.shape, (m,)),
        "receiver": (vouches.receiver.shape, (m,)),
        "kin": (vouches.kin.shape, (m,)),
        "record": (vouches.record.shape, (m,)),
        "kin_pairs": (vouches.kin_pairs.shape, (k, 2)),
    }
    _check_shapes(shapes)
    rows = {
        "giver": vouches.giver,
        "receiver": vouches.receiver,
        "kin_pairs": vouches.kin_pairs,
    }
    for name, numbers in rows.items():
        if numbers.size and (numbers.min() < 0 or numbers.max() >= members):
            raise ValueError(f"{name}: every number must be a row from 0 to {members - 1}")


def _check_shapes(shapes: Mapping[str, tuple[tuple[int, ...], tuple[int, ...]]]) -> None:
    for name, (shape, wanted) in shapes.items():
        if shape != wanted:
            raise ValueError(f"{name}: the shape must be {wanted}, not {shape}")


# --- the formulas ---------------------------------------------------------------------------


def _score_conduct(
    evidence: Evidence, rows: slice, charter: ScoringCharter, standings: Standings
) -> None:
    for column, pillar in enumerate(charter.conduct):
        strength = evidence.strength[rows, column]
        total = evidence.due[rows, column] + strength
        if not (total > 0).all():
            raise ValueError("due, strength: their sum must be above 0")
        standings.pillars[rows, column] = pillar.weight * evidence.done[rows, column] / total
        standings.lent[rows, column] = pillar.weight * pillar.start_rate * strength / total
    standings.pillars[rows, 3] = -charter.broken_promises.each * evidence.defaults[rows]


def _sum_up(rows: slice, standings: Standings) -> None:
    pillars, lent = standings.pillars[rows], standings.lent[rows]
    points = standings.points[rows]
    np.add(pillars[:, 0], pillars[:, 1], out=points)
    for column in (2, 3, 4):
        points += pillars[:, column]
    standings.standing[rows] = points + lent[:, 0] + lent[:, 1] + lent[:, 2]


class _Word:
    """The sisters' word in one shard: its vouches as squares, their weights and their sum."""

    def __init__(
        self, evidence: Evidence, vouches: Vouches, charter: ScoringCharter, shard: Shard
    ) -> None:
        self.group, self.voice = evidence.group, evidence.voice
        self.vouches, self.rule, self.shard = vouches, charter.word, shard
        self.weight = np.zeros(shard.cells)
        self.given = np.zeros(shard.cells, dtype=np.bool_)
        self.given_back = np.zeros(shard.cells, dtype=np.bool_)  # the same from giver to receiver
        self.laid: list[tuple[slice | Ints, Ints]] = []  # which vouches, in which cells

    def tie_kin(self, pieces: Pieces) -> None:
        """Mark kin in both directions; skip kin in different groups and oneself."""
        for mine in pieces.within(self.shard.rows):
            a, b = self.vouches.kin_pairs[mine].T
            matters = (self.group[a] == self.group[b]) & (a != b)
            a, b = a[matters], b[matters]
            self.given_back[self._cells(a, b)] = True
            self.given_back[self._cells(b, a)] = True

    def lay(self, pieces: Pieces) -> None:
        """Put the weight of each vouch of this shard into its cell."""
        for mine in pieces.within(self.shard.rows):
            giver, receiver = self.vouches.giver[mine], self.vouches.receiver[mine]
            record = self.vouches.record[mine]
            if (giver == receiver).any():
                raise ValueError("nobody can vouch for herself")
            if (self.group[giver] != self.group[receiver]).any():
                raise ValueError("nobody can vouch across groups")
            cells = self._cells(receiver, giver)
            self.given[cells] = True
            self.given_back[self._cells(giver, receiver)] = True
            weight = record * self.voice[giver]
            if not (weight >= 0).all():
                raise ValueError("record, voice: every number must be 0 or more")
            weight[self.vouches.kin[mine]] *= self.rule.kin_weight
            self.weight[cells] = weight
            self.laid.append((mine, cells))
        if np.count_nonzero(self.given) < sum(len(cells) for _, cells in self.laid):
            raise ValueError("a pair of giver and receiver stands twice")

    def weigh(self, standings: Standings, *, in_tens: bool) -> None:
        """Compute n² = Σ_j w_ji Σ_k w_ki (1 − tie_jk), the word, and each vouch's share."""
        n_squared = np.empty(len(self.shard.places))
        for block in self.shard.blocks:
            square = (block.groups, block.side, block.side)
            weight = self.weight[block.cells].reshape(square)
            tied = self.given[block.cells] | self.given_back[block.cells]
            weight *= weight @ (1.0 - tied).reshape(square)
            n_squared[block.rows] = np.einsum("gij->gi", weight)[block.filled]
        n = np.sqrt(n_squared)
        word = self.rule.at_most * n / (n + self.rule.half_at)
        if in_tens:
            word = WORD_STEP * np.floor(word / WORD_STEP + 0.5 + _TO_THE_GOOD)
        standings.pillars[self.shard.rows, 4] = word
        worth = np.divide(word, n_squared, out=n_squared, where=n_squared > 0)
        for mine, cells in self.laid:
            receiver = self.vouches.receiver[mine] - self.shard.rows.start
            standings.vouch_share[mine] = self.weight[cells] * worth[receiver]

    def _cells(self, receiver: Ints, giver: Ints) -> Ints:
        first = self.shard.rows.start
        cells: Ints = self.shard.places[receiver - first] + (giver - first)
        return cells
