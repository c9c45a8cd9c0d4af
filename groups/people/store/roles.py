"""Offices in a group: the newest row of a member and role stands."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from groups.people.model.people import Role
from ledger.chain import link
from storage.tx import Tx, micros


@dataclass(frozen=True, slots=True)
class RoleAct:
    """An office given or taken; `second_id` is who confirmed it."""

    id: str
    group_id: str
    member_id: str
    role: Role
    act: str  # given, taken
    by_id: str
    second_id: str | None


def select_roles(tx: Tx, group_id: str) -> dict[str, frozenset[Role]]:
    """The offices of every active member who holds one: who can act in them now."""
    active = tx.rows(
        "SELECT id FROM members WHERE group_id = :group_id AND state = 'active'", group_id=group_id
    )
    able = {member_id for (member_id,) in active}
    held = select_roles_held(tx, group_id)
    return {member_id: roles for member_id, roles in held.items() if member_id in able}


def select_roles_held(tx: Tx, group_id: str) -> dict[str, frozenset[Role]]:
    """The offices of every member who holds one, be she active or frozen."""
    rows = tx.rows(
        "SELECT r.member_id, r.role FROM roles r WHERE r.group_id = :group_id AND r.act = 'given'"
        " AND NOT EXISTS (SELECT 1 FROM roles newer WHERE newer.group_id = r.group_id"
        " AND newer.member_id = r.member_id AND newer.role = r.role"
        " AND newer.recorded_at > r.recorded_at)",
        group_id=group_id,
    )
    held: dict[str, frozenset[Role]] = {}
    for member_id, role in rows:
        held[member_id] = held.get(member_id, frozenset()) | {Role(role)}
    return held


def select_roles_of(tx: Tx, group_id: str, member_id: str) -> frozenset[Role]:
    """The offices of one member."""
    rows = tx.rows(
        "SELECT role, act FROM roles WHERE group_id = :group_id AND member_id = :member_id"
        " ORDER BY recorded_at",
        group_id=group_id,
        member_id=member_id,
    )
    newest = dict(rows)
    return frozenset(Role(role) for role, act in newest.items() if act == "given")


ROLES: Final = "SELECT group_id, id, member_id, role, act, by_id, second_id, recorded_at FROM roles"


def insert_role(tx: Tx, act: RoleAct, *, at: datetime) -> None:
    """Record an office given or taken, in the table and in the group's chain."""
    before = tx.value(
        "SELECT MAX(recorded_at) FROM roles WHERE group_id = :group_id"
        " AND member_id = :member_id AND role = :role",
        group_id=act.group_id,
        member_id=act.member_id,
        role=act.role,
    )
    # The newest row stands, so that no two of a member and role may be of one moment.
    recorded_at = micros(at) if before is None else max(micros(at), before + 1)
    tx.run(
        "INSERT INTO roles (id, group_id, member_id, role, act, by_id, second_id, recorded_at)"
        " VALUES (:id, :group_id, :member_id, :role, :act, :by_id, :second_id, :recorded_at)",
        id=act.id,
        group_id=act.group_id,
        member_id=act.member_id,
        role=act.role,
        act=act.act,
        by_id=act.by_id,
        second_id=act.second_id,
        recorded_at=recorded_at,
    )
    facts = (act.member_id, act.role.value, act.act, act.by_id, act.second_id, recorded_at)
    link(tx, act.group_id, "roles", act.id, facts, at=at)
