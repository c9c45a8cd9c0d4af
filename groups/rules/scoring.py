"""Points and standing of any number of groups at once: evidence and vouches in, standings out.

Pure NumPy, no I/O: the run of one group and the run of a million call the same function.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Annotated, Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from groups.rules.bounds import Between

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

THREADS: Final = 2  # NumPy lets go of the interpreter inside its loops; two cores are usual
CELLS_AT_ONCE: Final = 1 << 17  # cells (giver, receiver) of one block of groups: fits the cache
VOUCHES_AT_ONCE: Final = 1 << 18
NO_VOUCH: Final = -1.0  # stands in a cell where no vouch was given; a vouch of no weight is 0

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class ConductPillar:
    """A pillar of promises kept: weight · done / (due + strength)."""

    weight: Annotated[float, Between(0, 1000)]  # points at most
    start_rate: Annotated[float, Between(0, 1)]  # what newcomers turn out to do: lent trust
    strength_quarters: Annotated[float, Between(0.1, 20)]  # quarters of dues that weigh as much


@dataclass(frozen=True, slots=True)
class BrokenPromises:
    """What a default takes away, and when a late loan is one."""

    each: Annotated[float, Between(0, 1000)] = 60.0
    at_most: Annotated[float, Between(0, 10)] = 1.5
    from_day_overdue: Annotated[int, Between(1, 1000)] = 91
    repaid_share: Annotated[float, Between(0, 1)] = 0.5


@dataclass(frozen=True, slots=True)
class SistersWord:
    """The pillar of vouches, the weight of each, and who has a voice."""

    at_most: Annotated[float, Between(0, 1000)] = 100.0
    half_at: Annotated[float, Between(0.1, 100)] = 6.0  # so many full voices give half of it
    kin_weight: Annotated[float, Between(0, 1)] = 0.35
    record_least: Annotated[float, Between(0, 1)] = 0.5
    record_steepness: Annotated[float, Between(0, 1000)] = 12.0
    record_prior_loans: Annotated[float, Between(0.1, 1000)] = 4.0
    voice_repaid: Annotated[float, Between(0, 1)] = 1.0
    voice_by_conduct: Annotated[float, Between(0, 1)] = 0.5
    voice_weeks: Annotated[int, Between(1, 520)] = 12
    voice_share: Annotated[float, Between(0, 1)] = 0.75


@dataclass(frozen=True, slots=True)
class Excuses:
    """How often an excused absence leaves the due; the next one counts as missed."""

    at_most: Annotated[int, Between(0, 100)] = 2
    in_meetings: Annotated[int, Between(1, 200)] = 12


@dataclass(frozen=True, slots=True)
class Fading:
    """How old evidence loses weight: per_quarter ** (days / quarter_days)."""

    per_quarter: Annotated[float, Between(0.01, 1)] = 0.93
    quarter_days: Annotated[float, Between(1, 1000)] = 91.3125


@dataclass(frozen=True, slots=True)
class Words:
    """The standing from which each word is said; below the first she is new."""

    growing: Annotated[float, Between(0, 1000)] = 540.0
    steady: Annotated[float, Between(0, 1000)] = 570.0
    strong: Annotated[float, Between(0, 1000)] = 600.0


@dataclass(frozen=True, slots=True)
class ScoringCharter:
    """Every number by which points and standing come about."""

    meetings: ConductPillar = ConductPillar(235.0, 0.787, 1.3)
    saving: ConductPillar = ConductPillar(282.0, 0.740, 1.7)
    instalments: ConductPillar = ConductPillar(189.0, 0.714, 1.0)
    broken_promises: BrokenPromises = field(default_factory=BrokenPromises)
    word: SistersWord = field(default_factory=SistersWord)
    service_at_most: Annotated[float, Between(0, 60)] = 0.0  # reserved: closed at 0
    excuses: Excuses = field(default_factory=Excuses)
    fading: Fading = field(default_factory=Fading)
    standing_words: Words = field(default_factory=Words)

    @property
    def conduct(self) -> tuple[ConductPillar, ConductPillar, ConductPillar]:
        """The three pillars of conduct, in the order of every column."""
        return self.meetings, self.saving, self.instalments


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """What is known of n members at the end of a period; a group's members stand together."""

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


@dataclass(frozen=True, slots=True, eq=False)
class _Block:
    """Neighbouring groups laid out as squares of one size: cell (group, receiver, giver)."""

    rows: slice
    cells: slice
    sizes: Ints
    side: int
    filled: Bools  # groups × side: where a member stands

    def padded(self, values: Floats) -> Floats:
        laid_out = np.zeros(self.filled.shape)
        laid_out[self.filled] = values
        return laid_out


def score(evidence: Evidence, vouches: Vouches, charter: ScoringCharter) -> Standings:
    """Score all members of all groups; groups do not influence each other.

    Time and memory grow with the members and, within a group, with the square of its size.
    Raises ValueError for wrong shapes, torn groups, a vouch for oneself, across groups or twice.
    """
    _check_evidence(evidence)
    _check_vouches(vouches, len(evidence.group))
    blocks = _blocks(evidence.group)
    cells = np.full(blocks[-1].cells.stop if blocks else 0, NO_VOUCH)
    places = _places(evidence.group, blocks)
    share = np.empty(len(vouches.giver))
    # Until the end each vouch's share holds the number of its cell instead: 8 bytes saved a vouch.
    cell_of = share.view(np.int64)
    n = len(evidence.group)
    standings = Standings(np.empty(n), np.empty(n), np.empty((n, 5)), np.empty((n, 3)), share)
    ties = _kin_cells(vouches.kin_pairs, evidence.group, places)

    def lay(piece: slice) -> None:
        _lay_vouches(vouches, piece, evidence.group, places, charter, cells, cell_of)

    def judge(block: _Block) -> int:
        _score_conduct(evidence, block.rows, charter, standings)
        found = _score_word(evidence, block, ties, charter, cells, standings)
        _sum_up(block.rows, standings)
        return found

    def hand_out(piece: slice) -> None:
        share[piece] = cells[cell_of[piece]]

    pieces = [slice(at, at + VOUCHES_AT_ONCE) for at in range(0, len(share), VOUCHES_AT_ONCE)]
    _each(lay, pieces)
    if sum(_each(judge, blocks)) != len(share):
        raise ValueError("a pair of giver and receiver stands twice")
    _each(hand_out, pieces)
    return standings


def centi_points(pillars: Floats) -> Ints:
    """The pillars in whole centi-points, half to even; a member's points are their sum."""
    return np.rint(pillars * 100).astype(np.int64)


# --- what may be scored ---------------------------------------------------------------------


def _check_evidence(evidence: Evidence) -> None:
    n = len(evidence.group)
    shapes = {
        "group": (evidence.group, (n,)),
        "due": (evidence.due, (n, 3)),
        "done": (evidence.done, (n, 3)),
        "strength": (evidence.strength, (n, 3)),
        "defaults": (evidence.defaults, (n,)),
        "voice": (evidence.voice, (n,)),
    }
    _check_shapes(shapes)


def _check_vouches(vouches: Vouches, members: int) -> None:
    m, k = len(vouches.giver), len(vouches.kin_pairs)
    shapes = {
        "giver": (vouches.giver, (m,)),
        "receiver": (vouches.receiver, (m,)),
        "kin": (vouches.kin, (m,)),
        "record": (vouches.record, (m,)),
        "kin_pairs": (vouches.kin_pairs, (k, 2)),
    }
    _check_shapes(shapes)
    for name in ("giver", "receiver", "kin_pairs"):
        rows: Ints = getattr(vouches, name)
        if rows.size and (rows.min() < 0 or rows.max() >= members):
            raise ValueError(f"{name}: every number must be a row from 0 to {members - 1}")


def _check_shapes(shapes: dict[str, tuple[NDArray[np.generic], tuple[int, ...]]]) -> None:
    for name, (column, shape) in shapes.items():
        if column.shape != shape:
            raise ValueError(f"{name}: the shape must be {shape}, not {column.shape}")


# --- the layout -----------------------------------------------------------------------------


def _blocks(group: Ints) -> list[_Block]:
    starts = np.flatnonzero(np.diff(group, prepend=group[:1] - 1))
    if len(np.unique(group[starts])) < len(starts):
        raise ValueError("group: the members of a group must stand next to each other")
    bounds = np.append(starts, len(group))
    sizes = np.diff(bounds)
    blocks: list[_Block] = []
    cell = 0
    for first, last, side in _cut(sizes, 0, len(sizes)):
        count = (last - first) * side * side
        filled = np.arange(side) < sizes[first:last, None]
        rows = slice(int(bounds[first]), int(bounds[last]))
        blocks.append(_Block(rows, slice(cell, cell + count), sizes[first:last], side, filled))
        cell += count
    return blocks


def _cut(sizes: Ints, first: int, last: int) -> Iterator[tuple[int, int, int]]:
    """Cut the groups into runs of few enough cells, each with the size of its largest group."""
    if first == last:
        return
    side = int(sizes[first:last].max())
    if last - first == 1 or (last - first) * side * side <= CELLS_AT_ONCE:
        yield first, last, side
        return
    middle = (first + last) // 2
    yield from _cut(sizes, first, middle)
    yield from _cut(sizes, middle, last)


def _places(group: Ints, blocks: Sequence[_Block]) -> Ints:
    """For each row the number that, plus the row of a giver, is the cell of the two."""
    places = np.empty(len(group), dtype=np.int64)

    def place(block: _Block) -> None:
        count = len(block.sizes)
        first_row = block.rows.start + np.cumsum(block.sizes) - block.sizes
        first_cell = block.cells.start + np.arange(count * block.side) * block.side
        corner = first_cell.reshape(count, block.side) - first_row[:, None]
        places[block.rows] = corner[block.filled]

    _each(place, blocks)
    return places


def _kin_cells(kin_pairs: Ints, group: Ints, places: Ints) -> Ints:
    """The cells of kin, in order. Kin in different groups and oneself tie nothing."""
    a, b = kin_pairs[:, 0], kin_pairs[:, 1]
    matters = (group[a] == group[b]) & (a != b)
    return np.sort(places[a[matters]] + b[matters])


def _lay_vouches(
    vouches: Vouches,
    piece: slice,
    group: Ints,
    places: Ints,
    charter: ScoringCharter,
    cells: Floats,
    cell_of: Ints,
) -> None:
    """Put each vouch's weight, still without the giver's voice, into its cell."""
    giver, receiver = vouches.giver[piece], vouches.receiver[piece]
    record = vouches.record[piece]
    if (giver == receiver).any():
        raise ValueError("nobody can vouch for herself")
    if (group[giver] != group[receiver]).any():
        raise ValueError("nobody can vouch across groups")
    if not (record >= 0).all():
        raise ValueError("record: every number must be 0 or more")
    cell = np.add(places[receiver], giver, out=cell_of[piece])
    cells[cell] = np.where(vouches.kin[piece], record * charter.word.kin_weight, record)


# --- the formulas ---------------------------------------------------------------------------


def _score_conduct(
    evidence: Evidence, rows: slice, charter: ScoringCharter, standings: Standings
) -> None:
    strength, done = evidence.strength[rows], evidence.done[rows]
    total = evidence.due[rows] + strength
    if not (total > 0).all():
        raise ValueError("due, strength: their sum must be above 0")
    weight = np.array([pillar.weight for pillar in charter.conduct])
    start_rate = np.array([pillar.start_rate for pillar in charter.conduct])
    standings.pillars[rows, :3] = weight * done / total
    standings.lent[rows] = weight * start_rate * strength / total
    standings.pillars[rows, 3] = -charter.broken_promises.each * evidence.defaults[rows]


def _score_word(
    evidence: Evidence,
    block: _Block,
    ties: Ints,
    charter: ScoringCharter,
    cells: Floats,
    standings: Standings,
) -> int:
    """Score the sisters' word, leave each vouch's share in its cell, tell how many there are."""
    square = (len(block.sizes), block.side, block.side)
    weight = cells[block.cells].reshape(square)
    given = weight >= 0
    found = int(np.count_nonzero(given))
    untied = _untied(given, ties, block.cells)
    np.maximum(weight, 0, out=weight)
    weight *= block.padded(evidence.voice[block.rows])[:, None, :]
    weight *= weight @ untied
    n_squared = weight.sum(axis=2)
    n = np.sqrt(n_squared)
    word = charter.word.at_most * n / (n + charter.word.half_at)
    standings.pillars[block.rows, 4] = word[block.filled]
    weight *= np.divide(word, n_squared, out=np.zeros_like(n), where=n_squared > 0)[:, :, None]
    return found


def _untied(given: Bools, ties: Ints, cells: slice) -> Floats:
    """1 where two givers are not tied (or are one), 0 where they are, either way round."""
    tied = given.copy()
    first, last = np.searchsorted(ties, (cells.start, cells.stop))
    tied.reshape(-1)[ties[first:last] - cells.start] = True
    return 1.0 - (tied | tied.transpose(0, 2, 1))


def _sum_up(rows: slice, standings: Standings) -> None:
    pillars, lent = standings.pillars[rows], standings.lent[rows]
    points = standings.points[rows]
    np.add(pillars[:, 0], pillars[:, 1], out=points)
    for column in (2, 3, 4):
        points += pillars[:, column]
    standings.standing[rows] = points + lent[:, 0] + lent[:, 1] + lent[:, 2]


def _each(act: Callable[..., _T], pieces: Sequence[object]) -> list[_T]:
    """Do the same to each piece, in threads where there is more than one."""
    if len(pieces) < 2:
        return [act(piece) for piece in pieces]
    with ThreadPoolExecutor(THREADS) as threads:
        return list(threads.map(act, pieces))
