"""The SQL of a Telegram account that moves to another person, with all that depends on it."""

from storage.tx import Tx


def delete_account(tx: Tx, person_id: str) -> None:
    """Forget a person's Telegram account."""
    tx.run("DELETE FROM telegram_accounts WHERE person_id = :person_id", person_id=person_id)


def update_account(tx: Tx, from_id: str, to_id: str) -> None:
    """Give a person's account to another who has none."""
    tx.run(
        "UPDATE telegram_accounts SET person_id = :to_id WHERE person_id = :from_id",
        from_id=from_id,
        to_id=to_id,
    )


def delete_messages_waiting(tx: Tx, person_id: str) -> None:
    """Delete the messages that wait for a person."""
    tx.run(
        "DELETE FROM outbox WHERE person_id = :person_id AND state = 'waiting'",
        person_id=person_id,
    )


def update_messages(tx: Tx, from_id: str, to_id: str) -> None:
    """Give a person's messages to another."""
    tx.run(
        "UPDATE outbox SET person_id = :to_id WHERE person_id = :from_id",
        from_id=from_id,
        to_id=to_id,
    )


def update_memberships(tx: Tx, from_id: str, to_id: str) -> None:
    """Give a person's memberships to another."""
    tx.run(
        "UPDATE members SET person_id = :to_id WHERE person_id = :from_id",
        from_id=from_id,
        to_id=to_id,
    )


def update_groups_set_up(tx: Tx, from_id: str, to_id: str) -> None:
    """Give the groups that a person has set up to another."""
    tx.run(
        "UPDATE groups SET set_up_by = :to_id WHERE set_up_by = :from_id",
        from_id=from_id,
        to_id=to_id,
    )


def insert_seen_as(tx: Tx, from_id: str, to_id: str) -> None:
    """Record that another was seen in each chat in which a person was seen."""
    tx.run(
        "INSERT INTO seen_in_chat (group_id, person_id)"
        " SELECT group_id, CAST(:to_id AS TEXT) FROM seen_in_chat WHERE person_id = :from_id"
        " ON CONFLICT (group_id, person_id) DO NOTHING",
        from_id=from_id,
        to_id=to_id,
    )


def delete_seen_of(tx: Tx, person_id: str) -> None:
    """Delete the records of chats in which a person was seen."""
    tx.run("DELETE FROM seen_in_chat WHERE person_id = :person_id", person_id=person_id)
