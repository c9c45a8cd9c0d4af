"""Read frozen values from TOML text; an error names its line and its key.

The text must hold every field of the value, but for one marked `Later`, and no other key; else it
is refused.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from math import isfinite
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from groups.charter.model.numbers import Between, Later, OneOf

_T = TypeVar("_T")
Path = tuple[str | int, ...]


class CharterError(ValueError):
    """A fault in a charter and its place: `line 31: points.saving.weight: must be …`."""

    def __init__(self, line: int, key: str, problem: str) -> None:
        self.line, self.key, self.problem = line, key, problem
        super().__init__(": ".join(part for part in (f"line {line}", key, problem) if part))


def read_text(text: str) -> tuple["Reader", dict[str, Any]]:
    """Parse TOML text into tables, with a reader for them; CharterError if it is not TOML."""
    text = text.replace("\r\n", "\n")
    return Reader(text), _parsed(text)


def _parsed(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except ValueError as broken:
        words = str(broken)
        at = re.search(r" \(at line (\d+), column \d+\)$", words)
        line = int(at[1]) if at else text.count("\n") + 1
        problem = re.sub(r" \(at [^)]*\)$", "", words)
        raise CharterError(line, "", f"is not TOML: {problem}") from None


@dataclass(frozen=True, slots=True)
class Reader:
    """Turns the tables of a text into values; only an error looks for the line of its key."""

    text: str

    def error(self, path: Path, problem: str) -> CharterError:
        """The error for a key; a missing key gets the line of its table."""
        lines, known = _lines_of_keys(self.text), path
        while known and known not in lines:
            known = known[:-1]
        return CharterError(lines.get(known, 1), _spelled(path), problem)

    def table(self, into: type[_T], value: object, path: Path) -> _T:
        """Build the frozen value of a table; CharterError for a missing or unknown key."""
        if not isinstance(value, dict):
            raise self.error(path, f"must be a table, not {_shown(value)}")
        hints = get_type_hints(into, include_extras=True)
        for key in value:
            if key not in hints:
                raise self.error((*path, key), "is not a key of the charter")
        for key in hints:
            if key not in value and Later() not in getattr(hints[key], "__metadata__", ()):
                raise self.error((*path, key), "is missing")
        given = [key for key in hints if key in value]
        return into(**{key: self.value(hints[key], value[key], (*path, key)) for key in given})

    def value(self, hint: Any, value: object, path: Path) -> object:
        """Check one value and return it in the type of its field."""
        if is_dataclass(hint):
            assert isinstance(hint, type)
            return self.table(hint, value, path)
        if get_origin(hint) is tuple:
            if not isinstance(value, list) or not value:
                raise self.error(path, "must be one or more tables")
            step = get_args(hint)[0]
            return tuple(self.value(step, one, (*path, n)) for n, one in enumerate(value))
        if hint is bool:
            if not isinstance(value, bool):
                raise self.error(path, f"must be true or false, not {_shown(value)}")
            return value
        if hint is str:
            return self.words(None, value, path)
        kind, bound, *_ = get_args(hint)
        if kind is str:
            return self.words(bound, value, path)
        return self.number(kind, bound, value, path)

    def words(self, bound: OneOf | None, value: object, path: Path) -> str:
        """Check and return a text; with a bound it must be one of the bound's words."""
        if not isinstance(value, str) or not value.strip():
            raise self.error(path, f"must be a text in quotes, not {_shown(value)}")
        if bound is not None and value not in bound.words:
            allowed = " or ".join(f'"{word}"' for word in bound.words)
            raise self.error(path, f"must be {allowed}, not {_shown(value)}")
        return value

    def number(self, kind: type, bound: Between, value: object, path: Path) -> float:
        """Check and return a number within its bounds; whole if `kind` is int."""
        name = "a whole number" if kind is int else "a number"
        problem = f"must be {name} from {bound.least:g} to {bound.most:g}, not {_shown(value)}"
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.error(path, problem)
        if not isfinite(value) or not bound.least <= value <= bound.most:
            raise self.error(path, problem)
        if kind is int and not isinstance(value, int):
            raise self.error(path, problem)
        return value if kind is int else float(value)


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, dict | list):
        return "a table" if isinstance(value, dict) else "a list"
    return str(value)


def _spelled(path: Sequence[str | int]) -> str:
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in path)


# --- the line of each key -----------------------------------------------------------------------


def _lines_of_keys(text: str) -> dict[Path, int]:
    """The line of every key and table; the items of a list are counted from 0."""
    lines: dict[Path, int] = {}
    counts: dict[Path, int] = {}
    table: Path = ()
    for line, statement in _statements(text):
        tree = tomllib.loads(statement)
        if statement.lstrip().startswith("["):
            table, is_list = _header(tree)
            if is_list:
                lines.setdefault(table, line)
                number = counts[table] = counts.get(table, -1) + 1
                table = (*table, number)
            lines[table] = line
        else:
            for path in _paths(tree):
                lines.setdefault((*table, *path), line)
    return lines


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """Yield each statement of a valid text with its first line.

    A statement is the fewest lines that are valid TOML by themselves.
    """
    rest = text.split("\n")
    line = 1
    while rest:
        length = 1
        while not _is_whole("\n".join(rest[:length])):
            length += 1
        yield line, "\n".join(rest[:length])
        line, rest = line + length, rest[length:]


def _is_whole(statement: str) -> bool:
    try:
        tomllib.loads(statement)
    except tomllib.TOMLDecodeError:
        return False
    return True


def _header(tree: Mapping[str, Any]) -> tuple[Path, bool]:
    path: Path = ()
    value: Any = tree
    while isinstance(value, dict) and value:
        key, value = next(iter(value.items()))
        path = (*path, key)
    return path, isinstance(value, list)


def _paths(tree: Mapping[str, Any]) -> Iterator[Path]:
    for key, value in tree.items():
        yield (key,)
        if isinstance(value, dict):
            yield from ((key, *path) for path in _paths(value))


def keys_of(kind: type, path: tuple[str, ...] = ()) -> Iterator[str]:
    """Yield every key of a charter in dotted form, a list's once: `loans.dsc.steps.rupees`."""
    hints = get_type_hints(kind)
    for one in fields(kind):
        hint = hints[one.name]
        inner = get_args(hint)[0] if get_origin(hint) is tuple else hint
        if is_dataclass(inner) and isinstance(inner, type):
            yield from keys_of(inner, (*path, one.name))
        else:
            yield ".".join((*path, one.name))
