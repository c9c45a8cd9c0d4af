"""Answers to a person who has just acted: in her private chat, or in her group's chat."""

from datetime import datetime

from groups.messages.effects import answer_chat, answer_person
from groups.messages.model import Facts
from storage.tx import Tx


def answer(
    tx: Tx, person_id: str, kind: str, facts: Facts, *, edits: int | None = None, at: datetime
) -> bool:
    """Answer a person in private, before all news; False if the bot cannot write to her.

    `edits` is the message that the answer replaces.
    """
    return answer_person(tx, person_id, kind, facts, edits=edits, at=at)


def answer_in_group(tx: Tx, group_id: str, kind: str, facts: Facts, *, at: datetime) -> bool:
    """Answer in a group's chat, once a minute for the same words; False if nothing was written."""
    return answer_chat(tx, group_id, kind, facts, at=at)
