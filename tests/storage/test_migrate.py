"""Migrations: each is applied once, whole or not at all, and its text never changes."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from storage.database import open_database
from storage.migrate import MIGRATIONS, AppliedMigration, known_migrations, statements
from storage.tx import (
    ChangedMigration,
    ConstraintBroken,
    NewerDatabase,
    OldDatabase,
    StorageError,
    Tx,
)

TRIGGERS = {
    "sqlite": """
        CREATE TRIGGER note_kept BEFORE DELETE ON note
        BEGIN
            SELECT RAISE(ABORT, 'kept; always');
        END;
    """,
    "postgresql": """
        CREATE FUNCTION keep() RETURNS TRIGGER LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION 'kept; always';
        END $$;
        CREATE TRIGGER note_kept BEFORE DELETE ON note FOR EACH ROW EXECUTE FUNCTION keep();
    """,
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two migrations; the first has a part for each engine."""
    made = tmp_path / "migrations"
    made.mkdir()
    (made / "0001_note.sql").write_text("CREATE TABLE note (id BIGINT PRIMARY KEY);")
    for engine, trigger in TRIGGERS.items():
        (made / f"0001_note.{engine}.sql").write_text(trigger)
    (made / "0002_words.sql").write_text(
        "-- what it says; 50 % of it\nALTER TABLE note ADD COLUMN text TEXT;\n"
        "INSERT INTO note (id, text) VALUES (1, 'a; b');\n-- the end"
    )
    return made


async def reopen(url: str, folder: Path, **options: bool) -> list[Any]:
    """Open and close the database once more; return the rows of the table."""
    database = await open_database(url, migrations=folder, **options)
    try:
        return await database.read(lambda tx: tx.rows("SELECT * FROM note ORDER BY id"))
    finally:
        await database.close()


async def test_what_is_missing_is_applied_once_and_in_order(
    database_url: str, folder: Path
) -> None:
    assert await reopen(database_url, folder) == [(1, "a; b")]

    (folder / "0003_more.sql").write_text("INSERT INTO note (id) VALUES (2);")

    assert await reopen(database_url, folder) == [(1, "a; b"), (2, None)]
    assert await reopen(database_url, folder) == [(1, "a; b"), (2, None)]


async def test_the_engines_own_part_is_applied_too(database_url: str, folder: Path) -> None:
    database = await open_database(database_url, migrations=folder)

    with pytest.raises(ConstraintBroken, match="kept; always"):
        await database.write(lambda tx: tx.run("DELETE FROM note"))

    await database.close()


async def test_a_database_remembers_what_was_applied(
    database_url: str, folder: Path, engine: str
) -> None:
    database = await open_database(database_url, migrations=folder)
    rows = await database.read(
        lambda tx: tx.all(AppliedMigration, "SELECT number, name, checksum FROM schema_migrations")
    )
    await database.close()

    known = known_migrations(folder, engine)
    assert rows == [AppliedMigration(one.number, one.name, one.checksum) for one in known]


@pytest.mark.parametrize("changed", ["0001_note.sql", "0002_words.sql", "engine"])
async def test_a_changed_migration_is_refused(
    database_url: str, folder: Path, engine: str, changed: str
) -> None:
    await reopen(database_url, folder)
    file = folder / (f"0001_note.{engine}.sql" if changed == "engine" else changed)
    file.write_text(file.read_text() + "\n-- a word")

    with pytest.raises(ChangedMigration, match=file.name[:9]):
        await reopen(database_url, folder)


async def test_a_migration_that_vanished_is_refused(database_url: str, folder: Path) -> None:
    await reopen(database_url, folder)
    for part in ("", ".sqlite", ".postgresql"):
        (folder / f"0001_note{part}.sql").unlink()

    with pytest.raises(ChangedMigration, match="0001_note"):
        await reopen(database_url, folder)


@pytest.mark.parametrize("options", [{}, {"migrate": False}, {"read_only": True}])
async def test_a_newer_database_is_refused(
    database_url: str, folder: Path, options: dict[str, bool]
) -> None:
    await reopen(database_url, folder)
    (folder / "0002_words.sql").unlink()

    with pytest.raises(NewerDatabase, match=r"0002_words.*newer version"):
        await reopen(database_url, folder, **options)


@pytest.mark.parametrize("options", [{"migrate": False}, {"read_only": True}])
async def test_without_migrating_an_older_database_is_refused_and_left_alone(
    database_url: str, folder: Path, options: dict[str, bool]
) -> None:
    await reopen(database_url, folder)
    (folder / "0003_more.sql").write_text("INSERT INTO note (id) VALUES (2);")

    with pytest.raises(OldDatabase, match=r"0003_more.*bot\.py migrate"):
        await reopen(database_url, folder, **options)
    (folder / "0003_more.sql").unlink()

    assert await reopen(database_url, folder, **options) == [(1, "a; b")]


async def test_an_empty_database_is_an_older_one(database_url: str, folder: Path) -> None:
    with pytest.raises(OldDatabase, match="0001_note"):
        await reopen(database_url, folder, migrate=False)


async def test_a_migration_that_fails_half_way_leaves_nothing(
    database_url: str, folder: Path
) -> None:
    third = folder / "0003_half.sql"
    third.write_text(
        "CREATE TABLE half (id BIGINT); INSERT INTO note (id) VALUES (2);"
        "INSERT INTO note (id) VALUES (2);"
    )
    with pytest.raises(ConstraintBroken, match="migration 0003_half"):
        await reopen(database_url, folder)

    third.write_text("CREATE TABLE half (id BIGINT);")
    assert await reopen(database_url, folder) == [(1, "a; b")]


async def test_two_that_start_at_once_apply_each_migration_once(
    postgres_url: str, folder: Path
) -> None:
    both = await asyncio.gather(*(reopen(postgres_url, folder) for _ in range(4)))

    assert both == [[(1, "a; b")]] * 4


async def test_the_tables_of_the_house_apply(database_url: str, engine: str) -> None:
    await (await open_database(database_url)).close()
    database = await open_database(database_url, migrate=False)

    count = await database.read(_count_migrations)
    await database.close()

    assert count == len(known_migrations(MIGRATIONS, engine))


def _count_migrations(tx: Tx) -> int:
    return int(tx.value("SELECT count(*) FROM schema_migrations"))


@pytest.mark.parametrize("name", ["1_note.sql", "0001-note.sql", "0001_note.mysql.sql"])
def test_a_file_with_another_name_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).touch()

    with pytest.raises(StorageError, match="not a migration's name"):
        known_migrations(tmp_path, "sqlite")


def test_two_migrations_of_one_number_are_refused(tmp_path: Path) -> None:
    (tmp_path / "0001_one.sql").touch()
    (tmp_path / "0001_other.sql").touch()

    with pytest.raises(StorageError, match="two migrations 0001: one, other"):
        known_migrations(tmp_path, "sqlite")


def test_a_script_is_cut_where_a_statement_ends() -> None:
    script = "SELECT ';'; -- ; not here\nCREATE TRIGGER t BEFORE DELETE ON a BEGIN SELECT 1; END;\n"

    assert list(statements(script)) == [
        "SELECT ';';",
        "-- ; not here\nCREATE TRIGGER t BEFORE DELETE ON a BEGIN SELECT 1; END;",
    ]


def test_a_statement_without_its_semicolon_is_refused() -> None:
    with pytest.raises(StorageError, match="semicolon: SELECT 2"):
        list(statements("SELECT 1; SELECT 2"))
