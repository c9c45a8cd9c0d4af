"""`verify` on the books of a living village: it names the row of every change made by hand."""

import json
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from typing import LiteralString

import pytest

from tests.forger import TABLES, Hand, cut_off, last_of, opened
from tests.groups import living
from tests.ledger.making import by_hand
from tests.shell import call


@pytest.fixture
async def village(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> AsyncIterator[Path]:
    """Yield the file of a village with weeks of past."""
    async for _ in living.copied("sqlite", tmp_path, tmp_path_factory, request):
        yield tmp_path / "village.db"


@pytest.fixture
async def anywhere(
    engine: str,
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    request: pytest.FixtureRequest,
) -> AsyncIterator[str]:
    """Yield the address of the same village, once on each engine."""
    async for url in living.copied(engine, tmp_path, tmp_path_factory, request):
        yield url


def verified(village: Path, *words: str) -> tuple[int, str]:
    """Return the exit code and the output of `verify`."""
    result = call("verify", *words, DATABASE_URL=f"sqlite:///{village}")
    return result.exit_code, result.stdout


def seal_of(village: Path) -> str:
    """Return the seal that the last minutes show."""
    with closing(sqlite3.connect(village)) as file:
        (head,) = file.execute("SELECT head FROM chain_heads ORDER BY n DESC LIMIT 1").fetchone()
    return str(head)[:8]


def test_books_that_nobody_touched_are_sound(village: Path) -> None:
    status, output = verified(village, "--seal", seal_of(village))

    assert (status, output.splitlines()[-1]) == (0, "The books are sound.")
    assert all(table in output for table in TABLES)


def test_machines_are_told_the_same(anywhere: str) -> None:
    result = call("verify", "--json", DATABASE_URL=anywhere)

    report = json.loads(result.stdout)
    assert (result.exit_code, report["sound"], report["findings"]) == (0, True, [])
    assert report["checked"]["score_runs"] == 16


@pytest.mark.parametrize("deed", ["changes", "inserts", "swaps", "removes"])
@pytest.mark.parametrize("table", TABLES)
def test_one_row_that_a_hand_touched_is_told(village: Path, table: str, deed: str) -> None:
    with opened(village) as file:
        rows = getattr(Hand(file, table), deed)()

    status, output = verified(village)

    assert status == 1
    assert [row for row in rows if f"{table} {row}: " not in output] == []


@pytest.mark.parametrize("table", sorted(TABLES.keys() - {"postings", "balances"}))
def test_a_tail_that_was_cut_off_is_told_by_its_seal(village: Path, table: str) -> None:
    seal = seal_of(village)
    with opened(village) as file:
        cut_off(file, *last_of(file, table))

    status, output = verified(village, "--seal", seal)

    assert status == 1
    assert f"chain_heads seal {seal}: seal_unknown" in output


ON_BOTH: dict[str, LiteralString] = {
    "entries": "UPDATE entries SET day = '2020-01-01' WHERE id = 3",
    "postings": "UPDATE postings SET minor = minor + 1 WHERE entry_id = 3",
    "balances": "UPDATE balances SET net_debit = net_debit + 1 WHERE account = 'cash'",
    "registers": "UPDATE registers SET cash_counted = cash_counted + 1 WHERE version = 2",
    "vouches": "UPDATE vouches SET until_day = '2030-01-01'",
    "score_runs": "UPDATE score_runs SET cut = cut + 1 WHERE number = 16",
    "loan_states": "UPDATE loan_states SET approved_day = '2020-01-01'",
    "members": "UPDATE members SET state = 'frozen' WHERE number = 3",
    "meetings": "UPDATE meetings SET version = version + 1 WHERE day = '2026-11-20'",
}


@pytest.mark.parametrize("table", ON_BOTH)
def test_what_was_changed_is_told_on_both_engines(anywhere: str, table: str) -> None:
    by_hand(anywhere, ON_BOTH[table])

    result = call("verify", DATABASE_URL=anywhere)

    assert result.exit_code == 1
    assert f"\n{table} " in result.stdout
