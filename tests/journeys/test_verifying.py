"""`python bot.py verify`: the books of a living village, and changes made by hand."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import LiteralString

import pytest

from storage.database import open_database
from tests.groups import living
from tests.groups.later import NEXT, later_in
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


async def test_books_that_a_wrong_clock_has_hurt_are_explained_and_backed_up(
    village_url: str, tmp_path: Path
) -> None:
    database = await open_database(village_url)
    later = await later_in(database)
    await later.score(NEXT)
    await later.meet(NEXT)  # by a clock that says it is still the day before
    await later.live(NEXT + 1)
    await database.close()
    ended = await verified(village_url)
    url = {"DATABASE_URL": village_url}
    copied = await command("backup", str(tmp_path / "copy"), env=url)

    assert (ended.status, copied.status) == (0, 0)
    assert f"group {later.group_id}: the clock was wrong." in ended.out
    assert "may differ. The books are sound since link " in ended.out
    assert f"score_runs {later.group_id}/{later.day(NEXT)}: differs, as the clock was wrong" in (
        ended.out
    )
    assert ended.out.endswith("The books are sound.\n")
