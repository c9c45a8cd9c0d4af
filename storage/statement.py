"""SQL as this program writes it, and as each driver needs it."""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from operator import itemgetter
from typing import Any

from storage.tx import StorageError, Value

Bind = Callable[[Mapping[str, Value]], Any]  # turns named values into what a driver binds

_FIRST_WORD = re.compile(r"(?:\s+|--[^\n]*\n|/\*.*?\*/)*(\w+)", re.DOTALL)
_NOT_FOR_ACTS = frozenset(("ABORT", "ATTACH", "BEGIN", "COMMIT", "DETACH", "END", "PRAGMA")).union(
    ("RELEASE", "ROLLBACK", "SAVEPOINT", "START", "VACUUM")
)
_TOKEN = re.compile(
    r"""'(?:[^']|'')*' | "(?:[^"]|"")*" | --[^\n]* | /\*.*?\*/ | :: | %
        | :(?P<name>[A-Za-z_]\w*)""",
    re.DOTALL | re.VERBOSE,
)


@lru_cache(maxsize=4096)
def checked(sql: str) -> str:
    """The statement itself; refuses one that would begin or end a transaction."""
    word = _FIRST_WORD.match(sql)
    if word and word[1].upper() in _NOT_FOR_ACTS:
        raise StorageError(f"a transaction is not the act's to begin or end: {word[1].upper()}")
    return sql


@lru_cache(maxsize=4096)
def for_sqlite(sql: str) -> tuple[str, Bind]:
    """The checked statement with `?` for `:name`, and a function that puts the values in order.

    SQLite's driver looks each name up at every execution; this looks them up once. KeyError when a
    value is missing.
    """
    names: list[str] = []

    def placed(token: re.Match[str]) -> str:
        if not token["name"]:
            return token[0]
        names.append(token["name"])
        return "?"

    written = _TOKEN.sub(placed, checked(sql))
    if len(names) == 1:
        (only,) = names
        return written, lambda p: (p[only],)
    return written, itemgetter(*names) if names else _nothing


def _nothing(_: Mapping[str, Value]) -> tuple[()]:
    return ()


@lru_cache(maxsize=4096)
def for_psycopg(sql: str) -> bytes:
    """The checked statement with `%(name)s` for `:name`."""
    return _TOKEN.sub(_psycopg_token, checked(sql)).encode()


def _psycopg_token(token: re.Match[str]) -> str:
    name = token["name"]
    return f"%({name})s" if name else token[0].replace("%", "%%")
