"""Weeks of some groups with things going wrong: all is in the books once, without a fault."""

from pathlib import Path

from tests.torture.soak import soaked

SEED = 20261123
GROUPS = 2
WEEKS = 4


async def test_groups_live_through_trouble_and_kills_and_their_books_are_sound(
    tmp_path: Path,
) -> None:
    outcome = await soaked(tmp_path, groups=GROUPS, weeks=WEEKS, kills_until=2, seed=SEED)

    assert (outcome.meetings, outcome.runs) == (GROUPS * WEEKS, GROUPS * WEEKS)
    assert (outcome.is_sound, outcome.parked, outcome.still_waiting) == (True, [], 0)
    assert (outcome.kills > 0, len(outcome.blocks), len(outcome.rss_kib)) == (True, 2, 2)
