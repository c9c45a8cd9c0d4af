"""A full or failing disk: the bot refuses or stops, never half-writes, and goes on afterwards."""

from pathlib import Path

import pytest

from tests.torture.disk import BROKEN, FULL, weathered
from tests.torture.history import Fault

SEED = 20261123
STORIES = {"webhook": ("disk", "write"), "polling": ("pages", "sync")}


def test_every_trouble_is_in_a_story() -> None:
    assert {name for names in STORIES.values() for name in names} == {*FULL, *BROKEN}


@pytest.mark.parametrize("way", STORIES)
async def test_a_full_disk_is_waited_for_and_a_broken_one_ends_the_process(
    way: str, tmp_path: Path
) -> None:
    full, broken = STORIES[way]

    by_trouble = await weathered(tmp_path, (full, broken), way=way, seed=SEED)

    summary = {
        name: (it.status, it.was_told, list(it.broken), it.went_on)
        for name, it in by_trouble.items()
    }
    assert summary == {full: (None, True, [], True), broken: (1, True, [], True)}
    assert by_trouble[full].was_red
    assert all(it.untaken > 0 for it in by_trouble.values())


async def test_a_storage_that_passes_over_a_full_disk_is_caught(tmp_path: Path) -> None:
    by_trouble = await weathered(tmp_path, ("pages",), way="webhook", seed=SEED, fault="careless")

    assert {Fault.LOST, Fault.NOT_HERS, Fault.UNSOUND} & {
        it.fault for it in by_trouble["pages"].broken
    }
