"""The SQL of offices in a group: the newest row of a member and role is in force."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from groups.people.model.people import Role
from ledger.chain import link
from storage.tx import Tx


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
    """The offices of every active member who has one; only active members can use them."""
    rows = tx.rows(
        "SELECT r.member_id, r.role FROM roles r WHERE r.group_id = :group_id AND r.act = 'given'"
        " AND NOT EXISTS (SELECT 1 FROM roles newer WHERE newer.group_id = r.group_id"
        " AND newer.member_id = r.member_id AND newer.role = r.role"
        " AND newer.recorded_at > r.recorded_at)"
        " AND EXISTS (SELECT 1 FROM members m WHERE m.id = r.member_id"
        " AND m.group_id = r.group_id AND m.state = 'active')",
        group_id=group_id,
    )
    return _by_member(rows)


def select_roles_held(tx: Tx, group_id: str) -> dict[str, frozenset[Role]]:
    """The offices of every active or frozen member who has one."""
    rows = tx.rows(
        "SELECT r.member_id, r.role FROM roles r WHERE r.group_id = :group_id AND r.act = 'given'"
        " AND NOT EXISTS (SELECT 1 FROM roles newer WHERE newer.group_id = r.group_id"
        " AND newer.member_id = r.member_id AND newer.role = r.role"
        " AND newer.recorded_at > r.recorded_at)",
        group_id=group_id,
    )
    return _by_member(rows)


def _by_member(rows: Iterable[tuple[str, str]]) -> dict[str, frozenset[Role]]:
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


def select_last_given(tx: Tx, act: RoleAct) -> int | None:
    """When the newest row of a member and role was recorded (micro-seconds); None without one."""
    last: int | None = tx.value(
        "SELECT MAX(recorded_at) FROM roles WHERE group_id = :group_id"
        " AND member_id = :member_id AND role = :role",
        group_id=act.group_id,
        member_id=act.member_id,
        role=act.role,
    )
    return last


def insert_role(tx: Tx, act: RoleAct, recorded_at: int, *, at: datetime) -> None:
    """Write an office given or taken into the table and into the group's chain."""
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
