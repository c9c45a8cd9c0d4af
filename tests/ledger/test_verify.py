"""The check finds every change made by hand, and names its table and row."""

import pytest

from ledger.books import post
from ledger.chain import link, link_all, seal
from ledger.findings import Digested, Fault, Finding, Verification
from ledger.verify import verify
from ledger.words import erase, keep_words
from storage.database import Database, open_database
from storage.tx import Tx
from tests.ledger.deeds import DEEDS
from tests.ledger.making import AT, DAY, ReadInMemory, books_in_memory, by_hand, saving, score

# A table of acts, such as the groups have; here the tests make it themselves.
ROLES = Digested(
    "roles", "SELECT group_id, ref, member, rank FROM some_roles ORDER BY group_id, ref"
)


def some_books(tx: Tx) -> None:
    """Fill the books of two groups, with acts among the entries."""
    tx.run("CREATE TABLE some_roles (group_id TEXT, ref TEXT, member TEXT, rank BIGINT)")
    for group in ("g1", "g2"):
        for n in (1, 2, 3):
            post(tx, saving(f"meeting:{n}", group=group), at=AT)
            for ref, facts in ((f"r{n}", (f"m{n}", n)),):
                link(tx, group, "roles", ref, facts, at=AT)
                tx.run(
                    "INSERT INTO some_roles (group_id, ref, member, rank)"
                    " VALUES (:group_id, :ref, :member, :rank)",
                    group_id=group,
                    ref=ref,
                    member=facts[0],
                    rank=facts[1],
                )
        keep_words(tx, f"w-{group}", group, "She was away", "salt", at=AT)
        post(tx, score("score:1", group=group), at=AT)


async def checked(url: str, *seals: str) -> Verification:
    """Check the books of a database."""
    database = await open_database(url)
    try:
        async with database.long_read() as read:
            return await verify(read, [ROLES], seals=seals)
    finally:
        await database.close()


async def filled(url: str) -> str:
    """Fill a database, close it, and return the seal of its first group."""
    database = await open_database(url)
    try:
        await database.write(some_books)
        return await database.read(seal, "g1")
    finally:
        await database.close()


async def test_untouched_books_are_sound(migrated_url: str) -> None:
    printed = await filled(migrated_url)

    assert await checked(migrated_url, f" {printed.upper()} ") == Verification(
        checked={
            "entries": 8,
            "links": 8,
            "chain_heads": 2,
            "postings": 10,
            "balances": 10,
            "words": 2,
            "roles": 6,
        },
        chains=2,
    )


async def test_empty_books_are_sound(database: Database) -> None:
    async with database.long_read() as read:
        assert (await verify(read, [])).is_sound


@pytest.mark.parametrize("deed", DEEDS)
async def test_what_a_hand_did_is_found(migrated_url: str, deed: str) -> None:
    statements, expected = DEEDS[deed]
    await filled(migrated_url)
    by_hand(migrated_url, *statements)

    findings = (await checked(migrated_url)).findings

    assert set(findings) == {Finding(*one) for one in expected}
    assert len(findings) == len(expected)


async def test_a_place_in_the_chain_that_is_no_number_is_found() -> None:
    with books_in_memory() as tx:
        for n in (1, 2):
            link(tx, "g1", "roles", f"r{n}", (n,), at=AT)
        tx.run("DROP TRIGGER links_no_update")
        tx.run("UPDATE links SET n = 1.5 WHERE n = 1")
        tx.run("UPDATE chain_heads SET n = 2.5")

        findings = (await verify(ReadInMemory(tx), [])).findings

    assert Finding("links", "g1/roles/r1", Fault.CHANGED) in findings
    assert Finding("chain_heads", "g1", Fault.KEPT_DIFFERS) in findings


async def test_a_tail_removed_without_trace_is_found_by_its_seal(migrated_url: str) -> None:
    printed = await filled(migrated_url)
    by_hand(
        migrated_url,
        "DELETE FROM postings WHERE entry_id = 4",
        "DELETE FROM entries WHERE id = 4",
        "DELETE FROM balances WHERE group_id = 'g1' AND unit = 'PTS'",
        "UPDATE chain_heads SET n = 7, head ="
        " (SELECT head FROM links WHERE group_id = 'g1' AND n = 7) WHERE group_id = 'g1'",
    )

    assert (await checked(migrated_url)).is_sound
    assert (await checked(migrated_url, printed)).findings == [
        Finding("chain_heads", f"seal {printed}", Fault.SEAL_UNKNOWN)
    ]


def erase_words(tx: Tx) -> None:
    """Store words and erase them."""
    keep_words(tx, "w1", "g1", "She was away", "salt", at=AT)
    erase(tx, "w1", DAY)


async def test_words_that_were_erased_on_a_day_are_well(database: Database) -> None:
    await database.write(erase_words)

    async with database.long_read() as read:
        verification = await verify(read, [])
    assert (verification.is_sound, verification.words_erased) == (True, 1)


async def test_words_that_are_gone_without_a_day_are_not() -> None:
    with books_in_memory() as tx:
        tx.run("DROP TABLE words")
        tx.run(
            "CREATE TABLE words (id TEXT, group_id TEXT, text TEXT, salt TEXT, digest TEXT,"
            " recorded_at BIGINT, erased_on TEXT)"
        )
        erase_words(tx)
        tx.run("UPDATE words SET erased_on = NULL")

        assert (await verify(ReadInMemory(tx), [])).findings == [
            Finding("words", "g1/w1", Fault.CHANGED)
        ]


async def test_progress_is_told_on_the_way_and_at_the_end() -> None:
    counts: list[tuple[str, int]] = []
    with books_in_memory() as tx:
        many = [(f"r{n}", (n,)) for n in range(10_001)]
        link_all(tx, "g1", "roles", many, at=AT)
        await verify(ReadInMemory(tx), [], progress=lambda table, n: counts.append((table, n)))

    assert counts == [("links", 10_000), ("links", 10_002), ("postings", 0), ("words", 0)]
