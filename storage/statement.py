"""SQL as it is written here, and as each driver wants it."""

import re
from functools import lru_cache

from storage.tx import StorageError

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
def for_psycopg(sql: str) -> bytes:
    """The checked statement with `%(name)s` where it says `:name`."""
    return _TOKEN.sub(_psycopg_token, checked(sql)).encode()


def _psycopg_token(token: re.Match[str]) -> str:
    name = token["name"]
    return f"%({name})s" if name else token[0].replace("%", "%%")
