"""Move a Telegram account to the person to whom the record belongs now."""

from groups.messages.effects import say_to_person
from groups.messages.model import Facts
from groups.people.model.deed import Deed
from groups.people.rules.names import NAMELESS
from groups.people.store import telegram_accounts as store
from groups.people.store.concerned import insert_concerns_as
from groups.people.store.dialogues import delete_dialogue
from groups.people.store.members import update_phones
from groups.people.store.persons import (
    Person,
    insert_account,
    select_person,
    update_language,
    update_name,
    update_reachable,
)
from storage.tx import Tx


def move_account(tx: Tx, from_id: str, to_id: str) -> None:
    """Give a person's account to another, whose earlier account opens no record any more.

    The memberships that she left and her waiting messages move too; a person without a name or a
    record remains, to whom the earlier account is linked. She must have an account.
    """
    giver, taker = _person(tx, from_id), _person(tx, to_id)
    assert giver.telegram_id is not None, "the caller has looked for her account"
    store.delete_account(tx, to_id)
    # Messages for the phone that is gone are not sent to another phone.
    store.delete_messages_waiting(tx, to_id)
    store.update_account(tx, from_id, to_id)
    if taker.telegram_id is None:
        update_language(tx, to_id, giver.chosen_language)
    _move_rest(tx, from_id, taker)
    if taker.telegram_id is not None:
        insert_account(tx, taker.telegram_id, from_id, taker.language_code)
        update_reachable(tx, from_id, is_reachable=taker.is_reachable)
        update_language(tx, from_id, taker.chosen_language)


def unite(tx: Tx, from_id: str, to_id: str, *, takes_phone: bool) -> None:
    """Make two persons one: `to_id` keeps its account, unless `takes_phone` or it has none.

    Then it gets the account of `from_id`. Any other account opens no record any more.
    """
    giver, taker = _person(tx, from_id), _person(tx, to_id)
    if giver.telegram_id is not None and (takes_phone or taker.telegram_id is None):
        move_account(tx, from_id, to_id)
        update_phones(tx, to_id)
        return
    _move_rest(tx, from_id, taker)


def say_record_left(tx: Tx, deed: Deed, person_id: str, *, number: int) -> None:
    """Notify the account that a record has left, if there is one; it is linked to this person."""
    facts: Facts = {"group": deed.group.name, "number": number}
    say_to_person(tx, person_id, "record_left", facts, at=deed.at)


def _move_rest(tx: Tx, from_id: str, taker: Person) -> None:
    store.update_messages(tx, from_id, taker.id)
    store.update_memberships(tx, from_id, taker.id)
    store.update_groups_set_up(tx, from_id, taker.id)
    insert_concerns_as(tx, from_id, taker.id)
    store.insert_seen_as(tx, from_id, taker.id)
    store.delete_seen_of(tx, from_id)
    delete_dialogue(tx, from_id)
    delete_dialogue(tx, taker.id)
    update_name(tx, taker.id, taker.name, is_named=True)  # another phone does not rename her
    update_name(tx, from_id, NAMELESS, is_named=False)


def _person(tx: Tx, person_id: str) -> Person:
    person = select_person(tx, person_id)
    assert person is not None, "persons are never deleted"
    return person
