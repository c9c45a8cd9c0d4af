"""The SQL of facilitators of the programme: the newest row of a person is in force.

No group owns these rows: they are linked into their own chain, named "programme".
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from groups.charter.model.programme import PROGRAMME
from ledger.chain import link
from storage.tx import Tx


@dataclass(frozen=True, slots=True)
class FacilitatorAct:
    """A facilitator named or dismissed; `by_id` a person's id, or "settings"."""

    id: str
    person_id: str
    act: str  # named, dismissed
    is_head: bool
    by_id: str


@dataclass(frozen=True, slots=True)
class Facilitator:
    """A person who looks after groups; a head is named in the settings and names others."""

    person_id: str
    name: str
    is_head: bool


def select_facilitators(tx: Tx) -> tuple[Facilitator, ...]:
    """Every facilitator of the programme, by name."""
    return tuple(
        tx.all(
            lambda person_id, name, is_head: Facilitator(person_id, name, bool(is_head)),
            "SELECT f.person_id, p.name, f.is_head FROM facilitators f"
            " JOIN persons p ON p.id = f.person_id WHERE f.act = 'named' AND NOT EXISTS"
            " (SELECT 1 FROM facilitators newer WHERE newer.person_id = f.person_id"
            " AND newer.recorded_at > f.recorded_at) ORDER BY p.name, p.id",
        )
    )


def select_facilitator(tx: Tx, person_id: str) -> Facilitator | None:
    """A person as a facilitator; None if she is none."""
    newest = tx.rows(
        "SELECT f.act, p.name, f.is_head FROM facilitators f JOIN persons p ON p.id = f.person_id"
        " WHERE f.person_id = :person_id ORDER BY f.recorded_at DESC LIMIT 1",
        person_id=person_id,
    )
    for act, name, is_head in newest:
        if act == "named":
            return Facilitator(person_id, name, bool(is_head))
    return None


FACILITATORS: Final = (
    "SELECT 'programme', id, person_id, act, is_head, by_id, recorded_at FROM facilitators"
)


def select_last_named(tx: Tx, person_id: str) -> int | None:
    """When the newest row of a person was recorded (micro-seconds); None without one."""
    last: int | None = tx.value(
        "SELECT MAX(recorded_at) FROM facilitators WHERE person_id = :person_id",
        person_id=person_id,
    )
    return last


def insert_facilitator(tx: Tx, act: FacilitatorAct, recorded_at: int, *, at: datetime) -> None:
    """Write a facilitator named or dismissed into the table and into the programme's chain."""
    tx.run(
        "INSERT INTO facilitators (id, person_id, act, is_head, by_id, recorded_at)"
        " VALUES (:id, :person_id, :act, :is_head, :by_id, :recorded_at)",
        id=act.id,
        person_id=act.person_id,
        act=act.act,
        is_head=int(act.is_head),
        by_id=act.by_id,
        recorded_at=recorded_at,
    )
    facts = (act.person_id, act.act, int(act.is_head), act.by_id, recorded_at)
    link(tx, PROGRAMME, "facilitators", act.id, facts, at=at)
