"""The wire to Telegram: it finds refusals of any HTTP status and reads results with care.

Sending reads the raw answer: if the answer lacked a field, the library could not parse it, and a
message that arrived would count as lost.
"""

import json
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any, Final

import httpx
from telegram import Bot, InlineKeyboardMarkup, InputFile, LinkPreviewOptions
from telegram.constants import ParseMode
from telegram.error import TelegramError
from telegram.request import HTTPXRequest, RequestData

_HEAD: Final = 256  # bytes
_SAYS_NO: Final = re.compile(rb'"ok"\s*:\s*false')
_OK: Final = 2
_REFUSED: Final = 400

# The library's errors for an answer: Telegram refuses, or the answer cannot be read.
ODD_ANSWERS: Final = (TelegramError, AttributeError, KeyError, TypeError, ValueError)


class Wire(HTTPXRequest):
    """The library's requests; a refusal with an HTTP status of success counts as a refusal.

    `heard` gets the time of each fresh answer: its `Date`, if it has one that can be read.
    """

    def __init__(self, heard: Callable[[datetime], None] = lambda _: None, **more: Any) -> None:
        super().__init__(**more, httpx_kwargs={"event_hooks": {"response": [self._hear]}})
        self._heard = heard

    async def _hear(self, response: httpx.Response) -> None:
        if (date := date_of(response.headers.get("Date", ""))) is not None:
            self._heard(date)

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        *timeouts: Any,
        **more_timeouts: Any,
    ) -> tuple[int, bytes]:
        """Make a request; return the HTTP status that the answer should have, and its body."""
        status, body = await super().do_request(
            url, method, request_data, *timeouts, **more_timeouts
        )
        return status_of(status, body), _with_bot(body) if url.endswith("/getMe") else body


def date_of(header: str) -> datetime | None:
    """Read the `Date` of an answer; None if it is none."""
    try:
        date = parsedate_to_datetime(header)
    except (TypeError, ValueError, OverflowError):
        return None
    return date if date.tzinfo else None


def status_of(status: int, body: bytes) -> int:
    """Return an answer's status, from its body if only the body says that it failed."""
    if status // 100 != _OK or not _SAYS_NO.search(body[:_HEAD]):
        return status
    try:
        said = json.loads(body)
    except ValueError:
        return status
    code = said.get("error_code") if isinstance(said, dict) and said.get("ok") is False else status
    return code if isinstance(code, int) and code // 100 > _OK else _REFUSED


def _with_bot(body: bytes) -> bytes:
    """The answer to getMe with the fields that the library needs."""
    try:
        said = json.loads(body)
        said["result"] = {"is_bot": True, "first_name": "", **said["result"]}
    except (KeyError, TypeError, ValueError):
        return body
    return json.dumps(said).encode()


async def send_text(
    bot: Bot,
    chat_id: int,
    text: str,
    keyboard: InlineKeyboardMarkup | None,
    *,
    thread_id: int | None,
    is_silent: bool,
) -> int | None:
    """Send a message; return its id, or None if the answer does not give it."""
    answer: object = await bot.do_api_request(
        "send_Message",
        api_kwargs=_said(chat_id, text, keyboard)
        | {"message_thread_id": thread_id, "disable_notification": is_silent},
    )
    return _message_id(answer)


async def send_file(
    bot: Bot,
    chat_id: int,
    text: str,
    name: str,
    body: bytes,
    *,
    is_silent: bool,
) -> int | None:
    """Send a file with a caption; return the message's id, or None if it is not given."""
    answer: object = await bot.do_api_request(
        "send_Document",
        api_kwargs={
            "chat_id": chat_id,
            "document": InputFile(body, filename=name, attach=False),
            "caption": text,
            "parse_mode": ParseMode.HTML,
            "disable_notification": is_silent,
        },
    )
    return _message_id(answer)


async def send_voice(bot: Bot, chat_id: int, text: str, voice_id: str) -> int | None:
    """Send a voice message by its id at Telegram, with a caption; return the message's id."""
    answer: object = await bot.do_api_request(
        "send_Voice",
        api_kwargs={
            "chat_id": chat_id,
            "voice": voice_id,
            "caption": text,
            "parse_mode": ParseMode.HTML,
        },
    )
    return _message_id(answer)


async def edit_text(
    bot: Bot, chat_id: int, message_id: int, text: str, keyboard: InlineKeyboardMarkup | None
) -> None:
    """Replace the text and buttons of a message."""
    await bot.do_api_request(
        "edit_Message_Text",
        api_kwargs=_said(chat_id, text, keyboard) | {"message_id": message_id},
    )


def _said(chat_id: int, text: str, keyboard: InlineKeyboardMarkup | None) -> dict[str, Any]:
    return {
        "chat_id": chat_id,
        "text": text,
        "reply_markup": keyboard,
        "parse_mode": ParseMode.HTML,
        "link_preview_options": LinkPreviewOptions(is_disabled=True),
    }


def _message_id(answer: object) -> int | None:
    number = answer.get("message_id") if isinstance(answer, Mapping) else None
    return int(number) if isinstance(number, int | str) and str(number).isdigit() else None
