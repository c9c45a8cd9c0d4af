"""Worlds made once in a process: their rows are read, and written into each later database."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final, Protocol, Self, TypeVar

from storage.database import Database
from storage.tx import Tx

Rows = tuple[tuple[str, tuple[str, ...], list[tuple[Any, ...]]], ...]


class Lasting(Protocol):
    """A world that can continue over another database with the same rows."""

    def again(self, database: Database) -> Self:
        """Return the same world over that database; both continue independently."""
        ...


W = TypeVar("W", bound=Lasting)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Kept:
    """A world just after it was made, and its maker's second result."""

    world: Any
    told: Any
    rows: Rows


_KEPT: Final[dict[str, _Kept]] = {}


async def kept(
    database: Database, name: str, make: Callable[[Database], Awaitable[tuple[W, T]]]
) -> tuple[W, T]:
    """Return a world in an empty database; on SQLite it is made once and then copied."""
    is_sqlite = (await database.health()).engine == "sqlite"
    if not is_sqlite:
        return await make(database)
    if name not in _KEPT:
        world, extra = await make(database)
        _KEPT[name] = _Kept(world.again(database), extra, await database.read(take_rows))
        return world, extra
    stored = _KEPT[name]
    await database.write(put_rows, stored.rows)
    return stored.world.again(database), stored.told


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
