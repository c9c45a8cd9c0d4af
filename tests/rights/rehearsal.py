"""Carry an update out as the bot does, read the outcome, undo it: all meet the same village."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Final

from telegram import Document

from groups.charter.acts import register_charter
from groups.founding.model import RoleInChat
from groups.messages.acts import inbox
from groups.oldbooks.model import NotASheet
from groups.people.model.refusals import Refusal
from handlers.acts.menu import COMMANDS, TAPS
from handlers.application import make_application
from handlers.apply import apply
from handlers.lanes import lane_of
from handlers.routes import Routes
from handlers.turn import Answer, Chosen, Incoming
from storage.tx import Tx
from tests.handlers.wire import Wire
from tests.rights.scene import KINDS, Scene
from tests.webapp.world import CHARTER

# What every update may leave, whoever sends it, and who has been seen in the group's chat.
NOT_LOOKED_AT: Final = frozenset(
    {"inbox", "outbox", "marks", "telegram_accounts", "seen_in_chat", "migrations"}
)


@dataclass(frozen=True, slots=True)
class Said:
    """A message of the outbox: its kind and facts; `person_id` is empty for the group's chat."""

    kind: str
    facts: Mapping[str, Any]
    person_id: str


@dataclass(frozen=True, slots=True)
class Told:
    """The outcome: the refusal's code or nothing, all texts sent, and whether anything changed."""

    refused: str
    words: str
    changed: bool
    said: tuple[Said, ...] = field(default=(), compare=False)


class Undone(Exception):
    """Carries the outcome out of a transaction that is rolled back."""

    def __init__(self, answer: Told) -> None:
        super().__init__()
        self.told = answer


class NobodySays:
    """A Telegram that does not say who anybody is in a chat."""

    async def by_link(self, _token: str, _telegram_id: int, /) -> RoleInChat | None:
        """Say nothing."""
        return None

    async def in_set_up(self, _telegram_id: int, /) -> RoleInChat | None:
        """Say nothing."""
        return None

    async def in_joining(self, _telegram_id: int, /) -> RoleInChat | None:
        """Say nothing."""
        return None


class Stage:
    """Carries out everybody's updates and undoes them."""

    def __init__(self, scene: Scene, routes: Routes, before: str) -> None:
        self.world = scene.world
        self.before = before
        self.looks_at_all = True  # False: do not check whether anything changed
        self._scene = scene
        self._routes = routes

    @classmethod
    async def open(cls, scene: Scene) -> "Stage":
        """Connect the bot's routes to the village; nothing is ever sent."""

        async def no_sheet(_document: Document) -> Refusal:
            return NotASheet()

        charter = await scene.world.write(register_charter, CHARTER.read_text(), scene.world.at)
        wire = Wire()
        application = make_application("4242:of-rights", request=wire, updates_request=wire)
        await application.initialize()
        routes = Routes(
            application,
            commands=COMMANDS,
            taps=TAPS,
            charter=charter,
            membership=NobodySays(),
            read_sheet=no_sheet,
        )
        return cls(scene, routes, await scene.world.read(digest))

    async def tap(self, kind: str, data: str, chat_id: int | None = None) -> Told:
        """Let a person tap a button, by default in private."""
        who = self._scene.telegram_id(kind)
        body = {
            "id": "7",
            "from": user(kind, who),
            "chat_instance": "1",
            "data": data,
            "message": {"message_id": 5, "date": 1, "chat": chat(chat_id or who)},
        }
        return await self.send({"update_id": 9_000_000, "callback_query": body})

    async def write(self, kind: str, text: str, chat_id: int | None = None) -> Told:
        """Let a person write a command, by default in private."""
        who = self._scene.telegram_id(kind)
        command = text.partition(" ")[0]
        body = {
            "message_id": 6,
            "date": 1,
            "from": user(kind, who),
            "chat": chat(chat_id or who),
            "text": text,
            "entities": [{"type": "bot_command", "offset": 0, "length": len(command)}],
        }
        return await self.send({"update_id": 9_000_000, "message": body})

    async def send(self, update: dict[str, Any]) -> Told:
        """Carry an update out, and undo it."""
        incoming, chosen = await self._routes.choose(update)
        try:
            await self.world.write(_rehearse, update, incoming, chosen, self)
        except Undone as undone:
            return undone.told
        raise AssertionError("it was not undone")


def _rehearse(
    tx: Tx,
    update: Mapping[str, Any],
    incoming: Incoming,
    chosen: Chosen | None,
    stage: Stage,
) -> None:
    new_id, at = stage.world.new_id, stage.world.at
    inbox.store(tx, [(update["update_id"], lane_of(update), json.dumps(update))], at=at)
    newest = tx.value("SELECT COALESCE(MAX(n), 0) FROM outbox")
    applied = apply(tx, incoming, chosen, new_id=new_id, at=at)
    said = tx.rows("SELECT kind, facts FROM outbox WHERE n > :n ORDER BY n", n=newest)
    refused = _code(applied.answer, [kind for kind, _ in said])
    words = f"{applied.answer.kind} {dict(applied.answer.facts)} {[tuple(row) for row in said]}"
    changed = stage.looks_at_all and digest(tx) != stage.before
    raise Undone(Told(refused, words, changed, said_after(tx, newest)))


def said_after(tx: Tx, newest: int) -> tuple[Said, ...]:
    """Return the messages that wait in the outbox behind a number, with their group's token."""
    rows = tx.rows(
        "SELECT o.kind, o.facts, o.person_id, g.start_token FROM outbox o"
        " LEFT JOIN groups g ON g.id = o.group_id WHERE o.n > :n ORDER BY o.n",
        n=newest,
    )
    return tuple(
        Said(str(kind), {"token": token or "", **json.loads(facts)}, str(person_id or ""))
        for kind, facts, person_id, token in rows
    )


def _code(answer: Answer, kinds: list[str]) -> str:
    said = [kind for kind in (answer.kind or "", *kinds) if kind.startswith("refusals/")]
    return said[0].removeprefix("refusals/") if said else ""


def digest(tx: Tx, engine: str = "sqlite") -> str:
    """Return the digest of every row of every table, except the ignored tables."""
    return sha256(everything(tx, engine).encode()).hexdigest()


def everything(tx: Tx, engine: str = "sqlite") -> str:
    """Return every row of every table as text, except the ignored tables."""
    text = []
    for table in _tables(tx, engine):
        every: Any = f"SELECT * FROM {table}"  # a name from the database itself
        rows = sorted(repr(tuple(row)) for row in tx.rows(every))
        text.append(f"{table}\n" + "\n".join(rows))
    return "".join(text)


def _tables(tx: Tx, engine: str) -> list[str]:
    if engine == "sqlite":
        named = tx.rows("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    else:
        named = tx.rows(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
            " ORDER BY table_name"
        )
    names = [str(name) for (name,) in named]
    return [name for name in names if name not in NOT_LOOKED_AT and not name.startswith("sqlite_")]


def user(kind: str, who: int) -> dict[str, Any]:
    """Return a `User`, with the name that the bot already knows."""
    name = KINDS[kind]
    return {"id": who, "is_bot": False, "first_name": name, "language_code": "en"}


def chat(number: int) -> dict[str, Any]:
    """Return a `Chat`."""
    if number > 0:
        return {"id": number, "type": "private", "first_name": "P"}
    return {"id": number, "type": "supergroup", "title": "Ekta"}
