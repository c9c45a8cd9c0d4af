"""Effects on messages for all acts: write a message to a person or to a group's chat.

The row is written in the transaction of the fact and sent after the commit. No row is written for
a reader who cannot be reached.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from groups.messages.model import Facts, Json, Urgency
from groups.messages.rules.answers import answer_key, minute_before, takes_place_of
from groups.messages.store import answers, group_cards
from groups.messages.store.outbox import (
    delete_waiting_edits,
    insert_message_to_group,
    insert_message_to_person,
)
from storage.tx import Tx

_EDIT: Final = "_edit"  # the sender's key: edit this message instead of sending a new one


def say_to_person(  # noqa: PLR0913 - each says how the one row is sent
    tx: Tx,
    person_id: str,
    kind: str,
    facts: Mapping[str, Json],
    *,
    key: str | None = None,
    urgency: int = Urgency.NEWS,
    is_money: bool = False,
    edits: int | None = None,
    at: datetime,
) -> bool:
    """Write a message to a person; False if it was written before, or she has no chat with the bot.

    A message that replaces another (`edits`) also replaces one that waits to do so: she taps
    faster than Telegram accepts messages, so only the newest version of a card is shown.
    """
    if edits is not None:
        delete_waiting_edits(tx, person_id, edits)
    return insert_message_to_person(
        tx,
        person_id,
        kind,
        facts,
        key=key,
        urgency=urgency,
        is_money=is_money,
        edits=edits,
        at=at,
    )


def say_to_group(
    tx: Tx,
    group_id: str,
    kind: str,
    facts: Mapping[str, Json],
    *,
    key: str | None = None,
    urgency: int = Urgency.NEWS,
    at: datetime,
) -> bool:
    """Write a message to a group's chat; False if written before, or the bot is in no chat.

    It is no receipt of anybody's money: where nobody knows if it arrived, it is sent again.
    """
    return insert_message_to_group(tx, group_id, kind, facts, key=key, urgency=urgency, at=at)


def change_in_group(
    tx: Tx, group_id: str, key: str, kind: str, facts: Facts, *, at: datetime
) -> None:
    """Replace a message of a group in its place; drop a replacement that still waits.

    A message that still waits itself is changed before it is sent. Does nothing if the message was
    never written.
    """
    stored = group_cards.select_by_key(tx, key)
    if stored is None:
        return
    n, state, first = stored
    if state == "waiting":
        group_cards.update_facts(tx, n, _packed(facts))
    elif first is not None:
        group_cards.delete_waiting_group_edits(tx, group_id, first)
        # Its id differs from the first if it had to be sent again.
        newest = group_cards.select_newest_edit(tx, group_id, first)
        edit: Facts = {_EDIT: first if newest is None else newest}
        group_cards.insert_group_edit(tx, group_id, kind, _packed(facts | edit), first, at=at)


def answer_person(
    tx: Tx, person_id: str, kind: str, facts: Facts, *, edits: int | None, at: datetime
) -> bool:
    """Answer a person in private, before all news; False if the bot cannot write to her.

    The same answer that still waits answers her again: it is not written twice.
    """
    if edits is None and answers.is_answer_waiting(tx, person_id, kind, _packed(facts)):
        return True
    return say_to_person(tx, person_id, kind, facts, urgency=Urgency.ANSWER, edits=edits, at=at)


def answer_chat(tx: Tx, group_id: str, kind: str, facts: Facts, *, at: datetime) -> bool:
    """Answer in a group's chat, after minutes and news; False if nothing was written.

    The same words are written once a minute, whoever asks: they stand in the chat. An answer of
    this kind that still waits says the newest instead of coming twice.
    """
    since = minute_before(at)
    key, key_before = (answer_key(group_id, kind, facts, moment) for moment in (at, since))
    if answers.is_said(tx, key, key_before, since=since):
        return False
    for n, waiting in answers.select_waiting_answers(tx, group_id, kind):
        if takes_place_of(facts, waiting):
            answers.update_answer(tx, n, _packed(facts), key)
            return False
    return say_to_group(tx, group_id, kind, facts, key=key, urgency=Urgency.CHAT_ANSWER, at=at)


def _packed(facts: Facts) -> str:
    return json.dumps(facts, ensure_ascii=False, separators=(",", ":"))
