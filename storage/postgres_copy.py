"""Copies of a PostgreSQL database, made by its own tools `pg_dump` and `pg_restore`."""

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Final, LiteralString

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from storage.migrate import AppliedMigration, Migration, still_to_apply
from storage.postgres_tx import storage_error
from storage.tx import StorageError

# The snapshot is valid only while the transaction that exports it is open.
EXPORT_SNAPSHOT: Final[LiteralString] = "SELECT pg_export_snapshot()"

TOOLS = Path("/usr/lib/postgresql")  # Debian installs each version in its own directory

_TABLES = """
    SELECT count(*) FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
    WHERE relkind IN ('r', 'p', 'S', 'v') AND nspname = ANY (current_schemas(false))
"""
_COPIED = re.compile(
    r"^COPY \S*schema_migrations .*?$\n(?P<rows>.*?)^\\\.$", re.MULTILINE | re.DOTALL
)


def dump(url: str, target: Path, snapshot: str) -> None:
    """Write a snapshot into a file for `restore`; the caller holds the snapshot open."""
    _run(url, "pg_dump", "-Fc", "--no-owner", f"--snapshot={snapshot}", f"--file={target}")
    _run(None, "pg_restore", "--list", str(target))


def restore(url: str, source: Path, known: Sequence[Migration]) -> None:
    """Fill an empty database from a dump in one transaction; refuse a dump of a newer version."""
    if not source.is_file():
        raise StorageError(f"there is no backup {source}")
    still_to_apply(known, _migrations_in(source))
    _refuse_filled(url)
    _run(url, "pg_restore", "--no-owner", "--single-transaction", "--exit-on-error", str(source))


def _migrations_in(source: Path) -> list[AppliedMigration]:
    dumped = _run(None, "pg_restore", "--data-only", "-t", "schema_migrations", "-f-", str(source))
    match = _COPIED.search(dumped)
    if match is None:
        raise StorageError(f"{source.name} is no backup of these books")
    rows = (line.split("\t") for line in match["rows"].splitlines())
    return [AppliedMigration(int(number), name, checksum) for number, name, checksum, _ in rows]


def _refuse_filled(url: str) -> None:
    try:
        with psycopg.connect(url, connect_timeout=10) as connection:
            (count,) = connection.execute(_TABLES).fetchone() or (0,)
    except psycopg.Error as error:
        raise storage_error(error) from None
    if count:
        raise StorageError("the database is not empty, and nothing is written over")


def _run(url: str | None, program: str, *arguments: str) -> str:
    """Run one of PostgreSQL's tools; pass the password in the environment, where nobody sees it."""
    executable = _find(program)
    env = dict(os.environ)
    words = [executable, *arguments]
    if url is not None:
        parts = conninfo_to_dict(url)
        password = parts.pop("password", None)
        if password is not None:
            env["PGPASSWORD"] = str(password)
        words.insert(1, "--dbname=" + make_conninfo("", **parts))
    ended = subprocess.run(  # noqa: S603 - the program makes the arguments, and no shell runs them
        words, env=env, capture_output=True, text=True, check=False
    )
    if ended.returncode != 0:
        lines = ended.stderr.strip().splitlines() or ["it ended without a word"]
        raise StorageError(f"{program}: {lines[0].removeprefix(f'{program}: ')}")
    return ended.stdout


def _find(program: str) -> str:
    newest_first = sorted(
        TOOLS.glob(f"*/bin/{program}"),
        key=lambda path: int(path.parts[-3]),
        reverse=True,
    )
    executable = str(newest_first[0]) if newest_first else shutil.which(program)
    if executable is None:
        raise StorageError(
            f"{program} is not installed here (Debian: apt-get install postgresql-client). Where "
            "it is: pg_dump -Fc --file=saakh.dump DATABASE_URL, and to bring it back: "
            "pg_restore --no-owner --single-transaction --dbname=DATABASE_URL saakh.dump"
        )
    return executable
