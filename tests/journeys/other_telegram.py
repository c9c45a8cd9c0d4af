"""A look-alike of Telegram by other authors (telegram-test-api), and people who use it.

It knows only messages, taps, edits and the webhook: no rights, pins, menus, `my_chat_member`,
secret or launch data. A line between it and the bot adds the secret, reports the bot's coming,
and loses, doubles and delays what a test asks for.
"""

import asyncio
import html
import json
import re
import shutil
import time
from asyncio.subprocess import DEVNULL, Process
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any, Final
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

from aiohttp import ClientSession, web
from init_data_py import sign

from tests.journeys.place import GROUP, NAMES, TOKEN, from_noon
from tests.journeys.process import HERE, answers

Json = dict[str, Any]
FOLDER: Final = HERE / ".cache" / "other-telegram"
SECONDS_MAX: Final = 30.0
_TAG: Final = re.compile(r"<[^>]+>")
_SERVER: Final = """
const TelegramServer = require('telegram-test-api');
const port = Number(process.argv[1]);
new TelegramServer({ port, host: '127.0.0.1', storeTimeout: 3600 }).start();
"""


@dataclass
class Line:
    """The connection between the look-alike and the bot, in both directions.

    `trouble` names the fault of the n-th message or edit; with `twice` every update comes again,
    after the next one.
    """

    telegram: str
    http: ClientSession
    trouble: Callable[[int], str] = lambda _: ""
    twice: bool = False
    now: Callable[[], datetime] = from_noon  # the time of its answers
    hook: str = ""
    secret: str = ""
    delivered: list[Json] = field(default_factory=list)
    said: dict[str, str] = field(default_factory=dict)  # the answers to taps, by their id
    calls: int = 0
    met: list[str] = field(default_factory=list)
    _late: list[Json] = field(default_factory=list)
    _asked: list[Json] = field(default_factory=list)  # for getUpdates, besides the look-alike's
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def app(self, address: str) -> web.Application:
        """Return the line's routes: the Bot API for the bot, the webhook for the look-alike."""

        async def update(request: web.Request) -> web.Response:
            self._take(await request.json())
            return web.Response()

        async def call(request: web.Request) -> web.StreamResponse:
            if request.match_info["method"].lower() == "getchatmember":
                who = int(str((await request.post())["user_id"]))  # the look-alike knows it not
                role = {"status": "creator", "user": _person(who), "is_anonymous": False}
                return web.json_response({"ok": True, "result": role})
            return await self._call(request, f"{address}/update")

        async def date(_: web.Request, response: web.StreamResponse) -> None:
            response.headers["Date"] = format_datetime(self.now().astimezone(UTC), usegmt=True)

        app = web.Application()
        app.add_routes([web.post("/update", update), web.post("/bot{token}/{method}", call)])
        app.on_response_prepare.append(date)  # the journey's time, as the bot's clock has it
        return app

    async def deliver(self, update: Json) -> None:
        """Send an update to the bot until it is taken, or queue it for polling."""
        if not self.hook:
            self._asked.append(update)
            return
        headers = {"X-Telegram-Bot-Api-Secret-Token": self.secret}
        async with asyncio.timeout(SECONDS_MAX):
            while True:
                async with self.http.post(self.hook, json=update, headers=headers) as answer:
                    if answer.status == 200:
                        return
                await asyncio.sleep(0.05)

    def _take(self, update: Json) -> None:
        self._tasks.add(task := asyncio.create_task(self._pass_on(update)))
        task.add_done_callback(self._tasks.discard)

    async def _pass_on(self, update: Json) -> None:
        await asyncio.sleep(0.02)  # the look-alike answers before it counts its messages on
        await self.deliver(update)
        for late in self._late:
            await self.deliver(late)
        self._late = [update] if self.twice else []
        self.delivered.append(update)

    async def _call(self, request: web.Request, hook: str) -> web.StreamResponse:
        method, params = request.match_info["method"], dict(parse_qsl(await request.text()))
        if method == "setWebhook":
            self.hook, self.secret = params["url"], params["secret_token"]
            params = {"url": hook}
        if method == "answerCallbackQuery":
            self.said[params["callback_query_id"]] = params.get("text", "")
        trouble = self._trouble(method)
        if trouble in _BEFORE:
            return _BEFORE[trouble](request)
        async with self.http.post(f"{self.telegram}{request.path}", json=params) as answer:
            body = await answer.read()
        if trouble == "drop_after":
            return _dropped(request)
        if method == "getUpdates":
            body = self._asked_for(body)
        return web.Response(body=body, status=answer.status, content_type="application/json")

    def _asked_for(self, body: bytes) -> bytes:
        updates = json.loads(body)["result"]
        more, self._asked = self._asked, []
        self.delivered += updates
        return json.dumps({"ok": True, "result": updates + more}).encode()

    def _trouble(self, method: str) -> str:
        if method not in ("sendMessage", "editMessageText"):
            return ""
        self.calls += 1
        trouble = self.trouble(self.calls)
        self.met += [trouble] if trouble else []
        return trouble


def _dropped(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


def _error(status: int, **more: Any) -> Callable[[web.Request], web.Response]:
    body = {"ok": False, "error_code": status, "description": "No", **more}
    return lambda _: web.json_response(body, status=status)


_BEFORE: Final[Mapping[str, Callable[[web.Request], web.Response]]] = {
    "drop_before": _dropped,
    "server_error": _error(500),
    "patience": _error(429, parameters={"retry_after": 1}),
    "bad_gateway": lambda _: web.Response(text="<html>", status=502, content_type="text/html"),
}


@dataclass
class OtherPhones:
    """The people of the look-alike, with the methods of `sandbox.driver.VillageDriver`."""

    line: Line
    ids: int = 900_000

    async def add_bot(self, person: int, chat: int) -> None:
        """Add the bot to a chat; the line reports it, because the look-alike cannot."""
        self.ids += 1
        bot = {"id": 666, "is_bot": True, "first_name": "Bot", "username": "TestNameBot"}
        change = {
            "chat": _chat(chat),
            "from": _person(person),
            "date": int(time.time()),
            "old_chat_member": {"status": "left", "user": bot},
            "new_chat_member": {"status": "member", "user": bot},
        }
        await self.line.deliver({"update_id": self.ids, "my_chat_member": change})

    async def say(self, person: int, chat: int | None, text: str) -> int:
        """Write a message; return its id."""
        length = len(text.split(maxsplit=1)[0])
        command = [{"type": "bot_command", "offset": 0, "length": length}]
        message: Json = {
            "botToken": TOKEN,
            "from": _person(person),
            "chat": _chat(chat or person),
            "date": int(time.time()),
            "text": text,
        }
        where = "/sendMessage"
        if text.startswith("/"):
            message["entities"], where = command, "/sendCommand"
        return int((await self._do(where, message))["message"]["message_id"])

    async def start_bot(self, person: int, payload: str = "") -> None:
        """Press START, or follow a link with a payload."""
        await self.say(person, None, f"/start {payload}".strip())

    async def tap(self, person: int, chat: int | None, message_id: int, button: str) -> str:
        """Tap a button by some of its words; return the alert, or the address that opened."""
        shown_message = next(
            it for it in await self.shown(chat or person) if it["id"] == message_id
        )
        rows = shown_message["reply_markup"]["inline_keyboard"]
        tapped = next(it for row in rows for it in row if button in it["text"])
        if "url" in tapped:
            payload = parse_qs(urlsplit(tapped["url"]).query).get("start", [""])[0]
            await self.start_bot(person, payload)
            return str(tapped["url"])
        message = {"message_id": message_id, "chat": _chat(chat or person), "date": 1}
        query = {
            "botToken": TOKEN,
            "from": _person(person),
            "message": message,
            "data": tapped["callback_data"],
        }
        query_id = (await self._do("/sendCallback", query))["callback_query"]["id"]
        async with asyncio.timeout(SECONDS_MAX):
            while query_id not in self.line.said:  # noqa: ASYNC110 - a call of another process
                await asyncio.sleep(0.01)
        return self.line.said[query_id]

    async def open_app(self, person: int, url: str | None = None, chat: int | None = None) -> str:
        """Return the mini-app's address with launch data that the test signs itself."""
        del chat
        fields = {"user": json.dumps(_person(person)), "chat_type": "private"}
        start = parse_qs(urlsplit(url or "").query).get("startapp")
        data = sign(fields | ({"start_param": start[0]} if start else {}), TOKEN)
        return f"https://app#{urlencode({'tgWebAppData': data})}"

    async def wait_for(
        self, person: int, chat: int | None, words: str, *, seconds: float = SECONDS_MAX
    ) -> Json:
        """Wait for the bot's newest message with these words."""
        seen: list[Json] = []
        try:
            async with asyncio.timeout(seconds):
                while True:
                    seen = await self.shown(chat or person)
                    for one in reversed(seen):
                        if words in one["text"]:
                            return one
                    await asyncio.sleep(0.05)
        except TimeoutError:
            raise TimeoutError(f"{words!r} is not in {[one['text'] for one in seen]}") from None

    async def shown(self, chat: int) -> list[Json]:
        """Return the bot's messages in a chat as they are now, oldest first."""
        address = f"{self.line.telegram}/getUpdatesHistory"
        async with self.line.http.post(address, json={"token": TOKEN}) as answer:
            history = (await answer.json())["result"]
        return [
            {
                "id": it["messageId"],
                "message_id": it["messageId"],
                "text": html.unescape(_TAG.sub("", it["message"]["text"])),
                "reply_markup": it["message"].get("reply_markup"),
            }
            for it in history
            if str(it.get("message", {}).get("chat_id")) == str(chat)
        ]

    async def _do(self, where: str, asked: Json) -> Json:
        """Make one call at a time: the look-alike numbers two simultaneous updates alike."""
        before = len(self.line.delivered)
        async with self.line.http.post(f"{self.line.telegram}{where}", json=asked) as answer:
            assert answer.status == 200, await answer.text()
        async with asyncio.timeout(SECONDS_MAX):
            while len(self.line.delivered) == before:  # noqa: ASYNC110 - another process
                await asyncio.sleep(0.01)
        return self.line.delivered[-1]


@asynccontextmanager
async def other_telegram(port: int) -> AsyncGenerator[str]:
    """Start the look-alike at a port; yield its address."""
    node = shutil.which("node") or str(HERE / ".venv" / "bin" / "node")
    process: Process = await asyncio.create_subprocess_exec(
        node, "-e", _SERVER, str(port), cwd=FOLDER, stdout=DEVNULL, stderr=asyncio.subprocess.PIPE
    )
    address = f"http://127.0.0.1:{port}"
    try:
        await answers(address, process)
        yield address
    finally:
        if process.returncode is None:
            process.terminate()
        await process.communicate()


def _person(who: int) -> Json:
    return {"id": who, "is_bot": False, "first_name": NAMES[who], "language_code": "en"}


def _chat(chat: int) -> Json:
    if chat == GROUP:
        return {"id": chat, "type": "supergroup", "title": "Ujala"}
    return {"id": chat, "type": "private", "first_name": NAMES[chat]}
