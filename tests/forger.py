"""Changes, inserts, swaps and removes rows in the database file of a village, by hand.

First it drops the triggers, as anybody can who owns the file.
"""

import sqlite3
from collections.abc import Generator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Table:
    """How to forge a table: the name of its rows, the column to change, the values of a new row.

    `named` gives the name by which `verify` reports a row; `n` is the row's place in the chain.
    """

    named: str
    changes: str
    makes: Mapping[str, object]


# The SQL of a row's name after its group, the column to change, the columns of a new row.
TABLES: Final[Mapping[str, Table]] = MappingProxyType(
    {
        "entries": Table("key", "day", {"id": 99_999, "key": "by:hand"}),
        "postings": Table(
            "(SELECT key FROM entries WHERE id = entry_id) || '/' || line", "minor", {"line": 9}
        ),
        "balances": Table("account", "net_debit", {"account": "savings:nobody"}),
        "registers": Table("meeting_id || ':' || version", "cash_counted", {"version": 9}),
        "register_lines": Table(
            "meeting_id || ':' || version || ':' || member_id", "saved", {"version": 9}
        ),
        "vouches": Table("id", "until_day", {"id": "byhand2345"}),
        "roles": Table("id", "role", {"id": "byhand2345"}),
        "consents": Table("id", "recorded_at", {"id": "byhand2345"}),
        "loan_steps": Table("id", "day", {"id": "byhand2345"}),
        "score_runs": Table("period", "digest", {"period": "2030-01-01"}),
        "score_results": Table("period || ':' || member_id", "word", {"period": "2030-01-01"}),
    }
)


class Hand:
    """Forges one table of an open file; each method returns the names of the rows it touched."""

    def __init__(self, file: sqlite3.Connection, table: str) -> None:
        self._file = file
        self._table = table
        self._how = TABLES[table]

    def changes(self) -> list[str]:
        """Change one value of the last row."""
        row = self._rows()[-1]
        value = row[self._how.changes]
        self._put(row, value + 1 if isinstance(value, int) else f"{value}0")
        return [row["name"]]

    def inserts(self) -> list[str]:
        """Insert a row like the last one, except for its name."""
        row = self._rows()[-1]
        made = {**row, **self._how.makes}
        values = {name: it for name, it in made.items() if name not in {"name", "place"}}
        columns = ", ".join(values)
        marks = ", ".join(f":{name}" for name in values)
        done = self._file.execute(f"INSERT INTO {self._table} ({columns}) VALUES ({marks})", values)
        return [self._rows(f"WHERE rowid = {done.lastrowid}")[0]["name"]]

    def swaps(self) -> list[str]:
        """Swap the values of two rows."""
        rows = self._rows()
        one = rows[-1]
        other = next(it for it in rows if it[self._how.changes] != one[self._how.changes])
        self._put(one, other[self._how.changes])
        self._put(other, one[self._how.changes])
        return [one["name"], other["name"]]

    def removes(self) -> list[str]:
        """Remove the last row."""
        row = self._rows()[-1]
        self._file.execute(f"DELETE FROM {self._table} WHERE rowid = {row['place']}")
        return [row["name"]]

    def _put(self, row: Row, value: object) -> None:
        self._file.execute(
            f"UPDATE {self._table} SET {self._how.changes} = ? WHERE rowid = ?",
            (value, row["place"]),
        )

    def _rows(self, where: str = "") -> list[Row]:
        """Return the table's rows in the order of writing, with their place and name."""
        names = f"group_id || '/' || {self._how.named}"
        cursor = self._file.execute(
            f"SELECT rowid AS place, {names} AS name, * FROM {self._table} {where} ORDER BY rowid"
        )
        columns = [it[0] for it in cursor.description]
        return [dict(zip(columns, row, strict=True)) for row in cursor]


@contextmanager
def opened(path: Path) -> Generator[sqlite3.Connection]:
    """Open the file and drop every trigger; changes are committed at the end."""
    with closing(sqlite3.connect(path)) as file, file:
        for (name,) in file.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'trigger'"
        ).fetchall():
            file.execute(f"DROP TRIGGER {name}")
        yield file


def last_of(file: sqlite3.Connection, kind: str) -> tuple[str, int]:
    """Return the group, and the place in its chain, of the last row of a table."""
    sql = "SELECT group_id, n FROM links WHERE kind = ?"
    if kind == "entries":
        sql = "SELECT group_id, n FROM entries WHERE '' <> ?"
    place: tuple[str, int] = file.execute(f"{sql} ORDER BY n DESC LIMIT 1", (kind,)).fetchone()
    return place


def cut_off(file: sqlite3.Connection, group_id: str, n: int) -> None:
    """Remove the whole tail of a chain from a place on, and leave books that agree again."""
    tail = {"group_id": group_id, "n": n}
    acts = file.execute("SELECT DISTINCT kind FROM links WHERE n >= :n", tail).fetchall()
    for (kind,) in acts:
        if kind in TABLES:
            name = TABLES[kind].named
            file.execute(
                f"DELETE FROM {kind} WHERE {name} IN"
                " (SELECT ref FROM links WHERE kind = :kind AND n >= :n)",
                {**tail, "kind": kind},
            )
    for statement in _CUTS:
        file.execute(statement, tail)


_CUTS: Final = (
    "DELETE FROM postings WHERE entry_id IN (SELECT id FROM entries WHERE n >= :n)",
    "DELETE FROM entries WHERE n >= :n",
    "DELETE FROM links WHERE n >= :n",
    "DELETE FROM balances",
    """
    INSERT INTO balances (group_id, account, unit, net_debit)
    SELECT group_id, account, unit, SUM(minor) FROM (
        SELECT group_id, debit AS account, unit, minor FROM postings
        UNION ALL SELECT group_id, credit, unit, -minor FROM postings
    ) AS legs GROUP BY group_id, account, unit
    """,
    """
    UPDATE chain_heads SET n = :n - 1, head = (
        SELECT head FROM (
            SELECT n, head FROM links UNION ALL SELECT n, head FROM entries
        ) AS places WHERE n = :n - 1
    )
    """,
)
