"""Numbered SQL migrations: each is applied once, in a transaction, and has a checksum.

`NNNN_name.sql` is for both engines. `NNNN_name.sqlite.sql` and `NNNN_name.postgresql.sql` hold the
statements that differ between the engines (triggers); they run after it in the same transaction.
"""

import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from time import time_ns
from typing import Protocol

from storage.tx import ChangedMigration, NewerDatabase, OldDatabase, StorageError, Tx

MIGRATIONS = Path(__file__).parent / "migrations"

_FILE = re.compile(r"(?P<number>\d{4})_(?P<name>\w+)(?:\.(?P<engine>sqlite|postgresql))?\.sql")


@dataclass(frozen=True, slots=True)
class Migration:
    """One change of the tables, for one engine."""

    number: int
    name: str
    script: str

    @property
    def checksum(self) -> str:
        """The SHA-256 of the script, which must never change after the migration is released."""
        return sha256(self.script.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class AppliedMigration:
    """A migration as the database recorded it."""

    number: int
    name: str
    checksum: str


class SchemaTx(Tx, Protocol):
    """A transaction that can also run a whole script."""

    def script(self, text: str) -> None:
        """Run every statement of the text."""
        ...


def known_migrations(directory: Path, engine: str) -> tuple[Migration, ...]:
    """Read the migrations of a directory for this engine, in order."""
    scripts: dict[tuple[int, str], dict[str, str]] = {}
    for path in sorted(directory.glob("*.sql")):
        file = _FILE.fullmatch(path.name)
        if file is None:
            raise StorageError(f"not a migration's name: {path.name}")
        parts = scripts.setdefault((int(file["number"]), file["name"]), {})
        parts[file["engine"] or ""] = path.read_text(encoding="utf-8")
    migrations = tuple(
        Migration(number, name, _script_for(engine, parts))
        for (number, name), parts in sorted(scripts.items())
    )
    _refuse_twins(migrations)
    return migrations


def still_to_apply(
    known: Sequence[Migration], applied: Sequence[AppliedMigration]
) -> tuple[Migration, ...]:
    """The known migrations that the database lacks; refuses a newer or a changed one."""
    ours = {migration.number: migration for migration in known}
    newest = max(ours, default=0)
    for was in applied:
        if was.number > newest:
            raise NewerDatabase(
                f"the database is at migration {was.number:04d}_{was.name}, this program knows "
                f"only up to {newest:04d}: start the newer version of the program"
            )
        migration = ours.get(was.number)
        if migration is None or (migration.name, migration.checksum) != (was.name, was.checksum):
            raise ChangedMigration(
                f"migration {was.number:04d}_{was.name} was applied with another text than it has "
                "today: restore its file, and put the change into a new migration"
            )
    done = {was.number for was in applied}
    return tuple(migration for migration in known if migration.number not in done)


def migrate(
    transaction: Callable[[], AbstractContextManager[SchemaTx]], known: Sequence[Migration]
) -> None:
    """Apply the missing migrations, one transaction each; a failed one changes nothing."""
    while True:
        with transaction() as tx:
            tx.lock("schema_migrations")
            tx.run("""
                CREATE TABLE IF NOT EXISTS schema_migrations (
                    number BIGINT PRIMARY KEY,
                    name TEXT NOT NULL,
                    checksum TEXT NOT NULL,
                    applied_at BIGINT NOT NULL
                )
            """)
            todo = still_to_apply(known, select_applied(tx))
            if not todo:
                return
            _apply(tx, todo[0])


def check_migrated(known: Sequence[Migration], applied: Sequence[AppliedMigration]) -> None:
    """Refuse a database that lacks a migration."""
    todo = still_to_apply(known, applied)
    if todo:
        raise OldDatabase(
            f"the database lacks migration {todo[0].number:04d}_{todo[0].name}: "
            "run `python bot.py migrate` first"
        )


def select_applied(tx: Tx) -> list[AppliedMigration]:
    """The migrations that the database recorded, in order."""
    return tx.all(
        AppliedMigration, "SELECT number, name, checksum FROM schema_migrations ORDER BY number"
    )


def statements(script: str) -> Iterator[str]:
    """Split a script into statements, as SQLite does: a trigger's body stays whole."""
    statement = ""
    for piece in re.split(r"(?<=;)", script):
        statement += piece
        if sqlite3.complete_statement(statement):
            yield statement.strip()
            statement = ""
    if re.sub(r"--[^\n]*", "", statement).strip():
        raise StorageError(f"a statement without its semicolon: {statement.strip()[:60]}")


def _apply(tx: SchemaTx, migration: Migration) -> None:
    try:
        tx.script(migration.script)
    except StorageError as error:
        raise type(error)(f"migration {migration.number:04d}_{migration.name}: {error}") from error
    tx.run(
        """
        INSERT INTO schema_migrations (number, name, checksum, applied_at)
        VALUES (:number, :name, :checksum, :applied_at)
        """,
        number=migration.number,
        name=migration.name,
        checksum=migration.checksum,
        applied_at=time_ns() // 1000,
    )


def _script_for(engine: str, parts: Mapping[str, str]) -> str:
    return "\n".join(parts[part] for part in ("", engine) if part in parts)


def _refuse_twins(migrations: Sequence[Migration]) -> None:
    for one, next_one in pairwise(migrations):
        if one.number == next_one.number:
            raise StorageError(f"two migrations {one.number:04d}: {one.name}, {next_one.name}")
