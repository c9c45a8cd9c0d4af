"""Single flipped bits in a village's file: `verify` finds them, or they have no effect."""

import asyncio
import sqlite3
from asyncio import to_thread
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.groups import living
from tests.shell import call
from tests.torture.flips import Outcome, flipped, judged, let_post_go_out, values
from tests.torture.pages import mapped

SEED = 20261123
FLIPS = 16
WHOLE = "SELECT name FROM sqlite_schema WHERE type = 'index' AND name LIKE '%_whole'"


@pytest.fixture
async def village(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> AsyncIterator[Path]:
    """Return the file of a village that has lived for weeks."""
    async for _ in living.copied("sqlite", tmp_path, tmp_path_factory, request):
        let_post_go_out(tmp_path / "village.db")
        yield tmp_path / "village.db"


@pytest.mark.parametrize("in_use", [True, False])
async def test_a_flipped_bit_is_found_or_has_no_effect(village: Path, in_use: bool) -> None:
    outcome = await to_thread(flipped, village, FLIPS, seed=SEED, in_use=in_use)

    assert outcome.missed == []
    assert sum(outcome.outcomes.values()) == FLIPS
    assert outcome.outcomes[Outcome.FOUND] > 0


async def test_an_index_that_keeps_a_table_twice_names_all_its_columns(village: Path) -> None:
    with closing(sqlite3.connect(village)) as opened:
        whole = [row[0] for row in opened.execute(WHOLE)]
        lacking = {
            name: columns(opened, "table_info", table) - columns(opened, "index_info", name, 2)
            for name in whole
            for table in (name.removesuffix("_whole"),)
        }

    assert len(whole) > 5
    assert {name: it for name, it in lacking.items() if it} == {}


def columns(opened: sqlite3.Connection, pragma: str, name: str, place: int = 1) -> set[str]:
    """The columns of a table or an index."""
    return {row[place] for row in opened.execute(f"PRAGMA {pragma}({name})")}


async def test_a_flip_that_verify_passed_over_would_be_missed(village: Path) -> None:
    before = values(village)
    assert before is not None
    with closing(sqlite3.connect(village)) as opened, opened:
        opened.execute("UPDATE persons SET name = name || 'x'")  # this changes the index too

    assert await to_thread(judged, village, before, is_used=True) is Outcome.MISSED


def test_what_is_written_changes_only_bytes_that_are_then_in_use(village: Path) -> None:
    before = mapped(village)
    with closing(sqlite3.connect(village)) as opened, opened:
        opened.execute("PRAGMA journal_mode = DELETE")
        opened.execute("INSERT INTO marks (name, value) VALUES ('torture', 77)")

    after = mapped(village)

    changed = [at for at, byte in enumerate(after.body) if byte != before.body[at]]
    written = [at for at in changed if after.owner_of(at) == "marks"]
    assert written
    assert all(after.is_used(at) for at in written)


async def test_a_run_dated_thousands_of_years_ahead_by_a_flip_is_told_at_once(
    village: Path,
) -> None:
    await to_thread(date_a_run_far_ahead, village)

    async with asyncio.timeout(20):
        result = await to_thread(call, "verify", DATABASE_URL=f"sqlite:///{village}")

    assert "damaged" in result.output


def date_a_run_far_ahead(village: Path) -> None:
    """Flip a bit of the first digit of a year: 2026 becomes 6026."""
    place = mapped(village)
    body = bytearray(place.body)
    years = (at for at in range(len(body)) if body.startswith(b"2026-", at))
    at = next(it for it in years if place.owner_of(it) == "score_runs" and place.is_used(it))
    body[at] ^= 0b100
    village.write_bytes(body)
