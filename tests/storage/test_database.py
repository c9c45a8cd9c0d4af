"""The promises of an open database that hold on both engines."""

import asyncio
import gc
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from storage.database import Database, open_database
from storage.tx import ConstraintBroken, StorageError, Tx, micros, moment
from tests.storage.notes import add, ids


def in_savepoint(tx: Tx, part: Callable[[], object]) -> None:
    with tx.savepoint():
        part()


async def test_what_is_written_is_read_back(notes: Database) -> None:
    assert await notes.write(add, 1, "राम", amount=5) == 1

    rows = await notes.read(lambda tx: tx.rows("SELECT id, text, amount FROM note"))

    assert rows == [(1, "राम", 5)]


async def test_an_exception_undoes_the_act_and_comes_up_as_it_is(notes: Database) -> None:
    def add_and_fail(tx: Tx) -> None:
        add(tx, 1)
        raise KeyError("why")

    with pytest.raises(KeyError, match="why"):
        await notes.write(add_and_fail)

    assert await notes.read(ids) == []


@pytest.mark.parametrize("raised", [StopIteration, GeneratorExit, asyncio.CancelledError])
async def test_whatever_an_act_raises_the_next_one_is_served(
    notes: Database, raised: type[BaseException]
) -> None:
    def add_and_fail(tx: Tx) -> None:
        add(tx, 1)
        raise raised

    with pytest.raises((raised, RuntimeError)):
        await asyncio.create_task(_waiting_for(notes, add_and_fail))
    await notes.write(add, 2)

    assert await notes.read(ids) == [2]


async def _waiting_for(notes: Database, act: Any) -> None:
    await notes.write(act)


async def test_a_broken_constraint_has_one_name_on_both_engines(notes: Database) -> None:
    await notes.write(add, 1)

    with pytest.raises(ConstraintBroken) as broken:
        await notes.write(add, 1, "secret")

    assert "secret" not in str(broken.value)


async def test_many_rows_are_one_act(notes: Database) -> None:
    def add_all(tx: Tx, numbers: Sequence[int]) -> None:
        tx.many(
            "INSERT INTO note (id, amount) VALUES (:id, 0)", ({"id": number} for number in numbers)
        )

    await notes.write(add_all, (1, 2, 3))
    with pytest.raises(ConstraintBroken):
        await notes.write(add_all, (4, 5, 3))

    assert await notes.read(ids) == [1, 2, 3]


async def test_a_savepoint_undoes_only_what_is_inside(notes: Database) -> None:
    def outer(tx: Tx) -> list[Any]:
        add(tx, 1)
        with pytest.raises(ConstraintBroken):
            in_savepoint(tx, lambda: [add(tx, 2), add(tx, 1)])
        with tx.savepoint():
            add(tx, 3)
        return ids(tx)

    assert await notes.write(outer) == [1, 3]


async def test_savepoints_nest(notes: Database) -> None:
    def outer(tx: Tx) -> None:
        with tx.savepoint():
            add(tx, 1)
            with pytest.raises(ConstraintBroken):
                in_savepoint(tx, lambda: [add(tx, 2), add(tx, 1)])
            add(tx, 3)

    await notes.write(outer)

    assert await notes.read(ids) == [1, 3]


async def test_values_have_the_same_types_on_both_engines(notes: Database) -> None:
    row = await notes.read(
        lambda tx: tx.rows(
            """
            SELECT CAST(:whole AS BIGINT), CAST(:text AS TEXT), CAST(:nothing AS TEXT),
                CAST(:part AS DOUBLE PRECISION), 3 > 2, :yes + 0, 7 / 2
            """,
            whole=2**62,
            text="50 % 'of' it",
            nothing=None,
            part=0.5,
            yes=True,
        )
    )

    assert [(value, type(value)) for value in row[0]] == [
        (2**62, int),
        ("50 % 'of' it", str),
        (None, type(None)),
        (0.5, float),
        (1, int),
        (1, int),
        (3, int),
    ]


async def test_bytes_come_back_as_bytes(notes: Database) -> None:
    def keep(tx: Tx) -> Any:
        tx.run("CREATE TABLE secret (salt BYTEA)")
        tx.run("INSERT INTO secret (salt) VALUES (:salt)", salt=b"\x00\xff")
        return tx.value("SELECT salt FROM secret")

    assert await notes.write(keep) == b"\x00\xff"


async def test_a_sum_is_a_whole_number_and_products_do_not_overflow(notes: Database) -> None:
    def sums(tx: Tx) -> list[Any]:
        add(tx, 1, amount=-2)
        add(tx, 2, amount=7)
        return tx.rows("SELECT SUM(amount), AVG(amount), :a * :b FROM note", a=30_000, b=30_000)

    assert repr(await notes.write(sums)) == "[(5, 2.5, 900000000)]"


async def test_run_counts_the_rows_it_changed(notes: Database) -> None:
    def change(tx: Tx) -> list[int]:
        tx.many(
            "INSERT INTO note (id, amount) VALUES (:id, :amount)",
            ({"id": number, "amount": 0} for number in range(4)),
        )
        return [
            tx.run("UPDATE note SET amount = 1 WHERE id > :id", id=1),
            tx.run("INSERT INTO note (id, amount) VALUES (0, 0) ON CONFLICT DO NOTHING"),
            tx.run("INSERT INTO note (id, amount) VALUES (9, 0) RETURNING id"),
            tx.run("CREATE TABLE other (id BIGINT)"),
        ]

    assert await notes.write(change) == [2, 0, 1, 0]


async def test_one_and_value_are_none_without_a_row(notes: Database) -> None:
    def look(tx: Tx) -> tuple[Any, ...]:
        sql = "SELECT id FROM note"
        return tx.one(int, sql), tx.value(sql), tx.all(int, sql), tx.rows(sql)

    assert await notes.read(look) == (None, None, [], [])


async def test_an_upsert_returns_its_row(notes: Database) -> None:
    def upsert(tx: Tx) -> Any:
        return tx.value("""
            INSERT INTO note (id, amount) VALUES (1, 5)
            ON CONFLICT (id) DO UPDATE SET amount = note.amount + 5 RETURNING amount
        """)

    assert [await notes.write(upsert), await notes.write(upsert)] == [5, 10]


async def test_reading_cannot_write(notes: Database) -> None:
    with pytest.raises(StorageError):
        await notes.read(add, 1)

    assert await notes.read(ids) == []


@pytest.mark.parametrize("word", ["COMMIT", "begin", "-- now\n ROLLBACK", "/* */ SAVEPOINT s"])
async def test_an_act_cannot_end_its_transaction(notes: Database, word: Any) -> None:
    def add_and_end(tx: Tx) -> None:
        add(tx, 1)
        tx.run(word)

    with pytest.raises(StorageError, match="not the act's"):
        await notes.write(add_and_end)

    assert await notes.read(ids) == []


async def test_a_transaction_is_over_when_its_act_returns(notes: Database) -> None:
    ended_tx = await notes.write(lambda tx: tx)

    with pytest.raises(StorageError, match="over"):
        add(ended_tx, 1)

    assert await notes.read(ids) == []


async def test_a_savepoint_left_open_harms_nobody(notes: Database) -> None:
    def leave_open(tx: Tx) -> object:
        mark = tx.savepoint()
        mark.__enter__()
        add(tx, 1)
        return mark

    left_open = await notes.write(leave_open)
    await notes.write(add, 2)
    del left_open
    gc.collect()

    assert await notes.read(ids) == [1, 2]


async def test_a_failed_statement_outside_a_savepoint_is_not_passed_over(
    notes: Database, engine: str
) -> None:
    def swallow(tx: Tx) -> None:
        add(tx, 1)
        with pytest.raises(ConstraintBroken):
            add(tx, 1)

    if engine == "sqlite":  # only the statement is undone
        await notes.write(swallow)
        assert await notes.read(ids) == [1]
    else:  # the whole transaction is lost, and the caller gets an error
        with pytest.raises(StorageError, match="savepoint"):
            await notes.write(swallow)
        assert await notes.read(ids) == []


async def test_a_coroutine_is_refused_as_an_act(notes: Database) -> None:
    async def act(tx: Tx) -> None:
        add(tx, 1)

    awaited_by_mistake: Callable[[Tx], object] = act
    with pytest.raises(TypeError, match="plain function"):
        await notes.write(awaited_by_mistake)


async def test_a_missing_parameter_is_refused(notes: Database) -> None:
    with pytest.raises(StorageError):
        await notes.read(lambda tx: tx.rows("SELECT id FROM note WHERE id = :id"))


async def test_health_is_green_and_names_the_engine(notes: Database, engine: str) -> None:
    health = await notes.health()

    assert (health.ok, health.detail, health.engine) == (True, "ok", engine)


async def test_closing_finishes_what_waits_and_refuses_the_rest(notes: Database) -> None:
    waiting = [asyncio.create_task(notes.write(add, number)) for number in range(20)]
    await asyncio.sleep(0)
    await notes.close()

    assert await asyncio.gather(*waiting) == [1] * 20
    with pytest.raises(StorageError, match="closed"):
        await notes.write(add, 99)


async def test_a_closed_database_is_red_and_closing_twice_is_closing_once(notes: Database) -> None:
    await notes.close()
    await notes.close()

    assert not (await notes.health()).ok


async def test_a_read_only_opening_reads_beside_the_writer_and_writes_nothing(
    notes: Database, database_url: str, tmp_path: Path
) -> None:
    beside = await open_database(database_url, read_only=True, migrations=tmp_path / "migrations")
    await notes.write(add, 1)

    assert await beside.read(ids) == [1]
    with pytest.raises(StorageError, match="reading only"):
        await beside.write(add, 2)
    await beside.close()


@pytest.mark.parametrize("url", ["", "mysql://x", "sqlite://", "sqlite:///", "sqlite:///:memory:"])
async def test_another_kind_of_address_is_refused(url: str) -> None:
    with pytest.raises(StorageError, match="a database is named"):
        await open_database(url)


def test_times_are_microseconds_in_utc() -> None:
    indian = datetime(2026, 11, 23, 5, 30, 0, 7, tzinfo=timezone(timedelta(hours=5, minutes=30)))

    assert moment(micros(indian)) == datetime(2026, 11, 23, 0, 0, 0, 7, tzinfo=UTC)
    with pytest.raises(TypeError):
        micros(datetime(2026, 11, 23))  # noqa: DTZ001 - the test needs a time without a zone
