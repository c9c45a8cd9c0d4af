"""An answer to whoever has just acted: in her private chat, or in the chat of her group."""

from datetime import datetime

from groups.messages.effects import say_to_group, say_to_person
from groups.messages.model import Facts, Urgency
from storage.tx import Tx


def answer(
    tx: Tx, person_id: str, kind: str, facts: Facts, *, edits: int | None = None, at: datetime
) -> bool:
    """Answer a person in private, before all news; False where she has no chat with the bot.

    `edits` is the message in whose place the answer goes.
    """
    return say_to_person(tx, person_id, kind, facts, urgency=Urgency.ANSWER, edits=edits, at=at)


def answer_in_group(tx: Tx, group_id: str, kind: str, facts: Facts, *, at: datetime) -> bool:
    """Answer in a group's chat, before all news; False where the bot is in no chat of it."""
    return say_to_group(tx, group_id, kind, facts, urgency=Urgency.ANSWER, at=at)
