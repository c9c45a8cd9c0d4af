"""Words of persons (names, memos, stories): the words can be erased, their digests never.

The digest is salted. The salt is erased with the words, so that nobody can guess them from it.
"""

from datetime import date, datetime
from hashlib import sha256
from typing import Final

from ledger.chain import link
from storage.tx import Tx, micros

WORDS: Final = "words"  # the kind of their links in the chain


def keep_words(tx: Tx, word_id: str, group_id: str, text: str, salt: str, *, at: datetime) -> str:
    """Store words under an id, link their digest into the group's chain, and return the id.

    The salt is random, made at the edge, and never used twice. Locks the group.
    """
    digest = word_digest(salt, text)
    tx.lock(f"group:{group_id}")
    tx.run(
        "INSERT INTO words (id, group_id, text, salt, digest, recorded_at)"
        " VALUES (:id, :group_id, :text, :salt, :digest, :recorded_at)",
        id=word_id,
        group_id=group_id,
        text=text,
        salt=salt,
        digest=digest,
        recorded_at=micros(at),
    )
    link(tx, group_id, WORDS, word_id, (digest, micros(at)), at=at)
    return word_id


def read(tx: Tx, word_id: str) -> str | None:
    """Return the words; None where they were erased or never stored."""
    text: str | None = tx.value("SELECT text FROM words WHERE id = :id", id=word_id)
    return text


def erased_on(tx: Tx, word_id: str) -> date | None:
    """Return the day on which the words were erased; None while they are stored."""
    iso_day: str | None = tx.value("SELECT erased_on FROM words WHERE id = :id", id=word_id)
    return date.fromisoformat(iso_day) if iso_day else None


def erase(tx: Tx, word_id: str, day: date) -> bool:
    """Erase the words for ever; False when there was nothing left to erase.

    Their digest stays in the chain, and `verify` accepts that they were erased on this day.
    """
    changed = tx.run(
        "UPDATE words SET text = NULL, salt = NULL, erased_on = :day"
        " WHERE id = :id AND text IS NOT NULL",
        id=word_id,
        day=day.isoformat(),
    )
    return changed > 0


def word_digest(salt: str, text: str) -> str:
    """Return the digest that stays after the words are erased."""
    return sha256(f"{salt}\n{text}".encode()).hexdigest()
