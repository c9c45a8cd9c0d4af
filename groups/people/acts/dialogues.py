"""Unfinished dialogues: one per person, stored so that a restart loses no answer."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from groups.people.model.dialogue import Dialogue
from groups.people.model.people import Actor
from groups.people.store.dialogues import delete_dialogue, select_dialogue, upsert_dialogue
from storage.tx import Tx


def begin(
    tx: Tx,
    actor: Actor,
    kind: str,
    *,
    group_id: str,
    step: str,
    answers: Mapping[str, Any] | None = None,
    at: datetime,
) -> None:
    """Begin a dialogue at a question, `step`; it replaces any other dialogue of hers.

    `answers` is what she has answered so far, or what the question is about.
    """
    dialogue = Dialogue(actor.person_id, kind, group_id, step, answers or {})
    upsert_dialogue(tx, dialogue, at=at)


def current(tx: Tx, actor: Actor, kind: str | None = None) -> Dialogue | None:
    """Return the dialogue she is in; with a kind, only if it is of that kind."""
    dialogue = select_dialogue(tx, actor.person_id)
    is_meant = dialogue is not None and kind in {None, dialogue.kind}
    return dialogue if is_meant else None


def end(tx: Tx, actor: Actor, kind: str | None = None) -> None:
    """End the dialogue she is in; with a kind, only if it is of that kind."""
    if kind is None or current(tx, actor, kind) is not None:
        delete_dialogue(tx, actor.person_id)
