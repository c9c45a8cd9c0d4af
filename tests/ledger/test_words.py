"""Words can be erased, and their digest reveals nothing."""

from ledger.chain import seal
from ledger.words import erase, erased_on, keep_words, read, word_digest
from storage.database import Database
from tests.ledger.making import AT, DAY, GROUP

REASON = "बीमार थी"


async def test_words_are_kept_as_they_were_said(database: Database) -> None:
    await database.write(keep_words, "w1", GROUP, REASON, "salt1", at=AT)

    assert await database.read(read, "w1") == REASON
    assert await database.read(erased_on, "w1") is None


async def test_keeping_words_moves_the_seal(database: Database) -> None:
    before = await database.read(seal, GROUP)
    await database.write(keep_words, "w1", GROUP, REASON, "salt1", at=AT)

    assert await database.read(seal, GROUP) != before


async def test_erased_words_are_gone_and_the_day_is_known(database: Database) -> None:
    await database.write(keep_words, "w1", GROUP, REASON, "salt1", at=AT)

    assert await database.write(erase, "w1", DAY)
    assert await database.read(read, "w1") is None
    assert await database.read(erased_on, "w1") == DAY


async def test_erasing_takes_the_salt_too(database: Database) -> None:
    await database.write(keep_words, "w1", GROUP, REASON, "salt1", at=AT)
    await database.write(erase, "w1", DAY)

    left = await database.read(lambda tx: tx.rows("SELECT text, salt, digest FROM words"))
    assert left == [(None, None, word_digest("salt1", REASON))]


async def test_what_is_erased_or_unknown_is_not_erased_again(database: Database) -> None:
    await database.write(keep_words, "w1", GROUP, REASON, "salt1", at=AT)
    await database.write(erase, "w1", DAY)

    assert not await database.write(erase, "w1", DAY)
    assert not await database.write(erase, "w2", DAY)


def test_the_same_words_have_another_digest_under_another_salt() -> None:
    assert word_digest("salt1", REASON) != word_digest("salt2", REASON)
