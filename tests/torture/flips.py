"""Single bits flipped in a village's file: `verify` finds them, or they change no value.

A flip has no effect in free space (found by the walk over the pages), or where every value of every
table still reads as before. Any other flip that `verify` does not find is missed.
"""

import random
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from tests.shell import call
from tests.torture.pages import Map, mapped

_SCHEMA: Final = "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name"
Values = dict[str, list[Any]]


class Outcome(StrEnum):
    """The result of a flip."""

    FOUND = "found by verify"
    FREE = "in free space"
    SAME = "nothing reads otherwise"
    MISSED = "missed"
    CRASHED = "verify broke without a word"


@dataclass(slots=True)
class Flipped:
    """The results of all flips."""

    outcomes: Counter[Outcome] = field(default_factory=Counter)
    used: int = 0  # flips in bytes that are in use
    missed: list[str] = field(default_factory=list)  # table and column of each missed flip


def flipped(village: Path, flips: int, *, seed: int, in_use: bool = False) -> Flipped:
    """Flip one bit after another, each in a fresh copy; with `in_use`, only in bytes in use."""
    chance = random.Random(seed)
    place = mapped(village)
    before = values(village)
    assert before is not None, "the village can be read"
    result = Flipped()
    for at, bit in _places(place, chance, flips, in_use=in_use):
        with TemporaryDirectory() as folder:
            file = Path(folder) / village.name
            body = bytearray(place.body)
            body[at] ^= 1 << bit
            file.write_bytes(body)
            outcome = judged(file, before, is_used=place.is_used(at))
            result.outcomes[outcome] += 1
            result.used += place.is_used(at)
            if outcome in (Outcome.MISSED, Outcome.CRASHED):
                result.missed.extend(_changes(before, values(file) or {}))
    return result


def let_post_go_out(village: Path) -> None:
    """Mark waiting messages as sent: `verify` has no second record of a waiting one."""
    with closing(sqlite3.connect(village)) as opened, opened:
        opened.execute("PRAGMA journal_mode = DELETE")
        opened.execute("UPDATE outbox SET state = 'sent' WHERE state = 'waiting'")


def judged(file: Path, before: Values, *, is_used: bool) -> Outcome:
    """The result of one flip."""
    result = call("verify", DATABASE_URL=f"sqlite:///{file}")
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        return Outcome.CRASHED
    if result.exit_code != 0:
        return Outcome.FOUND
    if values(file) == before:
        return Outcome.SAME if is_used else Outcome.FREE
    return Outcome.MISSED


def _places(
    place: Map, chance: random.Random, flips: int, *, in_use: bool
) -> Iterator[tuple[int, int]]:
    left = flips
    while left:
        at = chance.randrange(len(place.body))
        if in_use and not place.is_used(at):
            continue
        left -= 1
        yield at, chance.randrange(8)


def values(file: Path) -> Values | None:
    """Every value of every table, and the schema's SQL; None where the file cannot be read."""
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro&immutable=1", uri=True)) as opened:
            opened.text_factory = bytes
            schema = opened.execute(_SCHEMA).fetchall()
            tables: Values = {"sqlite_schema": schema}
            for name in (row[1].decode() for row in schema if row[0] == b"table"):
                tables[name] = opened.execute(f'SELECT * FROM "{name}"').fetchall()
    except (sqlite3.Error, UnicodeDecodeError):
        return None
    return tables


def _changes(before: Values, after: Values) -> list[str]:
    changed = [name for name in before if before[name] != after.get(name)]
    return [", ".join(changed) or "nothing that can be read"]
