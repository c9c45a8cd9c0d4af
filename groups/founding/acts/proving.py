"""An administrator who hides in the chat proves there that she may set the group up.

Telegram shows such a message as the group's own: it says that an administrator wrote it, and not
which one. The code in it names the person to whom the bot gave it in private.
"""

from datetime import datetime

from groups.founding.acts.founding import begin_set_up, confirm_set_up
from groups.founding.model import PROVING, SET_UP, ChatRole, Proved, RoleInChat
from groups.founding.rules import proof_code, set_up_of
from groups.people.model.people import Actor
from groups.people.store.dialogues import select_dialogue, select_dialogues_of_group
from groups.people.store.groups import (
    select_chat_id_of_token,
    select_group,
    select_group_in_chat,
)
from groups.people.store.persons import select_person_of_account
from storage.tx import Tx


def chat_being_set_up(tx: Tx, telegram_id: int) -> int | None:
    """The chat of the group that she is setting up, in which Telegram can be asked for her."""
    person = select_person_of_account(tx, telegram_id)
    dialogue = select_dialogue(tx, person.id) if person else None
    if dialogue is None or dialogue.kind != SET_UP:
        return None
    group = select_group(tx, dialogue.group_id)
    return select_chat_id_of_token(tx, group.start_token) if group else None


def prove_in_chat(tx: Tx, chat_id: int, code: str, *, at: datetime) -> Proved | None:
    """Go on with the set-up of whoever has this code: ask the open question, or set the group up.

    It is called for a message in the group's own name alone. None if nobody waits with this code.
    """
    group = select_group_in_chat(tx, chat_id)
    if group is None:
        return None
    for dialogue in select_dialogues_of_group(tx, group.id):
        is_code = proof_code(group.id, dialogue.person_id) == code
        if dialogue.kind in {PROVING, SET_UP} and is_code:
            founder = Actor(dialogue.person_id)
            seen = RoleInChat(chat_id, ChatRole.HIDDEN, at)
            if dialogue.kind == SET_UP and set_up_of(dialogue.answers) is not None:
                return Proved(founder, confirm_set_up(tx, founder, seen=seen, at=at))
            question = begin_set_up(tx, founder, group.start_token, seen=seen, at=at)
            return Proved(founder, question)
    return None
