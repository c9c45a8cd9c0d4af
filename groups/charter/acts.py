"""Put a charter into force from its text."""

from dataclasses import dataclass
from datetime import datetime

from groups.charter.rules.charter import check_new, read_charter
from groups.charter.store import insert_charter, select_charter_text
from storage.tx import Tx


@dataclass(unsafe_hash=True)
class OtherCharterStands(Exception):
    """The version is in force with another text; a change needs a new version."""

    version: str


def register_charter(tx: Tx, body: str, at: datetime) -> str:
    """Put a charter's text into force and return its version; a second call changes nothing.

    Raises CharterError for an invalid text, OtherCharterStands if the version has another text.
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
