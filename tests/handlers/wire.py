"""A fake wire: it stores the bot's calls and answers them as Telegram would."""

import asyncio
import itertools
import json
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from telegram.request import BaseRequest, RequestData

Json = dict[str, Any]
BOT_ID = 4242
BOT_NAME = "saakh_practice_bot"


@dataclass(frozen=True, slots=True)
class Called:
    """One call of the bot."""

    method: str
    params: Json


@dataclass(frozen=True, slots=True)
class Trouble:
    """An unusual answer: an HTTP status and a body, or an exception."""

    status: int = 200
    body: bytes = b""
    error: Exception | None = None
    arrives: bool = False  # whether the call is carried out anyway


def refused(code: int, description: str, **parameters: Any) -> Trouble:
    """Return a refusal in the Bot API's form."""
    body: Json = {"ok": False, "error_code": code, "description": description}
    if parameters:
        body["parameters"] = parameters
    return Trouble(code, json.dumps(body).encode())


class Wire(BaseRequest):
    """Answers every call; `when` orders a fault for the next call that fits."""

    def __init__(self) -> None:
        self.calls: list[Called] = []
        self.mark = 0
        self._troubles: list[tuple[str, Callable[[Json], bool], Trouble]] = []
        self._ids = itertools.count(1)
        self.updates: deque[list[Json]] = deque()
        self.offsets: list[int | None] = []
        self.kept: dict[str, Any] = {}
        self.in_chat: set[int] = set()
        self.in_chat_as: dict[int, Json] = {}  # whom Telegram shows as more than a member
        self.tell_time: Callable[[], None] = lambda: None  # as the `Date` of an answer does

    @property
    def read_timeout(self) -> float:
        """Return the timeout; no time passes here."""
        return 1.0

    async def initialize(self) -> None:
        """Do nothing: there is no connection to open."""

    async def shutdown(self) -> None:
        """Do nothing: there is no connection to close."""

    def when(
        self, method: str, trouble: Trouble, fits: Callable[[Json], bool] = lambda _: True
    ) -> None:
        """Order a fault for the next call of a method."""
        self._troubles.append((method, fits, trouble))

    def of(self, method: str) -> list[Json]:
        """Return the parameters of every call of a method, in order."""
        return [call.params for call in self.calls if call.method == method]

    def texts_to(self, chat_id: int) -> list[str]:
        """Return the texts sent or edited in a chat, in order."""
        return [
            call.params["text"]
            for call in self.calls
            if call.method in ("sendMessage", "editMessageText")
            and call.params["chat_id"] == chat_id
        ]

    def last_to(self, chat_id: int) -> Json:
        """Return the last message sent or edited in a chat."""
        return [
            call.params
            for call in self.calls
            if call.method in ("sendMessage", "editMessageText")
            and call.params["chat_id"] == chat_id
        ][-1]

    def buttons_to(self, chat_id: int) -> dict[str, str]:
        """Return the data of the buttons under that message, by their labels."""
        return _buttons(self.last_to(chat_id))

    def button(self, chat_id: int, words: str) -> str:
        """Return the data of the newest button with these words in a chat."""
        for call in reversed(self.calls):
            if call.params.get("chat_id") == chat_id:
                for label, data in _buttons(call.params).items():
                    if words in label:
                        return data
        raise AssertionError(f"no button {words!r} in chat {chat_id}")

    def note(self) -> None:
        """Set the mark: from now on, look only at later calls."""
        self.mark = len(self.calls)

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        *timeouts: Any,
        **more_timeouts: Any,
    ) -> tuple[int, bytes]:
        """Store the call and answer it."""
        del method, timeouts, more_timeouts
        name = urlsplit(url).path.rpartition("/")[2]
        self.tell_time()
        params = dict(request_data.parameters) if request_data else {}
        if name == "getUpdates":
            return await self._updates(params)
        trouble = self._trouble(name, params)
        if trouble is None or trouble.arrives:
            self.calls.append(Called(name, params))
        if trouble is not None:
            if trouble.error is not None:
                raise trouble.error
            return trouble.status, trouble.body
        return 200, json.dumps({"ok": True, "result": self._result(name, params)}).encode()

    async def _updates(self, params: Json) -> tuple[int, bytes]:
        self.offsets.append(params.get("offset"))
        while not self.updates:  # noqa: ASYNC110 - no update waits
            await asyncio.sleep(0.005)
        update = self.updates.popleft()
        return 200, json.dumps({"ok": True, "result": update}).encode()

    def _trouble(self, name: str, params: Json) -> Trouble | None:
        for at, (method, fits, trouble) in enumerate(self._troubles):
            if method == name and fits(params):
                del self._troubles[at]
                return trouble
        return None

    def _result(self, name: str, params: Json) -> Any:
        if name == "getMe":
            return {"id": BOT_ID, "is_bot": True, "first_name": "Saakh", "username": BOT_NAME}
        if name in ("sendMessage", "editMessageText"):
            return {
                "message_id": int(params.get("message_id") or next(self._ids)),
                "date": 1,
                "chat": {"id": int(params["chat_id"]), "type": "private"},
                "text": params["text"],
            }
        if name == "getChatMember":
            inside = int(params["user_id"]) in self.in_chat
            shown = {"id": int(params["user_id"]), "is_bot": False, "first_name": "P"}
            usual = {"status": "member" if inside else "left"}
            return {**self.in_chat_as.get(int(params["user_id"]), usual), "user": shown}
        if name == "getMyCommands":
            return self.kept.get(
                f"commands {params.get('scope')} {params.get('language_code')}", []
            )
        if name == "getChatMenuButton":
            return {"type": "default"}
        return True


def _buttons(params: Json) -> dict[str, str]:
    markup = params.get("reply_markup") or {"inline_keyboard": []}
    return {
        it["text"]: it.get("callback_data") or it.get("url") or it["web_app"]["url"]
        for row in markup["inline_keyboard"]
        for it in row
    }
