"""Lay groups of any size side by side as squares of (receiver, giver), shard by shard.

A shard is a sequence of neighbouring groups that one thread scores; inside it, a block is a
sequence of groups small enough for the processor's cache, padded to the size of its largest group.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

THREADS: Final = 2  # NumPy releases the interpreter lock inside its loops
BLOCK_CELLS: Final = 1 << 16
SHARD_CELLS: Final = 1 << 19
PIECE_ROWS: Final = 1 << 16
LOOKS_AT_MOST: Final = 4  # how often a vouch may be read to find its shard


class Pieces:
    """Rows that point to members, cut into stretches; each stretch knows its range of members."""

    def __init__(self, members: Ints) -> None:
        self.members = members
        starts = range(0, len(members), PIECE_ROWS)
        self.stretches = [slice(at, min(at + PIECE_ROWS, len(members))) for at in starts]
        self.least = np.array([members[part].min() for part in self.stretches], dtype=np.int64)
        self.most = np.array([members[part].max() for part in self.stretches], dtype=np.int64)

    def within(self, rows: slice) -> Iterator[slice | Ints]:
        """Yield the pointing rows whose member is in `rows`, about a stretch at a time."""
        gathered: list[Ints] = []
        for n in np.flatnonzero((self.most >= rows.start) & (self.least < rows.stop)):
            part = self.stretches[n]
            if rows.start <= self.least[n] and self.most[n] < rows.stop:
                yield part
                continue
            members = self.members[part]
            positions = np.flatnonzero((members >= rows.start) & (members < rows.stop)) + part.start
            if positions.size and positions[-1] - positions[0] == positions.size - 1:
                yield slice(int(positions[0]), int(positions[-1]) + 1)  # a slice costs no copy
                continue
            gathered.append(positions)
            if sum(map(len, gathered)) >= PIECE_ROWS:
                yield np.concatenate(gathered)
                gathered.clear()
        if gathered:
            yield np.concatenate(gathered)

    def shards_at_most(self, members: int) -> int:
        """The number of shards beyond which rows would be read too often."""
        if not self.stretches:
            return members
        spanned = float((self.most - self.least + 1).mean())
        return int(LOOKS_AT_MOST * members / spanned)


@dataclass(frozen=True, slots=True, eq=False)
class PaddedBlock:
    """Neighbouring groups padded to one size; rows and cells count from the shard's first."""

    rows: slice
    cells: slice
    groups: int
    side: int
    filled: Bools  # groups × side: where a member stands


@dataclass(frozen=True, slots=True, eq=False)
class Shard:
    """Neighbouring groups, by the rows of their members, cut into blocks."""

    rows: slice
    cells: int
    blocks: tuple[PaddedBlock, ...]
    places: Ints  # a pair's cell: places[receiver] + giver, both counted from rows.start


def shards_of(group: Ints, at_most: int) -> Iterator[Shard]:
    """Cut all groups into shards; ValueError if a group's members are not adjacent."""
    starts = np.flatnonzero(np.diff(group, prepend=group[:1] - 1))
    names = group[starts]
    if not (np.diff(names) > 0).all() and len(np.unique(names)) < len(names):
        raise ValueError("group: the members of a group must stand next to each other")
    bounds = np.append(starts, len(group))
    sizes = np.diff(bounds)
    room = max(SHARD_CELLS, int(sizes @ sizes) // max(1, at_most))
    for first, last in _cut(sizes, 0, len(sizes), room):
        yield _shard(int(bounds[first]), sizes[first:last])


def each(act: Callable[[Shard], None], shards: Iterator[Shard]) -> None:
    """Call `act` for each shard, in threads if there is more than one."""
    waiting: Sequence[Shard] = list(shards)
    if len(waiting) < 2:
        for shard in waiting:
            act(shard)
        return
    with ThreadPoolExecutor(THREADS) as threads:
        for _ in threads.map(act, waiting):
            pass


def _shard(first_row: int, sizes: Ints) -> Shard:
    blocks: list[PaddedBlock] = []
    places = np.empty(int(sizes.sum()), dtype=np.int64)
    row = cell = 0
    for first, last in _cut(sizes, 0, len(sizes), BLOCK_CELLS):
        own = sizes[first:last]
        groups, side = last - first, int(own.max())
        filled = np.arange(side) < own[:, None]
        rows = slice(row, row + int(own.sum()))
        first_of_group = row + np.cumsum(own) - own
        line = cell + side * np.arange(groups * side).reshape(groups, side)
        places[rows] = (line - first_of_group[:, None])[filled]
        cells = slice(cell, cell + groups * side * side)
        blocks.append(PaddedBlock(rows, cells, groups, side, filled))
        row, cell = rows.stop, cells.stop
    return Shard(slice(first_row, first_row + row), cell, tuple(blocks), places)


def _cut(sizes: Ints, first: int, last: int, room: int) -> Iterator[tuple[int, int]]:
    """Cut groups into stretches that fit into `room` cells when padded, or are one group."""
    if first == last:
        return
    side = int(sizes[first:last].max())
    if last - first == 1 or (last - first) * side * side <= room:
        yield first, last
        return
    middle = (first + last) // 2
    yield from _cut(sizes, first, middle, room)
    yield from _cut(sizes, middle, last, room)
