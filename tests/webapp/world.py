"""A group with some weeks of past, made by the use cases, and the web view over it."""

import json
import time
from collections.abc import AsyncGenerator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import Concatenate, Final, ParamSpec, TypeVar

from aiohttp import ClientResponse, ClientSession, web
from init_data_py import sign

import groups
from groups.charter.acts import register_charter
from groups.deciding import acts as second_person
from groups.founding.acts import founding
from groups.founding.model import ChatRole, RoleInChat
from groups.joining.acts import joining, roles
from groups.meetings.acts import meetings
from groups.people.acts import persons as people
from groups.people.model.group import Group, SetUp
from groups.people.model.people import Actor, Role, Tie
from groups.programme.acts import facilitators
from groups.registers.model.meeting import Mark, Register, RegisterLine
from groups.standing import acts as scoring
from groups.vouches.acts import vouching
from storage.database import Database
from storage.tx import Tx
from tests.webapp.rows import kept
from webapp.asking import Front
from webapp.server import make_web
from webapp.sessions import Session, make_token, session_key

P = ParamSpec("P")
R = TypeVar("R")

BOT_TOKEN: Final = "4242:the-webs-token"
FRAME: Final = "http://127.0.0.1:8080"  # the practice village's page, which frames ours
CHARTER: Final = Path(groups.__file__).parent / "charter.toml"
FIRST_FRIDAY: Final = datetime(2026, 7, 31, 5, 30, tzinfo=UTC)  # 11:00 in the village
WEEKS: Final = 10
AGREED: Final = SetUp("Ekta", "Chunar", "hi", meeting_day=4, meeting_minute=660, saving=20_00)
NAMES: Final = ("Sunita", "Meena", "Radha", "Kamla", "Geeta Devi", "Usha", "Phoolmati Maurya")
NAMES_MORE: Final = ("Anju", "Rekha", "Savitri", "Munni", "Chandrawati")


@dataclass(slots=True)
class World:
    """One database, a clock that tests move, and people by their names."""

    database: Database
    at: datetime = FIRST_FRIDAY - timedelta(days=5)
    people: dict[str, Actor] = field(default_factory=dict)
    members: dict[str, str] = field(default_factory=dict)
    telegram_ids: dict[str, int] = field(default_factory=dict)
    _ids: "count[int]" = field(default_factory=count)
    base: str = ""
    http: ClientSession | None = None

    def now(self) -> datetime:
        """Return business time."""
        return self.at

    def new_id(self) -> str:
        """Return the next id, which looks random."""
        text = sha256(f"{next(self._ids)}".encode()).hexdigest()
        return "".join(chr(97 + int(digit, 16)) for digit in text[:10])

    def again(self, database: Database) -> "World":
        """Return the same world over another database with the same rows; each continues alone."""
        ids = next(self._ids)
        self._ids = count(ids)
        people, members, telegram_ids = self.people, self.members, self.telegram_ids
        return World(database, self.at, {**people}, {**members}, {**telegram_ids}, count(ids))

    async def write(self, act: Callable[Concatenate[Tx, P], R], /, *a: P.args, **k: P.kwargs) -> R:
        """Carry out an act."""
        return await self.database.write(act, *a, **k)

    async def read(self, look: Callable[Concatenate[Tx, P], R], /, *a: P.args, **k: P.kwargs) -> R:
        """Read by a use case."""
        return await self.database.read(look, *a, **k)

    # --- people -------------------------------------------------------------------------------

    async def meet(self, name: str, language_code: str = "hi") -> Actor:
        """Return the person of this name; at first use she writes to the bot."""
        if name not in self.people:
            self.telegram_ids[name] = 5000 + len(self.people)
            self.people[name] = await self.write(
                people.recognise,
                telegram_id=self.telegram_ids[name],
                name=name,
                language_code=language_code,
                new_id=self.new_id,
                at=self.at,
            )
            await self.write(people.reached, self.people[name], True)
        return self.people[name]

    async def head(self, name: str = "Asha") -> Actor:
        """Make a person a head, by the settings."""
        actor = await self.meet(name)
        ids = [self.telegram_ids[name]]
        await self.write(facilitators.appoint_heads, ids, new_id=self.new_id, at=self.at)
        return actor

    async def speaks(self, name: str, language: str) -> None:
        """Let a person choose a language."""
        await self.write(people.choose_language, self.people[name], language)

    # --- the group ----------------------------------------------------------------------------

    async def found(
        self, *names: str, chat_id: int = -100, agreed: SetUp = AGREED, admit: bool = True
    ) -> Group:
        """Found a group with the first person as its leader, and let the others join."""
        leader = await self.meet(names[0])
        charter = await self.write(register_charter, CHARTER.read_text(), self.at)
        added = await self.write(
            founding.bot_added,
            leader,
            chat_id=chat_id,
            title=agreed.name,
            thread_id=None,
            can_pin=True,
            can_delete=True,
            language_code="hi",
            new_id=self.new_id,
            charter_version=charter,
            at=self.at,
        )
        token = added.group.start_token
        seen = RoleInChat(chat_id, ChatRole.CREATOR, self.at)
        group = await self.write(founding.set_up, leader, token, agreed, seen=seen, at=self.at)
        if admit and "Asha" in self.people:
            await self.write(founding.admit, self.people["Asha"], group.id, at=self.at)
        for name in names if admit else ():
            await self.join(name, group)
        return group

    async def join(self, name: str, group: Group) -> str:
        """Let a person join and name no kin; return her member id."""
        actor = await self.meet(name)
        token, at = group.start_token, self.at
        await self.write(joining.ask, actor, token, is_in_chat=True, at=at)
        await self.write(joining.agree, actor, group.id, at)
        joined = await self.write(
            joining.confirm_adult, actor, group.id, True, new_id=self.new_id, at=at
        )
        await self.write(joining.finish, actor)
        self.members[name] = joined.member.id
        return joined.member.id

    async def vouch(self, group: Group, giver: str, *receivers: str) -> None:
        """Let a member vouch for others."""
        for receiver in receivers:
            await self.write(
                vouching.give,
                self.people[giver],
                group.id,
                self.members[receiver],
                new_id=self.new_id,
                at=self.at,
            )

    async def hold(
        self,
        group: Group,
        leader: str,
        marks: Mapping[str, Mark] | None = None,
        *,
        is_closed: bool = True,
    ) -> str:
        """Hold a meeting in which all came and paid, except those marked; return its id."""
        actor = self.people[leader]
        held = await self.write(
            meetings.open_meeting, actor, group.id, new_id=self.new_id, at=self.at
        )
        if is_closed:
            register = await self.register(held.id, leader, marks or {})
            await self.write(
                meetings.close, actor, held.id, register, new_id=self.new_id, at=self.at
            )
        return held.id

    async def register(self, meeting_id: str, leader: str, marks: Mapping[str, Mark]) -> Register:
        """Return the register as the leader fills it in."""
        page = await self.read(meetings.register, self.people[leader], meeting_id, at=self.at)
        by_id = {self.members[name]: mark for name, mark in marks.items()}
        lines = tuple(_line(line.member_id, by_id, line.due) for line in page.lines)
        return Register(lines, page.cash_before + sum(line.saved for line in lines))

    async def score(self, group: Group) -> None:
        """Run every period that is due."""
        for group_id, period in await self.read(scoring.due, at=self.at, group_id=group.id):
            await self.write(scoring.run_period, group_id, period, at=self.at)

    async def live(self, group: Group, leader: str, weeks: int, absent: Iterable[str]) -> None:
        """Let weeks pass: a meeting each Friday, scored the next morning."""
        missing = list(absent)
        for week in range(weeks):
            self.at = FIRST_FRIDAY + timedelta(days=7 * week)
            gone = {missing[week % len(missing)]: Mark.ABSENT} if missing and week % 2 else {}
            await self.hold(group, leader, gone)
            self.at += timedelta(days=1)
            await self.score(group)

    async def office(self, name: str, role: Role, by: str, second: str) -> None:
        """Give a person an office, confirmed by a second person."""
        asked = await self.write(
            roles.ask_role,
            self.people[by],
            self.members[name],
            role,
            "given",
            new_id=self.new_id,
            at=self.at,
        )
        await self.decide(second, asked.request.id)

    async def decide(self, name: str, request_id: str, *, is_yes: bool = True) -> None:
        """Let a person confirm or decline a request."""
        await self.write(
            second_person.decide,
            self.people[name],
            request_id,
            is_yes,
            new_id=self.new_id,
            at=self.at,
        )

    async def ask_tie(self, name: str, other: str, tie: Tie = Tie.KIN) -> None:
        """Let a person declare a tie with another member."""
        await self.write(
            joining.declare_tie,
            self.people[name],
            self.members[other],
            tie,
            new_id=self.new_id,
            at=self.at,
        )

    def front(self) -> Front:
        """Return what the pages need from outside."""
        return Front(
            database=self.database,
            now=self.now,
            new_id=self.new_id,
            bot_token=BOT_TOKEN,
            bot_username="saakh_bot",
            public_url="http://127.0.0.1",
            frame_origin=FRAME,
        )

    # --- over the wire ------------------------------------------------------------------------

    def launch(self, name: str, start_param: str = "", language_code: str = "hi") -> str:
        """Return launch data, signed as by Telegram, with a third-party library."""
        user = {
            "id": self.telegram_ids.get(name, 999),
            "first_name": name,
            "language_code": language_code,
        }
        fields = {"user": json.dumps(user), "chat_type": "private", "signature": "x"}
        if start_param:
            fields["start_param"] = start_param
        return sign(fields, BOT_TOKEN)

    async def open(self, name: str, start_param: str = "") -> str:
        """Open the mini-app; return the session's token."""
        headers = {"Authorization": f"tma {self.launch(name, start_param)}"}
        async with self.client.post(f"{self.base}/app/session", headers=headers) as answer:
            assert answer.status == 200, answer.status
            return str((await answer.json())["token"])

    def session_in(self, name: str, group_id: str) -> str:
        """Return a session for a group, as if a link had led there: the door gives none so."""
        session = Session(self.people[name].person_id, group_id, self.telegram_ids[name])
        return make_token(session, session_key(BOT_TOKEN), seconds=time.time())

    async def get(self, path: str, token: str = "") -> ClientResponse:
        """Ask for a page as the shell's script does."""
        return await self.ask("GET", path, token)

    async def post(self, path: str, token: str = "", **form: str) -> ClientResponse:
        """Send a form as the shell's script does."""
        return await self.ask("POST", path, token, form)

    async def ask(
        self, method: str, path: str, token: str = "", form: Mapping[str, str] | None = None
    ) -> ClientResponse:
        """Send a request with or without a session; the answer's body is already read."""
        headers = {"X-Fragment": "1"} | ({"Authorization": f"Bearer {token}"} if token else {})
        answer = await self.client.request(method, f"{self.base}{path}", headers=headers, data=form)
        await answer.read()
        return answer

    @property
    def client(self) -> ClientSession:
        """Return the HTTP client."""
        assert self.http is not None, "the world is served first"
        return self.http


def _line(member_id: str, marks: Mapping[str, Mark], due: int) -> RegisterLine:
    mark = marks.get(member_id, Mark.PRESENT)
    return RegisterLine(member_id, mark, 0 if mark in {Mark.ABSENT, Mark.EXCUSED} else due, 0)


async def ekta(database: Database, *, weeks: int = WEEKS) -> tuple[World, Group]:
    """Return twelve members with meetings and vouches; Sunita leads, Asha is the facilitator."""
    return await kept(database, f"ekta {weeks}", lambda empty: _ekta(empty, weeks))


async def _ekta(database: Database, weeks: int) -> tuple[World, Group]:
    world = World(database)
    await world.head("Asha")
    names = (*NAMES, *NAMES_MORE)
    group = await world.found(*names)
    await world.office("Meena", Role.SECRETARY, "Sunita", "Radha")
    for at, giver in enumerate(names):
        await world.vouch(group, giver, *(names[(at + step) % len(names)] for step in (1, 3, 4)))
    await world.live(group, "Sunita", weeks, absent=("Usha", "Rekha", "Radha"))
    return world, group


@asynccontextmanager
async def served(
    world: World, doors: Iterable[web.RouteTableDef] = (), *, front: Front | None = None
) -> AsyncGenerator[World, None]:
    """Serve the web view over a world on a free loopback port."""
    runner = web.AppRunner(make_web(front or world.front(), doors))
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        before = world.base, world.http
        world.base = f"http://127.0.0.1:{runner.addresses[0][1]}"
        async with ClientSession() as world.http:
            yield world
        world.base, world.http = before
    finally:
        await runner.cleanup()
