"""A charter put into force, from its text."""

from dataclasses import dataclass
from datetime import datetime

from groups.charter.rules.charter import check_new, read_charter
from groups.charter.store import insert_charter, select_charter_text
from storage.tx import Tx


@dataclass(unsafe_hash=True)
class OtherCharterStands(Exception):
    """A charter of this version is in force with other words: a change is a new version."""

    version: str


def register_charter(tx: Tx, body: str, at: datetime) -> str:
    """Put a charter's text into force under its version, and return that; twice is once.

    Raises CharterError for a text that is none, OtherCharterStands for other words of a version.
    """
    version = read_charter(body).version
    tx.lock("charters")
    stands = select_charter_text(tx, version)
    if stands is None:
        check_new(body)
        insert_charter(tx, version, body, at=at)
    elif stands != body:
        raise OtherCharterStands(version)
    return version
