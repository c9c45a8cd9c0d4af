"""The bot's outside: a simulated Telegram, served here, that taps and records the answers."""

import asyncio
import random
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from math import inf
from typing import Final

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from house import serve
from sandbox.api import VILLAGE
from sandbox.params import read_params
from sandbox.people import callback_query
from sandbox.world import ChatMembership, Message
from settings import read_settings
from tests.journeys.place import environment, free_port
from tests.torture.ground import Ground, look_alike
from tests.torture.history import History, Tap
from texts.languages import ENGLISH
from texts.say import say_plain

NOT_YET: Final = say_plain("alerts/not_yet", ENGLISH)
WAYS: Final = ("polling", "webhook")
_WAITING_MAX: Final = 200
_UNANSWERED_MAX: Final = 40  # during one life of the bot
_PAUSE: Final = 0.005
_LIMIT: Final = 300.0


class Outside:
    """The simulated Telegram, and the women who tap."""

    def __init__(self, ground: Ground, way: str, seed: int) -> None:
        self.history = History()
        self.put_off: set[int] = set()  # taps answered with: nothing is recorded yet
        secret = {"WEBHOOK_SECRET": "a-secret-of-kills"} if way == "webhook" else {}
        more = {"FACILITATORS": "anyone", **secret}
        self.env = environment(free_port(), free_port(), ground.url, more)
        self.app = look_alike(read_settings(self.env))
        self._village = self.app[VILLAGE]
        self._ground = ground
        self._unanswered_before = 0
        self._chance = random.Random(seed)
        self._queries: dict[str, int] = {}
        self._heard = asyncio.Event()
        self._boards = {woman: self._board(woman) for woman in ground.taps}
        self._village.updates.on_taken.append(self._on_taken)
        self.app.middlewares.append(self._listen())

    @property
    def queries(self) -> dict[int, int]:
        """The update of each tap's query."""
        return {int(query): number for query, number in self._queries.items()}

    def tap(self) -> int:
        """Let one woman tap one sister's name; return the number of the update."""
        woman = self._chance.choice(list(self._ground.taps))
        sister = self._chance.choice(self._ground.sisters)
        village = self._village
        number = village.updates.next_id
        query = village.taps.begin(woman)
        self.history.sent[number] = Tap(self._ground.taps[woman], sister)
        self._queries[query.id] = number
        chat = village.world.chats[woman]
        body = callback_query(village, woman, chat, self._boards[woman], f"v1|tie|kin|{sister}")
        village.tell("callback_query", {"id": query.id, **body}, key=f"callback:{woman}")
        village.updates.waiting[number].born = inf  # or it would be dropped after 150 seconds
        return number

    @property
    def _unanswered(self) -> int:
        return len(self.history.sent) - len(self.history.answered | self.put_off)

    def begin_life(self) -> None:
        """Note that the bot starts again: no woman waits for answers that a kill lost."""
        self._unanswered_before = self._unanswered

    async def keep_tapping(self) -> None:
        """Tap until cancelled, so that the bot always has more to do."""
        while True:
            while (
                len(self._village.updates.waiting) < _WAITING_MAX
                and self._unanswered - self._unanswered_before < _UNANSWERED_MAX
            ):
                self.tap()
            await asyncio.sleep(_PAUSE)

    async def until_heard(self, enough: Callable[[History], bool]) -> None:
        """Wait until the bot has acknowledged enough."""
        async with asyncio.timeout(_LIMIT):
            while not enough(self.history):
                self._heard.clear()
                await self._heard.wait()

    def _board(self, woman: int) -> Message:
        """Post the woman's board of kin, on which she taps."""
        chat = self._village.world.chats[woman]
        chat.members[self._village.bot.id] = ChatMembership("member")
        return self._village.post(chat, self._village.bot.id, {"text": "Who is your relative?"})

    def _on_taken(self, number: int) -> None:
        self.history.taken.add(number)
        self._heard.set()

    def _listen(self) -> Middleware:
        @web.middleware
        async def listen(request: web.Request, handler: Handler) -> web.StreamResponse:
            if request.match_info.get("method", "").lower() == "answercallbackquery":
                params = await read_params(request)
                number = self._queries[params.text("callback_query_id")]
                is_promise = params.text("text") == NOT_YET
                (self.put_off if is_promise else self.history.answered).add(number)
                self._heard.set()
            return await handler(request)

        return listen


@asynccontextmanager
async def outside(ground: Ground, way: str, seed: int) -> AsyncGenerator[Outside]:
    """Serve the outside until the context ends."""
    made = Outside(ground, way, seed)
    served = await serve(made.app, "127.0.0.1", int(made.env["BOT_API_URL"].rpartition(":")[2]))
    try:
        yield made
    finally:
        await served.cleanup()
