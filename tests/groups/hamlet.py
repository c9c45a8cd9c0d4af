"""A hamlet whose people come in by the bot's use cases, for the tests of people and joining."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any, Concatenate, LiteralString, ParamSpec, TypeVar

import groups
from groups.approvals.model import Decided
from groups.charter.acts import register_charter
from groups.deciding import acts as second_person
from groups.founding.acts import founding
from groups.founding.model import BotAdded
from groups.joining.acts import joining
from groups.joining.model import Joined, MemberAdded
from groups.people.acts import persons as people
from groups.people.effects.records import record_role
from groups.people.model.group import Group, SetUp
from groups.people.model.people import Actor, Role
from groups.people.store.roles import RoleAct
from groups.programme.acts import facilitators
from storage.database import Database
from storage.tx import Tx

P = ParamSpec("P")
R = TypeVar("R")

CHARTER = (Path(groups.__file__).parent / "charter.toml").read_text()
CHAT = -100
BEGIN = datetime(2026, 11, 20, 6, 30, tzinfo=UTC)  # a Friday, noon in the village
AGREED = SetUp("Ekta", "Chunar", "hi", meeting_day=4, meeting_minute=660, saving=20_00)


@dataclass(slots=True)
class Hamlet:
    """One database, a clock that moves on a minute at every reading, and people by name."""

    database: Database
    charter: str = ""
    _ids: "count[int]" = field(default_factory=lambda: count(1))
    _minutes: "count[int]" = field(default_factory=count)
    _people: dict[str, Actor] = field(default_factory=dict)

    def new_id(self) -> str:
        """Return the next id."""
        return f"id{next(self._ids):04}"

    def at(self) -> datetime:
        """Return the next minute."""
        return BEGIN + timedelta(minutes=next(self._minutes))

    def pass_days(self, days: int) -> None:
        """Move the clock on by some days."""
        self._minutes = count(next(self._minutes) + days * 24 * 60)

    async def write(self, act: Callable[Concatenate[Tx, P], R], /, *a: P.args, **k: P.kwargs) -> R:
        """Carry out an act."""
        return await self.database.write(act, *a, **k)

    async def read(self, look: Callable[Concatenate[Tx, P], R], /, *a: P.args, **k: P.kwargs) -> R:
        """Read by a use case."""
        return await self.database.read(look, *a, **k)

    async def rows(self, sql: LiteralString, **p: Any) -> list[tuple[Any, ...]]:
        """Read rows of the tables."""
        return await self.database.read(lambda tx: tx.rows(sql, **p))

    async def said(self, kind: str) -> list[tuple[str | None, dict[str, Any]]]:
        """Return the receivers (None is the group) and the facts of all messages of a kind."""
        names = {actor.person_id: name for name, actor in self._people.items()}
        rows = await self.rows(
            "SELECT person_id, facts FROM outbox WHERE kind = :kind ORDER BY n", kind=kind
        )
        return [(names.get(person_id), json.loads(facts)) for person_id, facts in rows]

    async def told(self, kind: str) -> list[str | None]:
        """Return the names of the receivers of all messages of a kind; None is the group."""
        return [name for name, _ in await self.said(kind)]

    # --- people -------------------------------------------------------------------------------

    async def meet(self, name: str, *, reachable: bool = True) -> Actor:
        """Return the person of this name; at first use she writes to the bot."""
        if name not in self._people:
            telegram_id = 5000 + len(self._people)
            self._people[name] = await self.write(
                people.recognise,
                telegram_id=telegram_id,
                name=name,
                language_code="hi",
                new_id=self.new_id,
                at=self.at(),
            )
            await self.write(people.reached, self._people[name], reachable)
        return self._people[name]

    def names(self) -> list[str]:
        """Return the names of all who have met the bot."""
        return list(self._people)

    async def head(self, name: str = "Asha") -> Actor:
        """Make a person a head, by the settings."""
        actor = await self.meet(name)
        telegram_id = 5000 + list(self._people).index(name)
        await self.write(
            facilitators.appoint_heads, [telegram_id], new_id=self.new_id, at=self.at()
        )
        return actor

    # --- the group ----------------------------------------------------------------------------

    async def add_bot(self, chat_id: int = CHAT, by: str = "Sunita", **rights: Any) -> BotAdded:
        """Let a person add the bot to a chat."""
        self.charter = self.charter or await self.write(register_charter, CHARTER, self.at())
        return await self.write(
            founding.bot_added,
            await self.meet(by),
            chat_id=chat_id,
            title="Ekta samuh",
            thread_id=None,
            can_pin=rights.get("can_pin", True),
            can_delete=rights.get("can_delete", True),
            language_code="hi",
            new_id=self.new_id,
            charter_version=self.charter,
            at=self.at(),
        )

    async def found(self, by: str = "Sunita", chat_id: int = CHAT, agreed: SetUp = AGREED) -> Group:
        """Let a person add the bot to a chat and set the group up."""
        added = await self.add_bot(chat_id, by)
        actor = await self.meet(by)
        return await self.write(
            founding.set_up,
            actor,
            added.group.start_token,
            agreed,
            at=self.at(),
        )

    async def admitted(self, to: str = "Asha", by: str = "Sunita") -> Group:
        """Let a person found a group, and a facilitator admit it."""
        group = await self.found(by)
        return await self.write(founding.admit, await self.meet(to), group.id, at=self.at())

    async def name(self, name: str, head: str = "Asha") -> Actor:
        """Let a head name a person a facilitator."""
        named = await self.meet(name)
        await self.write(
            facilitators.name_facilitator,
            await self.meet(head),
            named.person_id,
            new_id=self.new_id,
            at=self.at(),
        )
        return named

    async def join(self, name: str, group: Group, *, is_in_chat: bool | None = True) -> Joined:
        """Let a person join, tap by tap, up to the question about kin."""
        actor = await self.meet(name)
        await self.write(joining.ask, actor, group.start_token, is_in_chat=is_in_chat, at=self.at())
        await self.write(joining.agree, actor, group.id, self.at())
        return await self.write(
            joining.confirm_adult, actor, group.id, True, new_id=self.new_id, at=self.at()
        )

    async def joined(self, name: str, group: Group, *, is_in_chat: bool | None = True) -> str:
        """Let a person join and name no kin; return her member id."""
        joined = await self.join(name, group, is_in_chat=is_in_chat)
        await self.write(joining.finish, await self.meet(name))
        return joined.member.id

    async def add(self, name: str, group: Group, by: str = "Sunita") -> MemberAdded:
        """Let an office-bearer add a member without a phone."""
        return await self.write(
            joining.add_without_phone,
            await self.meet(by),
            group.id,
            name,
            new_id=self.new_id,
            at=self.at(),
        )

    async def decide(self, name: str, request_id: str, *, is_yes: bool = True) -> Decided:
        """Let a person confirm or decline a request."""
        return await self.write(
            second_person.decide,
            await self.meet(name),
            request_id,
            is_yes,
            new_id=self.new_id,
            at=self.at(),
        )

    async def give_role(self, group: Group, member_id: str, role: Role) -> None:
        """Give a member an office, without a request."""
        act = RoleAct(self.new_id(), group.id, member_id, role, "given", member_id, None)
        await self.write(record_role, act, at=self.at())

    async def village(self, *names: str) -> tuple[Group, dict[str, str]]:
        """A group that Sunita leads and the named persons have joined; also all member ids."""
        group = await self.found()
        return group, {name: await self.joined(name, group) for name in ("Sunita", *names)}
