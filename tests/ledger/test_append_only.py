"""The database itself refuses to change or delete recorded rows."""

from collections.abc import Callable

import pytest

from ledger.books import post
from ledger.chain import link
from ledger.words import erase, keep_words, read
from storage.database import Database
from storage.tx import ConstraintBroken, Tx
from tests.ledger.making import AT, DAY, GROUP, saving


def change_entries(tx: Tx) -> None:
    """Change an entry."""
    tx.run("UPDATE entries SET day = '2026-11-21'")


def delete_entries(tx: Tx) -> None:
    """Delete entries."""
    tx.run("DELETE FROM entries")


def change_postings(tx: Tx) -> None:
    """Change a posting."""
    tx.run("UPDATE postings SET minor = 1")


def delete_postings(tx: Tx) -> None:
    """Delete postings."""
    tx.run("DELETE FROM postings")


def change_links(tx: Tx) -> None:
    """Change a link."""
    tx.run("UPDATE links SET ref = 'other'")


def delete_links(tx: Tx) -> None:
    """Delete links."""
    tx.run("DELETE FROM links")


def rewrite_words(tx: Tx) -> None:
    """Replace recorded words by others."""
    tx.run("UPDATE words SET text = 'other'")


def redigest_words(tx: Tx) -> None:
    """Change the digest of words while erasing them."""
    tx.run("UPDATE words SET text = NULL, salt = NULL, erased_on = 'x', digest = 'other'")


def delete_words(tx: Tx) -> None:
    """Delete words."""
    tx.run("DELETE FROM words")


def empty_tables(tx: Tx) -> None:
    """Empty a table by TRUNCATE, which only PostgreSQL has."""
    if tx.engine == "postgresql":
        tx.run("TRUNCATE entries")
    tx.run("DELETE FROM entries")


def put_in_place(tx: Tx) -> None:
    """Replace a recorded posting in one statement, which only SQLite can."""
    if tx.engine == "sqlite":
        tx.run(
            "INSERT OR REPLACE INTO postings"
            " SELECT entry_id, line, group_id, debit, credit, unit, 1 FROM postings"
        )
    else:
        tx.run("TRUNCATE postings")


@pytest.mark.parametrize(
    "act",
    [
        change_entries,
        delete_entries,
        change_postings,
        delete_postings,
        change_links,
        delete_links,
        rewrite_words,
        redigest_words,
        delete_words,
        empty_tables,
        put_in_place,
    ],
)
async def test_what_was_recorded_stays(database: Database, act: Callable[[Tx], None]) -> None:
    await database.write(post, saving(), at=AT)
    await database.write(link, GROUP, "roles", "r1", ("m1",), at=AT)
    await database.write(keep_words, "w1", GROUP, "She was away", "salt", at=AT)

    with pytest.raises(ConstraintBroken):
        await database.write(act)


async def test_words_may_be_erased(database: Database) -> None:
    await database.write(keep_words, "w1", GROUP, "She was away", "salt", at=AT)

    assert await database.write(erase, "w1", DAY)
    assert await database.read(read, "w1") is None
