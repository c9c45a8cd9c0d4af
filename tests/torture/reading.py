"""Read what a crash left, from a copy; the next start recovers the file itself."""

import shutil
import sqlite3
from collections import defaultdict
from contextlib import closing
from pathlib import Path
from typing import Final

from tests.shell import call
from tests.torture.history import Books

# The names that each woman tapped on the board of kin, in the order of her group's chain.
TAPPED: Final = """
    SELECT by_id, CASE WHEN one_id = by_id THEN other_id ELSE one_id END
    FROM kinships LEFT JOIN links ON links.kind = 'kinships' AND links.ref = kinships.id
    ORDER BY links.n
"""

_DONE: Final = "SELECT update_id FROM inbox WHERE state = 'done'"


def copied(file: Path, folder: Path) -> Path:
    """Copy a database and its write-ahead log, as they are on the disk, into an empty folder."""
    for each in (file, file.with_name(f"{file.name}-wal")):
        if each.exists():
            shutil.copyfile(each, folder / each.name)
    return folder / file.name


def books_in(file: Path) -> Books:
    """The books in a copy; SQLite recovers it as at a restart, and `verify` checks it."""
    rows: defaultdict[str, list[str]] = defaultdict(list)
    with closing(sqlite3.connect(file)) as opened:
        inbox = dict(opened.execute("SELECT update_id, state FROM inbox").fetchall())
        for woman, sister in opened.execute(TAPPED):
            rows[woman].append(sister)
    verified = call("verify", DATABASE_URL=f"sqlite:///{file}")
    return Books(inbox, rows, verified.exit_code == 0)


def done_in(file: Path) -> set[int]:
    """The updates that are carried out; another process may write the file meanwhile."""
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=5)) as opened:
        return {
            row[0] for row in opened.execute("SELECT update_id FROM inbox WHERE state = 'done'")
        }
