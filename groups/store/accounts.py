"""A Telegram account that goes over to the person whose record it is from now on."""

from groups.rules.names import NAMELESS
from groups.store.people import select_person, update_language, update_name
from storage.tx import Tx


def move_account(tx: Tx, from_id: str, to_id: str) -> bool:
    """Give a person's account to another; what that one had before is known no more.

    The memberships that she left and what waits to be told to her go with it; an empty person
    without a name is left. False where she has no account any more.
    """
    giver, taker = select_person(tx, from_id), select_person(tx, to_id)
    assert giver is not None, "persons are never deleted"
    assert taker is not None, "persons are never deleted"
    if giver.telegram_id is None:
        return False
    had_account = taker.telegram_id is not None
    tx.run("DELETE FROM telegram_accounts WHERE person_id = :to_id", to_id=to_id)
    both = {"from_id": from_id, "to_id": to_id}
    tx.run("UPDATE telegram_accounts SET person_id = :to_id WHERE person_id = :from_id", **both)
    # What was to be told to the phone that is gone is not told to another.
    tx.run("DELETE FROM outbox WHERE person_id = :to_id AND state = 'waiting'", to_id=to_id)
    tx.run("UPDATE outbox SET person_id = :to_id WHERE person_id = :from_id", **both)
    tx.run("UPDATE members SET person_id = :to_id WHERE person_id = :from_id", **both)
    tx.run("UPDATE groups SET set_up_by = :to_id WHERE set_up_by = :from_id", **both)
    tx.run(
        "INSERT INTO seen_in_chat (group_id, person_id)"
        " SELECT group_id, CAST(:to_id AS TEXT) FROM seen_in_chat WHERE person_id = :from_id"
        " ON CONFLICT (group_id, person_id) DO NOTHING",
        **both,
    )
    tx.run("DELETE FROM seen_in_chat WHERE person_id = :from_id", from_id=from_id)
    tx.run("DELETE FROM dialogues WHERE person_id IN (:from_id, :to_id)", **both)
    if not had_account:
        update_language(tx, to_id, giver.language)
    update_name(tx, to_id, taker.name, is_named=True)  # another phone does not rename her
    update_name(tx, from_id, NAMELESS, is_named=False)
    return True
