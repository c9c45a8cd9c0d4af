"""A table to write into, and acts on it."""

from typing import Any

from storage.tx import Tx

TABLE = "CREATE TABLE note (id BIGINT PRIMARY KEY, text TEXT, amount BIGINT NOT NULL);"


def add(tx: Tx, number: int, text: str | None = None, *, amount: int = 0) -> int:
    """Record one row."""
    return tx.run(
        "INSERT INTO note (id, text, amount) VALUES (:id, :text, :amount)",
        id=number,
        text=text,
        amount=amount,
    )


def ids(tx: Tx) -> list[Any]:
    """Return the ids of the recorded rows."""
    return tx.all(int, "SELECT id FROM note ORDER BY id")
