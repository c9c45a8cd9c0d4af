"""Taps that a process carries out and never answers: it is killed between commit and answer.

Two groups stand on the edge of several acts. The look-alike of Telegram takes every tap, and keeps
back whatever the bot says until it is dead; then a new process begins.
"""

import asyncio
import sqlite3
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from aiohttp import web
from aiohttp.typedefs import Handler

from groups.meetings.acts import meetings
from groups.people.model.group import SetUp
from groups.registers.acts import count
from house import serve
from sandbox.api import VILLAGE
from sandbox.people import callback_query
from sandbox.taps import SentTap
from sandbox.world import ChatMembership
from settings import read_settings
from storage.database import open_database
from tests.groups.claiming import make, pending_id, show
from tests.journeys.place import environment, free_port
from tests.torture.ground import CHAT, COMERS, SISTERS, Ground, Today, look_alike

OTHER_CHAT: Final = -1001000000099
_ENGLISH: Final = SetUp("Ekta", "Chunar", "en", meeting_day=4, meeting_minute=660, saving=20_00)
_SPOKEN: Final = ("answercallbackquery", "sendmessage", "editmessagetext", "pinchatmessage")

# What the taps record, each once.
_RECORDED: Final = {
    "vouches": "SELECT COUNT(*) FROM vouches",
    "ties": "SELECT COUNT(*) FROM kinships",
    "confirmed": "SELECT COUNT(*) FROM second_person WHERE state = 'confirmed'",
    "stopped": "SELECT COUNT(*) FROM pending_changes WHERE state = 'stopped'",
    "stops in the chain": "SELECT COUNT(*) FROM record_acts",
    "meetings": "SELECT COUNT(*) FROM meetings",
    "registers": "SELECT COUNT(*) FROM registers",
    "savings": "SELECT COUNT(*) FROM entries WHERE reason = 'saving'",
}


@dataclass(frozen=True, slots=True)
class Tapped:
    """Who taps what, and the words in which she then reads how it stands."""

    by: str
    data: str
    told: str = ""


@dataclass(frozen=True, slots=True)
class Edge:
    """The folder of the books, and the taps for which all stands ready."""

    ground: Ground
    taps: Mapping[str, Tapped]


async def make_edge(folder: Path) -> Edge:
    """Write two groups that are about to do several things."""
    database = await open_database(f"sqlite:///{folder / 'saakh.db'}")
    try:
        hamlet = Today(database)
        group = await hamlet.found(chat_id=CHAT, agreed=_ENGLISH)
        ids = {name: await hamlet.joined(name, group) for name in SISTERS}
        await hamlet.join("Geeta", group)
        await hamlet.join("Rani", group, is_in_chat=False)
        [(request,)] = await hamlet.rows("SELECT id FROM second_person WHERE kind = 'member'")
        await show(hamlet, "Urmila", (await make(hamlet, ids["Radha"])).code)
        for name in ("Kiran", "Rekha", "Anita"):
            await hamlet.meet(name)
        other = await hamlet.found("Kiran", OTHER_CHAT, _ENGLISH)
        for name in ("Kiran", "Rekha", "Anita"):
            await hamlet.joined(name, other)
        kiran = await hamlet.meet("Kiran")
        meeting = await hamlet.write(
            meetings.open_meeting, kiran, other.id, new_id=hamlet.new_id, at=hamlet.at()
        )
        await hamlet.write(count, kiran, meeting.id, 60_00, at=hamlet.at())
        taps = {
            "vouch": Tapped("Meena", f"v1|give|{group.id}|{ids['Kamla']}", "stood already"),
            "tie": Tapped("Geeta", f"v1|tie|kin|{ids['Kamla']}"),
            "confirm": Tapped("Sunita", f"v1|confirm|{request}", "you said yes"),
            "stop": Tapped("Radha", f"v1|stop|{await pending_id(hamlet)}", "Stopped"),
            "open": Tapped("Sunita", "v1|meet", "is open"),
            "close": Tapped("Kiran", f"v1|close|{meeting.id}", "Minutes of the meeting"),
        }
        return Edge(Ground(folder, {}, tuple(ids.values())), taps)
    finally:
        await database.close()


def recorded(file: Path) -> dict[str, int]:
    """Count what the taps record; another process may write the file meanwhile."""
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=5)) as opened:
        return {what: opened.execute(sql).fetchone()[0] for what, sql in _RECORDED.items()}


@dataclass(slots=True)
class Telegram:
    """The look-alike: it takes taps, and while it is deaf no word of the bot arrives."""

    env: Mapping[str, str]
    app: web.Application
    deaf: bool = True
    released: asyncio.Event = field(default_factory=asyncio.Event)

    def tap(self, tapped: Tapped) -> tuple[int, SentTap]:
        """Tap under a message in her private chat; return the update's number and the query."""
        village = self.app[VILLAGE]
        who = 5000 + (*SISTERS, *COMERS).index(tapped.by)
        chat = village.world.chats[who]
        chat.members[village.bot.id] = ChatMembership("member")
        message = village.post(chat, village.bot.id, {"text": "What do you say?"})
        number, query = village.updates.next_id, village.taps.begin(who)
        body = callback_query(village, who, chat, message, tapped.data)
        village.tell("callback_query", {"id": query.id, **body}, key=f"callback:{who}")
        return number, query

    def read_by(self, name: str) -> str:
        """Return all that the bot has written to her in private."""
        return self._in(5000 + (*SISTERS, *COMERS).index(name))

    def read_in(self, chat: int) -> str:
        """Return all that the bot has written in a group's chat."""
        return self._in(chat)

    def _in(self, chat: int) -> str:
        return str([it.content for it in self.app[VILLAGE].world.chats[chat].messages.values()])

    async def keep_back(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Let no word of the bot arrive while it is deaf."""
        if self.deaf and request.match_info.get("method", "").lower() in _SPOKEN:
            await self.released.wait()
            return web.Response(status=502)
        return await handler(request)


@asynccontextmanager
async def telegram_beside(edge: Edge) -> AsyncGenerator[Telegram]:
    """Serve the look-alike until the context ends."""
    more = {"FACILITATORS": "anyone"}
    env = environment(free_port(), free_port(), edge.ground.url, more)
    app = look_alike(read_settings(env))
    made = Telegram(env, app)
    village = app[VILLAGE]
    rights = ["can_pin_messages", "can_delete_messages"]
    village.world.chats[CHAT].members[village.bot.id] = ChatMembership("administrator", rights)

    @web.middleware
    async def keep_back(request: web.Request, handler: Handler) -> web.StreamResponse:
        return await made.keep_back(request, handler)

    app.middlewares.append(keep_back)
    served = await serve(app, "127.0.0.1", int(env["BOT_API_URL"].rpartition(":")[2]))
    try:
        yield made
    finally:
        made.released.set()
        await served.cleanup()
