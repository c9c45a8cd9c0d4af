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


def version_of_charter(tx: Tx, body: str) -> str:
    """Return the version of a charter's text that is in force or may be put into force.

    Raises CharterError for an invalid text, OtherCharterStands if the version has another text.
    """
    version = read_charter(body).version
    stands = select_charter_text(tx, version)
    if stands is None:
        check_new(body)
    elif stands != body:
        raise OtherCharterStands(version)
    return version


def register_charter(tx: Tx, body: str, at: datetime) -> str:
    """Put a charter's text into force and return its version; a second call changes nothing.

    Raises CharterError for an invalid text, OtherCharterStands if the version has another text.
    """
    tx.lock("charters")
    version = version_of_charter(tx, body)
    if select_charter_text(tx, version) is None:
        insert_charter(tx, version, body, at=at)
    return version
