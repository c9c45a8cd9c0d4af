"""A database with one table, on both engines."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.database import Database, open_database
from tests.storage.notes import TABLE


@pytest.fixture
async def notes(database_url: str, tmp_path: Path) -> AsyncIterator[Database]:
    """A database with one table."""
    migrations = tmp_path / "migrations"
    migrations.mkdir()
    (migrations / "0001_note.sql").write_text(TABLE)
    opened = await open_database(database_url, migrations=migrations)
    yield opened
    await opened.close()
