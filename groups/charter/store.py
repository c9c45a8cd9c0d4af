"""The SQL of charters in force, stored word for word so that each run can be recomputed.

No group owns these rows: they are linked into the programme's chain.
"""

from datetime import datetime
from typing import Final, LiteralString

from groups.charter.model.programme import PROGRAMME
from groups.charter.rules.charter import Charter, read_charter
from ledger.chain import link
from storage.tx import Tx, micros

CHARTERS: Final[LiteralString] = "SELECT 'programme', version, body, recorded_at FROM charters"


def select_charter(tx: Tx, group_id: str) -> Charter:
    """The charter of a group."""
    body = tx.value(
        "SELECT c.body FROM groups g JOIN charters c ON c.version = g.charter"
        " WHERE g.id = :group_id",
        group_id=group_id,
    )
    assert body is not None, "every group has a charter"
    return read_charter(body)


def select_charter_of_version(tx: Tx, version: str) -> Charter:
    """The charter of a version; the version must be in force."""
    body = select_charter_text(tx, version)
    assert body is not None, "a charter is registered before a group lives by it"
    return read_charter(body)


def select_charter_text(tx: Tx, version: str) -> str | None:
    """The text of a version; None if the version was never in force."""
    body: str | None = tx.value(
        "SELECT body FROM charters WHERE version = :version", version=version
    )
    return body


def select_charters(tx: Tx) -> list[Charter]:
    """Every charter that was ever in force, newest first."""
    bodies = tx.rows("SELECT body FROM charters ORDER BY recorded_at DESC, version")
    return [read_charter(body) for (body,) in bodies]


def insert_charter(tx: Tx, version: str, body: str, *, at: datetime) -> None:
    """Record the text of a version, and link it into the programme's chain."""
    tx.run(
        "INSERT INTO charters (version, body, recorded_at) VALUES (:version, :body, :at)",
        version=version,
        body=body,
        at=micros(at),
    )
    link(tx, PROGRAMME, "charters", version, (body, micros(at)), at=at)
