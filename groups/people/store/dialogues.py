"""The SQL of unfinished dialogues: one per person, so that a restart loses no answer."""

import json
from datetime import datetime

from groups.people.model.dialogue import Dialogue
from storage.tx import Tx, micros


def select_dialogue(tx: Tx, person_id: str) -> Dialogue | None:
    """The dialogue a person is in."""
    return tx.one(
        _dialogue,
        "SELECT person_id, kind, group_id, step, answers FROM dialogues"
        " WHERE person_id = :person_id",
        person_id=person_id,
    )


def select_dialogues_of_group(tx: Tx, group_id: str) -> tuple[Dialogue, ...]:
    """The dialogues of all persons about a group, the newest first."""
    return tuple(
        tx.all(
            _dialogue,
            "SELECT person_id, kind, group_id, step, answers FROM dialogues"
            " WHERE group_id = :group_id ORDER BY changed_at DESC, person_id",
            group_id=group_id,
        )
    )


def _dialogue(person_id: str, kind: str, group_id: str, step: str, answers: str) -> Dialogue:
    return Dialogue(person_id, kind, group_id, step, json.loads(answers))


def upsert_dialogue(tx: Tx, dialogue: Dialogue, *, at: datetime) -> None:
    """Store the step of a dialogue; it replaces any other dialogue of hers."""
    tx.run(
        "INSERT INTO dialogues (person_id, kind, group_id, step, answers, changed_at)"
        " VALUES (:person_id, :kind, :group_id, :step, :answers, :at)"
        " ON CONFLICT (person_id) DO UPDATE SET kind = excluded.kind,"
        " group_id = excluded.group_id, step = excluded.step, answers = excluded.answers,"
        " changed_at = excluded.changed_at",
        person_id=dialogue.person_id,
        kind=dialogue.kind,
        group_id=dialogue.group_id,
        step=dialogue.step,
        answers=json.dumps(dict(dialogue.answers), ensure_ascii=False, separators=(",", ":")),
        at=micros(at),
    )


def delete_dialogue(tx: Tx, person_id: str) -> bool:
    """End the dialogue a person is in; False if she was in none."""
    return bool(tx.run("DELETE FROM dialogues WHERE person_id = :person_id", person_id=person_id))
