"""The power fails while the log is written: the books hold the last commit or the one before."""

import random
from asyncio import to_thread
from dataclasses import replace
from pathlib import Path

from tests.torture.power import Left, cuts, judged, written

SEED = 20261123
BATCHES = 24


async def test_after_every_cut_the_books_stand_at_the_last_commit_or_the_one_before(
    tmp_path: Path,
) -> None:
    made = await written(tmp_path, BATCHES, seed=SEED)

    verdict = await to_thread(judged, made, cuts(made, random.Random(SEED)), verified_every=25)

    assert verdict.wrong == []
    assert len(verdict.cuts) == 8
    assert min(verdict.before, verdict.after, verdict.groups) > BATCHES


async def test_a_commit_that_was_acknowledged_and_not_synced_is_missed(tmp_path: Path) -> None:
    made = await written(tmp_path, 3, seed=SEED)
    unsynced = Left("unsynced", 2, made.base, made.wal.body[: made.wal.commits[0].end])

    verdict = await to_thread(judged, made, iter([unsynced]), verified_every=1)

    assert verdict.wrong == [f"unsynced after 2: {made.counts[1]} entries"]


async def test_a_group_that_is_committed_in_two_parts_is_seen(tmp_path: Path) -> None:
    made = await written(tmp_path, 3, seed=SEED)
    first_part = made.wal.body[: made.wal.commits[1].end]
    as_one = replace(made, counts=[*made.counts[:2], *made.counts[3:]])

    halves = iter([Left("half", 1, made.base, first_part)])
    verdict = await to_thread(judged, as_one, halves, verified_every=1)

    assert verdict.wrong == [f"half after 1: {made.counts[2]} entries"]
