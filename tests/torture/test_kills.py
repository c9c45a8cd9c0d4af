"""The real process is killed under load: what it acknowledged stands, once and in order."""

from pathlib import Path

import pytest

from tests.torture.ground import make_ground
from tests.torture.kills import killed
from tests.torture.outside import WAYS

SEED = 20261123
KILLS = 4


@pytest.mark.parametrize("way", WAYS)
async def test_every_acknowledged_tap_is_there_once_and_in_order(way: str, tmp_path: Path) -> None:
    found = await killed(await make_ground(tmp_path), way, KILLS, seed=SEED)

    assert list(found.broken) == []
    assert found.at_work >= KILLS // 2
    assert found.taken == found.sent > found.answered > 0
