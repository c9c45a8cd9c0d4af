"""One chain for each group, over entries and acts, and its seal."""

from datetime import timedelta
from hashlib import sha256

import pytest

from ledger.books import post
from ledger.chain import End, chain_end, digest_of, keep_end, link, link_all, seal
from storage.database import Database
from tests.ledger.making import AT, GROUP, books_in_memory, saving

ROLES = [("r1", ("m1", "president", 1)), ("r2", ("m2", "secretary", None))]


async def test_the_seal_is_the_start_of_the_head(database: Database) -> None:
    head = await database.write(link, GROUP, "roles", "r1", ("m1",), at=AT)

    assert await database.read(seal, GROUP) == head[:8]


async def test_every_entry_and_every_act_moves_the_seal(database: Database) -> None:
    seals = [await database.read(seal, GROUP)]
    await database.write(post, saving(), at=AT)
    seals.append(await database.read(seal, GROUP))
    await database.write(link, GROUP, "roles", "r1", ("m1",), at=AT)
    seals.append(await database.read(seal, GROUP))

    assert len(set(seals)) == 3


async def test_the_same_act_seals_another_group_otherwise(database: Database) -> None:
    one = await database.write(link, "g1", "roles", "r1", ("m1",), at=AT)
    other = await database.write(link, "g2", "roles", "r1", ("m1",), at=AT)

    assert one != other


async def test_a_repeated_entry_does_not_move_the_seal(database: Database) -> None:
    await database.write(post, saving(), at=AT)
    before = await database.read(seal, GROUP)
    await database.write(post, saving(), at=AT + timedelta(days=1))

    assert await database.read(seal, GROUP) == before


async def test_many_acts_at_once_are_linked_as_one_by_one(database: Database) -> None:
    at_once = await database.write(link_all, "g1", "roles", ROLES, at=AT)
    with books_in_memory() as tx:
        one_by_one = [link(tx, "g1", "roles", ref, facts, at=AT) for ref, facts in ROLES]

    assert one_by_one[-1] == at_once


async def test_no_acts_leave_the_chain_as_it_was(database: Database) -> None:
    head = await database.write(link, GROUP, "roles", "r1", ("m1",), at=AT)

    assert await database.write(link_all, GROUP, "roles", [], at=AT) == head


def test_truth_is_digested_as_the_database_gives_it_back() -> None:
    assert digest_of("roles", "r1", (True, False)) == digest_of("roles", "r1", (1, 0))


def test_a_digest_can_be_recomputed_by_anybody() -> None:
    packed = '["roles","r1","\\u0938\\u093e\\u0916",null,-5]'

    assert digest_of("roles", "r1", ("साख", None, -5)) == sha256(packed.encode()).hexdigest()


def test_parts_of_a_digest_do_not_run_into_each_other() -> None:
    facts_of_each = [
        ("ab", "c"),
        ("a", "bc"),
        ("a", "b", "c"),
        ("ab", None),
        ("ab", 1),
        ("ab", "1"),
    ]

    assert len({digest_of("roles", "r1", facts) for facts in facts_of_each}) == len(facts_of_each)


def test_a_chain_never_forks() -> None:
    with books_in_memory() as tx:
        stale = chain_end(tx, GROUP)
        link(tx, GROUP, "roles", "r1", ("m1",), at=AT)
        with pytest.raises(AssertionError):
            keep_end(tx, GROUP, End(stale.n + 1, "another"))
