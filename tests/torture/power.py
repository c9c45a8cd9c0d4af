"""What a power cut can leave of the write-ahead log, and what SQLite makes of it.

The disk has all that was synced. Of later writes it may have any part: cut off at any byte, in any
order, torn within a sector. So after a cut between the syncs of two commits the books must hold
exactly the first (n - 1) or the second (n), whatever the rest of the log holds.

The house itself writes the books, for several callers at once, so that many commits hold several
entries.
"""

import asyncio
import random
import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from ledger.books import post
from storage.database import open_database
from tests.ledger.making import AT, saving
from tests.shell import call
from tests.torture.wal import Frame, Wal, read_wal

CALLERS: Final = 8
_SECTOR: Final = 512
_KEYS: Final = "SELECT key FROM entries ORDER BY id"


@dataclass(frozen=True, slots=True)
class Written:
    """A file before the writes, the log of the writes, and what each commit added."""

    base: bytes
    wal: Wal
    keys: Sequence[str]  # of all entries, in the order of the books
    counts: Sequence[int]  # of entries, before the first commit and after each


@dataclass(frozen=True, slots=True)
class Left:
    """What a cut leaves after `commits` synced commits, during the next one."""

    how: str
    commits: int
    file: bytes
    wal: bytes


@dataclass(slots=True)
class Judged:
    """The results of the cuts."""

    cuts: Counter[str] = field(default_factory=Counter)
    groups: int = 0  # cut commits that hold several entries
    before: int = 0  # books that hold n - 1
    after: int = 0  # books that hold n
    wrong: list[str] = field(default_factory=list)


async def written(folder: Path, batches: int, *, seed: int) -> Written:
    """Let callers post in parallel, some at a time; every entry is acknowledged."""
    chance = random.Random(seed)
    file = folder / "saakh.db"
    await (await open_database(f"sqlite:///{file}")).close()
    base = file.read_bytes()
    database = await open_database(f"sqlite:///{file}")
    try:
        number = 0
        for _ in range(batches):
            posts = range(number, number + chance.randint(1, CALLERS))
            entries = [saving(f"meeting:{it}:saving:m{it % 7}", f"m{it % 7}") for it in posts]
            await asyncio.gather(*(database.write(post, entry, at=AT) for entry in entries))
            number = posts.stop
        log = read_wal(file.with_name(f"{file.name}-wal"))
        keys = [row[0] for row in await database.read(lambda tx: tx.rows(_KEYS))]
    finally:
        await database.close()
    assert len(keys) == number
    whole = (Left("", 0, base, log.body[: end.end]) for end in log.commits)
    return Written(base, log, keys, [0, *(len(standing(left) or ()) for left in whole)])


def cuts(made: Written, chance: random.Random) -> Iterator[Left]:
    """For every commit, what each kind of cut may leave."""
    ends = [made.wal.frames[0].start, *(frame.end for frame in made.wal.commits)]
    for n in range(1, len(ends)):
        since, until = ends[n - 1], ends[n]
        frames = [it for it in made.wal.frames if since <= it.start < until]
        for how, log in _kinds(made.wal.body, since, until, frames, chance):
            yield Left(how, n - 1, made.base, log)
    yield from _checkpoints(made, chance)


def standing(left: Left) -> list[str] | None:
    """The keys of the entries in the books after a restart; None where there are no books."""
    with TemporaryDirectory() as folder:
        file = _laid(left, Path(folder))
        with closing(sqlite3.connect(file)) as opened:
            try:
                return [row[0] for row in opened.execute(_KEYS)]
            except sqlite3.DatabaseError:
                return None


def is_sound(left: Left) -> bool:
    """Whether `verify` finds no fault after a restart."""
    with TemporaryDirectory() as folder:
        file = _laid(left, Path(folder))
        return call("verify", DATABASE_URL=f"sqlite:///{file}").exit_code == 0


def judged(made: Written, lefts: Iterator[Left], *, verified_every: int) -> Judged:
    """Check that each cut leaves n - 1 or n; run `verify` on some of them."""
    verdict = Judged()
    for number, left in enumerate(lefts):
        verdict.cuts[left.how] += 1
        one, other = (
            made.counts[left.commits],
            made.counts[min(left.commits + 1, len(made.counts) - 1)],
        )
        verdict.groups += other - one > 1
        keys = standing(left)
        if keys == made.keys[:other]:
            verdict.after += 1
        elif keys == made.keys[:one]:
            verdict.before += 1
        else:
            verdict.wrong.append(f"{left.how} after {left.commits}: {len(keys or ())} entries")
        if number % verified_every == 0 and not is_sound(left):
            verdict.wrong.append(f"{left.how} after {left.commits}: verify finds something")
    return verdict


def _kinds(
    body: bytes, since: int, until: int, frames: Sequence[Frame], chance: random.Random
) -> Iterator[tuple[str, bytes]]:
    yield "nothing of it", body[:since]
    yield "all of it", body[:until]
    yield "cut off", body[: chance.randrange(since + 1, until)]
    at = chance.randrange(since, until - _SECTOR)
    torn = body[:at] + chance.randbytes(_SECTOR) + body[at + _SECTOR : until]
    yield "a torn sector", torn
    lost = chance.choice(frames)
    yield (
        "a frame missing",
        body[: lost.start] + bytes(lost.end - lost.start) + body[lost.end : until],
    )
    yield "followed by noise", body[:until] + chance.randbytes(chance.randrange(1, 3 * _SECTOR))
    if len(frames) > 1:
        one, other = sorted(chance.sample(frames, 2), key=lambda it: it.start)
        swapped = bytearray(body[:until])
        swapped[one.start : one.end] = body[other.start : other.end]
        swapped[other.start : other.end] = body[one.start : one.end]
        yield "out of order", bytes(swapped)


def _checkpoints(made: Written, chance: random.Random) -> Iterator[Left]:
    """A cut while the log is copied into the file: any page may be old, new or torn."""
    newest = {frame.page: frame for frame in made.wal.frames}
    size = made.wal.page_size
    for _ in range(len(made.counts)):
        file = bytearray(made.base)
        file.extend(bytes(max(0, made.wal.commits[-1].pages_after * size - len(file))))
        for page, frame in newest.items():
            part = chance.choice((0, size, _SECTOR * chance.randrange(size // _SECTOR)))
            at = (page - 1) * size
            file[at : at + part] = made.wal.content(frame)[:part]
        yield Left("a checkpoint", len(made.counts) - 1, bytes(file), made.wal.body)


def _laid(left: Left, folder: Path) -> Path:
    file = folder / "saakh.db"
    file.write_bytes(left.file)
    file.with_name("saakh.db-wal").write_bytes(left.wal)
    return file
