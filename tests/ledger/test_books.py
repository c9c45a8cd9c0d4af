"""Post and reverse on both engines: posting twice changes nothing, and nothing is edited."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from ledger import accounts
from ledger.balances import balance, balances_of
from ledger.books import entry_of, post
from ledger.model import (
    ConflictingEntry,
    Entry,
    NoSuchEntry,
    Posting,
    Reason,
    paise,
    points,
    rupees,
)
from storage.database import Database
from tests.drift import drift
from tests.ledger.making import AT, DAY, GROUP, books_in_memory, saving, score, take_back


async def test_a_posting_moves_both_balances(database: Database) -> None:
    await database.write(post, saving(), at=AT)

    assert await database.read(balances_of, GROUP) == {
        accounts.cash_box(): rupees(20),
        accounts.savings("m1"): rupees(20),
    }


async def test_rupees_and_points_stand_in_one_entry(database: Database) -> None:
    both = replace(saving(), postings=saving().postings + score().postings)
    await database.write(post, both, at=AT)

    assert await database.read(entry_of, GROUP, both.key) == both
    assert await database.read(balance, GROUP, accounts.points_issued()) == points(1100)


async def test_an_account_that_never_moved_is_empty(database: Database) -> None:
    assert await database.read(balance, GROUP, accounts.savings("m1")) == paise(0)


async def test_a_key_that_stands_is_posted_once(database: Database) -> None:
    first = await database.write(post, saving(), at=AT)
    second = await database.write(post, saving(), at=AT + timedelta(days=1))

    assert (first.is_new, second.is_new) == (True, False)
    assert second.entry_id == first.entry_id
    assert await database.read(balance, GROUP, accounts.cash_box()) == rupees(20)


async def test_many_who_post_one_key_at_once_post_it_once(database: Database) -> None:
    posted = await asyncio.gather(*(database.write(post, saving(), at=AT) for _ in range(20)))

    assert sorted(one.is_new for one in posted) == [False] * 19 + [True]


async def test_many_keys_at_once_make_one_chain(database: Database) -> None:
    entries = [saving(f"meeting:1:saving:m{n}", f"m{n}") for n in range(20)]
    await asyncio.gather(*(database.write(post, entry, at=AT) for entry in entries))

    assert await database.read(balance, GROUP, accounts.cash_box()) == rupees(400)


async def test_the_same_key_in_another_group_is_another_cause(database: Database) -> None:
    await database.write(post, saving(), at=AT)

    assert (await database.write(post, saving(group="g2"), at=AT)).is_new


@pytest.mark.parametrize(
    "other",
    [
        saving(amount=rupees(25)),
        saving(member="m2"),
        saving(by="m3"),
        replace(saving(), reason=Reason.FINE),
        replace(saving(), day=DAY + timedelta(days=1)),
        replace(saving(), postings=saving().postings * 2),
    ],
)
async def test_another_body_under_a_standing_key_is_refused(
    database: Database, other: Entry
) -> None:
    await database.write(post, saving(), at=AT)

    with pytest.raises(ConflictingEntry) as refusal:
        await database.write(post, other, at=AT)

    assert refusal.value == ConflictingEntry(other.key, posted=saving(), offered=other)
    assert await database.read(balance, GROUP, accounts.cash_box()) == rupees(20)


async def test_the_same_told_in_other_words_is_the_same(database: Database) -> None:
    await database.write(post, saving(memo="word1"), at=AT)

    assert not (await database.write(post, saving(memo="word2"), at=AT)).is_new


async def test_a_reversal_takes_everything_back_and_leaves_both_to_be_seen(
    database: Database,
) -> None:
    await database.write(post, score(), at=AT)
    await database.write(take_back, score().key, memo="word1")

    assert await database.read(entry_of, GROUP, score().key) == score()
    assert await database.read(entry_of, GROUP, "score:1:m1:reversed") == Entry(
        key="score:1:m1:reversed",
        group_id=GROUP,
        reason=Reason.REVERSAL,
        day=DAY,
        postings=tuple(
            Posting(gained.credit, gained.debit, gained.amount) for gained in score().postings
        ),
        by="m2",
        memo="word1",
    )
    assert {one.minor for one in (await database.read(balances_of, GROUP)).values()} == {0}


async def test_reversing_twice_is_reversing_once(database: Database) -> None:
    await database.write(post, saving(), at=AT)
    await database.write(take_back, saving().key)

    assert not (await database.write(take_back, saving().key)).is_new


async def test_what_another_has_reversed_is_a_conflict(database: Database) -> None:
    await database.write(post, saving(), at=AT)
    await database.write(take_back, saving().key)

    with pytest.raises(ConflictingEntry):
        await database.write(take_back, saving().key, by="m3")


async def test_what_was_never_posted_cannot_be_reversed(database: Database) -> None:
    with pytest.raises(NoSuchEntry) as refusal:
        await database.write(take_back, "meeting:7")

    assert refusal.value == NoSuchEntry(GROUP, "meeting:7")


def test_an_account_holds_one_unit() -> None:
    mixed = Posting(accounts.points_issued(), accounts.points_account("m1", "saving"), rupees(1))

    with books_in_memory() as tx, pytest.raises(AssertionError):
        post(tx, replace(saving(), postings=(mixed,)), at=AT)


def test_books_without_entries_do_not_drift() -> None:
    with books_in_memory() as tx:
        assert drift(tx) == ()
