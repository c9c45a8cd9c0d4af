"""The charters in force, word for word, so that every run can be computed again by its own.

No group owns these rows: they are linked into the programme's chain.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Final, LiteralString

from groups.charter.model.programme import PROGRAMME
from groups.charter.rules.charter import Charter, read_charter
from ledger.chain import link
from storage.tx import Tx, micros

CHARTERS: Final[LiteralString] = "SELECT 'programme', version, body, recorded_at FROM charters"


@dataclass(unsafe_hash=True)
class OtherCharterStands(Exception):
    """A charter of this version is in force with other words: a change is a new version."""

    version: str


def register_charter(tx: Tx, body: str, at: datetime) -> str:
    """Put a charter's text into force under its version, and return that; twice is once.

    Raises CharterError for a text that is none, OtherCharterStands for other words of a version.
    """
    version = _charter(body).version
    tx.lock("charters")
    stands = _select_body(tx, version)
    if stands is None:
        tx.run(
            "INSERT INTO charters (version, body, recorded_at) VALUES (:version, :body, :at)",
            version=version,
            body=body,
            at=micros(at),
        )
        link(tx, PROGRAMME, "charters", version, (body, micros(at)), at=at)
    elif stands != body:
        raise OtherCharterStands(version)
    return version


def charter_of(tx: Tx, group_id: str) -> Charter:
    """The charter a group lives by."""
    body = tx.value(
        "SELECT c.body FROM groups g JOIN charters c ON c.version = g.charter"
        " WHERE g.id = :group_id",
        group_id=group_id,
    )
    assert body is not None, "every group has a charter"
    return _charter(body)


def charter_of_version(tx: Tx, version: str) -> Charter:
    """The charter of a version that is in force."""
    body = _select_body(tx, version)
    assert body is not None, "a charter is registered before a group lives by it"
    return _charter(body)


def _select_body(tx: Tx, version: str) -> str | None:
    body: str | None = tx.value(
        "SELECT body FROM charters WHERE version = :version", version=version
    )
    return body


def select_charters(tx: Tx) -> list[Charter]:
    """Every charter that was ever in force, the newest first."""
    bodies = tx.rows("SELECT body FROM charters ORDER BY recorded_at DESC, version")
    return [_charter(body) for (body,) in bodies]


@lru_cache(maxsize=64)
def _charter(body: str) -> Charter:
    return read_charter(body)
