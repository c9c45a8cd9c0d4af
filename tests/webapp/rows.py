"""All rows of a database on SQLite: taken up when a world was made, put into an empty one later."""

from typing import Any

from storage.tx import Tx

Rows = tuple[tuple[str, tuple[str, ...], list[tuple[Any, ...]]], ...]


def take_rows(tx: Tx) -> Rows:
    """Return every table's name, columns and rows; a table comes after those that it refers to."""
    names = tx.rows(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(name, 1, 7) <> 'sqlite_'"
        " AND name <> 'schema_migrations' ORDER BY rowid"
    )
    return tuple(_table(tx, name) for (name,) in names)


def put_rows(tx: Tx, tables: Rows) -> None:
    """Write the rows into the same tables of an empty database."""
    for name, columns, rows in tables:
        values = ", ".join(f":{column}" for column in columns)
        insert: Any = f"INSERT INTO {name} ({', '.join(columns)}) VALUES ({values})"
        tx.many(insert, [dict(zip(columns, row, strict=True)) for row in rows])


def _table(tx: Tx, name: str) -> tuple[str, tuple[str, ...], list[tuple[Any, ...]]]:
    columns = tuple(
        column
        for (column,) in tx.rows(
            "SELECT name FROM pragma_table_info(:name) ORDER BY cid", name=name
        )
    )
    select: Any = f"SELECT {', '.join(columns)} FROM {name} ORDER BY rowid"
    return name, columns, tx.rows(select)
