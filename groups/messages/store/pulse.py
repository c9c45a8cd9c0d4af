"""The SQL of the service's pulse: when it last got an update, last ran, and what waits."""

from storage.tx import Tx


def select_mark(tx: Tx, name: str) -> int | None:
    """The moment stored under a name, in micro-seconds, if any."""
    moment: int | None = tx.value("SELECT value FROM marks WHERE name = :name", name=name)
    return moment


def upsert_mark(tx: Tx, name: str, value: int) -> None:
    """Store a moment under a name; the newest replaces others."""
    tx.run(
        "INSERT INTO marks (name, value) VALUES (:name, :value) "
        "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        name=name,
        value=value,
    )


def select_oldest_waiting(tx: Tx) -> int | None:
    """Since when the oldest due message waits to be sent, in micro-seconds."""
    oldest: int | None = tx.value(
        "SELECT MIN(CASE WHEN not_before > created_at THEN not_before ELSE created_at END) "
        "FROM outbox WHERE state = 'waiting'"
    )
    return oldest


def select_last_update(tx: Tx) -> int | None:
    """When the newest of the updates with the highest ids was stored, in micro-seconds."""
    newest: int | None = tx.value(
        "SELECT MAX(received_at) FROM"
        " (SELECT received_at FROM inbox ORDER BY update_id DESC LIMIT 100) AS newest"
    )
    return newest


def select_newest_update_id(tx: Tx) -> int | None:
    """The highest id of the updates that are stored, if any."""
    newest: int | None = tx.value("SELECT MAX(update_id) FROM inbox")
    return newest


def count_parked(tx: Tx) -> int:
    """How many updates are parked."""
    return int(tx.value("SELECT COUNT(*) FROM inbox WHERE state = 'parked'"))


def count_parked_steps(tx: Tx) -> int:
    """How many steps of the clock are put aside."""
    return int(tx.value("SELECT COUNT(*) FROM clock_parked"))
