"""A backup beside the working bot holds all that was acknowledged before it began."""

from pathlib import Path

from tests.torture.backup import backed_up
from tests.torture.ground import make_ground

SEED = 20261123


async def test_a_backup_holds_all_that_was_acknowledged_before_it_began(tmp_path: Path) -> None:
    backups = await backed_up(await make_ground(tmp_path), "polling", 1, seed=SEED)

    assert (list(backups.broken), list(backups.said)) == ([], [])
    assert backups.answered > 0
