"""What only PostgreSQL does to a caller: deadlocks, lost connections, a full disk."""

import asyncio
import threading
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.sql import SQL, Identifier

from storage.database import Database, open_database
from storage.tx import ConstraintBroken, DiskFull, StorageBusy, StorageError, Tx
from tests.storage.faults import add

NOTE = """
CREATE TABLE note (
    id BIGINT NOT NULL, part BIGINT NOT NULL, text TEXT
);
CREATE TABLE parent (id BIGINT PRIMARY KEY);
CREATE TABLE child (id BIGINT REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE fuse (id BIGINT);
CREATE FUNCTION blow() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_terminate_backend(pg_backend_pid());
    PERFORM pg_sleep(1);
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER fuse_blows AFTER INSERT ON fuse
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION blow();
"""


def recorded(tx: Tx) -> list[Any]:
    """Return the recorded acts; an act recorded in part or twice is an error."""
    parts = tx.rows("SELECT id, part FROM note ORDER BY id, part")
    numbers = sorted({number for number, _ in parts})
    assert parts == [(number, part) for number in numbers for part in (1, 2)]
    return numbers


@pytest.fixture
async def database(postgres_url: str, tmp_path: Path) -> AsyncIterator[Database]:
    """A database on PostgreSQL with a few tables."""
    (tmp_path / "0001_note.postgresql.sql").write_text(NOTE)
    opened = await open_database(postgres_url, migrations=tmp_path)
    yield opened
    await opened.close()


async def test_two_acts_that_lock_each_other_out_both_succeed(database: Database) -> None:
    barrier = threading.Barrier(2)
    runs: list[int] = []

    def lock_both(tx: Tx, number: int, first: str, second: str) -> int:
        runs.append(number)
        tx.lock(first)
        if runs.count(number) == 1:
            barrier.wait(10)
        tx.lock(second)
        return add(tx, number)

    outcomes = await asyncio.gather(
        database.write(lock_both, 1, "left", "right"),
        database.write(lock_both, 2, "right", "left"),
    )

    assert (list(outcomes), len(runs)) == ([1, 2], 3)
    assert await database.read(recorded) == [1, 2]


async def test_a_lock_by_name_lets_one_in_at_a_time(database: Database) -> None:
    await database.write(lambda tx: tx.run("INSERT INTO parent (id) VALUES (0)"))

    def count_up(tx: Tx) -> None:
        tx.lock("counter")
        count = tx.value("SELECT id FROM parent")
        tx.run("UPDATE parent SET id = :next", next=count + 1)

    await asyncio.gather(*(database.write(count_up) for _ in range(64)))

    assert await database.read(lambda tx: tx.value("SELECT id FROM parent")) == 64


def _terminate_all(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("""
            SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid()
        """)


async def test_connections_that_were_cut_are_made_anew(
    database: Database, postgres_url: str
) -> None:
    await asyncio.gather(*(database.write(add, number) for number in range(32)))
    _terminate_all(postgres_url)

    outcomes = await asyncio.gather(*(database.write(add, number) for number in range(32, 64)))

    assert outcomes == list(range(32, 64))
    assert await database.read(recorded) == list(range(64))


async def test_an_act_whose_connection_is_cut_is_run_again(database: Database) -> None:
    runs: list[int] = []

    def cut(tx: Tx) -> int:
        add(tx, 1)
        runs.append(1)
        if len(runs) == 1:
            tx.run("SELECT pg_terminate_backend(pg_backend_pid())")
        return len(runs)

    assert (await database.write(cut), await database.read(recorded)) == (2, [1])


async def test_an_answer_lost_at_commit_is_told_and_not_run_again(database: Database) -> None:
    runs: list[int] = []

    def light(tx: Tx) -> None:
        runs.append(1)
        tx.run("INSERT INTO fuse (id) VALUES (1)")

    with pytest.raises(StorageError, match="may be recorded or not"):
        await database.write(light)

    assert (len(runs), await database.write(add, 1)) == (1, 1)


async def test_a_constraint_that_only_the_commit_sees_is_told(database: Database) -> None:
    with pytest.raises(ConstraintBroken):
        await database.write(lambda tx: tx.run("INSERT INTO child (id) VALUES (7)"))


async def test_a_full_disk_refuses_and_goes_on_when_there_is_room(database: Database) -> None:
    def fill(tx: Tx) -> None:
        add(tx, 1)
        tx.run("DO $$ BEGIN RAISE EXCEPTION 'no room' USING ERRCODE = '53100'; END $$")

    with pytest.raises(DiskFull, match="no room"):
        await database.write(fill)
    red = await database.health()
    await database.write(add, 2)

    assert (red.ok, (await database.health()).ok) == (False, True)
    assert await database.read(recorded) == [2]


async def test_a_deadlock_without_end_is_given_up(database: Database) -> None:
    runs: list[int] = []

    def never(tx: Tx) -> None:
        runs.append(1)
        tx.run("DO $$ BEGIN RAISE EXCEPTION 'again' USING ERRCODE = '40P01'; END $$")

    with pytest.raises(StorageError, match="again"):
        await database.write(never)

    assert len(runs) == 10


@pytest.mark.parametrize("milliseconds", [0, 1, 5, 20, 50])
async def test_callers_that_give_up_leave_all_or_nothing(
    database: Database, postgres_url: str, tmp_path: Path, milliseconds: int
) -> None:
    tasks = [asyncio.create_task(database.write(add, number)) for number in range(64)]
    await asyncio.sleep(milliseconds / 1000)
    for task in tasks[::2]:
        task.cancel()
    outcomes = await asyncio.gather(*tasks, return_exceptions=True)
    await database.close()  # finishes the acts under way
    again = await open_database(postgres_url, migrations=tmp_path)

    numbers = await again.read(recorded)
    await again.close()

    assert set(numbers).issuperset(number for number in outcomes if isinstance(number, int))
    assert outcomes[1::2] == list(range(1, 64, 2))


async def test_a_server_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="PostgreSQL cannot be reached") as refused:
        await open_database(f"postgresql://saakh:secret@/saakh?host={tmp_path}")

    assert "secret" not in str(refused.value)


async def test_health_is_red_when_the_server_has_gone(
    database: Database, postgres_url: str
) -> None:
    name = conninfo_to_dict(postgres_url)["dbname"]
    admin = make_conninfo(postgres_url, dbname="postgres")
    with psycopg.connect(admin, autocommit=True) as connection:
        allow = SQL("ALTER DATABASE {} ALLOW_CONNECTIONS {}")
        to = Identifier(str(name))
        connection.execute(allow.format(to, SQL("false")))
        connection.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s",
            [name],
        )
        red = await database.health()
        with pytest.raises(StorageError):
            await database.long_read().__aenter__()
        connection.execute(allow.format(to, SQL("true")))

    assert not red.ok


async def test_one_process_alone_keeps_the_second_out(postgres_url: str, tmp_path: Path) -> None:
    (tmp_path / "0001_note.postgresql.sql").write_text(NOTE)
    first = await open_database(postgres_url, migrations=tmp_path, alone=True)
    with pytest.raises(StorageBusy, match="another process has this PostgreSQL database"):
        await open_database(postgres_url, migrations=tmp_path, alone=True)
    beside = await open_database(postgres_url, migrations=tmp_path)
    await beside.close()
    await first.close()

    third = await open_database(postgres_url, migrations=tmp_path, alone=True)
    assert await third.write(add, 1) == 1
    await third.close()


async def test_whoever_lost_its_lock_to_another_writes_no_more(
    postgres_url: str, tmp_path: Path
) -> None:
    (tmp_path / "0001_note.postgresql.sql").write_text(NOTE)
    first = await open_database(postgres_url, migrations=tmp_path, alone=True)
    _terminate_all(postgres_url)
    second = await open_database(postgres_url, migrations=tmp_path, alone=True)

    with pytest.raises(StorageBusy):
        await first.write(add, 1)
    red = await first.health()
    await second.close()

    assert (red.ok, await first.write(add, 2), (await first.health()).ok) == (False, 2, True)
    await first.close()


async def test_a_lock_that_is_not_let_go_is_waited_for_and_no_longer(
    database: Database, postgres_url: str
) -> None:
    def impatient(tx: Tx) -> None:
        tx.run("SET LOCAL lock_timeout = 100")
        tx.run("UPDATE parent SET id = 2")

    await database.write(lambda tx: tx.run("INSERT INTO parent (id) VALUES (1)"))
    with psycopg.connect(postgres_url) as holder:
        holder.execute("UPDATE parent SET id = 3")
        with pytest.raises(StorageBusy):
            await database.write(impatient)

    timeout = await database.read(lambda tx: tx.value("SELECT current_setting('lock_timeout')"))
    assert timeout == "10s"
