"""The SQL of group changes without their own table: facilitator, agreed settings, a name.

Names and other words are stored elsewhere; here are only the change, its time and its signer.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, LiteralString

from ledger.chain import link
from storage.tx import Tx, micros, moment

GROUP_ACTS: Final[LiteralString] = (
    "SELECT group_id, id, act, subject, told, by_id, recorded_at FROM group_acts"
)


@dataclass(frozen=True, slots=True)
class GroupAct:
    """One change; `subject` is an id, and `told` holds its codes and numbers only."""

    group_id: str
    act: str  # set_up, admitted, looked_after, agreed, renamed, own_kin
    subject: str
    by_id: str
    told: Mapping[str, str | int | bool] = field(default_factory=dict)


def count_group_acts(tx: Tx, group_id: str) -> int:
    """How many changes of a group are recorded."""
    count: int = tx.value(
        "SELECT COUNT(*) FROM group_acts WHERE group_id = :group_id", group_id=group_id
    )
    return count


def select_last_told(tx: Tx, group_id: str, act: str) -> Mapping[str, Any] | None:
    """What the newest change of this kind told; None if there was none."""
    return tx.one(
        lambda told: dict(json.loads(told)),
        "SELECT told FROM group_acts WHERE group_id = :group_id AND act = :act"
        " ORDER BY recorded_at DESC, id DESC LIMIT 1",
        group_id=group_id,
        act=act,
    )


def select_last_at(tx: Tx, group_id: str, act: str) -> datetime | None:
    """When the newest change of this kind was recorded; None if there was none."""
    return tx.one(
        moment,
        "SELECT recorded_at FROM group_acts WHERE group_id = :group_id AND act = :act"
        " ORDER BY recorded_at DESC, id DESC LIMIT 1",
        group_id=group_id,
        act=act,
    )


def insert_group_act(tx: Tx, act_id: str, act: GroupAct, *, at: datetime) -> None:
    """Write a change into the table and into the group's chain."""
    told_json = json.dumps(dict(act.told), separators=(",", ":"), sort_keys=True)
    tx.run(
        "INSERT INTO group_acts (id, group_id, act, subject, told, by_id, recorded_at)"
        " VALUES (:id, :group_id, :act, :subject, :told, :by_id, :at)",
        id=act_id,
        group_id=act.group_id,
        act=act.act,
        subject=act.subject,
        told=told_json,
        by_id=act.by_id,
        at=micros(at),
    )
    facts = (act.act, act.subject, told_json, act.by_id, micros(at))
    link(tx, act.group_id, "group_acts", act_id, facts, at=at)
