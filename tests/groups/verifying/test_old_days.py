"""Books with entries dated ahead, from before that was checked, are migrated and stay sound."""

import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from groups.verifying import acts as verifying
from groups.verifying.facts import DIGESTED
from ledger.books import post
from ledger.findings import Fault, Finding
from ledger.verify import verify
from storage.database import Database, open_database
from storage.migrate import MIGRATIONS
from tests.groups.sisters import sisters
from tests.ledger.making import AT, DAY, saving

AHEAD = DAY + timedelta(days=17)


async def test_old_books_with_entries_ahead_stay_sound_and_no_other_comes_in(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ledger.books.is_right_day", lambda *_: True)  # as it was before
    old = await open_database(database_url, migrations=_before(tmp_path, "figures"))
    await old.write(post, replace(saving("old", group="g"), day=AHEAD), at=AT)
    await old.close()

    database = await open_database(database_url)
    await sisters(database)
    before = await _findings(database)
    await database.write(post, replace(saving("new", group="g"), day=AHEAD), at=AT)
    after = await _findings(database)
    await database.close()

    assert before == []
    assert after == [Finding("entries", "g/new", Fault.WRONG_DAY)]


def _before(tmp_path: Path, name: str) -> Path:
    """A folder with the migrations that are older than the named one."""
    (first,) = MIGRATIONS.glob(f"*_{name}.sql")
    older = tmp_path / "older"
    older.mkdir()
    for path in MIGRATIONS.glob("*.sql"):
        if path.name < first.name:
            shutil.copy(path, older)
    return older


async def _findings(database: Database) -> list[Finding]:
    async with database.long_read() as read:
        findings = (await verify(read, DIGESTED)).findings
    in_group = await database.read(verifying.check_group, "g")
    # The members were written without the acts by which they came.
    return [*findings, *(one for one in in_group if one.table != "members")]
