"""The chat in which Telegram is asked for a person before she joins a group."""

from groups.joining.model import JOIN
from groups.people.facts.names import read_group
from groups.people.store.dialogues import select_dialogue
from groups.people.store.groups import select_chat_id_of_token
from groups.people.store.persons import select_person_of_account
from storage.tx import Tx


def chat_of_link(tx: Tx, token: str) -> int | None:
    """The chat of a link's group, in which Telegram can be asked for her; None if there is none."""
    return select_chat_id_of_token(tx, token)


def chat_being_joined(tx: Tx, telegram_id: int) -> int | None:
    """The chat of the group that she is joining, in which Telegram can be asked for her."""
    person = select_person_of_account(tx, telegram_id)
    dialogue = select_dialogue(tx, person.id) if person else None
    if dialogue is None or dialogue.kind != JOIN:
        return None
    return select_chat_id_of_token(tx, read_group(tx, dialogue.group_id).start_token)
