"""Long reads: one snapshot, streamed, on a connection of its own."""

import asyncio
from pathlib import Path

import pytest

from storage.database import Database, open_database
from storage.tx import StorageError
from tests.storage.notes import add, ids


async def test_a_long_read_sees_one_snapshot(notes: Database) -> None:
    await notes.write(add, 1)
    async with notes.long_read() as snapshot:
        await notes.write(add, 2)
        first = [row async for row in snapshot.rows("SELECT id FROM note WHERE id > :id", id=0)]
        await notes.write(add, 3)
        second = [row async for row in snapshot.rows("SELECT id FROM note ORDER BY id")]

    assert (first, second) == ([(1,)], [(1,)])


async def test_a_long_read_streams_more_rows_than_one_fetch(notes: Database) -> None:
    await notes.write(
        lambda tx: tx.many(
            "INSERT INTO note (id, amount) VALUES (:id, 0)", ({"id": n} for n in range(1_234))
        )
    )

    async with notes.long_read() as snapshot:
        numbers = [row[0] async for row in snapshot.rows("SELECT id FROM note ORDER BY id")]

    assert numbers == list(range(1_234))


async def test_a_long_read_cannot_write_and_may_be_left_half_way(notes: Database) -> None:
    await notes.write(add, 1)
    async with notes.long_read() as snapshot:
        async for _ in snapshot.rows("SELECT id FROM note"):
            break
    async with notes.long_read() as snapshot:
        with pytest.raises(StorageError):
            _ = [row async for row in snapshot.rows("DELETE FROM note RETURNING id")]

    assert await notes.read(ids) == [1]


async def test_a_long_read_that_is_given_up_disturbs_nobody(notes: Database) -> None:
    await notes.write(
        lambda tx: tx.many(
            "INSERT INTO note (id, amount) VALUES (:id, 0)", ({"id": n} for n in range(2_000))
        )
    )

    async def read_slowly() -> None:
        async with notes.long_read() as snapshot:
            async for _ in snapshot.rows("SELECT id FROM note"):
                await asyncio.sleep(1)

    reading = asyncio.create_task(read_slowly())
    await asyncio.sleep(0.1)
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading

    assert await notes.write(add, 5_000) == 1


async def test_a_file_that_has_gone_is_told(tmp_path: Path) -> None:
    database = await open_database(f"sqlite:///{tmp_path / 'gone.db'}", migrations=tmp_path)
    (tmp_path / "gone.db").unlink()

    with pytest.raises(StorageError, match="unable to open"):
        await database.long_read().__aenter__()
    await database.close()
