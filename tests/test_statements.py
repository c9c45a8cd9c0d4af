"""That a statement which never ran on PostgreSQL is named, and each way of writing one is found."""

import pytest

from storage.database import Database
from storage.statement import for_psycopg
from tests.statements import Heard, never_carried_out, statements_in, written

SOURCE = '''
"""SELECT id FROM docstring"""
_SEATS = "SELECT id FROM seats"
_ALONE: Final = "SELECT id FROM alone"
_BY_ENGINE = {"sqlite": "SELECT 1 FROM lite", "postgresql": "SELECT 1 FROM full"}

def select_seats(tx):
    tx.rows(_SEATS + " WHERE id = :id" " ORDER BY id", id=1)
    tx.rows(_ALONE)
    tx.run("INSERT INTO seats (id)" " VALUES (:id)", id=1)
    tx.run("UPDATE seats SET id = 2 /* 100 % */")
'''
NAMES = {"_SEATS": "SELECT id FROM seats", "_ALONE": "SELECT id FROM alone"}


def test_each_way_of_writing_a_statement_is_found() -> None:
    assert {text: line for line, text in statements_in(SOURCE, NAMES)} == {
        "SELECT 1 FROM full": 5,
        "SELECT id FROM seats WHERE id = :id ORDER BY id": 8,
        "SELECT id FROM alone": 9,
        "INSERT INTO seats (id) VALUES (:id)": 10,
        "UPDATE seats SET id = 2 /* 100 % */": 11,
    }


@pytest.mark.parametrize(
    "unknown",
    ['tx.rows("SELECT id FROM a" + where)', 'tx.rows(f"SELECT id FROM {table}")'],
)
def test_a_statement_that_only_the_run_knows_is_refused(unknown: str) -> None:
    with pytest.raises(AssertionError):
        list(statements_in(unknown, {}))


def test_a_planted_statement_is_missed() -> None:
    planted = {**written(), for_psycopg("SELECT n FROM planted WHERE id = :id"): "groups/x.py:7"}

    assert never_carried_out(planted, written()) == [
        "groups/x.py:7: SELECT n FROM planted WHERE id = %(id)s"
    ]


def test_every_place_of_statements_is_read() -> None:
    folders = {place.split("/")[0] for place in written().values()}

    assert folders == {"groups", "ledger"}
    assert len(written()) > 300


async def test_what_postgresql_carries_out_is_heard(database: Database, engine: str) -> None:
    heard = Heard()
    heard.listen()
    read, none = "SELECT text FROM words WHERE id = :id", "DELETE FROM words WHERE id = :id"
    try:
        await database.read(lambda tx: tx.rows(read, id="w1"))
        await database.write(lambda tx: tx.many(none, []))
        async with database.long_read() as long:
            told = [row async for row in long.rows("SELECT id FROM words")]
    finally:
        heard.stop()

    assert told == []
    asked = {for_psycopg(text) for text in (read, none, "SELECT id FROM words")}
    assert heard.statements & asked == (
        {for_psycopg(read), b"SELECT id FROM words"} if engine == "postgresql" else set()
    )
