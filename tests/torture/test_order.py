"""Nothing is acknowledged before it is on the disk."""

from pathlib import Path

import pytest

from tests.torture import planted
from tests.torture.ground import make_ground
from tests.torture.notes import can_strace
from tests.torture.order import ordered
from tests.torture.outside import WAYS

SEED = 20261123
TAPS = 30


def best_eye() -> str:
    """Strace where it may trace, otherwise the shim: one of them always works."""
    return "strace" if can_strace() else "shim"


@pytest.mark.parametrize("way", WAYS)
async def test_no_acknowledgement_goes_out_before_its_commit_is_synced(
    way: str, tmp_path: Path
) -> None:
    eye = best_eye() if way == "webhook" else "shim"

    outcome = await ordered(await make_ground(tmp_path), way, TAPS, seed=SEED, eye=eye)

    assert (outcome.stored, outcome.answered, list(outcome.early)) == (TAPS, TAPS, [])


async def test_a_database_that_does_not_wait_for_the_disk_is_caught(tmp_path: Path) -> None:
    relaxed = (*planted.PROGRAM, "relaxed")

    outcome = await ordered(
        await make_ground(tmp_path), "webhook", TAPS, seed=SEED, eye=best_eye(), program=relaxed
    )

    assert len(outcome.early) == 2 * TAPS
