"""`python bot.py verify`: the books of a living village, and changes made by hand."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import LiteralString

import pytest

from tests.groups import living
from tests.journeys.process import Ended, command
from tests.ledger.making import by_hand

# A change made by hand, and the table that the check names for it.
DEEDS: dict[str, tuple[tuple[LiteralString, ...], str]] = {
    "a register line changed": (
        ("UPDATE register_lines SET saved = 0 WHERE saved > 0",),
        "register_lines",
    ),
    "meetings told to have been opened two days before": (
        ("UPDATE meetings SET opened_at = opened_at - 172800000000",),
        "score_runs",
    ),
    "a run that names no charter": (
        ("UPDATE score_runs SET charter = 'none' WHERE number = 3",),
        "score_runs",
    ),
    "a rule of the charter changed that no run has read": (
        ("UPDATE charters SET body = REPLACE(body, 'absent_rupees = 5', 'absent_rupees = 9')",),
        "charters",
    ),
    "a result that is none": (
        ("UPDATE score_results SET causes = 'none'",),
        "score_results",
    ),
}


@pytest.fixture
async def village_url(
    engine: str,
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    request: pytest.FixtureRequest,
) -> AsyncIterator[str]:
    """Return the address of a village with weeks of past, once on each engine."""
    async for url in living.copied(engine, tmp_path, tmp_path_factory, request):
        yield url


async def verified(url: str, *words: str) -> Ended:
    """Run the command."""
    return await command("verify", *words, env={"DATABASE_URL": url})


async def test_a_village_that_lived_by_its_rules_is_sound(village_url: str) -> None:
    ended = await verified(village_url, "--json")

    report = json.loads(ended.out)
    runs = report["checked"]["score_runs"]
    assert (ended.status, report["sound"], report["findings"]) == (0, True, [])
    assert runs > 0
    assert report["checked"]["runs computed"] == runs


@pytest.mark.parametrize("deed", DEEDS)
async def test_what_a_hand_did_is_told_with_its_table(village_url: str, deed: str) -> None:
    statements, table = DEEDS[deed]
    by_hand(village_url, *statements)

    ended = await verified(village_url, "--json")

    assert (ended.status, json.loads(ended.out)["sound"]) == (1, False)
    assert table in {finding["table"] for finding in json.loads(ended.out)["findings"]}
