"""Words of persons (names, memos, stories): erasable, under a digest that can never be erased.

The digest is salted, and the salt goes with the word, so that nobody can guess it back.
"""

from datetime import date, datetime
from hashlib import sha256
from typing import Final

from ledger.chain import link
from storage.tx import Tx, micros

WORDS: Final = "words"  # the kind of their links


def keep_words(tx: Tx, word_id: str, group_id: str, text: str, salt: str, *, at: datetime) -> str:
    """Keep words under an id and link their digest into the group's chain; return the id.

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
    """Return the words; None where they were erased or never kept."""
    kept: str | None = tx.value("SELECT text FROM words WHERE id = :id", id=word_id)
    return kept


def erased_on(tx: Tx, word_id: str) -> date | None:
    """Return the day the words were erased; None while they stand."""
    iso_day: str | None = tx.value("SELECT erased_on FROM words WHERE id = :id", id=word_id)
    return date.fromisoformat(iso_day) if iso_day else None


def erase(tx: Tx, word_id: str, day: date) -> bool:
    """Blank the words for ever; False when there was nothing left to blank.

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
    """Return the digest that stays when the words are gone."""
    return sha256(f"{salt}\n{text}".encode()).hexdigest()
