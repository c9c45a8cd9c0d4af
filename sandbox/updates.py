"""Updates that wait for the bot: numbered, stored for a day; taps for 150 seconds."""

import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

from sandbox.world import Json

DAY = 86_400
TAP_SECONDS = 150
JUMP_AFTER_RESTART = 1_000
KNOWN = (
    "message",
    "edited_message",
    "callback_query",
    "my_chat_member",
    "chat_member",
    "message_reaction",
)
SHOWN_UNASKED = frozenset(KNOWN) - {"chat_member", "message_reaction"}


@dataclass(slots=True)
class Update:
    """One update; webhook delivery keeps the order of updates with the same `key`."""

    id: int
    kind: str
    body: Json
    key: str
    born: float

    def wire(self) -> Json:
        """The update as the Bot API sends it."""
        return {"update_id": self.id, self.kind: self.body}

    def is_stale(self, now: float) -> bool:
        """Whether the update is too old to be delivered."""
        return now - self.born > (TAP_SECONDS if self.kind == "callback_query" else DAY)


@dataclass(slots=True)
class Updates:
    """The queue of updates in the order in which they happened."""

    next_id: int = 700_000_001
    asked: list[str] | None = None
    waiting: dict[int, Update] = field(default_factory=dict)
    listeners: list[Callable[[Update], None]] = field(default_factory=list)
    on_taken: list[Callable[[int], None]] = field(default_factory=list)

    def wants(self, kind: str) -> bool:
        """Whether the bot asked for this kind; without a list, whether the kind is usual."""
        return kind in (SHOWN_UNASKED if self.asked is None else self.asked)

    def ask(self, kinds: Iterable[Any]) -> None:
        """Store the kinds that the bot asks for; an empty list means the usual ones."""
        named = [str(kind) for kind in kinds]
        self.asked = [kind for kind in named if kind in KNOWN] if named else None

    def add(self, kind: str, body: Json, *, key: str) -> None:
        """Queue an update if the bot wants its kind."""
        if not self.wants(kind):
            return
        update = Update(self.next_id, kind, body, key, time.time())
        self.next_id += 1
        self.waiting[update.id] = update
        for listener in tuple(self.listeners):
            listener(update)

    def confirm_before(self, update_id: int) -> None:
        """Remove all updates below this id."""
        for number in [number for number in self.waiting if number < update_id]:
            self.take(number)

    def take(self, update_id: int) -> None:
        """Remove an update that the bot confirmed."""
        if self.waiting.pop(update_id, None) is not None:
            for listener in tuple(self.on_taken):
                listener(update_id)

    def fresh(self) -> list[Update]:
        """The waiting updates; too old ones are dropped."""
        now = time.time()
        for number in [it.id for it in self.waiting.values() if it.is_stale(now)]:
            del self.waiting[number]
        return list(self.waiting.values())

    def kept(self) -> Json:
        """The queue as JSON."""
        waiting = [asdict(update) for update in self.waiting.values()]
        return {"next_id": self.next_id, "asked": self.asked, "waiting": waiting}

    def restore(self, state: Json) -> None:
        """Set the queue from its JSON; ids jump ahead, so that a crash repeats no id."""
        self.next_id = state["next_id"] + JUMP_AFTER_RESTART
        self.asked = state["asked"]
        self.waiting = {it["id"]: Update(**it) for it in state["waiting"]}
