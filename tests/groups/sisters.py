"""A small group in a real database, for the tests of vouching and meetings."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

import groups
from groups.charter.acts import register_charter
from groups.meetings.acts import meetings
from groups.people.effects.records import record_facilitator, record_role
from groups.people.model.group import GroupState, SetUp
from groups.people.model.people import Actor, Member, MemberState, Phone, Role
from groups.people.store.facilitators import FacilitatorAct
from groups.people.store.groups import GroupChat, insert_group, update_group_state, upsert_chat
from groups.people.store.members import insert_member, select_member, update_member_state
from groups.people.store.persons import insert_account, insert_person, update_reachable
from groups.people.store.roles import RoleAct
from groups.registers.model.meeting import CashReason, Mark, Meeting, Register, RegisterLine
from storage.database import Database
from storage.tx import Tx, micros

P = ParamSpec("P")
R = TypeVar("R")

CHARTER = Path(groups.__file__).parent / "charter.toml"
FRIDAY = date(2026, 11, 20)  # the group's meeting day
NOON = datetime(2026, 11, 20, 6, 30, tzinfo=UTC)  # noon of that day in the village
SAVING = 20_00
NAMES = ("Sunita", "Meena", "Radha", "Kamla", "Geeta", "Usha", "Phoolmati", "Sunita")


def after(days: float) -> datetime:
    """Return noon so many days after the first Friday."""
    return NOON + timedelta(days=days)


def member_id(group_id: str, n: int) -> str:
    """Return the id of the n-th member, counted from 1."""
    return f"{group_id}m{n}"


@dataclass(slots=True)
class Sisters:
    """One group: member 1 is president, 2 secretary, 7 has no phone."""

    database: Database
    group_id: str = "g"
    _count: "count[int]" = field(default_factory=count)

    def new_id(self) -> str:
        """Return the next id."""
        return f"{self.group_id}x{next(self._count)}"

    def member(self, n: int) -> str:
        """Return the id of the n-th member."""
        return member_id(self.group_id, n)

    def actor(self, n: int) -> Actor:
        """Return the n-th member as the actor; 0 is the facilitator."""
        return Actor(f"{self.group_id}p{n}")

    async def write(self, act: Callable[Concatenate[Tx, P], R], /, *a: P.args, **k: P.kwargs) -> R:
        """Carry out an act."""
        return await self.database.write(act, *a, **k)

    async def read(self, look: Callable[Concatenate[Tx, P], R], /, *a: P.args, **k: P.kwargs) -> R:
        """Read by a use case."""
        return await self.database.read(look, *a, **k)

    async def rows(self, sql: Any, **p: Any) -> list[tuple[Any, ...]]:
        """Read rows of the tables."""
        return await self.database.read(lambda tx: tx.rows(sql, **p))

    async def said(self, kind: str) -> list[tuple[Any, ...]]:
        """Return the receivers and the facts of all messages of a kind."""
        return await self.rows(
            "SELECT person_id, group_id, facts FROM outbox WHERE kind = :kind ORDER BY n", kind=kind
        )

    async def set_state(self, n: int, state: MemberState) -> None:
        """Set a member's state, such as frozen or left."""

        def act(tx: Tx) -> None:
            member = select_member(tx, self.member(n))
            assert member is not None
            update_member_state(tx, member, state)

        await self.write(act)

    async def stand_in(self) -> Actor:
        """Make the facilitator a member who has left; return the head who stands in for her."""

        def act(tx: Tx) -> None:
            her = self.actor(0).person_id
            day, left = after(-100).date(), MemberState.LEFT
            insert_member(
                tx, Member(self.member(99), self.group_id, her, 99, "", left, Phone.OWN, day, day)
            )
            _write_person(tx, self, 98, after(-100))
            named = FacilitatorAct(
                self.new_id(), self.actor(98).person_id, "named", is_head=True, by_id="settings"
            )
            record_facilitator(tx, named, at=after(-100))

        await self.write(act)
        return self.actor(98)

    async def open_meeting(self, at: datetime = NOON, by: int = 1) -> Meeting:
        """Open a meeting."""
        return await self.write(
            meetings.open_meeting, self.actor(by), self.group_id, new_id=self.new_id, at=at
        )

    async def close(
        self, meeting: Meeting, body: Register, at: datetime = NOON, by: int = 1
    ) -> meetings.MeetingClosed:
        """Close a meeting."""
        return await self.write(
            meetings.close, self.actor(by), meeting.id, body, new_id=self.new_id, at=at
        )

    async def meet(self, at: datetime, body: Register) -> meetings.MeetingClosed:
        """Open a meeting and close it."""
        return await self.close(await self.open_meeting(at), body, at)

    def body(
        self,
        cash: int,
        *,
        members: int = 6,
        paid: Mapping[int, int] | None = None,
        marks: Mapping[int, Mark] | None = None,
        reason: CashReason | None = None,
    ) -> Register:
        """Return a register in which all came and paid, except as given; `cash` is in paise."""
        lines = tuple(
            RegisterLine(
                self.member(n),
                (marks or {}).get(n, Mark.PRESENT),
                (paid or {}).get(n, SAVING),
                0,
            )
            for n in range(1, members + 1)
        )
        return Register(lines, cash, reason)


async def sisters(
    database: Database, *, group_id: str = "g", members: int = 6, state: str = "active"
) -> Sisters:
    """Write a group with this number of members into the database."""
    group = Sisters(database, group_id)
    await database.write(write_group, group, members, GroupState(state))
    return group


def write_group(tx: Tx, group: Sisters, members: int, state: GroupState) -> None:
    """Write a group, its members, its offices and its facilitator."""
    charter = register_charter(tx, CHARTER.read_text(), after(-200))
    set_up = SetUp("Ekta", "Mirzapur", "hi", FRIDAY.weekday(), 11 * 60, SAVING)
    token = f"token-{group.group_id}"
    at = after(-100)
    insert_group(tx, group.group_id, set_up, charter=charter, start_token=token, at=at)
    chat = -100 - ord(group.group_id)
    upsert_chat(tx, GroupChat(chat, group.group_id, None, "administrator", True, True), at=at)
    for n in range(members + 1):
        _write_person(tx, group, n, at)
    update_group_state(
        tx,
        group.group_id,
        state,
        set_up_by=group.actor(1).person_id,
        facilitator_id=group.actor(0).person_id,
        first_day=at.date(),
    )
    named = FacilitatorAct(
        f"{group.group_id}f", group.actor(0).person_id, "named", is_head=False, by_id="settings"
    )
    record_facilitator(tx, named, at=at)
    for n in range(1, members + 1):
        phone = Phone.NONE if n == 7 else Phone.OWN
        insert_member(
            tx,
            Member(
                group.member(n),
                group.group_id,
                group.actor(n).person_id,
                n,
                "",
                MemberState.ACTIVE,
                phone,
                at.date(),
                None,
            ),
        )
    for n, role in ((1, Role.PRESIDENT), (2, Role.SECRETARY)):
        act = RoleAct(
            f"{group.group_id}r{n}", group.group_id, group.member(n), role, "given", "clock", None
        )
        record_role(tx, act, at=at)


def _write_person(tx: Tx, group: Sisters, n: int, at: datetime) -> None:
    person_id = group.actor(n).person_id
    name = NAMES[(n - 1) % len(NAMES)] if n else "Asha"
    insert_person(tx, person_id, name, is_named=False, at=at)
    if n != 7:
        insert_account(tx, micros(at) % 97 + 1000 * ord(group.group_id) + n, person_id, "hi")
        update_reachable(tx, person_id, is_reachable=True)
