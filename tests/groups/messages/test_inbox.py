"""The inbox: an update is stored once, carried out once and in order, parked after failures."""

from datetime import timedelta

import pytest

from groups.messages.acts import inbox
from groups.messages.model import DroppedUpdate, ParkedUpdate, WaitingUpdate
from groups.messages.rules.languages import kind_of
from storage.database import Database
from storage.tx import Tx, micros
from tests.groups.sisters import NOON

UPDATES = [(11, -5, "b"), (10, 7, "a"), (12, 7, "c")]


async def test_an_update_that_is_told_twice_is_stored_once(database: Database) -> None:
    await database.write(inbox.store, UPDATES[:2], at=NOON)

    assert await database.write(inbox.store, UPDATES, at=NOON) == (12,)


async def test_updates_wait_in_the_order_of_their_ids(database: Database) -> None:
    await database.write(inbox.store, UPDATES, at=NOON)

    assert await database.read(inbox.waiting, 2) == (
        WaitingUpdate(10, 7, "a", 0),
        WaitingUpdate(11, -5, "b", 0),
    )


async def test_an_update_is_done_once(database: Database) -> None:
    await database.write(inbox.store, UPDATES, at=NOON)

    answers = [await database.write(inbox.done, 10, at=NOON) for _ in range(2)]

    assert answers == [True, False]


async def test_a_done_update_no_longer_waits(database: Database) -> None:
    await database.write(inbox.store, UPDATES, at=NOON)

    await database.write(inbox.done, 10, at=NOON)

    assert await database.read(inbox.count) == 2


async def test_an_act_that_breaks_leaves_its_update_waiting(database: Database) -> None:
    await database.write(inbox.store, UPDATES[:1], at=NOON)

    def act(tx: Tx) -> None:
        inbox.done(tx, 11, at=NOON)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await database.write(act)

    assert await database.read(inbox.count) == 1


async def test_the_fifth_break_parks_an_update(database: Database) -> None:
    await database.write(inbox.store, UPDATES[:1], at=NOON)

    parked = [await database.write(inbox.broke, 11, "KeyError", at=NOON) for _ in range(5)]

    assert parked == [False, False, False, False, True]


async def test_a_parked_update_is_listed_without_its_words(database: Database) -> None:
    await _park(database)

    assert await database.read(inbox.parked) == (
        ParkedUpdate(11, -5, "other", 5, "KeyError", micros(NOON), micros(NOON)),
    )


async def test_a_parked_update_waits_again_when_it_is_retried(database: Database) -> None:
    await _park(database)

    await database.write(inbox.retry)

    assert await database.read(inbox.waiting, 10) == (WaitingUpdate(11, -5, "b", 0),)


@pytest.mark.both_engines
async def test_one_parked_update_is_retried_by_its_number(database: Database) -> None:
    await _park(database)

    assert [await database.write(inbox.retry, number) for number in (10, 11, 11)] == [0, 1, 0]


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ('{"update_id": 1, "message": {"text": "poll_answer"}}', "message"),
        ('{"update_id": 1, "callback_query": {}}', "callback_query"),
        ('{"update_id": 1, "of_tomorrow": {}}', "other"),
        ("[]", "other"),
        ("half a", "other"),
    ],
)
def test_an_update_s_kind_is_told_without_its_words(body: str, kind: str) -> None:
    assert kind_of(body) == kind


async def test_a_break_of_what_is_done_meanwhile_counts_nothing(database: Database) -> None:
    await database.write(inbox.store, UPDATES[:1], at=NOON)
    await database.write(inbox.done, 11, at=NOON)

    assert await database.write(inbox.broke, 11, "KeyError", at=NOON) is False


async def test_what_was_done_a_week_ago_is_forgotten(database: Database) -> None:
    await database.write(inbox.store, UPDATES, at=NOON)
    await database.write(inbox.done, 10, at=NOON)
    await database.write(inbox.done, 11, at=NOON + timedelta(days=1))

    assert await database.write(inbox.sweep, at=NOON + timedelta(days=7, seconds=1)) == 1


async def test_what_was_done_is_forgotten_some_at_a_time(database: Database) -> None:
    many = [(n, 7, "a") for n in range(inbox.SWEPT_AT_ONCE + 1)]
    await database.write(inbox.store, many, at=NOON)
    await database.write(lambda tx: [inbox.done(tx, n, at=NOON) for n, _, _ in many])

    swept = [await database.write(inbox.sweep, at=NOON + timedelta(days=8)) for _ in range(3)]

    assert swept == [inbox.SWEPT_AT_ONCE, 1, 0]


async def _park(database: Database) -> None:
    await database.write(inbox.store, UPDATES[:1], at=NOON)
    for _ in range(5):
        await database.write(inbox.broke, 11, "KeyError", at=NOON)


@pytest.mark.both_engines
async def test_what_is_put_away_leaves_its_error_and_never_its_words(database: Database) -> None:
    await _park(database)

    said = [await database.write(inbox.drop, number, at=NOON) for number in (10, 11, 11)]

    kept = DroppedUpdate(11, "other", 5, "KeyError", *[micros(NOON)] * 3)
    assert (said, await database.read(inbox.dropped)) == ([None, "b", None], (kept,))
    assert await database.read(lambda tx: tx.rows("SELECT state, body FROM inbox")) == [
        ("done", "{}")
    ]
    assert await database.write(inbox.store, UPDATES[:1], at=NOON) == ()
