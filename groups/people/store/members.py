"""The SQL of memberships, and of the acts on them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, LiteralString

from groups.people.model.people import Member, MemberState, Phone
from ledger.chain import link
from storage.tx import Tx, micros


@dataclass(frozen=True, slots=True)
class MemberAct:
    """One act on a membership; `by_id` is the id of a member, a person or the clock."""

    id: str
    group_id: str
    member_id: str
    act: str  # joined, asked, added, confirmed, declined, frozen, thawed, left, returned
    day: date
    by_id: str


# --- reading ------------------------------------------------------------------------------------


def select_member(tx: Tx, member_id: str) -> Member | None:
    """A member by her id, in any state."""
    return tx.one(
        _member,
        "SELECT m.id, m.group_id, m.person_id, m.number, p.name, m.state, m.phone, m.joined_day,"
        " m.left_day FROM members m JOIN persons p ON p.id = m.person_id WHERE m.id = :id",
        id=member_id,
    )


def select_member_of_person(tx: Tx, group_id: str, person_id: str) -> Member | None:
    """A person's membership in a group: the current one, or the last that she left.

    A merged record comes after all others.
    """
    return tx.one(
        _member,
        "SELECT m.id, m.group_id, m.person_id, m.number, p.name, m.state, m.phone, m.joined_day,"
        " m.left_day FROM members m JOIN persons p ON p.id = m.person_id"
        " WHERE m.group_id = :group_id AND m.person_id = :person_id"
        " ORDER BY CASE WHEN m.state <> 'left' THEN 0 WHEN EXISTS (SELECT 1 FROM record_acts a"
        " WHERE a.group_id = m.group_id AND a.member_id = m.id AND a.act = 'merged') THEN 2"
        " ELSE 1 END, m.number DESC LIMIT 1",
        group_id=group_id,
        person_id=person_id,
    )


def select_membership(tx: Tx, person_id: str) -> Member | None:
    """The one current membership of a person, in any group."""
    return tx.one(
        _member,
        "SELECT m.id, m.group_id, m.person_id, m.number, p.name, m.state, m.phone, m.joined_day,"
        " m.left_day FROM members m JOIN persons p ON p.id = m.person_id"
        " WHERE m.person_id = :person_id AND m.state <> 'left'",
        person_id=person_id,
    )


def select_last_membership(tx: Tx, person_id: str) -> Member | None:
    """The last membership that a person left, in any group."""
    return tx.one(
        _member,
        "SELECT m.id, m.group_id, m.person_id, m.number, p.name, m.state, m.phone, m.joined_day,"
        " m.left_day FROM members m JOIN persons p ON p.id = m.person_id"
        " WHERE m.person_id = :person_id AND m.state = 'left'"
        " ORDER BY m.left_day DESC, m.joined_day DESC, m.number DESC LIMIT 1",
        person_id=person_id,
    )


def select_members(tx: Tx, group_id: str) -> tuple[Member, ...]:
    """Every member the group has now by number: waiting, active and frozen ones."""
    return tuple(
        tx.all(
            _member,
            "SELECT m.id, m.group_id, m.person_id, m.number, p.name, m.state, m.phone,"
            " m.joined_day, m.left_day FROM members m JOIN persons p ON p.id = m.person_id"
            " WHERE m.group_id = :group_id AND m.state <> 'left' ORDER BY m.number",
            group_id=group_id,
        )
    )


def select_members_ever(tx: Tx, group_id: str) -> tuple[Member, ...]:
    """Every member the group has or had, by number."""
    return tuple(
        tx.all(
            _member,
            "SELECT m.id, m.group_id, m.person_id, m.number, p.name, m.state, m.phone,"
            " m.joined_day, m.left_day FROM members m JOIN persons p ON p.id = m.person_id"
            " WHERE m.group_id = :group_id ORDER BY m.number",
            group_id=group_id,
        )
    )


# A member has a say once the group has seen her: since she came, she was present in a meeting that
# is closed, or in one that a cut-off sheet tells of; or the facilitator has confirmed her. Who came
# by herself before the first meeting was opened has founded the group, and has it from the start;
# who had to wait came when she was confirmed, not when she asked.
_HAS_SAY: Final[LiteralString] = (
    " m.state = 'active' AND (EXISTS (SELECT 1 FROM register_lines l JOIN meetings t"
    " ON t.id = l.meeting_id AND t.version = l.version WHERE l.group_id = m.group_id"
    " AND l.member_id = m.id AND l.mark IN ('present', 'late') AND t.state = 'closed'"
    " AND t.ended_at >= COALESCE(c.recorded_at, 0))"
    " OR EXISTS (SELECT 1 FROM opening_lines o JOIN openings p ON p.id = o.opening_id"
    " WHERE o.group_id = m.group_id AND o.member_id = m.id AND o.mark IN ('present', 'late')"
    " AND p.recorded_at >= COALESCE(c.recorded_at, 0) AND NOT EXISTS (SELECT 1 FROM openings newer"
    " WHERE newer.group_id = p.group_id AND newer.number > p.number))"
    " OR EXISTS (SELECT 1 FROM member_acts a WHERE a.group_id = m.group_id AND a.member_id = m.id"
    " AND a.act = 'confirmed' AND a.recorded_at >= COALESCE(c.recorded_at, 0) AND a.by_id IN"
    " (SELECT f.person_id FROM facilitators f WHERE f.act = 'named'))"
    " OR (COALESCE(c.act, 'joined') <> 'added' AND NOT EXISTS (SELECT 1 FROM meetings t"
    " WHERE t.group_id = m.group_id AND t.state <> 'dropped'"
    " AND t.opened_at < COALESCE((SELECT MIN(s.recorded_at) FROM member_acts s"
    " WHERE s.group_id = m.group_id AND s.member_id = m.id AND s.act = 'confirmed'"
    " AND s.recorded_at >= c.recorded_at), c.recorded_at, 0))))"
)
# `c` is how she came into the group the last time.
_CAME: Final[LiteralString] = (
    " LEFT JOIN member_acts c ON c.group_id = m.group_id AND c.member_id = m.id"
    " AND c.act IN ('joined', 'added', 'asked', 'returned') AND NOT EXISTS"
    " (SELECT 1 FROM member_acts later WHERE later.group_id = m.group_id"
    " AND later.member_id = m.id AND later.act IN ('joined', 'added', 'asked', 'returned')"
    " AND later.recorded_at > c.recorded_at)"
)
_SAY: Final[LiteralString] = (
    "SELECT DISTINCT m.id FROM members m"  # noqa: S608 - constants alone
    + _CAME
    + " WHERE m.id = :id AND"
    + _HAS_SAY
)
_WITH_SAY: Final[LiteralString] = (
    "SELECT DISTINCT m.id, m.group_id, m.person_id, m.number, p.name, m.state, m.phone,"  # noqa: S608 - the same
    " m.joined_day, m.left_day FROM members m JOIN persons p ON p.id = m.person_id"
    + _CAME
    + " WHERE m.group_id = :group_id AND"
    + _HAS_SAY
    + " ORDER BY m.number"
)


def has_say(tx: Tx, member_id: str) -> bool:
    """Whether a member may vote, give her word and be a second person; she is active then."""
    return tx.value(_SAY, id=member_id) is not None


def select_members_with_say(tx: Tx, group_id: str) -> tuple[Member, ...]:
    """The members who may vote, give their word and be a second person, by number."""
    return tuple(tx.all(_member, _WITH_SAY, group_id=group_id))


def select_active_members(tx: Tx, group_id: str) -> tuple[Member, ...]:
    """The members who may act and whom acts may concern, by number."""
    return tuple(
        tx.all(
            _member,
            "SELECT m.id, m.group_id, m.person_id, m.number, p.name, m.state, m.phone,"
            " m.joined_day, m.left_day FROM members m JOIN persons p ON p.id = m.person_id"
            " WHERE m.group_id = :group_id AND m.state = 'active' ORDER BY m.number",
            group_id=group_id,
        )
    )


def select_memberships_ever(tx: Tx, person_id: str) -> tuple[Member, ...]:
    """Every membership that a person has or had, in any group."""
    return tuple(
        tx.all(
            _member,
            "SELECT m.id, m.group_id, m.person_id, m.number, p.name, m.state, m.phone,"
            " m.joined_day, m.left_day FROM members m JOIN persons p ON p.id = m.person_id"
            " WHERE m.person_id = :person_id ORDER BY m.group_id, m.number",
            person_id=person_id,
        )
    )


def _member(*row: Any) -> Member:
    id_, group_id, person_id, number, name, state, phone, joined_day, left_day = row
    return Member(
        id=id_,
        group_id=group_id,
        person_id=person_id,
        number=number,
        name=name,
        state=MemberState(state),
        phone=Phone(phone),
        joined_day=date.fromisoformat(joined_day),
        left_day=date.fromisoformat(left_day) if left_day else None,
    )


def count_members(tx: Tx, group_id: str) -> int:
    """How many places of the group are taken: waiting, active and frozen members."""
    return int(
        tx.value(
            "SELECT COUNT(*) FROM members WHERE group_id = :group_id AND state <> 'left'",
            group_id=group_id,
        )
    )


def count_active_members(tx: Tx, group_id: str) -> int:
    """How many members may act."""
    return int(
        tx.value(
            "SELECT COUNT(*) FROM members WHERE group_id = :group_id AND state = 'active'",
            group_id=group_id,
        )
    )


def select_next_number(tx: Tx, group_id: str) -> int:
    """The next member number; numbers of former members are never given again."""
    return int(
        tx.value(
            "SELECT COALESCE(MAX(number), 0) + 1 FROM members WHERE group_id = :group_id",
            group_id=group_id,
        )
    )


def is_number_used(tx: Tx, group_id: str, number: int) -> bool:
    """Whether a member has or had this number."""
    return bool(
        tx.value(
            "SELECT COUNT(*) FROM members WHERE group_id = :group_id AND number = :number",
            group_id=group_id,
            number=number,
        )
    )


# --- writing ------------------------------------------------------------------------------------


def insert_member(tx: Tx, member: Member) -> None:
    """Insert a membership; the person is a member in no group."""
    tx.run(
        "INSERT INTO members (id, group_id, person_id, number, state, phone, joined_day)"
        " VALUES (:id, :group_id, :person_id, :number, :state, :phone, :joined_day)",
        id=member.id,
        group_id=member.group_id,
        person_id=member.person_id,
        number=member.number,
        state=member.state,
        phone=member.phone,
        joined_day=member.joined_day.isoformat(),
    )


def update_member_state(
    tx: Tx, member: Member, state: MemberState, *, left_day: date | None = None
) -> bool:
    """Change a membership from the state in which it was read; False if another act did first."""
    return bool(
        tx.run(
            "UPDATE members SET state = :state, left_day = :left_day"
            " WHERE id = :id AND state = :before",
            id=member.id,
            state=state,
            before=member.state,
            left_day=left_day.isoformat() if left_day else None,
        )
    )


def update_joined_day(tx: Tx, member_id: str, day: date) -> None:
    """Store the day of joining, from an old group's books."""
    tx.run("UPDATE members SET joined_day = :day WHERE id = :id", day=day.isoformat(), id=member_id)


def update_phone(tx: Tx, member_id: str, phone: Phone) -> None:
    """Store whether she has her own phone."""
    tx.run("UPDATE members SET phone = :phone WHERE id = :id", phone=phone, id=member_id)


def update_phones(tx: Tx, person_id: str) -> None:
    """Store, for all her memberships, that a person has her own phone."""
    tx.run(
        "UPDATE members SET phone = 'own' WHERE person_id = :person_id AND state <> 'left'",
        person_id=person_id,
    )


def select_act_before_leaving(tx: Tx, member: Member) -> str | None:
    """The last act on a membership before it ended and was asked for again."""
    act: str | None = tx.value(
        "SELECT act FROM member_acts WHERE group_id = :group_id AND member_id = :member_id"
        " AND act NOT IN ('left', 'asked', 'declined') ORDER BY recorded_at DESC LIMIT 1",
        group_id=member.group_id,
        member_id=member.id,
    )
    return act


def count_asked_since(tx: Tx, member: Member, since: datetime) -> int:
    """How often she has asked to come into the group since a moment."""
    return int(
        tx.value(
            "SELECT COUNT(*) FROM member_acts WHERE group_id = :group_id"
            " AND member_id = :member_id AND act = 'asked' AND recorded_at > :since",
            group_id=member.group_id,
            member_id=member.id,
            since=micros(since),
        )
    )


MEMBER_ACTS: Final = "SELECT group_id, id, member_id, act, day, by_id, recorded_at FROM member_acts"


def insert_member_act(tx: Tx, act: MemberAct, *, at: datetime) -> None:
    """Record an act on a membership, in the table and in the group's chain."""
    tx.run(
        "INSERT INTO member_acts (id, group_id, member_id, act, day, by_id, recorded_at)"
        " VALUES (:id, :group_id, :member_id, :act, :day, :by_id, :at)",
        id=act.id,
        group_id=act.group_id,
        member_id=act.member_id,
        act=act.act,
        day=act.day.isoformat(),
        by_id=act.by_id,
        at=micros(at),
    )
    facts = (act.member_id, act.act, act.day.isoformat(), act.by_id, micros(at))
    link(tx, act.group_id, "member_acts", act.id, facts, at=at)
