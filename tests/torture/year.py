"""The year of a soak: groups that meet every week, their phones, their Telegram."""

import random
import sqlite3
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from aiohttp import web

from groups.people.model.group import SetUp
from house import serve
from sandbox.api import VILLAGE
from sandbox.clock import MovableClock
from sandbox.faults import OrderedFault
from sandbox.launch import init_data
from sandbox.people import callback_query, say
from sandbox.server import make_village
from sandbox.settings import PracticeChat, Villager, VillageSettings
from sandbox.updates import Updates
from sandbox.world import BOT_RIGHTS, ChatMembership
from settings import read_settings
from storage.database import Database, open_database
from tests.groups.hamlet import Hamlet
from tests.journeys.place import TOKEN, environment, free_port

NAMES: Final = ("Sunita", "Meena", "Kamla", "Radha", "Geeta", "Rani", "Urmila", "Kiran")
_IST: Final = ZoneInfo("Asia/Kolkata")
MONDAY: Final = 0
SATURDAY: Final = 5
_FIRST_ID: Final = 5000  # the ids that the hamlet gives
_FIRST_CHAT: Final = -1001000000100
_SAVING: Final = 20_00
_COMMANDS: Final = ("/me", "/points", "/group", "/privacy", "/help", "/vouch", "/add")
_TROUBLES: Final = (
    *("too_many_requests", "server_error", "bad_gateway", "drop_before", "drop_after"),
    *("delay", "broken_json", "duplicate_update", "out_of_order_update", "conflict", "blocked"),
)


@dataclass(frozen=True, slots=True)
class Circle:
    """One group: its id, its chat, and its members' Telegram ids, the leader's first."""

    group_id: str
    chat: int
    women: tuple[int, ...]


class _Early(Hamlet):
    """A hamlet that is founded in the days before the year begins."""

    def __init__(self, database: Database, begins: datetime) -> None:
        super().__init__(database)
        self._begins = begins

    def at(self) -> datetime:
        """The next moment; the first is four days before the year."""
        return self._begins - timedelta(days=4) + timedelta(seconds=20 * next(self._seconds))

    _seconds = count()


@dataclass(slots=True)
class Year:
    """The served Telegram with its people, the file of the books, and seeded chance."""

    folder: Path
    circles: Sequence[Circle]
    env: dict[str, str]
    app: web.Application
    clock: MovableClock
    chance: random.Random
    troubles: dict[str, int] = field(default_factory=dict)

    @property
    def file(self) -> Path:
        """The database's file."""
        return self.folder / "saakh.db"

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """Read from the books while the bot writes them."""
        with closing(sqlite3.connect(f"file:{self.file}?mode=ro", uri=True, timeout=10)) as books:
            return books.execute(sql, values).fetchall()

    def say(self, who: int, where: int, words: str) -> None:
        """Let a woman write in a chat."""
        say(self.app[VILLAGE], who, where, words)

    def launch(self, who: int) -> str:
        """The launch data of the mini-app on a woman's phone."""
        return init_data(self.app[VILLAGE].world.users[who], TOKEN)

    def tap_board(self, circle: Circle) -> None:
        """Let some women tap names on the newest board of names in their chat."""
        village = self.app[VILLAGE]
        chat = village.world.chats[circle.chat]
        boards = [it for it in chat.messages.values() if "|give|" in str(it.markup)]
        if not boards:
            return
        rows = (boards[-1].markup or {})["inline_keyboard"]
        names = [it["callback_data"] for row in rows for it in row if "callback_data" in it]
        for woman in self.chance.sample(circle.women, 3):
            query = village.taps.begin(woman)
            body = callback_query(village, woman, chat, boards[-1], self.chance.choice(names))
            village.tell("callback_query", {"id": query.id, **body}, key=f"callback:{woman}")

    def ask_something(self, circle: Circle) -> None:
        """Let one woman write a command in private."""
        woman = self.chance.choice(circle.women)
        self.say(woman, woman, self.chance.choice(_COMMANDS))

    def trouble(self) -> None:
        """Let something go wrong between the bot and Telegram."""
        kind = self.chance.choice(_TROUBLES)
        # After each refused getUpdates call, the bot waits twice as long.
        times = 1 if kind == "conflict" else self.chance.randint(1, 4)
        seconds = self.chance.choice((0.2, 1.0))
        self.troubles[kind] = self.troubles.get(kind, 0) + times
        whose = self.chance.choice(self.circles)
        chat = self.chance.choice(whose.women) if kind == "blocked" else None
        self.app[VILLAGE].faults.order(OrderedFault(kind, None, chat, times, seconds))

    def call_off(self) -> None:
        """Cancel all faults still to come, so that a starting bot meets none."""
        self.app[VILLAGE].faults.clear()

    def told(self) -> int:
        """The number of updates sent to the bot."""
        return self.app[VILLAGE].updates.next_id - Updates().next_id

    def is_quiet(self) -> bool:
        """Whether all updates are done and all messages are sent."""
        if self.app[VILLAGE].updates.waiting:
            return False
        inbox = self.rows("SELECT 1 FROM inbox WHERE state = 'waiting' LIMIT 1")
        outbox = self.rows("SELECT 1 FROM outbox WHERE state IN ('waiting', 'sending') LIMIT 1")
        return not inbox and not outbox


def coming(weekday: int, hour: int, now: datetime) -> datetime:
    """Return an hour of the next such weekday in the groups' time zone; Monday is 0."""
    here = now.astimezone(_IST)
    then = here.replace(hour=hour, minute=0, second=0, microsecond=0)
    return then + timedelta(days=(weekday - here.weekday()) % 7 or 7)


@asynccontextmanager
async def begun(folder: Path, groups: int, *, seed: int) -> AsyncGenerator[Year]:
    """Write the groups into a new file of the folder, and serve their Telegram."""
    chance = random.Random(seed)
    url = f"sqlite:///{folder / 'saakh.db'}"
    env = environment(
        free_port(), free_port(), url, {"FACILITATORS": "anyone", "LOG_LEVEL": "WARNING"}
    )
    clock = MovableClock()
    # The groups are founded in the days before; no week ends in them.
    clock.move(coming(SATURDAY, 12, clock.now()))
    circles = await _found(url, groups, clock.now())
    app = _telegram(read_settings(env).public_url, circles, clock)
    served = await serve(app, "127.0.0.1", int(env["BOT_API_URL"].rpartition(":")[2]))
    try:
        yield Year(folder, circles, env, app, clock, chance)
    finally:
        await served.cleanup()


async def _found(url: str, groups: int, begins: datetime) -> list[Circle]:
    database = await open_database(url)
    hamlet, ids = _Early(database, begins), count(_FIRST_ID)
    circles = []
    try:
        for number in range(groups):
            names = [f"{name} {number + 1}" for name in NAMES]
            agreed = SetUp(f"Ekta {number + 1}", "Chunar", "en", 0, 11 * 60, _SAVING)
            chat = _FIRST_CHAT - number
            group = await hamlet.found(names[0], chat, agreed)
            for name in names:
                await hamlet.joined(name, group)
            circles.append(Circle(group.id, chat, tuple(next(ids) for _ in names)))
    finally:
        await database.close()
    return circles


def _telegram(web_view: str, circles: Sequence[Circle], clock: MovableClock) -> web.Application:
    people = tuple(
        Villager(who, f"{name} {number + 1}", "en")
        for number, circle in enumerate(circles)
        for name, who in zip(NAMES, circle.women, strict=True)
    )
    app = make_village(
        VillageSettings(
            token=TOKEN,
            people=people,
            groups=tuple(PracticeChat(it.chat, "Ekta", it.women) for it in circles),
            web_app_url=f"{web_view}/app",
            clock=clock,
            empty=True,
            limits=False,
        )
    )
    _let_in(app, circles)
    return app


def _let_in(app: web.Application, circles: Sequence[Circle]) -> None:
    """Put the bot into every chat, and let every woman have written to it."""
    village = app[VILLAGE]
    for circle in circles:
        among = ChatMembership("administrator", list(BOT_RIGHTS))
        village.world.chats[circle.chat].members[village.bot.id] = among
        for woman in circle.women:
            village.world.chats[woman].members[village.bot.id] = ChatMembership("member")
