"""A Telegram account that goes over to the person whose record it is from now on."""

from groups.people.rules.names import NAMELESS
from groups.people.store.members import update_phones
from groups.people.store.persons import Person, select_person, update_language, update_name
from storage.tx import Tx


def move_account(tx: Tx, from_id: str, to_id: str) -> bool:
    """Give a person's account to another; what that one had before is known no more.

    The memberships that she left and what waits to be told to her go with it; an empty person
    without a name is left. False where she has no account any more.
    """
    giver, taker = _person(tx, from_id), _person(tx, to_id)
    if giver.telegram_id is None:
        return False
    tx.run("DELETE FROM telegram_accounts WHERE person_id = :to_id", to_id=to_id)
    # What was to be told to the phone that is gone is not told to another.
    tx.run("DELETE FROM outbox WHERE person_id = :to_id AND state = 'waiting'", to_id=to_id)
    tx.run(
        "UPDATE telegram_accounts SET person_id = :to_id WHERE person_id = :from_id",
        from_id=from_id,
        to_id=to_id,
    )
    if taker.telegram_id is None:
        update_language(tx, to_id, giver.chosen_language)
    _move_rest(tx, from_id, taker)
    return True


def unite(tx: Tx, from_id: str, to_id: str, *, takes_phone: bool) -> None:
    """Make two persons one, who keeps one account: the second's if that is wanted, or the only one.

    The other account is known no more.
    """
    giver, taker = _person(tx, from_id), _person(tx, to_id)
    if giver.telegram_id is not None and (takes_phone or taker.telegram_id is None):
        move_account(tx, from_id, to_id)
        update_phones(tx, to_id)
        return
    tx.run("DELETE FROM telegram_accounts WHERE person_id = :from_id", from_id=from_id)
    _move_rest(tx, from_id, taker)


def _move_rest(tx: Tx, from_id: str, taker: Person) -> None:
    both = {"from_id": from_id, "to_id": taker.id}
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
    update_name(tx, taker.id, taker.name, is_named=True)  # another phone does not rename her
    update_name(tx, from_id, NAMELESS, is_named=False)


def _person(tx: Tx, person_id: str) -> Person:
    person = select_person(tx, person_id)
    assert person is not None, "persons are never deleted"
    return person
